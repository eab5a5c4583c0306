//! What the catalogs say of the objects of the map.

use super::node::Object;
use crate::{
    access::SchemaRef,
    schema::{
        Database,
        catalog::{relation::Relation, routine::Routine},
    },
    survey::Survey,
};

/// The database of an object and its schema there; `None` when either is not known.
pub fn home<'o, 'a: 'o>(
    survey: &Survey<'a>,
    object: &'o Object,
) -> Option<(&'a Database, &'o str)> {
    let databases = 0..survey.databases.len();
    let mut named = databases.filter(|&index| survey.database_name(Some(index)) == object.database);
    let index = named.next()?;
    let schema = match &object.schema {
        SchemaRef::Default => survey.default_schema(Some(index)),
        SchemaRef::Named(schema) => schema,
        SchemaRef::Unknown => return None,
    };
    Some((&survey.databases[index], schema))
}

/// What the catalog says of a relation, those of the platform and partitions included.
pub fn relation<'a>(survey: &Survey<'a>, object: &Object) -> Option<&'a Relation> {
    let (database, schema) = home(survey, object)?;
    let catalog = &database.catalog;
    catalog.relation(schema, &object.name).or_else(|| {
        let mut others = catalog.partitions.iter().chain(&catalog.platform);
        others.find(|relation| relation.key() == (schema, &object.name))
    })
}

/// What the catalog says of each overload of a routine.
pub fn routines<'a>(survey: &Survey<'a>, object: &Object) -> Vec<&'a Routine> {
    let Some((database, schema)) = home(survey, object) else {
        return Vec::new();
    };
    let all = database.catalog.routines.iter();
    all.filter(|routine| routine.schema == schema && routine.name == object.name)
        .collect()
}

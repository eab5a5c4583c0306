//! What the code of a state touches of the databases of this or another state.

use std::collections::BTreeSet;

use super::record::{Place, place_of};
use crate::{
    access::{Access, SchemaRef, TargetKind},
    map::{edge::Effect, node::Node, unit_of},
    postgrest::{Served, touch},
    schema::Database,
    source::Location,
    survey::Survey,
};

/// One relation or routine that a request touches.
#[derive(Clone, Debug)]
pub(super) struct Touched {
    /// An index into the databases asked about.
    pub(super) database: usize,
    pub(super) kind: TargetKind,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) by: Node,
    pub(super) effect: Effect,
    pub(super) place: Place,
    pub(super) columns: Vec<(String, Place)>,
    /// Whether it takes all columns, or names some that are not known.
    pub(super) is_open: bool,
}

/// Everything that code touches of relations and routines, were these the databases.
pub(super) fn by_code(survey: &Survey<'_>, databases: &[Database]) -> Vec<Touched> {
    let served: Vec<Served<'_>> = databases.iter().map(Served::new).collect();
    let mut found = Vec::new();
    for access in survey.accesses().iter().filter(|access| !access.wrapper) {
        let Some(database) = counterpart(survey, databases, survey.database_of(access)) else {
            continue;
        };
        let by = unit_of(survey.sources, access);
        let target = access.target.name.as_ref();
        if let (TargetKind::Routine, Some(name)) = (access.target.kind, target) {
            let Some(schema) = schema_of(access, &databases[database]) else {
                continue;
            };
            let location = Location {
                file: access.file,
                span: access.target_span,
            };
            found.push(Touched {
                database,
                kind: TargetKind::Routine,
                schema,
                name: name.clone(),
                by: by.clone(),
                effect: Effect::Call,
                place: place_of(survey, location),
                columns: Vec::new(),
                is_open: false,
            });
        }
        for touch in touch::touches(&served[database], access) {
            let columns = touch.columns.into_iter();
            found.push(Touched {
                database,
                kind: TargetKind::Relation,
                schema: touch.schema,
                name: touch.relation,
                by: by.clone(),
                effect: touch.operation.map_or(Effect::Use, Effect::of_operation),
                place: place_of(survey, touch.location),
                columns: columns
                    .map(|(column, location)| (column, place_of(survey, location)))
                    .collect(),
                is_open: touch.all_columns || touch.open,
            });
        }
    }
    found
}

/// The schema that a routine is called in, `None` when only the run tells.
fn schema_of(access: &Access, database: &Database) -> Option<String> {
    match &access.target.schema {
        SchemaRef::Named(schema) => Some(schema.clone()),
        SchemaRef::Default => {
            let first = database.exposed.first();
            Some(first.map_or("public", String::as_str).to_owned())
        }
        SchemaRef::Unknown => None,
    }
}

/// The database of the same name, or the only one on both sides.
fn counterpart(
    survey: &Survey<'_>,
    databases: &[Database],
    database: Option<usize>,
) -> Option<usize> {
    if let ([_], [_]) = (survey.databases, databases) {
        return database;
    }
    let name = &survey.databases[database?].name;
    databases.iter().position(|other| other.name == *name)
}

impl Touched {
    /// The places where a column is named, or without one where the relation is.
    pub(super) fn places_of(&self, column: Option<&str>) -> BTreeSet<Place> {
        let Some(column) = column else {
            return BTreeSet::from([self.place.clone()]);
        };
        let named = self.columns.iter().filter(|(name, _)| name == column);
        named.map(|(_, place)| place.clone()).collect()
    }
}

//! What a difference between catalogs is about.

use super::record::Place;
use crate::{
    access::TargetKind,
    schema::{
        Database,
        catalog::{Catalog, Origin},
        diff::{Difference, Item},
    },
};

/// What a difference is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Subject {
    pub(super) kind: TargetKind,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) column: Option<String>,
}

/// What a difference is about, `None` for enums.
///
/// Names are compared as they are printed: one with a dot in it is found as well.
pub(super) fn subject(
    difference: &Difference,
    before: &Catalog,
    after: &Catalog,
) -> Option<Subject> {
    let name = difference.name.as_str();
    let catalogs = [before, after];
    if difference.item == Item::Routine {
        let mut routines = catalogs.iter().flat_map(|catalog| &catalog.routines);
        let routine = routines.find(|routine| {
            let rest = name.strip_prefix(&format!("{}.{}", routine.schema, routine.name));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
        })?;
        return Some(Subject {
            kind: TargetKind::Routine,
            schema: routine.schema.clone(),
            name: routine.name.clone(),
            column: None,
        });
    }
    let separator = match difference.item {
        Item::Relation => "",
        Item::Column => ".",
        Item::Key | Item::Index | Item::Policy | Item::Trigger => " ",
        Item::Enum | Item::Routine => return None,
    };
    let relations = catalogs.iter().flat_map(|catalog| {
        let partitions = catalog.partitions.iter();
        catalog
            .relations
            .iter()
            .chain(partitions)
            .chain(&catalog.platform)
    });
    let found = relations.filter_map(|relation| {
        let printed = format!("{}.{}{separator}", relation.schema, relation.name);
        let rest = name.strip_prefix(&printed)?;
        (rest.is_empty() == separator.is_empty()).then_some((relation, rest))
    });
    let (relation, rest) = found.max_by_key(|(relation, _)| relation.name.len())?;
    Some(Subject {
        kind: TargetKind::Relation,
        schema: relation.schema.clone(),
        name: relation.name.clone(),
        column: (difference.item == Item::Column).then(|| rest.to_owned()),
    })
}

/// Where the later state defines it.
pub(super) fn origin(
    subject: &Subject,
    difference: &Difference,
    after: &Database,
) -> Option<Place> {
    let origin: Option<&Origin> = match difference.item {
        Item::Relation | Item::Column => {
            let relation = after.catalog.relation(&subject.schema, &subject.name)?;
            match &subject.column {
                None => relation.origin.as_ref(),
                Some(column) => {
                    let mut columns = relation.columns.iter();
                    columns.find(|of| of.name == *column)?.origin.as_ref()
                }
            }
        }
        Item::Routine => {
            let mut routines = after.catalog.routines.iter();
            let is_it = |schema: &str, name: &str| schema == subject.schema && name == subject.name;
            routines
                .find(|of| is_it(&of.schema, &of.name))?
                .origin
                .as_ref()
        }
        Item::Enum | Item::Key | Item::Index | Item::Policy | Item::Trigger => None,
    };
    let origin = origin?;
    Some(Place {
        path: origin.file.clone(),
        line: origin.line,
    })
}

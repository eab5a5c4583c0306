//! Columns that an insert cannot do without.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Problem, ProblemKind,
    served::is_closed,
    writable,
    write::{Writing, sent_keys},
};
use crate::{
    clause::{Row, RowSet},
    operation::Known,
    schema::catalog::{
        Facet, State,
        relation::{Column, Relation, RelationKind},
        trigger::{Trigger, TriggerTiming},
    },
};

/// What an insert or upsert of rows leaves out although it must not.
pub(super) fn problems(writing: &Writing<'_>, set: &RowSet) -> Vec<Problem> {
    if !is_closed(writing.relation) || !writing.served.tells(Facet::Defaults) {
        return Vec::new();
    }
    let closed: Vec<&Row> = set.rows.iter().filter(|row| !row.open).collect();
    let lacking = |names: &[&str]| -> Vec<String> {
        let missing = names.iter().filter(|name| {
            closed
                .iter()
                .any(|row| !sent_keys(set, row).contains(**name))
        });
        missing.map(|name| (*name).to_owned()).collect()
    };
    let required = required(writing);
    let mut problems = Vec::new();
    let missing = lacking(&required);
    if !missing.is_empty() {
        problems.push(left_out(writing, set, &missing));
    }
    problems.extend(unequal(writing, set, &closed));
    problems
}

/// The keys that every row must have.
fn required<'a>(writing: &Writing<'a>) -> Vec<&'a str> {
    let relation = writing.relation;
    match relation.kind {
        RelationKind::Table => {
            let columns = relation.columns.iter();
            let needed = columns.filter(|column| {
                !column.has_default
                    && column.generated.is_none()
                    && is_needed(column)
                    && !may_assign(writing, &column.name)
            });
            needed.map(|column| column.name.as_str()).collect()
        }
        RelationKind::View => writable::required_of_base(writing),
        RelationKind::MaterializedView | RelationKind::ForeignTable => Vec::new(),
    }
}

/// Whether a null in a column is an error.
pub(super) fn is_needed(column: &Column) -> bool {
    !column.nullable && column.state == State::Created
}

fn left_out(writing: &Writing<'_>, set: &RowSet, missing: &[String]) -> Problem {
    let target = writing.target();
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    let is_hidden = missing
        .iter()
        .any(|name| writing.relation.column(name).is_none());
    let message = match missing.len() {
        _ if is_hidden => {
            format!("the table behind the view `{target}` requires {names}, left out here")
        }
        1 => format!("column {names} of `{target}` is required and left out"),
        _ => format!("columns {names} of `{target}` are required and left out"),
    };
    let help = match missing.len() {
        1 => "it is not nullable, and nothing gives it a default",
        _ => "they are not nullable, and nothing gives them a default",
    };
    Problem {
        kind: ProblemKind::MissingRequiredColumn,
        location: set.location,
        message,
        help: Some(help.to_owned()),
        target,
        part: missing.join(","),
        alternative: None,
    }
}

/// Keys that only some of the rows have: the others get null, not the default.
fn unequal(writing: &Writing<'_>, set: &RowSet, closed: &[&Row]) -> Vec<Problem> {
    if !set.is_list || writing.fills_null != Known::Yes || closed.len() < 2 {
        return Vec::new();
    }
    let mut first: BTreeMap<&str, &crate::clause::Key> = BTreeMap::new();
    for key in set.rows.iter().flat_map(|row| &row.keys) {
        if key.always {
            first.entry(&key.name).or_insert(key);
        }
    }
    let mut problems = Vec::new();
    for (name, key) in first {
        let Some(column) = writing.relation.column(name) else {
            continue;
        };
        let has_default = column.has_default || column.generated.is_some();
        let is_table = writing.relation.kind == RelationKind::Table;
        let lacks = |row: &&Row| !row.keys.iter().any(|key| key.name == name);
        if !has_default
            || !is_table
            || !is_needed(column)
            || !closed.iter().any(lacks)
            || may_assign(writing, name)
        {
            continue;
        }
        let target = writing.target();
        problems.push(Problem {
            kind: ProblemKind::MissingRequiredColumn,
            location: key.location,
            message: format!(
                "column `{name}` of `{target}` is left out of another row, where it becomes null, \
                 not its default"
            ),
            help: Some(
                "give all rows the same keys, or set the option `defaultToNull: false`".to_owned(),
            ),
            target,
            part: name.to_owned(),
            alternative: None,
        });
    }
    problems
}

/// Whether a trigger may set the column before the row is checked.
///
/// What a function assigns is known where its body is; of any other function, and of catalogs that
/// tell nothing of triggers, nothing is.
pub(super) fn may_assign(writing: &Writing<'_>, column: &str) -> bool {
    if !writing.served.tells(Facet::Triggers) {
        return true;
    }
    let assigns = |trigger: &Trigger| {
        let is_before = trigger.timing == TriggerTiming::Before && trigger.for_each_row;
        is_before
            && trigger.enabled
            && trigger.events.contains(&writing.event())
            && (!is_followed(writing, trigger) || trigger.assigns.iter().any(|name| name == column))
    };
    family(writing).any(|relation| relation.triggers.iter().any(assigns))
}

/// A relation and, for a partition, the ones above it, whose triggers it has.
fn family<'a>(writing: &Writing<'a>) -> impl Iterator<Item = &'a Relation> {
    let served = writing.served;
    let mut seen = BTreeSet::new();
    std::iter::successors(Some(writing.relation), move |relation| {
        let (schema, name) = relation.partition_of.as_deref()?.split_once('.')?;
        let parent = served.relation(schema, name)?;
        seen.insert(parent.key()).then_some(parent)
    })
}

/// Whether the replay knows what a trigger's function assigns.
fn is_followed(writing: &Writing<'_>, trigger: &Trigger) -> bool {
    let Some((schema, name)) = trigger.function.split_once('.') else {
        return false;
    };
    writing.served.routines(schema, name).iter().any(|routine| {
        routine.language.as_deref() == Some("plpgsql") && routine.definition.is_some()
    })
}

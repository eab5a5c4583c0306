//! Whether rows can be written to a relation at all, and to which of its columns.

use super::{Problem, ProblemKind, required::is_needed, write::Writing};
use crate::{
    operation::Operation,
    schema::catalog::{
        Facet, State,
        relation::{Column, ColumnSource, Relation, RelationKind},
        trigger::{Trigger, TriggerTiming},
    },
    source::Location,
};

/// How deep views may stand on views.
const DEEPEST: usize = 32;

/// What is wrong with writing to the relation at all.
pub(super) fn problem(writing: &Writing<'_>, location: Location) -> Option<Problem> {
    let relation = writing.relation;
    if relation.state == State::Assumed {
        return None;
    }
    let target = writing.target();
    let (message, help) = match relation.kind {
        RelationKind::MaterializedView => (
            format!("`{target}` cannot be written: it is a materialized view"),
            "write to the relations it is made from, and refresh it",
        ),
        RelationKind::View => {
            let is_told = writing.served.tells(Facet::Triggers);
            if !is_told || relation.open || relation.updatable || has_trigger(writing) {
                return None;
            }
            let verb = match writing.operation {
                Operation::Update => "update",
                Operation::Delete => "delete from",
                Operation::Insert
                | Operation::Upsert
                | Operation::Select
                | Operation::Call
                | Operation::Subscribe => "insert into",
            };
            (
                format!(
                    "cannot {verb} `{target}`: it is a view that is more than one table's rows"
                ),
                "write to the relations it is made from, or give it an `instead of` trigger",
            )
        }
        RelationKind::Table | RelationKind::ForeignTable => {
            let is_delete = writing.operation == Operation::Delete;
            let parent = relation.partition_of.as_deref().filter(|_| !is_delete)?;
            return Some(partition(location, target, parent));
        }
    };
    Some(Problem {
        kind: ProblemKind::UnwritableTarget,
        location,
        message,
        help: Some(help.to_owned()),
        target,
        part: String::new(),
        alternative: None,
    })
}

/// PostgREST reads partitions by their names and deletes from them, but does not know them
/// otherwise.
fn partition(location: Location, target: String, parent: &str) -> Problem {
    let parent = parent.strip_prefix("public.").unwrap_or(parent);
    Problem {
        kind: ProblemKind::UnwritableTarget,
        location,
        message: format!("`{target}` cannot be written: it is a partition"),
        help: Some(format!("write to `{parent}`, which finds the partition")),
        target,
        part: String::new(),
        alternative: None,
    }
}

/// Whether a trigger takes the place of the write.
fn has_trigger(writing: &Writing<'_>) -> bool {
    let takes_place = |trigger: &Trigger| {
        trigger.timing == TriggerTiming::InsteadOf
            && trigger.enabled
            && trigger.events.contains(&writing.event())
    };
    writing.relation.triggers.iter().any(takes_place)
}

/// Whether a column of a view is more than a column of its table, so that nothing can be written
/// to it.
pub(super) fn is_expression(writing: &Writing<'_>, column: &Column) -> bool {
    base_column(writing, &column.name).is_some_and(|(_, held)| held.is_none())
}

/// The table that an updatable view writes to, and its column that one of the view's columns is;
/// `None` when that is not known.
pub(super) fn base_column<'a>(
    writing: &Writing<'a>,
    name: &str,
) -> Option<(&'a Relation, Option<&'a Column>)> {
    let base = base(writing)?;
    Some((base, held(writing, writing.relation, name, DEEPEST)))
}

/// The table whose rows those of an updatable view are; `None` when that is not known.
fn base<'a>(writing: &Writing<'a>) -> Option<&'a Relation> {
    let mut relation = writing.relation;
    for _ in 0..DEEPEST {
        match relation.kind {
            RelationKind::Table => {
                return (relation.key() != writing.relation.key()).then_some(relation);
            }
            RelationKind::View => {}
            RelationKind::MaterializedView | RelationKind::ForeignTable => return None,
        }
        let inner = Writing {
            relation,
            ..*writing
        };
        if !relation.updatable || relation.open || has_trigger(&inner) {
            return None;
        }
        let mut sources = relation
            .columns
            .iter()
            .filter_map(|column| column.source.as_ref());
        let first = sources.next()?;
        let same = |source: &ColumnSource| {
            (&source.schema, &source.relation) == (&first.schema, &first.relation)
        };
        if !sources.all(same) {
            return None;
        }
        relation = writing.served.relation(&first.schema, &first.relation)?;
    }
    None
}

/// The column of a table that a column of a view is, through views on views.
fn held<'a>(
    writing: &Writing<'a>,
    relation: &'a Relation,
    name: &str,
    depth: usize,
) -> Option<&'a Column> {
    let column = relation.column(name)?;
    if relation.kind == RelationKind::Table {
        return Some(column);
    }
    let depth = depth.checked_sub(1)?;
    let source = column.source.as_ref()?;
    let inner = writing.served.relation(&source.schema, &source.relation)?;
    held(writing, inner, &source.column, depth)
}

/// What an insert into a view must give so that its table has all it needs.
///
/// Columns that the view does not have cannot be given, and stand here by their own names.
pub(super) fn required_of_base<'a>(writing: &Writing<'a>) -> Vec<&'a str> {
    let Some(base) = base(writing) else {
        return Vec::new();
    };
    let inner = Writing {
        relation: base,
        ..*writing
    };
    let view = writing.relation;
    let needed = base.columns.iter().filter(|column| {
        !column.has_default
            && column.generated.is_none()
            && is_needed(column)
            && !super::required::may_assign(&inner, &column.name)
    });
    let outer = needed.filter_map(|column| {
        let is_it = |outer: &&Column| {
            let held = held(writing, view, &outer.name, DEEPEST);
            held.is_some_and(|held| held.name == column.name)
        };
        match view.columns.iter().find(is_it) {
            // A view can have defaults of its own.
            Some(outer) if outer.has_default => None,
            Some(outer) => Some(outer.name.as_str()),
            None => Some(column.name.as_str()),
        }
    });
    outer.collect()
}

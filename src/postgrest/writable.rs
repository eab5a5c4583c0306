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
        RelationKind::Table | RelationKind::ForeignTable => return None,
    };
    Some(Problem {
        kind: ProblemKind::UnwritableTarget,
        location,
        message,
        help: Some(help.to_owned()),
        target,
        part: String::new(),
    })
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
    column.source.is_none() && base(writing).is_some()
}

/// The table whose rows those of an updatable view are; `None` when that is not known.
fn base<'a>(writing: &Writing<'a>) -> Option<&'a Relation> {
    let relation = writing.relation;
    let is_view = relation.kind == RelationKind::View && relation.updatable && !relation.open;
    if !is_view || has_trigger(writing) {
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
    writing.served.relation(&first.schema, &first.relation)
}

/// The column of an updatable view's table that one of its own columns is.
pub(super) fn base_column<'a>(
    writing: &Writing<'a>,
    name: &str,
) -> Option<(&'a Relation, Option<&'a Column>)> {
    let base = base(writing)?;
    let column = writing.relation.column(name)?;
    let source = column.source.as_ref();
    Some((base, source.and_then(|source| base.column(&source.column))))
}

/// What an insert into a view must give so that its table has all it needs.
///
/// Columns that the view does not have cannot be given, and stand here by their own names.
pub(super) fn required_of_base<'a>(writing: &Writing<'a>) -> Vec<&'a str> {
    let Some(base) = base(writing).filter(|base| base.kind == RelationKind::Table) else {
        return Vec::new();
    };
    let inner = Writing {
        relation: base,
        ..*writing
    };
    let needed = base.columns.iter().filter(|column| {
        !column.has_default
            && column.generated.is_none()
            && is_needed(column)
            && !super::required::may_assign(&inner, &column.name)
    });
    let outer = needed.filter_map(|column| {
        let is_of = |source: &ColumnSource| source.column == column.name;
        let view = writing.relation;
        let mut columns = view.columns.iter();
        match columns.find(|outer| outer.source.as_ref().is_some_and(is_of)) {
            // A view can have defaults of its own.
            Some(outer) if outer.has_default => None,
            Some(outer) => Some(outer.name.as_str()),
            None => Some(column.name.as_str()),
        }
    });
    outer.collect()
}

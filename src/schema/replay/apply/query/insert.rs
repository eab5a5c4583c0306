//! What Postgres would say of the rows of `INSERT … VALUES` when it runs.

use crate::{
    schema::catalog::trigger::{TriggerEvent, TriggerTiming},
    schema::replay::{
        analyze::{Inserted, Insertion, Literal},
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::{
            ColumnNumber, ObjectId,
            object::{Kind, Object, Provenance},
            relation::{Column, Constraint, ConstraintKind, Generated, Relation, RelationKind},
            types::TypeKind,
        },
    },
    sql::{expression::ExpressionKind, query::Insert},
};

/// # Errors
///
/// 23502 for a null where none may be, 23503 for a reference to a table that has no rows.
pub(super) fn check(
    session: &Session,
    target: ObjectId,
    insert: &Insert,
    insertion: &Insertion,
) -> Applied {
    let Some(object) = session.state.object(target) else {
        return Ok(());
    };
    let Some(relation) = object.relation() else {
        return Ok(());
    };
    let is_table = relation.kind == RelationKind::Table;
    if session.mode == Mode::Lenient || !is_table || relation.open {
        return Ok(());
    }
    if is_rewritten(session, target) {
        return Ok(());
    }
    for row in &insertion.rows {
        check_nulls(session, object, relation, &insertion.columns, row)?;
    }
    check_references(session, target, object, insert, insertion)
}

/// Whether triggers or rules may change rows before they are inserted.
pub(super) fn is_rewritten(session: &Session, target: ObjectId) -> bool {
    let mut children = session.state.children(target);
    children.any(|(_, child)| match &child.kind {
        Kind::Trigger(trigger) => {
            trigger.timing == TriggerTiming::Before
                && !is_platform(session, trigger.function)
                && trigger.events.contains(&TriggerEvent::Insert)
                && trigger.for_each_row
                && trigger.enabled
        }
        Kind::Rule => true,
        _ => false,
    })
}

/// Whether a function is the platform's: these check rows and do not change them.
fn is_platform(session: &Session, function: Option<ObjectId>) -> bool {
    let object = function.and_then(|id| session.state.object(id));
    object.is_some_and(|object| object.provenance == Provenance::Platform)
}

fn check_nulls(
    session: &Session,
    object: &Object,
    relation: &Relation,
    columns: &[ColumnNumber],
    row: &[Inserted],
) -> Applied {
    for (number, column) in relation.live_columns() {
        if !column.not_null {
            continue;
        }
        let place = columns.iter().position(|&given| given == number);
        let given = place.and_then(|place| row.get(place));
        let is_null = match given {
            None | Some(Inserted::Default) => !makes_value(session, column),
            Some(Inserted::Constant(Literal::Null)) => true,
            Some(Inserted::Constant(_) | Inserted::Computed) => false,
        };
        if is_null {
            let message = format!(
                "null value in column \"{}\" of relation \"{}\" violates not-null constraint",
                column.name, object.name
            );
            return Err(Stop::failed("23502", message));
        }
    }
    Ok(())
}

/// Whether a column that is left out gets a value all the same.
fn makes_value(session: &Session, column: &Column) -> bool {
    let of_domain = column.data_type.as_ref().is_none_or(|data_type| {
        matches!(session.type_kind(data_type.id), Some(TypeKind::Domain(_)))
    });
    let generated = matches!(
        column.generated,
        Some(Generated::IdentityAlways | Generated::IdentityByDefault | Generated::Stored(_))
    );
    let default = column
        .default
        .as_ref()
        .is_some_and(|default| !default.trim().eq_ignore_ascii_case("null"));
    default || generated || of_domain
}

/// # Errors
///
/// 23503 when a row refers to a table that has none.
fn check_references(
    session: &Session,
    target: ObjectId,
    object: &Object,
    insert: &Insert,
    insertion: &Insertion,
) -> Applied {
    for (_, child) in session.state.children(target) {
        let Kind::Constraint(constraint) = &child.kind else {
            continue;
        };
        let ConstraintKind::ForeignKey(key) = &constraint.kind else {
            continue;
        };
        let Some(referenced) = key.relation else {
            continue;
        };
        let refers = |row: &Vec<Inserted>| refers(constraint, &insertion.columns, row);
        if referenced == target
            || may_be_left_out(object, insert, constraint)
            || !super::set_rows::is_empty(session, referenced)
            || !insertion.rows.iter().any(refers)
        {
            continue;
        }
        let message = format!(
            "insert or update on table \"{}\" violates foreign key constraint \"{}\"",
            object.name, child.name
        );
        return Err(Stop::failed("23503", message));
    }
    Ok(())
}

/// Whether a row may be left out before the table that it refers to is looked at: not when what it
/// conflicts with would have to refer to the same row.
fn may_be_left_out(object: &Object, insert: &Insert, constraint: &Constraint) -> bool {
    let Some(conflict) = &insert.conflict else {
        return false;
    };
    let Some(relation) = object.relation() else {
        return true;
    };
    let is_target = |number: &ColumnNumber| {
        let column = relation.numbered(*number);
        conflict.target.iter().any(|target| match &target.kind {
            ExpressionKind::Column(words) => {
                let word = words.last().map(|word| &word.text);
                word == column.map(|column| &column.name)
            }
            _ => false,
        })
    };
    !constraint.columns.iter().all(is_target)
}

/// Whether all columns of a key are given constants that are not null.
fn refers(constraint: &Constraint, columns: &[ColumnNumber], row: &[Inserted]) -> bool {
    constraint.columns.iter().all(|number| {
        let place = columns.iter().position(|given| given == number);
        match place.and_then(|place| row.get(place)) {
            Some(Inserted::Constant(literal)) => *literal != Literal::Null,
            Some(Inserted::Default | Inserted::Computed) | None => false,
        }
    })
}

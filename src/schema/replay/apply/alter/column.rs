//! Defaults, nullability and expressions of columns that are there.

use super::{change_column, column, column_of, held};
use crate::{
    schema::replay::{
        apply::table::{default, key},
        failure::{Applied, Stop},
        session::Session,
        state::{ColumnNumber, ObjectId, object::Part, relation::Generated},
    },
    sql::{expression::Expression, name::Word},
};

/// Gives a column a default, here and in all that inherit.
///
/// # Errors
///
/// 42703 when there is no such column, 42601 for identity and generated ones, and what Postgres
/// says of the expression.
pub(super) fn set_default(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    value: &Expression,
) -> Applied {
    let number = column_of(session, id, word)?;
    forbid_generated(session, id, number, word)?;
    for id in session.state.family(id) {
        default::set(session, id, &word.text, value)?;
    }
    Ok(())
}

pub(super) fn drop_default(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let number = column_of(session, id, word)?;
    forbid_generated(session, id, number, word).map_err(|stop| {
        let clause = match column(session, id, number).and_then(|it| it.generated.as_ref()) {
            Some(Generated::Stored(_)) => "EXPRESSION",
            Some(Generated::IdentityAlways | Generated::IdentityByDefault) | None => "IDENTITY",
        };
        stop.help(format!(
            "Use ALTER TABLE ... ALTER COLUMN ... DROP {clause} instead."
        ))
    })?;
    for id in session.state.family(id) {
        let number = held(session, id).and_then(|relation| Some(relation.column(&word.text)?.0));
        if let Some(number) = number {
            default::remove(session, id, number);
        }
    }
    Ok(())
}

fn forbid_generated(session: &Session, id: ObjectId, number: ColumnNumber, word: &Word) -> Applied {
    let kind = match column(session, id, number).and_then(|it| it.generated.as_ref()) {
        Some(Generated::Stored(_)) => "a generated column",
        Some(Generated::IdentityAlways | Generated::IdentityByDefault) => "an identity column",
        None => return Ok(()),
    };
    Err(is_of_kind(session, id, word, kind))
}

/// 42601: `column "…" of relation "…" is …`
fn is_of_kind(session: &Session, id: ObjectId, word: &Word, kind: &str) -> Stop {
    let table = session.name_of(id);
    let message = format!("column \"{}\" of relation \"{table}\" is {kind}", word.text);
    Stop::failed("42601", message).at(word.span)
}

pub(super) fn set_not_null(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let number = column_of(session, id, word)?;
    key::set_not_null(session, id, &[number]);
    Ok(())
}

/// Lets a column be null, here and in all that inherit.
///
/// # Errors
///
/// 42601 for identity columns, 42P16 for those of primary keys and of partitions whose parent
/// wants a value.
pub(super) fn drop_not_null(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let number = column_of(session, id, word)?;
    let generated = column(session, id, number).and_then(|column| column.generated.as_ref());
    if matches!(
        generated,
        Some(Generated::IdentityAlways | Generated::IdentityByDefault)
    ) {
        return Err(is_of_kind(session, id, word, "an identity column"));
    }
    let in_primary_key = session
        .state
        .indexes(id)
        .any(|(_, index)| index.primary && index.columns.contains(&Some(number)));
    if in_primary_key {
        let message = format!("column \"{}\" is in a primary key", word.text);
        return Err(Stop::failed("42P16", message).at(word.span));
    }
    forbid_in_partition(session, id, word)?;
    for id in session.state.family(id) {
        let number = held(session, id).and_then(|relation| Some(relation.column(&word.text)?.0));
        if let Some(number) = number {
            change_column(session, id, number, |column| column.not_null = false);
        }
    }
    Ok(())
}

fn forbid_in_partition(session: &Session, id: ObjectId, word: &Word) -> Applied {
    let relation = held(session, id).filter(|relation| relation.is_partition);
    let parent = relation.and_then(|relation| relation.inherits.first());
    let column = parent.and_then(|&parent| held(session, parent)?.column(&word.text));
    if column.is_some_and(|(_, column)| column.not_null) {
        let message = format!(
            "column \"{}\" is marked NOT NULL in parent table",
            word.text
        );
        return Err(Stop::failed("42P16", message).at(word.span));
    }
    Ok(())
}

/// Makes a generated column an ordinary one.
///
/// # Errors
///
/// 55000 when it is not generated.
pub(super) fn drop_expression(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    if_exists: bool,
) -> Applied {
    let number = column_of(session, id, word)?;
    let generated = column(session, id, number).and_then(|column| column.generated.as_ref());
    if !matches!(generated, Some(Generated::Stored(_))) {
        if if_exists || held(session, id).is_none_or(|relation| relation.open) {
            return Ok(());
        }
        let table = session.name_of(id);
        let message = format!(
            "column \"{}\" of relation \"{table}\" is not a stored generated column",
            word.text
        );
        return Err(Stop::failed("55000", message).at(word.span));
    }
    for id in session.state.family(id) {
        let number = held(session, id).and_then(|relation| Some(relation.column(&word.text)?.0));
        let Some(number) = number else { continue };
        session.state.change(id, |object| {
            object.depends.retain(|need| {
                let is_expression = need.part == Part::Column(number) && need.column.is_some();
                need.part != Part::Default(number) && !is_expression
            });
        });
        change_column(session, id, number, |column| column.generated = None);
    }
    Ok(())
}

//! Identity columns.

use super::{change_column, column, column_of, held};
use crate::{
    schema::replay::{
        apply::{
            sequence,
            table::{
                column::check_identity_type,
                pending::{Machinery, NewSequence},
            },
        },
        failure::{Applied, Stop},
        session::Session,
        state::{ObjectId, relation::Generated},
    },
    sql::name::{Name, Word},
};

fn kind(always: bool) -> Generated {
    if always {
        Generated::IdentityAlways
    } else {
        Generated::IdentityByDefault
    }
}

fn is_identity(generated: Option<&Generated>) -> bool {
    match generated {
        Some(Generated::IdentityAlways | Generated::IdentityByDefault) => true,
        Some(Generated::Stored(_)) | None => false,
    }
}

/// Makes a column an identity column, with its sequence.
///
/// # Errors
///
/// 22023 for its type, 55000 when it is nullable, has a default or is one already.
pub(super) fn add(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    always: bool,
    sequence: Option<&Name>,
) -> Applied {
    let number = column_of(session, id, word)?;
    let Some(found) = column(session, id, number) else {
        return Ok(());
    };
    check_identity_type(session, found.data_type.as_ref()).map_err(|stop| stop.at(word.span))?;
    let problem = if is_identity(found.generated.as_ref()) {
        "is already an identity column"
    } else if !found.not_null {
        "must be declared NOT NULL before identity can be added"
    } else if found.default.is_some() {
        "already has a default value"
    } else {
        ""
    };
    let is_open = held(session, id).is_none_or(|relation| relation.open);
    if !problem.is_empty() && !is_open {
        return Err(refuse(session, id, word, problem));
    }
    change_column(session, id, number, |column| {
        column.generated = Some(kind(always));
        column.not_null = true;
    });
    let new = NewSequence {
        column: word.text.clone(),
        machinery: Machinery::Identity,
        name: sequence.cloned(),
    };
    sequence::serve(session, id, &new)
}

fn refuse(session: &Session, id: ObjectId, word: &Word, problem: &str) -> Stop {
    let table = session.name_of(id);
    let message = format!("column \"{}\" of relation \"{table}\" {problem}", word.text);
    Stop::failed("55000", message).at(word.span)
}

pub(super) fn set(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    always: Option<bool>,
) -> Applied {
    let number = column_of(session, id, word)?;
    let generated = column(session, id, number).and_then(|column| column.generated.as_ref());
    if !is_identity(generated) {
        return Err(refuse(session, id, word, "is not an identity column"));
    }
    if let Some(always) = always {
        change_column(session, id, number, |column| {
            column.generated = Some(kind(always));
        });
    }
    Ok(())
}

pub(super) fn drop(session: &mut Session, id: ObjectId, word: &Word, if_exists: bool) -> Applied {
    let number = column_of(session, id, word)?;
    let generated = column(session, id, number).and_then(|column| column.generated.as_ref());
    if !is_identity(generated) {
        return if if_exists {
            Ok(())
        } else {
            Err(refuse(session, id, word, "is not an identity column"))
        };
    }
    change_column(session, id, number, |column| column.generated = None);
    if let Some(sequence) = sequence::of_identity(session, id, number) {
        session.state.remove(sequence);
    }
    Ok(())
}

//! Other schemas and owners.

use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop, undefined_schema},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object, Strength},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::name::Word,
};

/// Moves a relation to another schema, with its indexes, the type of its rows and the sequences of
/// its columns.
///
/// # Errors
///
/// 3F000 when there is no such schema, 42P07 and 42710 when the name is taken there, 42809 and
/// 0A000 for what only moves with its table.
pub(super) fn set_schema(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    check_alone(session, id)?;
    let Some(schema) = session.state.schema(&word.text) else {
        return session.tolerate(undefined_schema(&word.text, word.span));
    };
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    if object.parent == Some(schema) {
        return Ok(());
    }
    let name = object.name.clone();
    let row_type = object.relation().map(|relation| relation.row_type);
    let state = &session.state;
    let (kind, sqlstate) = if state.find(Class::Relation, Some(schema), &name).is_some() {
        ("relation", "42P07")
    } else if row_type.is_some() && state.find(Class::Type, Some(schema), &name).is_some() {
        ("type", "42710")
    } else {
        ("", "")
    };
    if !kind.is_empty() {
        let message = format!(
            "{kind} \"{name}\" already exists in schema \"{}\"",
            word.text
        );
        return Err(Stop::failed(sqlstate, message).at(word.span));
    }
    let indexes: Vec<ObjectId> = state.indexes(id).map(|(index, _)| index).collect();
    let sequences = owned_sequences(session, id);
    let moved = [id].into_iter().chain(row_type);
    for id in moved.chain(indexes).chain(sequences) {
        session
            .state
            .change(id, |object| object.parent = Some(schema));
    }
    Ok(())
}

/// # Errors
///
/// 42809 for indexes and 0A000 for sequences of columns: they move with their table.
fn check_alone(session: &Session, id: ObjectId) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    match &object.kind {
        Kind::Index(_) => {
            let message = format!("cannot change schema of index \"{}\"", object.name);
            Err(Stop::failed("42809", message).help("Change the schema of the table instead."))
        }
        Kind::Sequence(sequence) if sequence.owned_by.is_some() => {
            let message = "cannot move an owned sequence into another schema";
            Err(Stop::failed("0A000", message))
        }
        _ => Ok(()),
    }
}

/// The sequences that belong to columns of a table.
fn owned_sequences(session: &Session, id: ObjectId) -> Vec<ObjectId> {
    let dependents = session.state.dependents(id, None);
    let owned = dependents.into_iter().filter(|dependent| {
        let object = session.state.object(dependent.id);
        dependent.strength != Strength::Normal
            && matches!(object.map(|object| &object.kind), Some(Kind::Sequence(_)))
    });
    owned.map(|dependent| dependent.id).collect()
}

/// Gives a relation, and the sequences of its columns, another owner.
///
/// # Errors
///
/// 42704 when there is no such role.
pub(super) fn set_owner(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let is_self = matches!(
        word.text.as_str(),
        "current_user" | "session_user" | "current_role"
    );
    if is_self {
        return Ok(());
    }
    if session.state.find(Class::Role, None, &word.text).is_none() {
        let message = format!("role \"{}\" does not exist", word.text);
        let stop = Stop::failed("42704", message)
            .at(word.span)
            .missing(Missing {
                kind: MissingKind::Role,
                schema: None,
                relation: None,
                name: word.text.to_string(),
            });
        return session.tolerate(stop);
    }
    let sequences = owned_sequences(session, id);
    for id in std::iter::once(id).chain(sequences) {
        let owner = word.text.clone();
        session
            .state
            .change(id, |object: &mut Object| object.owner = Some(owner));
    }
    Ok(())
}

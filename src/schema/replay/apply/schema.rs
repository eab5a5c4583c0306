//! Schemas.

use super::apply;
use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop},
            session::Session,
            state::object::{Class, Kind, Object},
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::{Identifier, Word},
        statement::CreateSchema,
    },
};

pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateSchema) -> Applied {
    let Some(word) = create.name.as_ref().or(create.owner.as_ref()) else {
        return Ok(());
    };
    let owner = match &create.owner {
        Some(role) => owner(session, role)?,
        None => None,
    };
    if word.text.starts_with("pg_") {
        let message = format!("unacceptable schema name \"{}\"", word.text);
        return Err(Stop::failed("42939", message)
            .at(word.span)
            .help("The prefix \"pg_\" is reserved for system schemas."));
    }
    if session.state.schema(&word.text).is_some() {
        if create.if_not_exists {
            return Ok(());
        }
        let message = format!("schema \"{}\" already exists", word.text);
        return Err(Stop::failed("42P06", message).at(word.span));
    }
    let mut object = Object::new(word.text.clone(), None, Kind::Schema);
    object.owner = owner;
    session.create(object);
    elements(session, create, word)
}

/// The role that will own the schema; `None` for whoever runs the statement.
fn owner(session: &Session, role: &Word) -> Applied<Option<Identifier>> {
    let name = role.text.as_str();
    if matches!(name, "current_user" | "session_user" | "current_role") {
        return Ok(None);
    }
    if session.state.find(Class::Role, None, name).is_none() {
        let message = format!("role \"{name}\" does not exist");
        let stop = Stop::failed("42704", message)
            .at(role.span)
            .missing(Missing {
                kind: MissingKind::Role,
                schema: None,
                relation: None,
                name: name.to_owned(),
            });
        session.tolerate(stop)?;
        return Ok(None);
    }
    Ok(Some(role.text.clone()))
}

/// Makes what stands within the statement, with the new schema first in the search path.
fn elements(session: &mut Session, create: &CreateSchema, schema: &Word) -> Applied {
    if create.elements.is_empty() {
        return Ok(());
    }
    let path = session.search_path.clone();
    session.search_path.insert(0, schema.text.clone());
    let mut result = Ok(());
    for element in &create.elements {
        result = apply(session, &element.statement);
        if result.is_err() {
            break;
        }
    }
    session.search_path = path;
    result
}

//! Roles, and who owns what.

use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::name::{Identifier, Word},
};

/// Roles that are everywhere, and words that stand for one.
const ALWAYS: &[&str] = &["public", "current_user", "current_role", "session_user"];

/// Whether a role that a statement names is there.
///
/// # Errors
///
/// 42704 when it is not.
pub(in crate::schema::replay) fn exists(session: &Session, role: &Word) -> Applied {
    if ALWAYS.contains(&role.text.as_str())
        || session.state.find(Class::Role, None, &role.text).is_some()
    {
        return Ok(());
    }
    let message = format!("role \"{}\" does not exist", role.text);
    Err(Stop::failed("42704", message)
        .at(role.span)
        .missing(Missing {
            kind: MissingKind::Role,
            schema: None,
            relation: None,
            name: role.text.to_string(),
        }))
}

/// `OWNER TO`
///
/// # Errors
///
/// 42704 when there is no such role.
pub(in crate::schema::replay) fn own(session: &mut Session, id: ObjectId, role: &Word) -> Applied {
    if let Err(stop) = exists(session, role) {
        return session.tolerate(stop);
    }
    let owner = named(&role.text);
    session
        .state
        .change(id, |object| object.owner = Some(owner));
    Ok(())
}

/// The role that a word stands for.
pub(super) fn named(word: &Identifier) -> Identifier {
    match word.as_str() {
        "current_user" | "current_role" | "session_user" => "postgres".into(),
        _ => word.clone(),
    }
}

/// `CREATE ROLE`
///
/// # Errors
///
/// 42710 when it exists.
pub(in crate::schema::replay) fn create(session: &mut Session, name: &Word) -> Applied {
    if session.state.find(Class::Role, None, &name.text).is_some() {
        let message = format!("role \"{}\" already exists", name.text);
        return Err(Stop::failed("42710", message).at(name.span));
    }
    session.create(Object::new(name.text.clone(), None, Kind::Role));
    Ok(())
}

//! Roles, and who owns what.

use super::drop::{
    cascade::{Behaviour, remove},
    find::whole,
};
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

/// `REASSIGN OWNED BY … TO`
///
/// # Errors
///
/// 42704 when there is no such role.
pub(in crate::schema::replay) fn reassign_owned(
    session: &mut Session,
    roles: &[Word],
    to: &Word,
) -> Applied {
    for role in roles.iter().chain([to]) {
        exists(session, role)?;
    }
    let owner = named(&to.text);
    for id in owned(session, roles) {
        session
            .state
            .change(id, |object| object.owner = Some(owner.clone()));
    }
    Ok(())
}

/// `DROP OWNED BY`: what the roles own goes, and what they may do with the rest.
///
/// # Errors
///
/// 42704 when there is no such role, 2BP01 when others need what goes.
pub(in crate::schema::replay) fn drop_owned(
    session: &mut Session,
    roles: &[Word],
    cascade: bool,
) -> Applied {
    for role in roles {
        exists(session, role)?;
    }
    let targets: Vec<_> = owned(session, roles).into_iter().map(whole).collect();
    remove(session, &targets, Behaviour::of(cascade))?;
    let names: Vec<Identifier> = roles.iter().map(|role| named(&role.text)).collect();
    let rest = session.state.objects().filter(|(_, object)| {
        let granted = object.grants.iter().any(|it| names.contains(&it.role));
        granted || policy_of(object, &names)
    });
    let rest: Vec<ObjectId> = rest.map(|(id, _)| id).collect();
    for id in rest {
        revoke(session, id, &names);
    }
    Ok(())
}

/// What the roles own.
fn owned(session: &Session, roles: &[Word]) -> Vec<ObjectId> {
    let names: Vec<Identifier> = roles.iter().map(|role| named(&role.text)).collect();
    let objects = session.state.objects();
    let owned = objects.filter(|(_, object)| {
        let owner = object.owner.as_ref();
        owner.is_some_and(|owner| names.contains(owner))
    });
    owned.map(|(id, _)| id).collect()
}

fn policy_of(object: &Object, names: &[Identifier]) -> bool {
    matches!(&object.kind, Kind::Policy(policy)
        if policy.roles.iter().any(|role| names.contains(role)))
}

/// Takes roles from the rights to an object; a policy that is for no other role goes.
fn revoke(session: &mut Session, id: ObjectId, names: &[Identifier]) {
    let mut is_left = true;
    session.state.change(id, |object| {
        object.grants.retain(|grant| !names.contains(&grant.role));
        if let Kind::Policy(policy) = &mut object.kind {
            policy.roles.retain(|role| !names.contains(role));
            is_left = !policy.roles.is_empty();
        }
    });
    if !is_left {
        session.state.remove(id);
    }
}

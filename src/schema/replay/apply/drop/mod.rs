//! `DROP` of anything, and what goes with it.

pub(in crate::schema::replay) mod cascade;

pub(in crate::schema::replay) mod find;

pub(in crate::schema::replay) mod words;

use self::cascade::{Behaviour, remove};
use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop},
            session::{Mode, Session},
            state::{ObjectId, object::Kind},
        },
        statement::MissingKind,
    },
    sql::statement::Drop,
};

pub(in crate::schema::replay) fn apply(session: &mut Session, drop: &Drop) -> Applied {
    let mut targets = Vec::with_capacity(drop.objects.len());
    for object in &drop.objects {
        match find::object(session, object) {
            Ok(Some(id)) => {
                check_catalogue(session, id).map_err(|stop| stop.at(object.name.span))?;
                targets.push(find::whole(id));
            }
            // Objects of these kinds are not kept.
            Ok(None) => {}
            Err(stop) if drop.if_exists && is_skipped(&stop) => {}
            Err(stop) if session.mode == Mode::Lenient && stop.is_missing() => {}
            Err(stop) => return Err(stop),
        }
    }
    for &(id, _) in &targets {
        check_role(session, id)?;
    }
    let behaviour = Behaviour::of(drop.cascade);
    remove(session, &targets, behaviour).map_err(|stop| match drop.objects.first() {
        Some(object) => stop.within(object.name.span),
        None => stop,
    })
}

/// Whether `IF EXISTS` lets an error pass: what is missing is the object, or what it would be in.
fn is_skipped(stop: &Stop) -> bool {
    match stop {
        Stop::Failed(failure) => {
            let missing = failure.error.missing.as_ref();
            missing.is_some_and(|missing| match missing.kind {
                MissingKind::Schema
                | MissingKind::Relation
                | MissingKind::Type
                | MissingKind::Routine
                | MissingKind::Constraint
                | MissingKind::Index
                | MissingKind::Policy
                | MissingKind::Trigger
                | MissingKind::Role
                | MissingKind::Extension
                | MissingKind::Publication
                | MissingKind::Other => true,
                MissingKind::Column | MissingKind::EnumLabel => false,
            })
        }
        Stop::Opaque(_) => false,
    }
}

/// # Errors
///
/// 42501 for the relations of Postgres itself.
fn check_catalogue(session: &Session, id: ObjectId) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    if matches!(object.kind, Kind::Relation(_)) && session.is_pinned(id) {
        let message = format!("permission denied: \"{}\" is a system catalog", object.name);
        return Err(Stop::failed("42501", message));
    }
    Ok(())
}

/// # Errors
///
/// 2BP01 when a role owns something, or has a right to it.
fn check_role(session: &Session, id: ObjectId) -> Applied {
    let Some(role) = session.state.object(id) else {
        return Ok(());
    };
    if !matches!(role.kind, Kind::Role) {
        return Ok(());
    }
    let is_used = session.state.objects().any(|(_, object)| {
        object.owner.as_ref() == Some(&role.name)
            || object.grants.iter().any(|grant| grant.role == role.name)
            || matches!(&object.kind, Kind::Policy(policy) if policy.roles.contains(&role.name))
    });
    if is_used {
        let message = format!(
            "role \"{}\" cannot be dropped because some objects depend on it",
            role.name
        );
        return Err(Stop::failed("2BP01", message));
    }
    Ok(())
}

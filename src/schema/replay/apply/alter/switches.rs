//! What is turned on and off: row security, triggers, options.

use super::missing_on;
use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind},
                relation::Index,
            },
        },
        statement::MissingKind,
    },
    sql::{
        name::{Identifier, Word},
        statement::table::AlterActionKind,
    },
};

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Switch {
    On,
    Off,
}

pub(super) fn row_security(session: &mut Session, id: ObjectId, kind: &AlterActionKind) {
    session.state.change(id, |object| {
        let Some(relation) = object.relation_mut() else {
            return;
        };
        match kind {
            AlterActionKind::EnableRowSecurity => relation.row_security = true,
            AlterActionKind::DisableRowSecurity => relation.row_security = false,
            AlterActionKind::ForceRowSecurity => relation.force_row_security = true,
            AlterActionKind::NoForceRowSecurity => relation.force_row_security = false,
            _ => {}
        }
    });
}

/// Enables or disables one trigger, or all.
///
/// # Errors
///
/// 42704 when there is no such trigger.
pub(super) fn trigger(
    session: &mut Session,
    id: ObjectId,
    name: &Identifier,
    switch: Switch,
) -> Applied {
    let triggers = if matches!(name.as_str(), "all" | "user") {
        let children = session.state.children(id);
        let triggers = children.filter(|(_, object)| matches!(object.kind, Kind::Trigger(_)));
        triggers.map(|(id, _)| id).collect()
    } else {
        let found = session.state.find(Class::Trigger, Some(id), name);
        let Some(found) = found else {
            let table = session.name_of(id);
            let message = format!("trigger \"{name}\" for table \"{table}\" does not exist");
            let missing = missing_on(session, id, MissingKind::Trigger, name);
            return session.tolerate(Stop::failed("42704", message).missing(missing));
        };
        vec![found]
    };
    for id in triggers {
        session.state.change(id, |object| {
            if let Kind::Trigger(trigger) = &mut object.kind {
                trigger.enabled = switch == Switch::On;
            }
        });
    }
    Ok(())
}

/// # Errors
///
/// 42704 when there is no such rule.
pub(super) fn rule(session: &Session, id: ObjectId, word: &Word) -> Applied {
    if session
        .state
        .find(Class::Rule, Some(id), &word.text)
        .is_some()
    {
        return Ok(());
    }
    let table = session.name_of(id);
    let message = format!(
        "rule \"{}\" for relation \"{table}\" does not exist",
        word.text
    );
    let missing = missing_on(session, id, MissingKind::Other, &word.text);
    session.tolerate(
        Stop::failed("42704", message)
            .at(word.span)
            .missing(missing),
    )
}

/// The index of a table by its name.
///
/// # Errors
///
/// 42704 when the table has none of the name.
pub(super) fn index_of<'s>(session: &'s Session, id: ObjectId, word: &Word) -> Applied<&'s Index> {
    let schema = session.schema_of(id);
    let found = session.state.find(Class::Relation, schema, &word.text);
    let held = found.and_then(|index| session.state.object(index));
    match held.map(|object| &object.kind) {
        Some(Kind::Index(index)) if index.relation == id => Ok(index),
        _ => {
            let table = session.name_of(id);
            let message = format!(
                "index \"{}\" for table \"{table}\" does not exist",
                word.text
            );
            let missing = missing_on(session, id, MissingKind::Index, &word.text);
            Err(Stop::failed("42704", message)
                .at(word.span)
                .missing(missing))
        }
    }
}

/// # Errors
///
/// 42704 and 42809 for an index that cannot tell rows apart.
pub(super) fn replica_identity(session: &Session, id: ObjectId, index: Option<&Word>) -> Applied {
    let Some(word) = index else {
        return Ok(());
    };
    let index = match index_of(session, id, word) {
        Ok(index) => index,
        Err(stop) => return session.tolerate(stop),
    };
    let kind = if !index.unique {
        "non-unique index"
    } else if index.columns.contains(&None) {
        "expression index"
    } else if index.partial {
        "partial index"
    } else {
        return Ok(());
    };
    let message = format!("cannot use {kind} \"{}\" as replica identity", word.text);
    Err(Stop::failed("42809", message).at(word.span))
}

/// Takes in `SET (…)` and `RESET (…)`: only what a view's reader may see is of interest.
pub(super) fn options(
    session: &mut Session,
    id: ObjectId,
    options: &[(Identifier, Option<String>)],
) {
    for (name, value) in options {
        if name != "security_invoker" {
            continue;
        }
        let is_on = value.as_deref().is_some_and(|value| {
            let value = value.trim_matches('\'').to_ascii_lowercase();
            matches!(value.as_str(), "" | "true" | "on" | "yes" | "1" | "t" | "y")
        });
        session.state.change(id, |object| {
            if let Some(relation) = object.relation_mut() {
                relation.security_invoker = is_on;
            }
        });
    }
}

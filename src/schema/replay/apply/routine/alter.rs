//! `ALTER` of routines.

use super::{find, replace, volatility};
use crate::{
    schema::replay::{
        apply::role,
        failure::{Applied, Stop, undefined_schema},
        session::Session,
        state::{ObjectId, object::Kind, types::TypeRef},
    },
    sql::{
        name::{Identifier, Word},
        statement::routine::{AlterRoutine, AlterRoutineAction},
    },
};

pub(super) fn apply(session: &mut Session, alter: &AlterRoutine) -> Applied {
    let id = find::find(session, &alter.routine, alter.kind)?;
    match &alter.action {
        AlterRoutineAction::Rename(to) => rename(session, id, to),
        AlterRoutineAction::Owner(owner) => role::own(session, id, owner),
        AlterRoutineAction::Schema(schema) => set_schema(session, id, schema),
        AlterRoutineAction::Change {
            volatility: fixed,
            security_definer,
            settings,
        } => {
            session.state.change(id, |object| {
                let Kind::Routine(routine) = &mut object.kind else {
                    return;
                };
                if fixed.is_some() {
                    routine.volatility = volatility(*fixed);
                }
                if let Some(definer) = security_definer {
                    routine.security_definer = *definer;
                }
                set(&mut routine.settings, settings);
            });
            Ok(())
        }
        AlterRoutineAction::Other => Ok(()),
    }
}

fn set(known: &mut Vec<(Identifier, Vec<String>)>, settings: &[(Identifier, Vec<String>)]) {
    for (name, values) in settings {
        // `RESET ALL`
        let all = name == "all" && values.is_empty();
        known.retain(|(other, _)| !all && other != name);
        // No value: `SET … TO DEFAULT` or `RESET`.
        if !values.is_empty() {
            known.push((name.clone(), values.clone()));
        }
    }
}

fn rename(session: &mut Session, id: ObjectId, to: &Word) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    if let Some(schema) = object.parent {
        is_free(session, id, schema, &to.text).map_err(|stop| stop.at(to.span))?;
    }
    session
        .state
        .change(id, |object| object.name = to.text.clone());
    Ok(())
}

fn set_schema(session: &mut Session, id: ObjectId, schema: &Word) -> Applied {
    let Some(to) = session.state.schema(&schema.text) else {
        return Err(undefined_schema(&schema.text, schema.span));
    };
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    if object.parent == Some(to) {
        return Ok(());
    }
    is_free(session, id, to, &object.name.clone()).map_err(|stop| stop.at(schema.span))?;
    session.state.change(id, |object| object.parent = Some(to));
    Ok(())
}

/// Whether a schema has no routine of this name with the arguments of `id`.
fn is_free(session: &Session, id: ObjectId, schema: ObjectId, name: &str) -> Applied {
    let Some(Kind::Routine(routine)) = session.state.object(id).map(|object| &object.kind) else {
        return Ok(());
    };
    let types: Vec<Option<&TypeRef>> = replace::input_types(&routine.arguments);
    if replace::with_inputs(session, schema, name, &types).is_none() {
        return Ok(());
    }
    let types = types.into_iter().map(|found| {
        found.map_or_else(|| "unknown".to_owned(), |found| session.format_type(found))
    });
    let types = types.collect::<Vec<_>>().join(", ");
    let schema = session
        .state
        .object(schema)
        .map_or("", |schema| &schema.name);
    Err(Stop::failed(
        "42723",
        format!("function {name}({types}) already exists in schema \"{schema}\""),
    ))
}

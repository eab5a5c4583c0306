//! What `OR REPLACE` may change.

use super::signature::{Signature, pseudo_name};
use crate::{
    schema::{
        catalog::routine::RoutineKind,
        replay::{
            failure::{Applied, Stop},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind},
                routine::{Argument, Routine},
                types::TypeRef,
            },
        },
    },
    sql::statement::routine::CreateRoutine,
};

/// The routine of this name that is called with the same types.
pub(super) fn existing(
    session: &Session,
    schema: ObjectId,
    name: &str,
    signature: &Signature,
) -> Option<ObjectId> {
    let types = input_types(&signature.arguments);
    with_inputs(session, schema, name, &types)
}

/// The routine of this name that is called with these types.
pub(super) fn with_inputs(
    session: &Session,
    schema: ObjectId,
    name: &str,
    types: &[Option<&TypeRef>],
) -> Option<ObjectId> {
    let overloads = session.state.find_all(Class::Routine, Some(schema), name);
    overloads.iter().copied().find(|&id| {
        let Some(Kind::Routine(routine)) = session.state.object(id).map(|object| &object.kind)
        else {
            return false;
        };
        input_types(&routine.arguments) == types
    })
}

/// The types that a call passes.
pub(super) fn input_types(arguments: &[Argument]) -> Vec<Option<&TypeRef>> {
    let inputs = arguments.iter().filter(|argument| argument.mode.is_input());
    inputs.map(|argument| argument.data_type.as_ref()).collect()
}

/// Whether the new routine may take the place of the existing one.
///
/// # Errors
///
/// 42723 without `OR REPLACE`, 42809 and 42P13 where callers would notice.
pub(super) fn is_allowed(
    session: &Session,
    existing: ObjectId,
    create: &CreateRoutine,
    new: &Routine,
) -> Applied {
    let name = &create.name.name;
    if !create.or_replace {
        let message = format!("function \"{name}\" already exists with same argument types");
        return Err(Stop::failed("42723", message).at(create.name.span));
    }
    let Some(Kind::Routine(old)) = session.state.object(existing).map(|object| &object.kind) else {
        return Ok(());
    };
    if old.kind != new.kind {
        return Err(Stop::failed("42809", "cannot change routine kind").at(create.name.span));
    }
    let drop_first = |message: String| {
        let words = match old.kind {
            RoutineKind::Procedure => "PROCEDURE",
            RoutineKind::Aggregate => "AGGREGATE",
            RoutineKind::Function | RoutineKind::Window => "FUNCTION",
        };
        let signature = super::find::signature(session, existing);
        Stop::failed("42P13", message)
            .at(create.name.span)
            .help(format!("Use DROP {words} {signature} first."))
    };
    if !same_result(session, old, new) {
        let message = match old.kind {
            RoutineKind::Procedure => "cannot change whether a procedure has output parameters",
            RoutineKind::Function | RoutineKind::Aggregate | RoutineKind::Window => {
                "cannot change return type of existing function"
            }
        };
        return Err(drop_first(message.to_owned()));
    }
    for (old, new) in old.inputs().zip(new.inputs()) {
        if !old.name.is_empty() && old.name != new.name {
            let message = format!("cannot change name of input parameter \"{}\"", old.name);
            return Err(drop_first(message));
        }
    }
    if defaults(old) > defaults(new) {
        let message = "cannot remove parameter defaults from existing function";
        return Err(drop_first(message.to_owned()));
    }
    Ok(())
}

fn defaults(routine: &Routine) -> usize {
    routine.inputs().filter(|input| input.has_default).count()
}

fn same_result(session: &Session, old: &Routine, new: &Routine) -> bool {
    let (before, after) = (&old.returns, &new.returns);
    let known = before.data_type.is_some() && after.data_type.is_some();
    if known && (before.data_type != after.data_type || before.set != after.set) {
        return false;
    }
    let is_record = |found: &TypeRef| pseudo_name(session, found) == Some("record");
    !after.data_type.as_ref().is_some_and(is_record) || row(old) == row(new)
}

/// The columns of a row that output arguments make.
fn row(routine: &Routine) -> Vec<(&str, Option<&TypeRef>)> {
    let outputs = routine.outputs();
    outputs
        .map(|output| (output.name.as_str(), output.data_type.as_ref()))
        .collect()
}

//! What an aggregate gives.

use super::replace;
use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        session::Session,
        state::{
            object::{Class, Kind},
            routine::{Argument, Returns},
            types::TypeRef,
        },
    },
    sql::{name::Name, statement::routine::CreateRoutine},
};

/// The result: that of the final function, or without one the state.
pub(super) fn result(
    session: &Session,
    create: &CreateRoutine,
    arguments: &[Argument],
) -> Applied<Returns> {
    let Some(state) = &create.state_type else {
        let message = "aggregate stype must be specified";
        return Err(Stop::failed("42P13", message));
    };
    let state = session.data_type(state)?;
    let data_type = match &create.final_function {
        Some(name) => final_result(session, name, state.as_ref(), arguments),
        None => state,
    };
    Ok(Returns {
        data_type,
        set: false,
        nothing: false,
    })
}

/// What the function gives for a state; `None` when there is no such function.
fn final_result(
    session: &Session,
    name: &Name,
    state: Option<&TypeRef>,
    arguments: &[Argument],
) -> Option<TypeRef> {
    let schemas = match &name.schema {
        Some(schema) => session.state.schema(schema).into_iter().collect(),
        None => session.path(),
    };
    let overloads = schemas.into_iter().flat_map(|schema| {
        session
            .state
            .find_all(Class::Routine, Some(schema), &name.name)
    });
    let mut with_extra = vec![state];
    with_extra.extend(replace::input_types(arguments));
    let found = overloads.filter_map(|&id| match &session.state.object(id)?.kind {
        Kind::Routine(routine) => Some(routine),
        _ => None,
    });
    let mut found = found.filter(|routine| {
        let types = replace::input_types(&routine.arguments);
        types == [state] || types == with_extra
    });
    found.next()?.returns.data_type.clone()
}

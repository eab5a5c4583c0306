//! Routines by their name and the types of their arguments.

use super::replace;
use crate::schema::quoting::quoted;
use crate::{
    schema::{
        catalog::routine::RoutineKind,
        replay::{
            failure::{Applied, Stop, missing, undefined_schema, undefined_type, written},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind},
                routine::Routine,
                types::TypeRef,
            },
        },
        statement::MissingKind,
    },
    sql::{
        name::{Name, TypeName},
        statement::routine::{RoutineReference, RoutineReferenceKind},
    },
};

/// The routine that a statement means.
///
/// # Errors
///
/// 42883 when there is none, 42725 when there are several, 42809 when it is of another kind.
pub(in crate::schema::replay) fn find(
    session: &Session,
    reference: &RoutineReference,
    kind: RoutineReferenceKind,
) -> Applied<ObjectId> {
    let name = &reference.name;
    if let Some(schema) = &name.schema
        && session.state.schema(schema).is_none()
    {
        return Err(undefined_schema(schema, name.span));
    }
    let Some(arguments) = &reference.arguments else {
        return by_name(session, name, kind);
    };
    let types = types(session, arguments)?;
    let found = candidates(session, name)
        .into_iter()
        .find(|&id| routine(session, id).is_some_and(|routine| takes(routine, &types)));
    match found {
        Some(id) => is_of(session, id, name, kind, &types).map(|()| id),
        None => Err(undefined(session, name, kind, &types)),
    }
}

fn routine(session: &Session, id: ObjectId) -> Option<&Routine> {
    match &session.state.object(id)?.kind {
        Kind::Routine(routine) => Some(routine),
        _ => None,
    }
}

/// Procedures are also found by all their arguments.
fn takes(routine: &Routine, types: &[TypeRef]) -> bool {
    let is = |found: &[Option<&TypeRef>]| {
        found.len() == types.len() && found.iter().zip(types).all(|(a, b)| *a == Some(b))
    };
    if is(&replace::input_types(&routine.arguments)) {
        return true;
    }
    let all = routine.arguments.iter();
    let all: Vec<_> = all.map(|argument| argument.data_type.as_ref()).collect();
    routine.kind == RoutineKind::Procedure && is(&all)
}

fn types(session: &Session, names: &[TypeName]) -> Applied<Vec<TypeRef>> {
    let found = names.iter().map(|name| {
        let found = session.data_type(name)?;
        let found = found.ok_or_else(|| undefined_type(&name.name))?;
        Ok(TypeRef {
            modifier: None,
            ..found
        })
    });
    found.collect()
}

/// All routines that a name can mean, those first that come first in the search path.
fn candidates(session: &Session, name: &Name) -> Vec<ObjectId> {
    let schemas = match &name.schema {
        Some(schema) => session.state.schema(schema).into_iter().collect(),
        None => session.path(),
    };
    let found = schemas.into_iter().flat_map(|schema| {
        session
            .state
            .find_all(Class::Routine, Some(schema), &name.name)
    });
    found.copied().collect()
}

fn by_name(session: &Session, name: &Name, kind: RoutineReferenceKind) -> Applied<ObjectId> {
    let mut found: Vec<(ObjectId, &Routine)> = Vec::new();
    for id in candidates(session, name) {
        let Some(routine) = routine(session, id) else {
            continue;
        };
        let types = replace::input_types(&routine.arguments);
        let is_hidden = found
            .iter()
            .any(|(_, other)| replace::input_types(&other.arguments) == types);
        if fits(routine.kind, kind) && !is_hidden {
            found.push((id, routine));
        }
    }
    let words = words(kind);
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] => {
            let message = format!("could not find a {words} named \"{}\"", written(name));
            let message = match kind {
                RoutineReferenceKind::Aggregate => message.replace("a aggregate", "an aggregate"),
                RoutineReferenceKind::Function
                | RoutineReferenceKind::Procedure
                | RoutineReferenceKind::Routine => message,
            };
            Err(Stop::failed("42883", message)
                .at(name.span)
                .missing(missing(MissingKind::Routine, name)))
        }
        _ => {
            let words = match kind {
                RoutineReferenceKind::Routine => "routine",
                RoutineReferenceKind::Function
                | RoutineReferenceKind::Procedure
                | RoutineReferenceKind::Aggregate => words,
            };
            let message = format!("{words} name \"{}\" is not unique", written(name));
            Err(Stop::failed("42725", message).at(name.span).help(format!(
                "Specify the argument list to select the {words} unambiguously."
            )))
        }
    }
}

fn words(kind: RoutineReferenceKind) -> &'static str {
    match kind {
        RoutineReferenceKind::Function | RoutineReferenceKind::Routine => "function",
        RoutineReferenceKind::Procedure => "procedure",
        RoutineReferenceKind::Aggregate => "aggregate",
    }
}

fn fits(found: RoutineKind, wanted: RoutineReferenceKind) -> bool {
    match wanted {
        RoutineReferenceKind::Routine => true,
        RoutineReferenceKind::Procedure => found == RoutineKind::Procedure,
        RoutineReferenceKind::Aggregate => found == RoutineKind::Aggregate,
        RoutineReferenceKind::Function => found != RoutineKind::Procedure,
    }
}

fn is_of(
    session: &Session,
    id: ObjectId,
    name: &Name,
    kind: RoutineReferenceKind,
    types: &[TypeRef],
) -> Applied {
    let Some(routine) = routine(session, id) else {
        return Ok(());
    };
    if fits(routine.kind, kind) {
        return Ok(());
    }
    let call = call(session, name, types);
    let message = match kind {
        RoutineReferenceKind::Function | RoutineReferenceKind::Routine => {
            format!("{call} is not a function")
        }
        RoutineReferenceKind::Procedure => format!("{call} is not a procedure"),
        RoutineReferenceKind::Aggregate => format!("function {call} is not an aggregate"),
    };
    Err(Stop::failed("42809", message).at(name.span))
}

fn undefined(
    session: &Session,
    name: &Name,
    kind: RoutineReferenceKind,
    types: &[TypeRef],
) -> Stop {
    let call = match kind {
        RoutineReferenceKind::Aggregate if types.is_empty() => format!("{}(*)", written(name)),
        RoutineReferenceKind::Function
        | RoutineReferenceKind::Procedure
        | RoutineReferenceKind::Aggregate
        | RoutineReferenceKind::Routine => call(session, name, types),
    };
    let message = format!("{} {call} does not exist", words(kind));
    Stop::failed("42883", message)
        .at(name.span)
        .missing(missing(MissingKind::Routine, name))
}

/// A call as messages print it: the name as written, the types in the words of the standard.
fn call(session: &Session, name: &Name, types: &[TypeRef]) -> String {
    format!("{}({})", written(name), list(session, types.iter()))
}

fn list<'a>(session: &Session, types: impl Iterator<Item = &'a TypeRef>) -> String {
    let names: Vec<String> = types.map(|found| session.format_type(found)).collect();
    names.join(", ")
}

/// A routine as Postgres prints a `regprocedure`: `f(integer,text)`.
pub(in crate::schema::replay) fn signature(session: &Session, id: ObjectId) -> String {
    let Some(object) = session.state.object(id) else {
        return String::new();
    };
    let Kind::Routine(routine) = &object.kind else {
        return String::new();
    };
    let types = replace::input_types(&routine.arguments).into_iter();
    let names = types.map(|found| {
        found.map_or_else(
            || "unknown".to_owned(),
            |found| session.format_visible(found),
        )
    });
    let names = names.collect::<Vec<_>>().join(",");
    let schema = object
        .parent
        .and_then(|schema| session.state.object(schema));
    match schema {
        Some(schema) if !is_visible(session, object.parent) => {
            format!("{}.{}({names})", quoted(&schema.name), quoted(&object.name))
        }
        Some(_) | None => format!("{}({names})", quoted(&object.name)),
    }
}

/// Whether names of a schema need no qualification.
fn is_visible(session: &Session, schema: Option<ObjectId>) -> bool {
    schema.is_some_and(|schema| session.path().contains(&schema))
}

/// Whether a routine returns a pseudo-type of `pg_catalog`.
pub(in crate::schema::replay) fn returns(session: &Session, id: ObjectId, pseudo: &str) -> bool {
    let found = routine(session, id).and_then(|routine| routine.returns.data_type.as_ref());
    // What is not known may be anything.
    found.is_none_or(|found| super::signature::pseudo_name(session, found) == Some(pseudo))
}

//! What PL/pgSQL finds wrong with a body before it ever runs.

use super::{
    signature::{pseudo_name, type_like},
    variables,
};
use crate::{
    schema::replay::{
        failure::{Applied, Failure, Stop},
        session::Session,
        state::{
            routine::{Returns, Routine},
            types::TypeRef,
        },
    },
    sql::{
        name::{TypeLike, TypeName},
        procedural::{Block, Declaration, DeclarationKind, Step, StepKind},
        statement::routine::CreateRoutine,
    },
};

/// Whether a body compiles.
///
/// # Errors
///
/// What Postgres says: a type of a variable is missing, a `RETURN` does not fit the result.
pub(super) fn check(
    session: &Session,
    create: &CreateRoutine,
    routine: &Routine,
    block: &Block,
) -> Applied {
    let returns = routine.returns.data_type.as_ref();
    let is_trigger = returns
        .and_then(|found| pseudo_name(session, found))
        .is_some_and(|name| matches!(name, "trigger" | "event_trigger"));
    if is_trigger && !create.parameters.is_empty() {
        let message = "trigger functions cannot have declared arguments";
        return Err(Stop::failed("42P13", message).help(
            "The arguments of the trigger can be accessed through TG_NARGS and TG_ARGV instead.",
        ));
    }
    is_sound(block)?;
    variables::check(Some(&create.name.name), routine, block)?;
    self::block(session, routine, block)
}

fn is_sound(block: &Block) -> Applied {
    match block.errors.first() {
        Some((span, message)) => Err(Stop::failed("42601", message.clone()).at(*span)),
        None => Ok(()),
    }
}

/// Whether a block outside of any routine compiles; it can return nothing.
pub(super) fn compiles(session: &Session, block: &Block) -> Applied {
    let nothing = Routine {
        returns: Returns {
            data_type: session.builtin("void"),
            set: false,
            nothing: false,
        },
        ..super::internal(Vec::new(), session.builtin("void"))
    };
    is_sound(block)?;
    variables::check(None, &nothing, block)?;
    self::block(session, &nothing, block)
}

fn block(session: &Session, routine: &Routine, block: &Block) -> Applied {
    for declaration in &block.declarations {
        self::declaration(session, declaration)?;
    }
    let handlers = block.handlers.iter().map(|handler| &handler.body);
    for steps in std::iter::once(&block.body).chain(handlers) {
        self::steps(session, routine, steps)?;
    }
    Ok(())
}

fn declaration(session: &Session, declaration: &Declaration) -> Applied {
    match &declaration.kind {
        DeclarationKind::Variable { data_type, .. } => variable_type(session, data_type).map(drop),
        DeclarationKind::Alias(_) | DeclarationKind::Cursor(_) => Ok(()),
    }
}

/// The type of a variable; `None` when it is not known here.
pub(super) fn variable_type(session: &Session, data_type: &TypeName) -> Applied<Option<TypeRef>> {
    let Some(like) = &data_type.like else {
        return session.data_type(data_type);
    };
    let name = &data_type.name;
    // The name may be that of a variable.
    if name.name.is_empty() {
        return Ok(None);
    }
    type_like(session, name, like, data_type.array).map_err(|stop| match like {
        TypeLike::Row => stop,
        TypeLike::Column(_) => invalid_type(stop),
    })
}

/// What is not a column is read as a type, of whose name `%TYPE` is no part.
fn invalid_type(stop: Stop) -> Stop {
    match stop {
        Stop::Failed(failure) => {
            let Failure { mut error, span } = *failure;
            error.sqlstate = "42601";
            error.message = "syntax error at or near \"%\"".to_owned();
            Stop::Failed(Box::new(Failure { error, span }))
        }
        Stop::Opaque(reason) => Stop::Opaque(reason),
    }
}

fn steps(session: &Session, routine: &Routine, steps: &[Step]) -> Applied {
    for step in steps {
        self::step(session, routine, step).map_err(|stop| stop.within(step.span))?;
    }
    Ok(())
}

fn step(session: &Session, routine: &Routine, step: &Step) -> Applied {
    match &step.kind {
        StepKind::Block(inner) => block(session, routine, inner),
        StepKind::If {
            branches,
            otherwise,
        } => {
            let branches = branches.iter().map(|(_, body)| body);
            each(session, routine, branches.chain([otherwise]))
        }
        StepKind::Case {
            branches,
            otherwise,
            ..
        } => {
            let branches = branches.iter().map(|(_, body)| body);
            each(session, routine, branches.chain(otherwise))
        }
        StepKind::Loop { body, .. } => steps(session, routine, body),
        StepKind::Return(value) => returns(session, routine, value.is_some()),
        StepKind::ReturnNext(_) if !routine.returns.set => {
            let message = "cannot use RETURN NEXT in a non-SETOF function";
            Err(Stop::failed("42804", message))
        }
        StepKind::ReturnQuery(_) | StepKind::ReturnExecute { .. } if !routine.returns.set => {
            let message = "cannot use RETURN QUERY in a non-SETOF function";
            Err(Stop::failed("42804", message))
        }
        StepKind::Assign { .. }
        | StepKind::Exit { .. }
        | StepKind::Continue { .. }
        | StepKind::Execute { .. }
        | StepKind::Sql { .. }
        | StepKind::Raise(_)
        | StepKind::ReturnNext(_)
        | StepKind::ReturnQuery(_)
        | StepKind::ReturnExecute { .. }
        | StepKind::Diagnostics(_)
        | StepKind::Assert(_)
        | StepKind::Null
        | StepKind::Commit
        | StepKind::Rollback
        | StepKind::Cursor { .. } => Ok(()),
    }
}

fn each<'a>(
    session: &Session,
    routine: &Routine,
    bodies: impl Iterator<Item = &'a Vec<Step>>,
) -> Applied {
    for body in bodies {
        steps(session, routine, body)?;
    }
    Ok(())
}

/// Whether a `RETURN` with or without a value fits the routine.
fn returns(session: &Session, routine: &Routine, has_value: bool) -> Applied {
    if !has_value {
        return Ok(());
    }
    let failed = |sqlstate, words| {
        let message = format!("RETURN cannot have a parameter in {words}");
        Err(Stop::failed(sqlstate, message))
    };
    let result = routine.returns.data_type.as_ref();
    if routine.returns.set {
        return match failed("42804", "function returning set") {
            Err(stop) => Err(stop.help("Use RETURN NEXT or RETURN QUERY.")),
            Ok(()) => Ok(()),
        };
    }
    if routine.returns.nothing {
        return failed("42601", "a procedure");
    }
    if routine.outputs().next().is_some() {
        return failed("42804", "function with OUT parameters");
    }
    if result.and_then(|found| pseudo_name(session, found)) == Some("void") {
        return failed("42804", "function returning void");
    }
    Ok(())
}

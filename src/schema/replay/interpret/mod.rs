//! `DO` blocks and the calls of procedures, as far as they can be followed.
//!
//! Values are known or unknown; where an unknown one decides whether the catalog changes, what a
//! block does is not known.

mod aggregates;

mod block;

mod call;

mod catalogue;

mod effects;

mod environment;

mod evaluate;

mod execute;

mod from;

mod functions;

mod handlers;

mod library;

mod loops;

mod names;

mod operators;

mod pattern;

mod query;

mod set_functions;

mod truths;

mod value;

use self::environment::Interpreter;
use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        session::Session,
        state::ObjectId,
    },
    sql::{expression::Expression, statement::Body},
};

/// Runs a `DO` block.
///
/// # Errors
///
/// What Postgres says when it runs, or why that is not known.
pub(in crate::schema::replay) fn run(session: &mut Session, body: &Body) -> Applied {
    match body {
        Body::Procedural(block) => Interpreter::new(session).top(block),
        Body::Sql(_) | Body::Expression(_) | Body::Opaque(_) => Err(Stop::Opaque(
            "a `DO` block in another language than PL/pgSQL is not followed".to_owned(),
        )),
    }
}

/// What calling a routine does; nothing when it cannot change the catalog.
///
/// # Errors
///
/// What Postgres says when it runs, or why that is not known.
pub(in crate::schema::replay) fn call(
    session: &mut Session,
    routine: ObjectId,
    arguments: &[Expression],
) -> Applied {
    if !effects::of_routine(session, routine) {
        return Ok(());
    }
    Interpreter::new(session).call(routine, arguments).map(drop)
}

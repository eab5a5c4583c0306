//! Expressions that must be true or false.

use crate::{
    schema::replay::{
        analyze::{self, Typed, scope::Scope},
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::types::Use,
    },
    sql::expression::Expression,
};

/// What a condition uses; nothing when something is missing and that is let pass.
///
/// `place` is where it stands, as Postgres says it: `CHECK`, `POLICY`, `WHEN`.
///
/// # Errors
///
/// What Postgres says of the expression, and 42804 when it is not boolean.
pub(super) fn uses(
    session: &Session,
    condition: &Expression,
    scope: &Scope,
    place: &str,
) -> Applied<Vec<Use>> {
    let typed = match analyze::expression(session, condition, scope) {
        Ok(typed) => typed,
        Err(stop) => {
            session.tolerate(stop)?;
            return Ok(Vec::new());
        }
    };
    is_boolean(session, &typed, place).map_err(|stop| stop.at(condition.span))?;
    Ok(typed.uses)
}

fn is_boolean(session: &Session, typed: &Typed, place: &str) -> Applied {
    let boolean = session.builtin("bool");
    if boolean.is_none() || session.mode == Mode::Lenient {
        return Ok(());
    }
    if !analyze::is_assignable(session, typed.data_type.as_ref(), boolean.as_ref()) {
        let data_type = typed.data_type.as_ref();
        let name = data_type.map_or(String::new(), |found| session.format_type(found));
        return Err(Stop::failed(
            "42804",
            format!("argument of {place} must be type boolean, not type {name}"),
        ));
    }
    if typed.returns_set {
        let message = format!("argument of {place} must not return a set");
        return Err(Stop::failed("42804", message));
    }
    Ok(())
}

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

/// Where a condition stands, in the words of Postgres' messages.
#[derive(Debug)]
pub(super) struct Place {
    /// `POLICY`
    clause: &'static str,
    /// `policy expressions`
    plural: &'static str,
    /// `trigger WHEN condition`, where there can be no subquery.
    without_subquery: Option<&'static str>,
}

pub(super) const POLICY: Place = Place {
    clause: "POLICY",
    plural: "policy expressions",
    without_subquery: None,
};

pub(super) const TRIGGER: Place = Place {
    clause: "WHEN",
    plural: "trigger WHEN conditions",
    without_subquery: Some("trigger WHEN condition"),
};

pub(super) const DOMAIN: Place = Place {
    clause: "CHECK",
    plural: "check constraints",
    without_subquery: Some("check constraint"),
};

/// What a condition uses; nothing when something is missing and that is let pass.
///
/// # Errors
///
/// What Postgres says of the expression, and 42804 when it is not boolean.
pub(super) fn uses(
    session: &Session,
    condition: &Expression,
    scope: &Scope,
    place: &Place,
) -> Applied<Vec<Use>> {
    let typed = match analyze::expression(session, condition, scope) {
        Ok(typed) => typed,
        Err(Stop::Opaque(_)) => return Ok(Vec::new()),
        Err(stop) => {
            session.tolerate(stop)?;
            return Ok(Vec::new());
        }
    };
    if session.mode == Mode::Strict {
        is_allowed(&typed, place).map_err(|stop| stop.at(condition.span))?;
        is_boolean(session, &typed, place).map_err(|stop| stop.at(condition.span))?;
    }
    Ok(typed.uses)
}

fn is_allowed(typed: &Typed, place: &Place) -> Applied {
    let plural = place.plural;
    if let Some(singular) = place.without_subquery
        && typed.has_subquery
    {
        let message = format!("cannot use subquery in {singular}");
        return Err(Stop::failed("0A000", message));
    }
    let forbidden = [
        (typed.has_aggregate, "42803", "aggregate"),
        (typed.has_window, "42P20", "window"),
        (typed.returns_set, "0A000", "set-returning"),
    ];
    match forbidden.into_iter().find(|(is_there, _, _)| *is_there) {
        Some((_, sqlstate, words)) => {
            let message = format!("{words} functions are not allowed in {plural}");
            Err(Stop::failed(sqlstate, message))
        }
        None => Ok(()),
    }
}

fn is_boolean(session: &Session, typed: &Typed, place: &Place) -> Applied {
    let boolean = session.builtin("bool");
    let Some(found) = &typed.data_type else {
        return Ok(());
    };
    if analyze::is_assignable(session, Some(found), boolean.as_ref()) {
        return Ok(());
    }
    let (clause, name) = (place.clause, session.format_type(found));
    Err(Stop::failed(
        "42804",
        format!("argument of {clause} must be type boolean, not type {name}"),
    ))
}

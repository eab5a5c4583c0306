//! What the functions that a query calls change.

use crate::{
    schema::replay::{
        analyze::{self, scope::Scope},
        failure::{Applied, Stop},
        interpret,
        session::{CronJob, Session},
        state::{ObjectId, object::Kind},
    },
    sql::{
        expression::{Argument, Call, Expression, ExpressionKind},
        query::{Change, FromKind, FromValue, Query, QueryBody, Select},
    },
};

/// What the calls in the select list and in `FROM` of a query change.
pub(super) fn of_query(session: &mut Session, query: &Query) -> Applied {
    let QueryBody::Select(select) = &query.body else {
        return Ok(());
    };
    let in_targets = super::calls(&select.targets).map(|(call, _)| call);
    let in_from = select.from.iter().flat_map(|item| match &item.kind {
        FromKind::Function { calls, .. } => calls.as_slice(),
        FromKind::Relation(_)
        | FromKind::Subquery(_)
        | FromKind::Join(_)
        | FromKind::Table { .. } => &[],
    });
    let in_from = in_from.filter_map(|from| match &from.value {
        FromValue::Call(call) => Some(call),
        FromValue::Expression(_) => None,
    });
    for call in in_targets.chain(in_from) {
        of_call(session, call, select)?;
    }
    Ok(())
}

/// Calls in the values of a change have effects too, but none that a catalog tells of.
pub(super) fn of_change(_session: &mut Session, _change: &Change) -> Applied {
    Ok(())
}

fn of_call(session: &mut Session, call: &Call, select: &Select) -> Applied {
    let schema = call.name.schema.as_deref();
    match (schema, call.name.name.as_str()) {
        (Some("cron"), "schedule" | "schedule_in_database") => {
            schedule(session, call);
            Ok(())
        }
        (Some("cron"), "unschedule") => unschedule(session, call, select),
        (None | Some("pg_catalog"), "set_config") => {
            set_config(session, call);
            Ok(())
        }
        _ => user_routine(session, call, select),
    }
}

/// `set_config('search_path', …)`
fn set_config(session: &mut Session, call: &Call) {
    let (Some(name), Some(value)) = (text(call, 0), text(call, 1)) else {
        return;
    };
    if name.eq_ignore_ascii_case("search_path") {
        let names = value
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty());
        let names = names.filter_map(|name| {
            analyze::literal::name_in(name, call.name.span).map(|name| name.name)
        });
        session.search_path = names.collect();
    } else {
        session
            .settings
            .insert(name.to_ascii_lowercase().into(), value.to_owned());
    }
}

fn schedule(session: &mut Session, call: &Call) {
    let (name, schedule, command) = match call.arguments.len() {
        0 | 1 => return,
        2 => (None, text(call, 0), text(call, 1)),
        _ => (text(call, 0), text(call, 1), text(call, 2)),
    };
    let number = session.cron_jobs.len() + 1;
    let name = name.map_or_else(|| number.to_string(), str::to_owned);
    let job = CronJob {
        schedule: schedule.unwrap_or_default().to_owned(),
        command: command.unwrap_or_default().to_owned(),
        definition: session.definition,
    };
    session.cron_jobs.insert(name, job);
}

/// `cron.unschedule('name')`, and `cron.unschedule(jobid) … WHERE jobname = 'name'`.
///
/// # Errors
///
/// XX000 when there is no job of the name.
fn unschedule(session: &mut Session, call: &Call, select: &Select) -> Applied {
    match text(call, 0) {
        Some(_) if !select.from.is_empty() || select.filter.is_some() => {
            for name in names_in(select.filter.as_ref()) {
                session.cron_jobs.remove(&name);
            }
        }
        Some(name) => {
            if session.cron_jobs.remove(name).is_none() {
                let message = format!("could not find valid entry for job '{name}'");
                return Err(Stop::failed("XX000", message).at(call.name.span));
            }
        }
        None => {
            for name in names_in(select.filter.as_ref()) {
                session.cron_jobs.remove(&name);
            }
        }
    }
    Ok(())
}

/// The texts that a condition compares with.
fn names_in(filter: Option<&Expression>) -> Vec<String> {
    let mut names = Vec::new();
    let mut waiting: Vec<&Expression> = filter.into_iter().collect();
    while let Some(next) = waiting.pop() {
        match &next.kind {
            ExpressionKind::String(text) => names.push(text.clone()),
            ExpressionKind::And(operands) | ExpressionKind::Or(operands) => {
                waiting.extend(operands);
            }
            ExpressionKind::Operator {
                left: Some(left),
                right: Some(right),
                ..
            } => waiting.extend([left.as_ref(), right.as_ref()]),
            ExpressionKind::InList { value, list, .. } => {
                waiting.push(value);
                waiting.extend(list);
            }
            ExpressionKind::Cast(value, _) => waiting.push(value),
            ExpressionKind::AnyArray { array, .. } => waiting.push(array),
            ExpressionKind::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    names
}

/// A function that migrations define is followed into its body.
fn user_routine(session: &mut Session, call: &Call, select: &Select) -> Applied {
    let Ok(Some(meant)) = analyze::procedure(session, call, &Scope::default()) else {
        // Its arguments name columns: how often it is called, rows decide.
        return Ok(());
    };
    let id = meant.routine;
    super::written::by_routine(session, id);
    if !is_followed(session, id) || !select.from.is_empty() && has_columns(call) {
        return Ok(());
    }
    let arguments: Vec<Expression> = call
        .arguments
        .iter()
        .map(|argument| argument.value.clone())
        .collect();
    interpret::call(session, id, &arguments)
}

fn has_columns(call: &Call) -> bool {
    call.arguments
        .iter()
        .any(|argument: &Argument| analyze::names_column(&argument.value))
}

/// Whether a routine has a body to follow.
fn is_followed(session: &Session, id: ObjectId) -> bool {
    match session.state.object(id).map(|object| &object.kind) {
        Some(Kind::Routine(routine)) => routine.body.is_some(),
        Some(_) | None => false,
    }
}

/// An argument that is a text.
fn text(call: &Call, index: usize) -> Option<&str> {
    let mut value = &call.arguments.get(index)?.value;
    while let ExpressionKind::Cast(inner, _) = &value.kind {
        value = inner;
    }
    match &value.kind {
        ExpressionKind::String(text) => Some(text),
        _ => None,
    }
}

//! What `check_function_bodies` finds in a body when its routine is made.

use super::{procedural, result, signature::pseudo_name};
use crate::{
    schema::replay::{
        analyze::{self, Analysed, scope::Scope},
        apply::dependency,
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::{
            object::{Dependency, Part},
            routine::Routine,
        },
    },
    sql::{
        Item,
        expression::Expression,
        statement::{Body, Statement, routine::CreateRoutine},
    },
};

/// What a body needs: something only where it is not quoted, and so is read when it is made.
///
/// # Errors
///
/// What Postgres says of the body.
pub(super) fn check(
    session: &Session,
    create: &CreateRoutine,
    routine: &Routine,
) -> Applied<Vec<Dependency>> {
    if routine.language == "sql" {
        can_be_sql(session, routine)?;
    }
    let checked = match &create.body {
        Some(Body::Sql(items)) if is_atomic(session, items) => {
            return needs(session, statements(session, create, routine, items));
        }
        Some(Body::Expression(expression)) => {
            return needs(session, value(session, create, routine, expression));
        }
        Some(Body::Sql(items)) if is_checked(session) => {
            statements(session, create, routine, items).map(drop)
        }
        Some(Body::Procedural(block)) if is_checked(session) => {
            procedural::check(session, create, routine, block)
        }
        Some(Body::Sql(_) | Body::Procedural(_) | Body::Opaque(_)) | None => Ok(()),
    };
    match (checked, session.mode) {
        // The body of what is opaque or wrong matters only when it runs.
        (Err(Stop::Opaque(_)), _) | (_, Mode::Lenient) => Ok(Vec::new()),
        (checked, Mode::Strict) => checked.map(|()| Vec::new()),
    }
}

fn needs(session: &Session, found: Applied<Vec<Dependency>>) -> Applied<Vec<Dependency>> {
    match (found, session.mode) {
        (Err(Stop::Opaque(_)), _) | (Err(_), Mode::Lenient) => Ok(Vec::new()),
        (found, _) => found,
    }
}

fn is_checked(session: &Session) -> bool {
    let setting = session.settings.get("check_function_bodies");
    setting.is_none_or(|value| {
        let value = value.to_ascii_lowercase();
        !matches!(value.as_str(), "off" | "false" | "no" | "0" | "f" | "n")
    })
}

/// Whether the statements stand between `BEGIN ATOMIC` and `END` and not in quotes.
fn is_atomic(session: &Session, items: &[Item]) -> bool {
    let Some(first) = items.first() else {
        return false;
    };
    let before = session.text.get(..first.span.start as usize);
    let word = before.unwrap_or_default().trim_end().as_bytes();
    word.len() > 6 && word[word.len() - 6..].eq_ignore_ascii_case(b"atomic")
}

/// Whether SQL functions can have these types.
fn can_be_sql(session: &Session, routine: &Routine) -> Applied {
    let is_allowed = |name: &str, others: &[&str]| {
        name.starts_with("any") && name != "any" || others.contains(&name)
    };
    let result = routine.returns.data_type.as_ref();
    if let Some(name) = result.and_then(|found| pseudo_name(session, found))
        && !is_allowed(name, &["void", "record"])
    {
        let message = format!("SQL functions cannot return type {name}");
        return Err(Stop::failed("42P13", message));
    }
    let types = routine
        .inputs()
        .filter_map(|input| input.data_type.as_ref());
    let mut names = types.filter_map(|found| pseudo_name(session, found));
    match names.find(|name| !is_allowed(name, &[])) {
        Some(name) => Err(Stop::failed(
            "42P13",
            format!("SQL functions cannot have arguments of type {name}"),
        )),
        None => Ok(()),
    }
}

/// The names that the body of a function in SQL can use.
fn scope(create: &CreateRoutine, routine: &Routine) -> Scope {
    let named = routine.inputs().filter(|input| !input.name.is_empty());
    Scope {
        variables: named
            .map(|input| (input.name.clone(), input.data_type.clone()))
            .collect(),
        parameters: routine
            .inputs()
            .map(|input| input.data_type.clone())
            .collect(),
        label: Some(create.name.name.clone()),
        ..Scope::default()
    }
}

fn statements(
    session: &Session,
    create: &CreateRoutine,
    routine: &Routine,
    items: &[Item],
) -> Applied<Vec<Dependency>> {
    for item in items {
        if let Statement::Invalid { message, span } = &item.statement {
            return Err(Stop::failed("42601", message.clone()).at(*span));
        }
    }
    if is_polymorphic(session, routine) {
        return Ok(Vec::new());
    }
    let scope = scope(create, routine);
    let mut uses = Vec::new();
    let mut last = None;
    for item in items {
        let analysed = match &item.statement {
            Statement::Query(query) => Some(analyze::query(session, query, &scope)),
            Statement::Change(change) => Some(analyze::change(session, change, &scope)),
            Statement::Empty => continue,
            _ => None,
        };
        last = match analysed {
            Some(analysed) => {
                let analysed = analysed.map_err(|stop| stop.within(item.span))?;
                uses.extend(analysed.uses.iter().copied());
                rows(&item.statement, analysed)
            }
            None => None,
        };
    }
    result::check(session, routine, last.as_ref())?;
    Ok(dependency::of_uses(session, &uses, Part::Whole))
}

/// What a statement gives as the last one of a function; `None` when it gives no rows.
fn rows(statement: &Statement, analysed: Analysed) -> Option<Analysed> {
    match statement {
        Statement::Change(change) if change.returning.is_empty() => None,
        _ => Some(analysed),
    }
}

fn value(
    session: &Session,
    create: &CreateRoutine,
    routine: &Routine,
    expression: &Expression,
) -> Applied<Vec<Dependency>> {
    let typed = analyze::expression(session, expression, &scope(create, routine))?;
    let analysed = Analysed {
        columns: vec![analyze::Output {
            name: "?column?".into(),
            data_type: typed.data_type,
            origin: None,
        }],
        ..Analysed::default()
    };
    result::check(session, routine, Some(&analysed))?;
    Ok(dependency::of_uses(session, &typed.uses, Part::Whole))
}

fn is_polymorphic(session: &Session, routine: &Routine) -> bool {
    let types = routine
        .inputs()
        .filter_map(|input| input.data_type.as_ref());
    let mut names = types.filter_map(|found| pseudo_name(session, found));
    names.any(|name| name.starts_with("any"))
}

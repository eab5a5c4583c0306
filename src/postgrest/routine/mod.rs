//! Routines by the names of their arguments, as `rpc` calls them.

use std::collections::BTreeSet;

use super::{
    Problem, ProblemKind, arguments,
    request::Request,
    suggest::{did_you_mean, nearest},
};
use crate::{
    clause::{Key, Row, RowSet, Rows},
    operation::Known,
    schema::{
        catalog::{
            Facet,
            routine::{Argument, ArgumentMode, Routine, RoutineKind},
        },
        replay,
    },
    source::Location,
};

/// A call of a routine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    pub(super) name: &'a str,
    /// Where the code names the routine.
    pub(super) location: Location,
    /// `None` when the code does not show them.
    pub(super) arguments: Option<&'a Rows>,
    /// Whether they go into the address, as those of a `GET` do.
    pub(super) in_address: Known,
}

/// The overloads that a set of arguments may mean.
#[derive(Clone, Debug)]
pub(super) enum Matched<'a> {
    /// Exactly this one.
    One(&'a Routine),
    /// Several: which it is depends on what is not known.
    Several(Vec<&'a Routine>),
    None,
}

/// The names of the arguments that a row hands over.
#[derive(Debug)]
struct Passed<'r> {
    /// Those that are there in every run, as far as the code says.
    sure: BTreeSet<&'r str>,
    /// Those that may be there.
    possible: BTreeSet<&'r str>,
    /// Whether there may be others, too.
    open: bool,
}

/// What is wrong with a call, but for what is asked of its result.
pub(super) fn problems<'a>(request: &Request<'a>, call: &Call<'a>) -> Vec<Problem> {
    let Request { served, schema, .. } = *request;
    let is_told = served.tells(Facet::Routines) && served.lists(schema) && served.describes(schema);
    if !is_told || !served.has_schema(schema) {
        return Vec::new();
    }
    let overloads = served.routines(request.schema, call.name);
    let callable: Vec<&Routine> = callable(overloads, call.in_address);
    if callable.is_empty() {
        return unknown(request, call, overloads).into_iter().collect();
    }
    let Some(rows) = call.arguments else {
        return Vec::new();
    };
    let sets = rows.alternatives.iter();
    let faults: Vec<Vec<Problem>> = sets
        .map(|set| match set.rows.as_slice() {
            [row] if !set.is_list => of_row(request, call, &callable, set, row),
            _ => Vec::new(),
        })
        .collect();
    request.certain_of(faults, rows.open)
}

/// The overload that a call means, for what is asked of its result.
pub(super) fn matched<'a>(request: &Request<'a>, call: &Call<'a>) -> Matched<'a> {
    let overloads = request.served.routines(request.schema, call.name);
    let callable = callable(overloads, call.in_address);
    let mut meant: Vec<&Routine> = match call.arguments {
        Some(rows) if !rows.open => {
            let rows = rows.alternatives.iter().flat_map(|set| &set.rows);
            let found = rows.flat_map(|row| fitting(&callable, &passed(row), call.in_address));
            found.collect()
        }
        Some(_) | None => callable,
    };
    meant.sort_by_key(|routine| routine.key());
    meant.dedup_by_key(|routine| routine.key());
    match meant.as_slice() {
        [] => Matched::None,
        [only] => Matched::One(only),
        _ => Matched::Several(meant),
    }
}

/// The overloads that PostgREST can call at all.
fn callable<'a>(overloads: &[&'a Routine], in_address: Known) -> Vec<&'a Routine> {
    let overloads = overloads.iter().copied();
    overloads
        .filter(|routine| uncallable(routine, in_address).is_none())
        .collect()
}

/// Why PostgREST cannot call a routine, whatever is handed over.
fn uncallable(routine: &Routine, in_address: Known) -> Option<&'static str> {
    match routine.kind {
        RoutineKind::Procedure => {
            return Some("it is a procedure, and only functions can be called");
        }
        RoutineKind::Aggregate => return Some("it is an aggregate"),
        RoutineKind::Window => return Some("it is a window function"),
        RoutineKind::Function => {}
    }
    if routine.returns.as_deref() == Some("trigger") {
        return Some("it is the function of a trigger");
    }
    let takes_body = takes_body(routine) && in_address != Known::Yes;
    let is_nameless = |argument: &Argument| argument.name.is_empty() && is_required(argument);
    if !takes_body && inputs(routine).any(is_nameless) {
        return Some("it has an argument without a name");
    }
    None
}

fn inputs(routine: &Routine) -> impl Iterator<Item = &Argument> {
    let arguments = routine.arguments.iter();
    arguments.filter(|argument| argument.mode.is_input())
}

/// Whether a call must hand it over; there is no call without a variadic argument.
fn is_required(argument: &Argument) -> bool {
    !argument.has_default || argument.mode == ArgumentMode::Variadic
}

/// Whether a routine takes all arguments as one: its only parameter has no name and is JSON.
fn takes_body(routine: &Routine) -> bool {
    only_json(routine).is_some_and(|only| only.name.is_empty())
}

/// The only parameter of a routine, when it is JSON: PostgREST then passes over arguments that it
/// does not know.
fn only_json(routine: &Routine) -> Option<&Argument> {
    let mut inputs = inputs(routine);
    let only = inputs.next().filter(|_| inputs.next().is_none())?;
    let is_json = match (only.data_type.as_deref(), only.typescript.as_deref()) {
        (Some(name), _) => matches!(name, "json" | "jsonb"),
        (None, typescript) => typescript.is_none_or(|name| name == "Json"),
    };
    is_json.then_some(only)
}

/// A routine that does not exist, or that cannot be called.
fn unknown(request: &Request<'_>, call: &Call<'_>, overloads: &[&Routine]) -> Option<Problem> {
    let Request { served, schema, .. } = request;
    let target = served.told(schema, call.name);
    let why = overloads
        .iter()
        .find_map(|routine| uncallable(routine, call.in_address));
    if why.is_none() && may_be_of_extension(request, call.name) {
        return None;
    }
    let message = match why {
        Some(why) => format!("routine `{target}` cannot be called: {why}"),
        None => format!("routine `{target}` is not in the schema"),
    };
    let help = match why {
        Some(_) => None,
        None => elsewhere(request, call.name).or_else(|| {
            let names = served.routine_names(schema).filter(|name| {
                let overloads = served.routines(schema, name);
                !callable(overloads, call.in_address).is_empty()
            });
            did_you_mean(call.name, names)
        }),
    };
    Some(Problem {
        kind: ProblemKind::UnknownRoutine,
        location: call.location,
        message,
        help,
        target,
        part: String::new(),
        alternative: None,
    })
}

/// The other schema that has a routine of the name.
fn elsewhere(request: &Request<'_>, name: &str) -> Option<String> {
    let served = request.served;
    let mut schemas = served.schemas();
    let schema = schemas
        .find(|schema| *schema != request.schema && !served.routines(schema, name).is_empty())?;
    Some(if served.is_exposed(schema) {
        format!("it is in the schema `{schema}`: name that with `.schema(\"{schema}\")`")
    } else {
        format!("there is one in the schema `{schema}`, which the API does not expose")
    })
}

/// Whether an extension in the schema brings a routine of the name, or may do so.
fn may_be_of_extension(request: &Request<'_>, name: &str) -> bool {
    let extensions = request.served.database.catalog.extensions.iter();
    extensions
        .filter(|(_, schema)| schema.as_str() == request.schema)
        .any(|(extension, _)| replay::extension_has_routine(extension, name).unwrap_or(true))
}

fn passed(row: &Row) -> Passed<'_> {
    // JSON has no `undefined`.
    let is_undefined = |key: &Key| arguments::is_undefined(&key.value);
    let possible = row.keys.iter().filter(|key| !is_undefined(key));
    let sure = possible
        .clone()
        .filter(|key| key.always && !arguments::may_be_undefined(&key.value));
    Passed {
        sure: sure.map(|key| key.name.as_str()).collect(),
        possible: possible.map(|key| key.name.as_str()).collect(),
        open: row.open,
    }
}

/// The overloads that some of the possible sets of arguments mean.
fn fitting<'a>(
    callable: &[&'a Routine],
    passed: &Passed<'_>,
    in_address: Known,
) -> Vec<&'a Routine> {
    let fits = |routine: &&&Routine| {
        let names: BTreeSet<&str> = names(routine);
        let passes_over = only_json(routine).is_some() && in_address != Known::Yes;
        let knows_all = passed.sure.iter().all(|name| names.contains(name));
        (knows_all || passes_over) && missing(routine, passed).is_empty()
    };
    let named: Vec<&Routine> = callable.iter().filter(fits).copied().collect();
    let is_exact = passed.sure == passed.possible && !passed.open;
    if in_address == Known::Yes || (is_exact && !named.is_empty()) {
        return named;
    }
    let body = callable.iter().filter(|routine| takes_body(routine));
    named.into_iter().chain(body.copied()).collect()
}

fn names(routine: &Routine) -> BTreeSet<&str> {
    inputs(routine)
        .map(|argument| argument.name.as_str())
        .collect()
}

/// The arguments that a call lacks.
fn missing<'a>(routine: &'a Routine, passed: &Passed<'_>) -> Vec<&'a str> {
    if passed.open {
        return Vec::new();
    }
    let required = inputs(routine).filter(|argument| is_required(argument));
    let names = required.map(|argument| argument.name.as_str());
    names
        .filter(|name| !passed.possible.contains(name))
        .collect()
}

fn of_row(
    request: &Request<'_>,
    call: &Call<'_>,
    callable: &[&Routine],
    set: &RowSet,
    row: &Row,
) -> Vec<Problem> {
    let passed = passed(row);
    let fitting = fitting(callable, &passed, call.in_address);
    let is_exact = passed.sure == passed.possible && !passed.open;
    let target = request.served.told(request.schema, call.name);
    let is_stranger = |name: &&str| !callable.iter().any(|routine| names(routine).contains(name));
    let passes_over = call.in_address != Known::Yes;
    let takes_any = passes_over && fitting.iter().any(|routine| only_json(routine).is_some());
    let has_strangers = !takes_any && passed.possible.iter().any(is_stranger);
    match fitting.as_slice() {
        [] => unfitting(callable, &passed, (set, row), &target),
        _ if has_strangers => unfitting(callable, &passed, (set, row), &target),
        [only] if takes_body(only) => Vec::new(),
        [only] => arguments::problems(request.served, only, row, call.in_address, &target),
        several if is_exact && request.served.tells(Facet::ColumnTypes) => {
            vec![ambiguous(several, call.location, target)]
        }
        _ => Vec::new(),
    }
}

fn ambiguous(several: &[&Routine], location: Location, target: String) -> Problem {
    let signatures = several.iter().map(|routine| {
        let inputs = inputs(routine).map(|argument| {
            let data_type = argument.data_type.as_deref().unwrap_or("unknown");
            format!("{} {data_type}", argument.name)
        });
        let inputs: Vec<String> = inputs.collect();
        format!("`{}({})`", routine.name, inputs.join(", "))
    });
    let signatures: Vec<String> = signatures.collect();
    Problem {
        kind: ProblemKind::InvalidQuery,
        location,
        message: format!(
            "these arguments fit more than one overload of `{target}`: {}",
            signatures.join(" and ")
        ),
        help: Some("the API tells overloads apart by the names of arguments only".to_owned()),
        target,
        part: String::new(),
        alternative: None,
    }
}

/// Arguments that no overload takes together, held against the one that comes nearest.
fn unfitting(
    callable: &[&Routine],
    passed: &Passed<'_>,
    (set, row): (&RowSet, &Row),
    target: &str,
) -> Vec<Problem> {
    let distance = |routine: &&&Routine| {
        let names = names(routine);
        let unknown = passed.possible.iter().filter(|name| !names.contains(*name));
        unknown.count() + missing(routine, passed).len()
    };
    let Some(routine) = callable.iter().min_by_key(distance) else {
        return Vec::new();
    };
    let names = names(routine);
    let missing = missing(routine, passed);
    let unknown = row.keys.iter().filter(|key| {
        passed.possible.contains(key.name.as_str()) && !names.contains(key.name.as_str())
    });
    let overloads = match callable.len() {
        1 => String::new(),
        _ => " together with the others".to_owned(),
    };
    let mut problems: Vec<Problem> = unknown
        .map(|key| Problem {
            kind: ProblemKind::UnknownArgument,
            location: key.location,
            message: format!(
                "routine `{target}` takes no argument `{}`{overloads}",
                key.name
            ),
            help: instead(&key.name, &missing, &names),
            target: target.to_owned(),
            part: key.name.clone(),
            alternative: None,
        })
        .collect();
    // An argument under a wrong name is missing under the right one.
    if missing.len() > problems.len() {
        problems.push(lacking(&missing, set.location, target));
    }
    problems
}

fn instead(name: &str, missing: &[&str], names: &BTreeSet<&str>) -> Option<String> {
    if let Some(near) = nearest(name, missing.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if names.is_empty() {
        return Some("it takes no arguments".to_owned());
    }
    let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("it takes {}", list.join(", ")))
}

fn lacking(missing: &[&str], location: Location, target: &str) -> Problem {
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let (noun, verb) = match names.len() {
        1 => ("argument", "is"),
        _ => ("arguments", "are"),
    };
    Problem {
        kind: ProblemKind::MissingArgument,
        location,
        message: format!(
            "{noun} {} of routine `{target}` {verb} left out",
            names.join(", ")
        ),
        help: Some("an argument without a default must be given, if only as null".to_owned()),
        target: target.to_owned(),
        part: missing.join(","),
        alternative: None,
    }
}

#[cfg(test)]
mod tests;

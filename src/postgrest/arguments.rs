//! Values of arguments, held against the types of a routine.

use super::{
    Problem, ProblemKind, Served, sent,
    types::{Kind, Type},
    value::{self, Fault},
};
use crate::{
    clause::{Given, Key, Literal, Row, Values},
    operation::Known,
    schema::catalog::routine::{Argument, ArgumentMode, Routine},
};

/// Types for which PostgREST cannot make a value.
const PSEUDO_TYPES: [&str; 8] = [
    "anyelement",
    "anyarray",
    "anynonarray",
    "anyenum",
    "anyrange",
    "anycompatible",
    "anycompatiblearray",
    "record",
];

/// What is wrong with the values that a call hands over.
pub(super) fn problems(
    served: &Served<'_>,
    routine: &Routine,
    row: &Row,
    in_address: Known,
    target: &str,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for key in &row.keys {
        let mut inputs = routine.arguments.iter();
        let argument =
            inputs.find(|argument| argument.mode.is_input() && argument.name == key.name);
        let Some(argument) = argument else {
            continue;
        };
        problems.extend(of_argument(served, argument, key, in_address, target));
    }
    problems
}

fn of_argument(
    served: &Served<'_>,
    argument: &Argument,
    key: &Key,
    in_address: Known,
    target: &str,
) -> Vec<Problem> {
    let data_type = Type::of_argument(&served.database.catalog, argument);
    let subject = format!("argument `{}` of `{target}`", argument.name);
    let problem = |kind, location, message, help| Problem {
        kind,
        location,
        message,
        help,
        target: target.to_owned(),
        part: argument.name.clone(),
        alternative: None,
    };
    if PSEUDO_TYPES.contains(&data_type.name.as_str()) {
        let message = format!(
            "{subject} cannot be handed over: it is `{}`",
            data_type.name
        );
        return vec![problem(
            ProblemKind::InvalidQuery,
            key.location,
            message,
            None,
        )];
    }
    let faults = faults(&data_type.kind, argument.mode, &key.value, in_address);
    let faults = faults.into_iter().map(|fault| {
        let message = fault.message(&format!("{subject} cannot be"), &data_type);
        problem(
            ProblemKind::InvalidValue,
            fault.location,
            message,
            fault.help(),
        )
    });
    faults.collect()
}

/// What of a value an argument of a type cannot be.
fn faults(kind: &Kind, mode: ArgumentMode, values: &Values, in_address: Known) -> Vec<Fault> {
    match in_address {
        Known::No => value::written(kind, values),
        // The client leaves out what is undefined.
        Known::Yes if may_be_undefined(values) => Vec::new(),
        // Each text in the address is one element of a variadic argument.
        Known::Yes => match (kind, mode) {
            (Kind::Array(element), ArgumentMode::Variadic) => sent::set(element, values),
            // What stands in the address becomes a text in JSON.
            (Kind::Json | Kind::Jsonb | Kind::EitherJson, _) => Vec::new(),
            (kind, _) => sent::set(kind, values),
        },
        Known::Unknown => Vec::new(),
    }
}

/// Whether a value is `undefined` for certain.
pub(super) fn is_undefined(values: &Values) -> bool {
    !values.open
        && !values.alternatives.is_empty()
        && values.alternatives.iter().all(is_undefined_one)
}

/// Whether the code says that a value may be `undefined`.
pub(super) fn may_be_undefined(values: &Values) -> bool {
    values.alternatives.iter().any(is_undefined_one)
}

fn is_undefined_one(given: &Given) -> bool {
    given.literal == Literal::Undefined
}

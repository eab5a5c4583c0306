//! Tests of single values.

use super::value::{Truth, Value};
use crate::sql::expression::IsTest;

/// The opposite, where a condition says `NOT`.
pub(super) fn negate(truth: Truth, negated: bool) -> Truth {
    if negated { truth.not() } else { truth }
}

/// The result of `IS …`.
pub(super) fn is_test(value: &Value, test: IsTest) -> Truth {
    let is_null = match value {
        Value::Unknown => Truth::Unknown,
        Value::Null => Truth::True,
        // A row is null when all its fields are.
        Value::Row(fields) => fields
            .iter()
            .map(|(_, field)| is_test(field, IsTest::Null))
            .fold(Truth::True, Truth::and),
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Text(_)
        | Value::Object(_)
        | Value::Type(_)
        | Value::Array(_) => Truth::False,
    };
    let is = |wanted: Truth| match value.truth() {
        Truth::Unknown => Truth::Unknown,
        found => Truth::from(found == wanted),
    };
    match test {
        IsTest::Null => is_null,
        IsTest::NotNull => match value {
            Value::Row(fields) => fields
                .iter()
                .map(|(_, field)| is_test(field, IsTest::NotNull))
                .fold(Truth::True, Truth::and),
            Value::Unknown
            | Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Text(_)
            | Value::Object(_)
            | Value::Type(_)
            | Value::Array(_) => is_null.not(),
        },
        IsTest::True => is(Truth::True),
        IsTest::NotTrue => is(Truth::True).not(),
        IsTest::False => is(Truth::False),
        IsTest::NotFalse => is(Truth::False).not(),
        IsTest::Unknown => is(Truth::Null),
        IsTest::NotUnknown => is(Truth::Null).not(),
        IsTest::Other => Truth::Unknown,
    }
}

/// An element of an array, counted from 1.
pub(super) fn element(array: &Value, index: &Value) -> Value {
    match (array, index) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (Value::Array(values), Value::Integer(index)) => {
            let place = usize::try_from(*index)
                .ok()
                .and_then(|index| index.checked_sub(1));
            let found = place.and_then(|place| values.get(place));
            found.cloned().unwrap_or(Value::Null)
        }
        _ => Value::Unknown,
    }
}

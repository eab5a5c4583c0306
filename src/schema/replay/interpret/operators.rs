//! Operators.

use std::cmp::Ordering;

use super::{
    pattern,
    value::{Truth, Value},
};
use crate::schema::replay::session::Session;

/// Whether two values are equal.
pub(super) fn equal(session: &Session, left: &Value, right: &Value) -> Truth {
    ordered(session, left, right, |order| order == Ordering::Equal)
}

fn ordered(
    session: &Session,
    left: &Value,
    right: &Value,
    holds: impl FnOnce(Ordering) -> bool,
) -> Truth {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Truth::Null,
        (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
        (left, right) => left
            .compare(right, session)
            .map_or(Truth::Unknown, |order| holds(order).into()),
    }
}

/// Whether values are different, null being a value like any other.
pub(super) fn distinct(session: &Session, left: &Value, right: &Value) -> Truth {
    match (left, right) {
        (Value::Null, Value::Null) => Truth::False,
        (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
        (Value::Null, _) | (_, Value::Null) => Truth::True,
        (left, right) => equal(session, left, right).not(),
    }
}

/// The result of a binary operator of `pg_catalog`.
pub(super) fn binary(session: &Session, symbol: &str, left: &Value, right: &Value) -> Value {
    match symbol {
        "=" => equal(session, left, right).value(),
        "<>" | "!=" => equal(session, left, right).not().value(),
        "<" => ordered(session, left, right, |order| order == Ordering::Less).value(),
        "<=" => ordered(session, left, right, |order| order != Ordering::Greater).value(),
        ">" => ordered(session, left, right, |order| order == Ordering::Greater).value(),
        ">=" => ordered(session, left, right, |order| order != Ordering::Less).value(),
        "||" => concatenated(session, left, right),
        "~~" => matching(session, left, right, pattern::like),
        "!~~" => matching(session, left, right, pattern::like).not_value(),
        "~~*" => matching(session, left, right, pattern::ilike),
        "!~~*" => matching(session, left, right, pattern::ilike).not_value(),
        "~" => matching(session, left, right, pattern::regular),
        "!~" => matching(session, left, right, pattern::regular).not_value(),
        "~*" => matching(session, left, right, pattern::regular_ignoring_case),
        "!~*" => matching(session, left, right, pattern::regular_ignoring_case).not_value(),
        "@>" => contains(session, left, right).value(),
        "<@" => contains(session, right, left).value(),
        "&&" => overlaps(session, left, right).value(),
        "+" | "-" | "*" | "/" | "%" => arithmetic(symbol, left, right),
        _ if *left == Value::Null || *right == Value::Null => Value::Null,
        _ => Value::Unknown,
    }
}

impl Value {
    fn not_value(&self) -> Value {
        self.truth().not().value()
    }
}

fn concatenated(session: &Session, left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
        (Value::Array(left), Value::Array(right)) => {
            Value::Array(left.iter().chain(right).cloned().collect())
        }
        (Value::Array(left), Value::Null) => Value::Array(left.clone()),
        (Value::Null, Value::Array(right)) => Value::Array(right.clone()),
        (Value::Array(left), element) => {
            Value::Array(left.iter().chain([element]).cloned().collect())
        }
        (element, Value::Array(right)) => {
            Value::Array([element].into_iter().chain(right).cloned().collect())
        }
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (left, right) => match (left.print(session), right.print(session)) {
            (Some(left), Some(right)) => Value::Text(left + &right),
            _ => Value::Unknown,
        },
    }
}

fn matching(
    session: &Session,
    left: &Value,
    right: &Value,
    matches: impl FnOnce(&str, &str) -> Option<bool>,
) -> Value {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Value::Null,
        (left, right) => match (left.print(session), right.print(session)) {
            (Some(text), Some(pattern)) => {
                matches(&text, &pattern).map_or(Value::Unknown, Value::Boolean)
            }
            _ => Value::Unknown,
        },
    }
}

fn contains(session: &Session, whole: &Value, part: &Value) -> Truth {
    let (Value::Array(whole), Value::Array(part)) = (whole, part) else {
        return Truth::Unknown;
    };
    part.iter().fold(Truth::True, |all, value| {
        all.and(is_in(session, value, whole))
    })
}

fn overlaps(session: &Session, left: &Value, right: &Value) -> Truth {
    let (Value::Array(left), Value::Array(right)) = (left, right) else {
        return Truth::Unknown;
    };
    left.iter().fold(Truth::False, |any, value| {
        any.or(is_in(session, value, right))
    })
}

/// Whether a value is equal to one of several.
pub(super) fn is_in(session: &Session, value: &Value, list: &[Value]) -> Truth {
    list.iter().fold(Truth::False, |any, other| {
        any.or(equal(session, value, other))
    })
}

fn arithmetic(symbol: &str, left: &Value, right: &Value) -> Value {
    let (left, right) = match (left, right) {
        (Value::Null, _) | (_, Value::Null) => return Value::Null,
        (Value::Integer(left), Value::Integer(right)) => (*left, *right),
        _ => return Value::Unknown,
    };
    let result = match symbol {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        _ => left.checked_rem(right),
    };
    result.map_or(Value::Unknown, Value::Integer)
}

//! Values in SQL as far as they are known, and what operators make of them.

use super::types::Kind;
use crate::sql::{expression::IsTest, name::TypeName};

/// A value as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
    /// It depends on something else than the column.
    Unknown,
}

/// What a literal is when a column of this type holds it.
pub(super) fn known(kind: &Kind, text: &str) -> Known {
    match kind {
        Kind::Text { .. } => Known::Text(text.to_owned()),
        Kind::Integer { .. } | Kind::Numeric { .. } | Kind::Float => match text.trim().parse() {
            Ok(number) => Known::Number(number),
            Err(_) => Known::Unknown,
        },
        Kind::Boolean => match text {
            "true" => Known::Boolean(true),
            "false" => Known::Boolean(false),
            _ => Known::Unknown,
        },
        _ => Known::Unknown,
    }
}

/// Casts that keep the value.
pub(super) fn cast(value: Known, to: &TypeName) -> Known {
    if to.array || !to.modifiers.is_empty() {
        return Known::Unknown;
    }
    match (&value, to.name.name.as_str()) {
        (Known::Text(_), "text" | "varchar")
        | (Known::Number(_), "numeric" | "float8")
        | (Known::Boolean(_), "bool")
        | (Known::Null, _) => value,
        (Known::Number(number), "int2" | "int4" | "int8") if number.fract() == 0.0 => value,
        _ => Known::Unknown,
    }
}

pub(super) fn function(name: &str, value: Known) -> Known {
    match (name, value) {
        ("length" | "char_length" | "character_length", Known::Text(text)) => {
            Known::Number(text.chars().count() as f64)
        }
        ("lower", Known::Text(text)) if text.is_ascii() => Known::Text(text.to_ascii_lowercase()),
        ("upper", Known::Text(text)) if text.is_ascii() => Known::Text(text.to_ascii_uppercase()),
        ("btrim", Known::Text(text)) => Known::Text(text.trim_matches(' ').to_owned()),
        (
            "length" | "char_length" | "character_length" | "lower" | "upper" | "btrim",
            Known::Null,
        ) => Known::Null,
        _ => Known::Unknown,
    }
}

pub(super) fn is_test(value: Known, test: IsTest) -> Known {
    if value == Known::Unknown {
        return Known::Unknown;
    }
    match test {
        IsTest::Null => Known::Boolean(value == Known::Null),
        IsTest::NotNull => Known::Boolean(value != Known::Null),
        IsTest::True
        | IsTest::NotTrue
        | IsTest::False
        | IsTest::NotFalse
        | IsTest::Unknown
        | IsTest::NotUnknown
        | IsTest::Other => Known::Unknown,
    }
}

/// `AND`, as SQL has it: false wins over what is not known.
pub(super) fn all(parts: impl Iterator<Item = Known>) -> Known {
    let mut result = Known::Boolean(true);
    for part in parts {
        match part {
            Known::Boolean(true) => {}
            Known::Boolean(false) => return Known::Boolean(false),
            Known::Null if result != Known::Unknown => result = Known::Null,
            Known::Null => {}
            Known::Text(_) | Known::Number(_) | Known::Unknown => result = Known::Unknown,
        }
    }
    result
}

pub(super) fn negation(value: Known) -> Known {
    match value {
        Known::Boolean(value) => Known::Boolean(!value),
        Known::Null => Known::Null,
        Known::Text(_) | Known::Number(_) | Known::Unknown => Known::Unknown,
    }
}

pub(super) fn negated_if(negated: bool, value: Known) -> Known {
    if negated { negation(value) } else { value }
}

pub(super) fn is_one_of(value: &Known, list: &[Known]) -> Known {
    let same = list.iter().map(|other| compare("=", value, other));
    negation(all(same.map(negation)))
}

pub(super) fn compare(symbol: &str, left: &Known, right: &Known) -> Known {
    if matches!((left, right), (Known::Unknown, _) | (_, Known::Unknown)) {
        return Known::Unknown;
    }
    if matches!((left, right), (Known::Null, _) | (_, Known::Null)) {
        return Known::Null;
    }
    // A number may be quoted in SQL.
    let number = |known: &Known| match known {
        Known::Number(number) => Some(*number),
        Known::Text(text) => text.trim().parse().ok(),
        Known::Boolean(_) | Known::Null | Known::Unknown => None,
    };
    let result = match (left, right) {
        (Known::Text(left), Known::Text(right)) => {
            // Types of a fixed length do not count the spaces at the end.
            let is_same = left.trim_end_matches(' ') == right.trim_end_matches(' ');
            match symbol {
                "=" => Some(is_same),
                "<>" | "!=" => Some(!is_same),
                _ => None,
            }
        }
        (Known::Boolean(left), Known::Boolean(right)) => match symbol {
            "=" => Some(left == right),
            "<>" | "!=" => Some(left != right),
            _ => None,
        },
        _ => match (number(left), number(right)) {
            (Some(left), Some(right)) => match symbol {
                "=" => Some(left == right),
                "<>" | "!=" => Some(left != right),
                "<" => Some(left < right),
                "<=" => Some(left <= right),
                ">" => Some(left > right),
                ">=" => Some(left >= right),
                _ => None,
            },
            _ => None,
        },
    };
    result.map_or(Known::Unknown, Known::Boolean)
}

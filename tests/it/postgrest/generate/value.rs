//! Values of a type, and values that are none.

use super::{super::call::Value, model::Model};
use crate::numbers::Numbers;

const WORDS: [&str; 10] = [
    "hello",
    "supabot",
    "public",
    "a-1",
    "Ada",
    "x y",
    "what, now",
    "100",
    "",
    "it's",
];

/// A value that a column of a type can be compared with and, as JSON, hold.
pub(super) fn right(numbers: &mut Numbers, model: &Model, data_type: &str) -> Value {
    if let Some(element) = data_type.strip_suffix("[]") {
        let items = (0..numbers.below(3)).map(|_| right(numbers, model, element));
        return Value::List(items.collect());
    }
    if let Some(labels) = model.labels(data_type) {
        return Value::text(labels[numbers.below(labels.len())].clone());
    }
    let texts: &[&str] = match base(data_type) {
        "smallint" | "integer" | "bigint" | "positive" => {
            return match numbers.below(8) {
                0 => Value::text("1"),
                1 => Value::Number("7".to_owned()),
                _ => Value::Number((1 + numbers.below(3)).to_string()),
            };
        }
        "numeric" | "real" | "double precision" => {
            return Value::Number(numbers.one(&["1", "2.5", "-3", "0.25"]).to_owned());
        }
        "boolean" => return Value::Boolean(numbers.percent(50)),
        "json" | "jsonb" => return json(numbers),
        "uuid" => &[
            "00000000-0000-4000-8000-000000000001",
            "00000000-0000-4000-8000-00000000000a",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        ],
        "date" => &["2024-02-29", "today", "1999-01-08", "20240131"],
        "timestamp" | "timestamp with time zone" | "timestamp without time zone" => &[
            "2024-05-06T07:08:09Z",
            "2024-05-06",
            "now",
            "2024-05-06 07:08:09+02",
        ],
        "time" | "time without time zone" => &["07:00", "23:59:59"],
        "interval" => &["1 day", "02:00:00", "P1D"],
        "int4range" => &["[1,5)", "(,3]", "empty"],
        "daterange" => &["[2024-01-01,2024-02-01)", "[2024-01-01,)"],
        "tsvector" => &["fat cat", "'a' 'b'"],
        "inet" => &["127.0.0.1", "10.0.0.0/8"],
        "bytea" => &["\\x00ff"],
        "email" => &["ada@example.com", "x@y"],
        _ => &WORDS,
    };
    Value::text(numbers.one(texts))
}

fn json(numbers: &mut Numbers) -> Value {
    let member = |name: &str, value| (name.to_owned(), value);
    match numbers.below(6) {
        0 => Value::List(vec![Value::Number("1".to_owned())]),
        1 => Value::text("{\"a\": 1}"),
        2 => Value::Number("5".to_owned()),
        3 => Value::text("bare words"),
        _ => Value::Object(vec![member("a", Value::Number("1".to_owned()))]),
    }
}

/// The type without its modifier.
pub(super) fn base(data_type: &str) -> &str {
    data_type.split('(').next().unwrap_or(data_type)
}

/// A value of whatever type.
pub(super) fn any(numbers: &mut Numbers) -> Value {
    let member = |name: &str, value| (name.to_owned(), value);
    match numbers.below(22) {
        0 => Value::Null,
        1 => Value::Boolean(true),
        2 => Value::Number("1.5".to_owned()),
        3 => Value::Number("99999999999".to_owned()),
        4 => Value::Number("40000".to_owned()),
        5 => Value::text("abc"),
        6 => Value::text("1"),
        7 => Value::text(""),
        8 => Value::text("2024-13-45"),
        9 => Value::text("not-a-uuid"),
        10 => Value::text("{a,b}"),
        11 => Value::text("{1,2}"),
        12 => Value::List(vec![Value::text("a"), Value::text("b")]),
        13 => Value::List(vec![Value::Number("1".to_owned())]),
        14 => Value::Object(vec![member("a", Value::Null)]),
        15 => Value::Undefined,
        16 => Value::text("null"),
        17 => Value::text("true"),
        18 => Value::text("[1,2]"),
        19 => Value::text("online"),
        20 => Value::text("a text that is longer than any limit of characters"),
        _ => Value::Number("-1".to_owned()),
    }
}

//! What programs make of a result with one row and one column.

use std::borrow::Cow;

use serde_json::Value;

/// The JSON in a text, from its first character on; `None` when there is none.
///
/// Over it may stand the name of the column, under it the count of rows.
pub(super) fn document(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if starts_json(text) {
        return Some(Cow::Borrowed(text));
    }
    if let Some(document) = quoted(text) {
        return Some(Cow::Owned(document));
    }
    let (_, rest) = text.split_once('\n')?;
    let rest = rest.trim_start();
    let rest = match rest.split_once('\n') {
        // psql rules off the name of the column.
        Some((rule, rest)) if rule.trim().bytes().all(|byte| byte == b'-') => rest.trim_start(),
        _ => rest,
    };
    if starts_json(rest) {
        return Some(Cow::Borrowed(rest));
    }
    quoted(rest).map(Cow::Owned)
}

/// The snapshot in a value that may be the row, or the list of rows, that held it.
pub(super) fn cell(value: Value) -> Option<Value> {
    let mut value = value;
    // A list of a row of a text of JSON: more wrappings than these nobody makes.
    for _ in 0..4 {
        value = match value {
            Value::Object(object) if object.contains_key("catalog") => {
                return Some(Value::Object(object));
            }
            Value::Object(object) if object.len() == 1 => object.into_iter().next()?.1,
            Value::Array(rows) if rows.len() == 1 => rows.into_iter().next()?,
            Value::String(text) => serde_json::from_str(&text).ok()?,
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Object(_)
            | Value::Array(_) => {
                return None;
            }
        };
    }
    None
}

fn starts_json(text: &str) -> bool {
    text.starts_with(['{', '['])
}

/// The content of the quoted CSV field at the start of a text, when that is JSON.
fn quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?;
    let mut content = String::with_capacity(inner.len());
    let mut rest = inner;
    loop {
        let (before, after) = rest.split_once('"')?;
        content.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                content.push('"');
                rest = after;
            }
            None => break,
        }
    }
    starts_json(content.trim_start()).then_some(content)
}

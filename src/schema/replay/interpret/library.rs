//! Functions of `pg_catalog` that only work on their arguments.

use super::value::Value;
use crate::schema::{quoting::quoted, replay::session::Session};

/// The result of a function; unknown when the function is not known here.
pub(super) fn call(session: &Session, name: &str, values: &[Value]) -> Value {
    match name {
        "format" => return format(session, values),
        "concat" => return concatenated(session, values, ""),
        "concat_ws" => {
            let Some((Value::Text(between), rest)) = values.split_first() else {
                return Value::Unknown;
            };
            return concatenated(session, rest, between);
        }
        "quote_nullable" if values == [Value::Null] => return Value::text("NULL"),
        "array_append" | "array_prepend" | "array_cat" | "array_remove" => {
            return arrays(session, name, values);
        }
        _ => {}
    }
    if values.contains(&Value::Unknown) {
        return Value::Unknown;
    }
    if values.contains(&Value::Null) {
        return Value::Null;
    }
    of_array(session, name, values)
        .or_else(|| of_text(session, name, values))
        .unwrap_or(Value::Unknown)
}

fn concatenated(session: &Session, values: &[Value], between: &str) -> Value {
    let mut parts = Vec::with_capacity(values.len());
    for value in values {
        match (value, value.print(session)) {
            (Value::Null, _) => {}
            (_, Some(text)) => parts.push(text),
            (_, None) => return Value::Unknown,
        }
    }
    Value::Text(parts.join(between))
}

/// `format`, with `%I`, `%L`, `%s`, positions and widths of none.
fn format(session: &Session, values: &[Value]) -> Value {
    let (template, arguments) = match values.split_first() {
        Some((Value::Text(template), arguments)) => (template, arguments),
        Some((Value::Null, _)) => return Value::Null,
        _ => return Value::Unknown,
    };
    let mut text = String::with_capacity(template.len());
    let mut next = 0;
    let mut rest = template.as_str();
    while let Some(at) = rest.find('%') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && rest[digits..].starts_with('$') {
            let Ok(position) = rest[..digits].parse::<usize>() else {
                return Value::Unknown;
            };
            next = position.saturating_sub(1);
            rest = &rest[digits + 1..];
        }
        let Some(kind) = rest.chars().next() else {
            return Value::Unknown;
        };
        rest = &rest[kind.len_utf8()..];
        if kind == '%' {
            text.push('%');
            continue;
        }
        let Some(part) = arguments
            .get(next)
            .and_then(|value| formatted(session, kind, value))
        else {
            return Value::Unknown;
        };
        text.push_str(&part);
        next += 1;
    }
    text.push_str(rest);
    Value::Text(text)
}

/// A value as a specifier prints it; `None` when that is not known.
fn formatted(session: &Session, kind: char, value: &Value) -> Option<String> {
    match (kind, value) {
        ('s', Value::Null) => Some(String::new()),
        ('L', Value::Null) => Some("NULL".to_owned()),
        // The output function of booleans prints one letter.
        ('s', Value::Boolean(value)) => Some(if *value { "t" } else { "f" }.to_owned()),
        ('s', value) => value.print(session),
        ('I', value) => value.print(session).map(|text| quoted(&text).into_owned()),
        ('L', value) => value.print(session).map(|text| literal(&text)),
        _ => None,
    }
}

/// `quote_literal`
fn literal(text: &str) -> String {
    let doubled = text.replace('\'', "''");
    if text.contains('\\') {
        format!(" E'{}'", doubled.replace('\\', "\\\\"))
    } else {
        format!("'{doubled}'")
    }
}

fn arrays(session: &Session, name: &str, values: &[Value]) -> Value {
    let mut result = match (name, values) {
        (_, [Value::Unknown, _] | [_, Value::Unknown]) => return Value::Unknown,
        ("array_prepend", [first, Value::Array(rest)]) => {
            return Value::Array([first].into_iter().chain(rest).cloned().collect());
        }
        ("array_cat", [Value::Array(first), Value::Array(rest)]) => {
            return Value::Array(first.iter().chain(rest).cloned().collect());
        }
        (_, [Value::Array(first), _]) => first.clone(),
        ("array_append", [Value::Null, _]) => Vec::new(),
        _ => return Value::Unknown,
    };
    match (name, values) {
        ("array_append", [_, last]) => result.push(last.clone()),
        ("array_remove", [_, gone]) => {
            let printed = gone.print(session);
            result.retain(|value| value.print(session) != printed);
        }
        _ => return Value::Unknown,
    }
    Value::Array(result)
}

fn of_array(session: &Session, name: &str, values: &[Value]) -> Option<Value> {
    let value = match (name, values) {
        ("array_length", [Value::Array(values), Value::Integer(1)]) if values.is_empty() => {
            Value::Null
        }
        ("array_length", [Value::Array(values), Value::Integer(1)])
        | ("cardinality", [Value::Array(values)]) => Value::Integer(values.len() as i64),
        ("array_upper", [Value::Array(values), Value::Integer(1)]) => {
            Value::Integer(values.len() as i64)
        }
        ("array_lower", [Value::Array(_), Value::Integer(1)]) => Value::Integer(1),
        ("array_to_string", [Value::Array(values), Value::Text(between)]) => {
            return Some(concatenated(session, values, between));
        }
        ("string_to_array", [Value::Text(text), Value::Text(between)]) if !between.is_empty() => {
            Value::Array(text.split(between.as_str()).map(Value::text).collect())
        }
        _ => return None,
    };
    Some(value)
}

fn of_text(session: &Session, name: &str, values: &[Value]) -> Option<Value> {
    let text = values.first()?.print(session)?;
    let rest = values.get(1..).unwrap_or_default();
    let value = match (name, rest) {
        ("quote_ident", []) => Value::Text(quoted(&text).into_owned()),
        ("quote_literal" | "quote_nullable", []) => Value::Text(literal(&text)),
        ("lower", []) => Value::Text(text.to_lowercase()),
        ("upper", []) => Value::Text(text.to_uppercase()),
        ("initcap", []) => return None,
        ("length" | "char_length" | "character_length", []) => {
            Value::Integer(text.chars().count() as i64)
        }
        ("btrim" | "trim", []) => Value::text(text.trim_matches(' ')),
        ("ltrim", []) => Value::text(text.trim_start_matches(' ')),
        ("rtrim", []) => Value::text(text.trim_end_matches(' ')),
        ("btrim", [Value::Text(set)]) => Value::text(text.trim_matches(|c| set.contains(c))),
        ("ltrim", [Value::Text(set)]) => Value::text(text.trim_start_matches(|c| set.contains(c))),
        ("rtrim", [Value::Text(set)]) => Value::text(text.trim_end_matches(|c| set.contains(c))),
        ("replace", [Value::Text(from), Value::Text(to)]) => {
            if from.is_empty() {
                Value::Text(text)
            } else {
                Value::Text(text.replace(from.as_str(), to))
            }
        }
        ("substring" | "substr", [Value::Integer(from)]) => Value::Text(part(&text, *from, None)),
        ("substring" | "substr", [Value::Integer(from), Value::Integer(count)]) => {
            Value::Text(part(&text, *from, Some(*count)))
        }
        ("left", [Value::Integer(count)]) if *count >= 0 => {
            Value::Text(part(&text, 1, Some(*count)))
        }
        ("right", [Value::Integer(count)]) if *count >= 0 => {
            let length = text.chars().count() as i64;
            Value::Text(part(
                &text,
                length.saturating_sub(*count).saturating_add(1),
                None,
            ))
        }
        ("split_part", [Value::Text(between), Value::Integer(number)])
            if *number > 0 && !between.is_empty() =>
        {
            let index = usize::try_from(number - 1).ok()?;
            Value::text(text.split(between.as_str()).nth(index).unwrap_or_default())
        }
        ("strpos" | "position", [Value::Text(part)]) => {
            let found = text.find(part.as_str());
            let before = found.map_or(0, |at| text[..at].chars().count() as i64 + 1);
            Value::Integer(before)
        }
        ("starts_with", [Value::Text(start)]) => Value::Boolean(text.starts_with(start.as_str())),
        ("to_char" | "md5", _) => return None,
        _ => return None,
    };
    Some(value)
}

/// Characters from a 1-based place on.
fn part(text: &str, from: i64, count: Option<i64>) -> String {
    let end = count.map(|count| from.saturating_add(count));
    let numbered = (1_i64..).zip(text.chars());
    let inside = numbered.filter(|(place, _)| *place >= from && end.is_none_or(|end| *place < end));
    inside.map(|(_, character)| character).collect()
}

#[cfg(test)]
mod tests {
    use super::{literal, part};

    #[test]
    fn texts_are_quoted_as_postgres_quotes_them() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(part("abcdef", 2, Some(3)), "bcd");
        assert_eq!(part("abcdef", 0, Some(2)), "a");
    }
}

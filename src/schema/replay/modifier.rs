//! Modifiers of types: what stands in parentheses after their names.

use smol_str::SmolStr;

use super::failure::{Applied, Stop};
use crate::{
    source::Span,
    sql::expression::{Expression, ExpressionKind},
};

/// The most characters that a `varchar` can have.
const LONGEST: i64 = 10_485_760;

/// The modifiers of a type of `pg_catalog` as `format_type` prints them.
///
/// # Errors
///
/// 42601 when the type takes none, 22023 when it does not take these.
pub(super) fn builtin(
    name: &str,
    modifiers: &[Expression],
    span: Span,
) -> Applied<Option<SmolStr>> {
    if modifiers.is_empty() {
        return Ok(None);
    }
    let written = joined(modifiers);
    let numbers: Vec<i64> = written
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let text = match name {
        "numeric" => numeric(&numbers),
        "varchar" | "varbit" | "bit" => length(name, &numbers).map(|()| written.clone()),
        "bpchar" => length("char", &numbers).map(|()| written.clone()),
        "time" | "timetz" | "timestamp" | "timestamptz" => Ok(seconds(&written, &numbers)),
        "interval" => Ok(written.clone()),
        // These are words of the grammar, which allows them no parentheses.
        "bool" | "int2" | "int4" | "int8" => Err(Stop::failed(
            "42601",
            "syntax error at or near \"(\"".to_owned(),
        )),
        _ => Err(not_allowed(name)),
    };
    text.map(|text| Some(text.into()))
        .map_err(|stop| stop.at(span))
}

/// 42601: `type modifier is not allowed for type "…"`
pub(super) fn not_allowed(name: &str) -> Stop {
    let message = format!("type modifier is not allowed for type \"{name}\"");
    Stop::failed("42601", message)
}

fn numeric(numbers: &[i64]) -> Applied<String> {
    let (precision, scale) = match *numbers {
        [precision] => (precision, 0),
        [precision, scale] => (precision, scale),
        _ => return Err(Stop::failed("22023", "invalid NUMERIC type modifier")),
    };
    let message = if !(1..=1000).contains(&precision) {
        format!("NUMERIC precision {precision} must be between 1 and 1000")
    } else if !(-1000..=1000).contains(&scale) {
        format!("NUMERIC scale {scale} must be between -1000 and 1000")
    } else {
        return Ok(format!("{precision},{scale}"));
    };
    Err(Stop::failed("22023", message))
}

fn length(name: &str, numbers: &[i64]) -> Applied {
    let message = match *numbers {
        [length] if length < 1 => format!("length for type {name} must be at least 1"),
        [length] if length > LONGEST && name.contains("char") => {
            format!("length for type {name} cannot exceed {LONGEST}")
        }
        [_] => return Ok(()),
        _ => "invalid type modifier".to_owned(),
    };
    Err(Stop::failed("22023", message))
}

/// Digits of seconds, of which there are at most six.
fn seconds(written: &str, numbers: &[i64]) -> String {
    match *numbers {
        [digits] if digits > 6 => "6".to_owned(),
        _ => written.to_owned(),
    }
}

/// What stands in the parentheses of a type, without spaces.
pub(super) fn joined(modifiers: &[Expression]) -> String {
    let words = modifiers.iter().map(|modifier| match &modifier.kind {
        ExpressionKind::Number(number) => number.to_string(),
        ExpressionKind::String(text) => text.clone(),
        ExpressionKind::Column(words) => words
            .last()
            .map_or(String::new(), |word| word.text.to_string()),
        // A number with a sign.
        ExpressionKind::Operator {
            operator,
            left: None,
            right: Some(number),
        } => format!(
            "{}{}",
            operator.symbol,
            joined(std::slice::from_ref(number))
        ),
        _ => String::new(),
    });
    words.collect::<Vec<_>>().join(",")
}

//! What types make of texts.

use super::types::Kind;
use crate::schema::input::{self, Reading};

/// What a value is handed over for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Use {
    /// It is stored: lengths and precisions hold.
    Written,
    /// It is compared with what is stored.
    Compared,
}

/// Why a type cannot hold a value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// It is no value of the type at all.
    Malformed,
    /// It is too great or too small.
    OutOfRange,
    /// It is too long, with its length in characters.
    TooLong(usize),
    /// It is none of the labels of an enum.
    NoLabel {
        /// Of the enum.
        name: Option<String>,
        label: String,
        labels: Vec<String>,
    },
}

/// Why a type cannot hold what a text says; `None` when it can, or when that cannot be told.
pub(super) fn refusal(kind: &Kind, text: &str, purpose: Use) -> Option<Refusal> {
    let reading = match kind {
        Kind::Enum { name, labels } => return label(name.as_deref(), labels, text),
        Kind::Text { limit: Some(limit) } if purpose == Use::Written => {
            // Spaces at the end are cut off in silence.
            let length = text.trim_end_matches(' ').chars().count();
            return (length > *limit).then_some(Refusal::TooLong(length));
        }
        Kind::Array(element) => return array(element, text, purpose),
        Kind::Range(bound) => return range(bound, text),
        Kind::Numeric { precision } if purpose == Use::Written && overflows(*precision, text) => {
            Reading::OutOfRange
        }
        _ => reading(kind, text),
    };
    match reading {
        Reading::Fine => None,
        Reading::Malformed => Some(Refusal::Malformed),
        Reading::OutOfRange | Reading::MonthOutOfRange => Some(Refusal::OutOfRange),
    }
}

/// What the input function of a type without parts makes of a text.
fn reading(kind: &Kind, text: &str) -> Reading {
    match kind {
        Kind::Integer { least, most } if !has_base(text) => input::integer(text, *least, *most),
        Kind::Numeric { .. } | Kind::Float | Kind::Number if !has_base(text) => input::number(text),
        Kind::Boolean => input::boolean(text),
        Kind::Uuid => input::uuid(text),
        Kind::Date => input::date(text),
        Kind::Time => input::time(text),
        Kind::Interval => input::interval(text),
        Kind::Json | Kind::Jsonb | Kind::EitherJson if !text.contains("\\u") => input::json(text),
        Kind::Multirange => brackets(text, '{', '}'),
        Kind::Composite => brackets(text, '(', ')'),
        Kind::Point => known(text.contains(',')),
        Kind::Bytea => bytes(text),
        Kind::Network => known(text.contains(|sign: char| sign.is_ascii_digit() || sign == ':')),
        Kind::Macaddr => {
            known(!text.contains(|sign: char| sign.is_alphanumeric() && !sign.is_ascii_hexdigit()))
        }
        Kind::Text { .. }
        | Kind::Integer { .. }
        | Kind::Numeric { .. }
        | Kind::Float
        | Kind::Number
        | Kind::Json
        | Kind::Jsonb
        | Kind::EitherJson
        | Kind::Array(_)
        | Kind::Range(_)
        | Kind::Enum { .. }
        | Kind::TsVector
        | Kind::TsQuery
        | Kind::Bits
        | Kind::Countable
        | Kind::Xml
        | Kind::Polygon
        | Kind::Box
        | Kind::Set
        | Kind::Unknown => Reading::Fine,
    }
}

fn known(fine: bool) -> Reading {
    if fine {
        Reading::Fine
    } else {
        Reading::Malformed
    }
}

fn label(name: Option<&str>, labels: &[String], text: &str) -> Option<Refusal> {
    let is_known = labels.is_empty() || labels.iter().any(|label| label == text);
    (!is_known).then(|| Refusal::NoLabel {
        name: name.map(str::to_owned),
        label: text.to_owned(),
        labels: labels.to_vec(),
    })
}

/// Whether a number is written in a way that only later versions of Postgres, or only `real`,
/// take: `0x1F`, `1_000`.
fn has_base(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['-', '+']);
    let has_prefix = digits
        .get(..2)
        .is_some_and(|start| matches!(start, "0x" | "0X" | "0o" | "0O" | "0b" | "0B"));
    let is_grouped = digits.contains('_')
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_');
    has_prefix || is_grouped
}

/// Whether a number has more digits before its point than the precision leaves room for.
fn overflows(precision: Option<(u32, u32)>, text: &str) -> bool {
    let Some((digits, scale)) = precision else {
        return false;
    };
    let room = digits.saturating_sub(scale);
    match text.trim().parse::<f64>() {
        // Rounding may carry into one more digit; what is that close is left alone.
        Ok(number) if number.is_finite() => number.abs() >= 10f64.powi(room as i32),
        Ok(_) | Err(_) => false,
    }
}

/// `\x` and hexadecimal digits in pairs, or the older form with escapes.
fn bytes(text: &str) -> Reading {
    if let Some(digits) = text.strip_prefix("\\x") {
        let digits = digits.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let digits: Vec<u8> = digits.collect();
        let is_whole = digits.len().is_multiple_of(2);
        return known(is_whole && digits.iter().all(u8::is_ascii_hexdigit));
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('\\') {
        let is_octal = |byte: &u8| (b'0'..=b'7').contains(byte);
        let digits = after.as_bytes().get(..3);
        let is_byte = digits.is_some_and(|digits| digits.iter().all(is_octal));
        match after.strip_prefix('\\') {
            Some(after) => rest = after,
            None if is_byte => rest = after.get(3..).unwrap_or_default(),
            None => return Reading::Malformed,
        }
    }
    Reading::Fine
}

fn brackets(text: &str, opening: char, closing: char) -> Reading {
    let text = text.trim();
    known(text.starts_with(opening) && text.ends_with(closing))
}

/// `[a,b)` or `empty`.
fn range(bound: &Kind, text: &str) -> Option<Refusal> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("empty") {
        return None;
    }
    let malformed = Some(Refusal::Malformed);
    let inner = text.strip_prefix(['[', '(']);
    let inner = inner.and_then(|inner| inner.strip_suffix([']', ')']));
    let Some((low, high)) = inner.and_then(|inner| inner.split_once(',')) else {
        return malformed;
    };
    if text.contains(['"', '\\']) {
        return None;
    }
    if high.contains(',') {
        return malformed;
    }
    let bounds = [low, high].into_iter().filter(|text| !text.is_empty());
    bounds
        .filter_map(|text| refusal(bound, text, Use::Compared))
        .next()
        .and(malformed)
}

/// `{a,"b c",NULL}`; of arrays within arrays only the outer braces are looked at.
fn array(element: &Kind, text: &str, purpose: Use) -> Option<Refusal> {
    let text = text.trim();
    if text.starts_with('[') && text.contains("]={") {
        return None;
    }
    let inner = text.strip_prefix('{');
    let Some(inner) = inner.and_then(|inner| inner.strip_suffix('}')) else {
        return Some(Refusal::Malformed);
    };
    if inner.contains(['{', '}', '"', '\\']) || inner.trim().is_empty() {
        return None;
    }
    inner.split(',').map(str::trim).find_map(|text| {
        if text.is_empty() {
            Some(Refusal::Malformed)
        } else if text.eq_ignore_ascii_case("null") {
            None
        } else {
            refusal(element, text, purpose)
        }
    })
}

//! Values held against types: what Postgres makes of a text, and of JSON.

use super::types::{Kind, Type};
use crate::{
    clause::{Given, Literal, Values},
    schema::input::{self, Reading},
    source::Location,
};

/// How many characters of a value a message shows.
const SHOWN: usize = 40;

/// How many values to choose from a help lists.
const MOST_CHOICES: usize = 12;

/// What a value is handed over for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Use {
    /// It is stored: lengths and precisions hold.
    Written,
    /// It is compared with what is stored.
    Compared,
}

/// A value that a type cannot hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    pub(super) location: Location,
    /// The value as messages show it.
    pub(super) shown: String,
    pub(super) refusal: Refusal,
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

/// What of a value a column or argument cannot hold, when it is written as JSON.
///
/// Postgres takes the text of a JSON value for the type's input function, but for JSON, arrays and
/// composite types. Nothing is said when one of the possible values is right.
pub(super) fn written(kind: &Kind, values: &Values) -> Vec<Fault> {
    each(values, |given| written_one(kind, given))
}

/// What is wrong with a value by what is wrong with each of its alternatives.
///
/// A value that may be right is right: a caller may well have ruled out the others before.
pub(super) fn each(values: &Values, judge: impl Fn(&Given) -> Vec<Fault>) -> Vec<Fault> {
    if values.open {
        return Vec::new();
    }
    let faults: Vec<Vec<Fault>> = values.alternatives.iter().map(judge).collect();
    if faults.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    faults.into_iter().flatten().collect()
}

fn written_one(kind: &Kind, given: &Given) -> Vec<Fault> {
    if matches!(kind, Kind::Json | Kind::Jsonb | Kind::EitherJson) {
        return Vec::new();
    }
    let refusal = match &given.literal {
        Literal::Null | Literal::Undefined => None,
        Literal::Text(text) => refusal(kind, text, Use::Written),
        Literal::Number(source) => number(source).and_then(|text| scalar(kind, &text)),
        Literal::Boolean(true) => scalar(kind, "true"),
        Literal::Boolean(false) => scalar(kind, "false"),
        Literal::List(elements) => match kind {
            Kind::Array(element) => return written_elements(kind, element, elements),
            Kind::Composite => Some(Refusal::Malformed),
            _ => holds_no_brackets(kind).then_some(Refusal::Malformed),
        },
        Literal::Object => {
            let is_refused =
                holds_no_brackets(kind) || matches!(kind, Kind::Array(_) | Kind::Date | Kind::Time);
            is_refused.then_some(Refusal::Malformed)
        }
    };
    refusal
        .map(|refusal| fault(given, refusal))
        .into_iter()
        .collect()
}

/// Elements of arrays within arrays are those of one array of more dimensions.
fn written_elements(array: &Kind, element: &Kind, elements: &[Values]) -> Vec<Fault> {
    let is_json = matches!(element, Kind::Json | Kind::Jsonb | Kind::EitherJson);
    let faults = elements.iter().map(|values| {
        each(values, |given| match &given.literal {
            Literal::List(_) if !is_json => written_one(array, given),
            Literal::List(_)
            | Literal::Text(_)
            | Literal::Number(_)
            | Literal::Boolean(_)
            | Literal::Null
            | Literal::Undefined
            | Literal::Object => written_one(element, given),
        })
    });
    faults.flatten().collect()
}

/// A number or truth value where JSON has one.
fn scalar(kind: &Kind, text: &str) -> Option<Refusal> {
    match kind {
        Kind::Array(_) | Kind::Composite => Some(Refusal::Malformed),
        _ => refusal(kind, text, Use::Written),
    }
}

/// Types that take no text that begins with a bracket.
pub(super) fn holds_no_brackets(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Integer { .. }
            | Kind::Numeric { .. }
            | Kind::Float
            | Kind::Number
            | Kind::Boolean
            | Kind::Uuid
            | Kind::Enum { .. }
            | Kind::Network
            | Kind::Macaddr
    )
}

/// A fault with a value as the code writes it.
pub(super) fn fault(given: &Given, refusal: Refusal) -> Fault {
    Fault {
        location: given.location,
        shown: shown(&given.literal),
        refusal,
    }
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
        Kind::Integer { least, most } if !has_base(text) => input::integer(text, *least, *most),
        Kind::Numeric { precision } if !has_base(text) => match input::number(text) {
            Reading::Fine if purpose == Use::Written && overflows(*precision, text) => {
                Reading::OutOfRange
            }
            reading => reading,
        },
        Kind::Float | Kind::Number if !has_base(text) => input::number(text),
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
        Kind::Network => {
            let is_address = text.contains(|sign: char| sign.is_ascii_digit() || sign == ':');
            known(is_address)
        }
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
        | Kind::TsVector
        | Kind::TsQuery
        | Kind::Bits
        | Kind::Countable
        | Kind::Xml
        | Kind::Polygon
        | Kind::Box
        | Kind::Set
        | Kind::Unknown => Reading::Fine,
    };
    match reading {
        Reading::Fine => None,
        Reading::Malformed => Some(Refusal::Malformed),
        Reading::OutOfRange | Reading::MonthOutOfRange => Some(Refusal::OutOfRange),
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

/// `\x` and hexadecimal digits in pairs; anything else may be the older form with escapes.
fn bytes(text: &str) -> Reading {
    let Some(digits) = text.strip_prefix("\\x") else {
        return Reading::Fine;
    };
    let digits = digits.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let digits: Vec<u8> = digits.collect();
    known(digits.len() % 2 == 0 && digits.iter().all(u8::is_ascii_hexdigit))
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
    if high.contains(',') || text.contains(['"', '\\']) {
        return None;
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

/// A number as JavaScript makes a text of it; `None` when the source is not understood.
pub(super) fn number(source: &str) -> Option<String> {
    let source = source.replace('_', "");
    let (sign, digits) = match source.strip_prefix('-') {
        Some(digits) => ("-", digits.trim_start()),
        None => ("", source.strip_prefix('+').unwrap_or(&source).trim_start()),
    };
    if let Some(whole) = digits.strip_suffix('n')
        && whole.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(format!("{sign}{whole}"));
    }
    let value = match digits.get(..2) {
        Some("0x" | "0X") => u64::from_str_radix(&digits[2..], 16).ok()? as f64,
        Some("0o" | "0O") => u64::from_str_radix(&digits[2..], 8).ok()? as f64,
        Some("0b" | "0B") => u64::from_str_radix(&digits[2..], 2).ok()? as f64,
        Some(_) | None => digits.parse().ok()?,
    };
    if value == 0.0 {
        return Some("0".to_owned());
    }
    if !value.is_finite() {
        return None;
    }
    if (1e-6..1e21).contains(&value) {
        return Some(format!("{sign}{value}"));
    }
    let text = format!("{value:e}");
    Some(match text.contains("e-") {
        true => format!("{sign}{text}"),
        false => format!("{sign}{}", text.replace('e', "e+")),
    })
}

/// A value as messages show it.
pub(super) fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => quoted(text),
        Literal::Number(source) => source.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Null => "null".to_owned(),
        Literal::Undefined => "undefined".to_owned(),
        Literal::List(_) => "a list".to_owned(),
        Literal::Object => "an object".to_owned(),
    }
}

/// A text in quotes, cut where it gets long.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    serde_json::Value::from(shown).to_string()
}

impl Fault {
    /// A sentence about the fault: ``column `a` of `t` cannot hold 1.5: it is `integer` ``.
    ///
    /// `subject` says what cannot do what with the value: ``column `a` of `t` cannot hold``.
    pub(super) fn message(&self, subject: &str, data_type: &Type) -> String {
        let Self { shown, refusal, .. } = self;
        let name = &data_type.name;
        match refusal {
            Refusal::NoLabel {
                name: Some(name), ..
            } => format!("{shown} is no value of the enum `{}`", plain(name)),
            Refusal::NoLabel { name: None, .. } => {
                format!("{subject} {shown}: it is none of its values")
            }
            Refusal::Malformed => format!("{subject} {shown}: it is `{name}`"),
            Refusal::OutOfRange => format!("{subject} {shown}: that is out of range for `{name}`"),
            Refusal::TooLong(length) => {
                format!("{subject} {shown}: it is `{name}`, and the text has {length} characters")
            }
        }
    }

    /// The labels of an enum, the one that may have been meant first.
    pub(super) fn help(&self) -> Option<String> {
        match &self.refusal {
            Refusal::NoLabel { label, labels, .. } => Some(choices(label, labels)),
            Refusal::Malformed | Refusal::OutOfRange | Refusal::TooLong(_) => None,
        }
    }
}

/// A name of a type without the quotes that SQL needs.
fn plain(name: &str) -> String {
    match super::types::split(name) {
        Some((schema, local)) if schema == "public" => local,
        Some(_) | None => name.to_owned(),
    }
}

/// What else may be said, and which of it is nearest.
pub(super) fn choices(said: &str, known: &[String]) -> String {
    let shown: Vec<String> = known
        .iter()
        .take(MOST_CHOICES)
        .map(|label| format!("`{label}`"))
        .collect();
    let mut list = format!("it is one of {}", shown.join(", "));
    if known.len() > MOST_CHOICES {
        list.push_str(&format!(" and {} more", known.len() - MOST_CHOICES));
    }
    match super::suggest::did_you_mean(said, known.iter().map(String::as_str)) {
        Some(question) => format!("{question} {list}"),
        None => list,
    }
}

#[cfg(test)]
mod tests;

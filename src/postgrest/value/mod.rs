//! Values held against types: what Postgres makes of a text, and of JSON.

use super::{
    refusal::{Refusal, Use, refusal},
    types::{Kind, Type},
};
use crate::{
    clause::{Given, Literal, Values},
    source::Location,
};

/// How many characters of a value a message shows.
const SHOWN: usize = 40;

/// How many values to choose from a help lists.
const MOST_CHOICES: usize = 12;

/// A value that a type cannot hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Fault {
    pub(super) location: Location,
    /// The value as messages show it.
    pub(super) shown: String,
    pub(super) refusal: Refusal,
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

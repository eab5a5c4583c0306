//! What postgrest-js makes of the values handed to its filters.

use super::{
    refusal::{Refusal, Use, refusal},
    types::Kind,
    value::{self, Fault},
};
use crate::{
    clause::{Given, Literal, Values},
    select::operation::{Head, Operator, Quantifier},
    source::Span,
};

/// What a method of the client sends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Sent {
    operator: Operator,
    quantifier: Option<Quantifier>,
    negated: bool,
    pub(super) form: Form,
}

/// How a method makes a text of its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// As a template does.
    Plain,
    /// A list in parentheses, each element as a template does.
    Elements,
    /// A list in braces, an object as JSON, anything else as it is.
    Set,
}

impl Sent {
    pub(super) fn head(&self) -> Head {
        Head {
            negated: self.negated,
            quantifier: self.quantifier,
            ..Head::plain(self.operator, Span::default())
        }
    }
}

/// What a method sends; `None` when it is no filter by one operator.
pub(super) fn method(name: &str) -> Option<Sent> {
    let plain = |operator| Sent {
        operator,
        quantifier: None,
        negated: false,
        form: Form::Plain,
    };
    let set = |operator| Sent {
        form: Form::Set,
        ..plain(operator)
    };
    let of_all = |operator, quantifier| Sent {
        quantifier: Some(quantifier),
        form: Form::Set,
        ..plain(operator)
    };
    let elements = Sent {
        form: Form::Elements,
        ..plain(Operator::In)
    };
    Some(match name {
        "in" => elements,
        "notIn" => Sent {
            negated: true,
            ..elements
        },
        "likeAllOf" => of_all(Operator::Like, Quantifier::All),
        "likeAnyOf" => of_all(Operator::Like, Quantifier::Any),
        "ilikeAllOf" => of_all(Operator::Ilike, Quantifier::All),
        "ilikeAnyOf" => of_all(Operator::Ilike, Quantifier::Any),
        "regexMatch" => plain(Operator::Match),
        "regexIMatch" => plain(Operator::Imatch),
        "isDistinct" => plain(Operator::IsDistinct),
        "contains" | "cs" => set(Operator::Cs),
        "containedBy" | "cd" => set(Operator::Cd),
        "overlaps" | "ov" => set(Operator::Ov),
        "rangeGt" | "sr" => plain(Operator::Sr),
        "rangeGte" | "nxl" => plain(Operator::Nxl),
        "rangeLt" | "sl" => plain(Operator::Sl),
        "rangeLte" | "nxr" => plain(Operator::Nxr),
        "rangeAdjacent" | "adj" => plain(Operator::Adj),
        // Which of the four kinds of search it is depends on an option; all need the same types.
        "textSearch" => plain(Operator::Plfts),
        "match" => return None,
        _ => plain(Operator::from_name(name)?),
    })
}

/// A value in a template: `${value}`; `None` when that is not known.
pub(super) fn text(literal: &Literal) -> Option<String> {
    Some(match literal {
        Literal::Text(text) => text.clone(),
        Literal::Number(source) => value::number(source)?,
        Literal::Boolean(value) => value.to_string(),
        Literal::Null => "null".to_owned(),
        Literal::Undefined => "undefined".to_owned(),
        Literal::List(elements) => joined(elements)?,
        Literal::Object => "[object Object]".to_owned(),
    })
}

/// `list.join(",")`, for lists of plain values.
fn joined(elements: &[Values]) -> Option<String> {
    let elements = elements.iter().map(|values| {
        let [given] = values.alternatives.as_slice() else {
            return None;
        };
        match (&given.literal, values.open) {
            (_, true) | (Literal::List(_), _) => None,
            (Literal::Null | Literal::Undefined, _) => Some(String::new()),
            (literal, _) => text(literal),
        }
    });
    Some(elements.collect::<Option<Vec<_>>>()?.join(","))
}

/// What is wrong with the elements of a list that is sent in parentheses.
pub(super) fn elements(kind: &Kind, values: &Values) -> Vec<Fault> {
    value::each(values, |given| {
        let Literal::List(elements) = &given.literal else {
            return Vec::new();
        };
        // Nothing between the parentheses is no element, not an empty one.
        if matches!(elements.as_slice(), [only] if is_empty_text(only)) {
            return Vec::new();
        }
        let faults = elements.iter().map(|values| {
            value::each(values, |given| {
                let refusal = text(&given.literal).and_then(|text| element(kind, &text));
                fault(given, refusal)
            })
        });
        faults.flatten().collect()
    })
}

fn is_empty_text(values: &Values) -> bool {
    let mut given = values.alternatives.iter();
    !values.open && given.all(|given| given.literal == Literal::Text(String::new()))
}

/// Why a type cannot hold an element between parentheses.
///
/// The client puts quotes around what holds commas or parentheses, and around nothing else; the
/// server takes away those that are there.
fn element(kind: &Kind, text: &str) -> Option<Refusal> {
    let inner = text.strip_prefix('"');
    let inner = inner.and_then(|inner| inner.strip_suffix('"'));
    match inner {
        Some(_) if text.contains([',', '(', ')', '\\']) => None,
        Some(inner) if inner.contains('"') => None,
        Some(inner) => refusal(kind, inner, Use::Compared),
        None => refusal(kind, text, Use::Compared),
    }
}

/// What is wrong with a value of which lists are sent in braces and objects as JSON.
pub(super) fn set(kind: &Kind, values: &Values) -> Vec<Fault> {
    value::each(values, |given| match (&given.literal, kind) {
        (Literal::List(list), Kind::Array(element)) => array(element, list),
        (Literal::List(list), Kind::Json | Kind::Jsonb | Kind::EitherJson) => {
            let refusal =
                joined(list).and_then(|list| refusal(kind, &format!("{{{list}}}"), Use::Compared));
            fault(given, refusal)
        }
        (Literal::List(_) | Literal::Object, Kind::Range(_)) => {
            fault(given, Some(Refusal::Malformed))
        }
        (Literal::Object, Kind::Array(_)) => fault(given, Some(Refusal::Malformed)),
        (Literal::List(_) | Literal::Object, _) => {
            let is_refused = value::holds_no_brackets(kind);
            fault(given, is_refused.then_some(Refusal::Malformed))
        }
        (literal, _) => {
            let refusal = text(literal).and_then(|text| refusal(kind, &text, Use::Compared));
            fault(given, refusal)
        }
    })
}

/// Elements are put between commas as they are.
fn array(kind: &Kind, elements: &[Values]) -> Vec<Fault> {
    // Of nothing but one hole the client makes an empty array.
    let is_alone = elements.len() == 1;
    let faults = elements.iter().map(|element| {
        value::each(element, |given| {
            let refusal = match &given.literal {
                // A hole is left where they stand.
                Literal::Null | Literal::Undefined => (!is_alone).then_some(Refusal::Malformed),
                Literal::Text(text) if text.contains(['{', '}', '"', '\\', ',']) => None,
                literal => text(literal).and_then(|text| match text.trim() {
                    "" => (!is_alone).then_some(Refusal::Malformed),
                    text => refusal(kind, text, Use::Compared),
                }),
            };
            fault(given, refusal)
        })
    });
    faults.flatten().collect()
}

fn fault(given: &Given, refusal: Option<Refusal>) -> Vec<Fault> {
    let fault = refusal.map(|refusal| value::fault(given, refusal));
    fault.into_iter().collect()
}

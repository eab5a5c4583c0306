//! Filters of realtime subscriptions: `room_id=eq.1,state=in.(open,"on, hold")`.
//!
//! The grammar is not PostgREST's but that of Supabase's Realtime server
//! (`lib/extensions/postgres_cdc_rls/subscriptions.ex`), whose older releases know `eq`, `neq`,
//! `lt`, `lte`, `gt`, `gte` and `in`, and one filter only.

use super::{
    Name, SyntaxError,
    operation::{Head, Operation, Operator, Value},
};
use crate::source::Span;
use std::ops::Range;

/// One filter of a subscription.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChangesFilter {
    pub column: Name,
    /// Without quantifier and language.
    pub operation: Operation,
}

/// The operators that Realtime knows.
pub const OPERATORS: [Operator; 13] = [
    Operator::Eq,
    Operator::Neq,
    Operator::Lt,
    Operator::Lte,
    Operator::Gt,
    Operator::Gte,
    Operator::In,
    Operator::Like,
    Operator::Ilike,
    Operator::Is,
    Operator::Match,
    Operator::Imatch,
    Operator::IsDistinct,
];

/// The filters of a subscription, all of which must hold; an empty text has none.
///
/// # Errors
///
/// When Realtime refuses the subscription.
pub fn parse(text: &str) -> Result<Vec<ChangesFilter>, SyntaxError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    segments(text)
        .into_iter()
        .map(|range| filter(text, range))
        .collect()
}

/// The places between the commas that stand in neither parentheses nor quotes.
fn segments(text: &str) -> Vec<Range<usize>> {
    let (mut start, mut depth, mut quoted, mut before) = (0, 0_usize, false, ' ');
    let mut segments = Vec::new();
    let mut characters = text.char_indices();
    while let Some((place, next)) = characters.next() {
        match next {
            '\\' if quoted => {
                characters.next();
            }
            '"' if quoted => quoted = false,
            '"' if matches!(before, '.' | '(' | ',') => quoted = true,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                segments.push(start..place);
                start = place + 1;
            }
            _ => {}
        }
        before = next;
    }
    segments.push(start..text.len());
    segments
}

fn filter(text: &str, range: Range<usize>) -> Result<ChangesFilter, SyntaxError> {
    let range = trimmed(text, range);
    let segment = text.get(range.clone()).unwrap_or_default();
    let Some((column, operation)) = segment.split_once('=') else {
        let token = if segment.is_empty() { "," } else { segment };
        let message = format!("unexpected `{token}`: expected a filter such as `id=eq.1`");
        return Err(error(range, message));
    };
    let place = range.start + column.len() + 1;
    Ok(ChangesFilter {
        column: Name {
            text: column.to_owned(),
            span: span(range.start..range.start + column.len()),
        },
        operation: self::operation(operation, place)?,
    })
}

/// What stands behind `=`, at a place in the whole text.
fn operation(text: &str, place: usize) -> Result<Operation, SyntaxError> {
    let end = place + text.len();
    let (negated, rest) = match text.strip_prefix("not.") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (word, value) = match rest.split_once('.') {
        Some((word, value)) => (word, Some(value)),
        None => (rest, None),
    };
    let start = end - rest.len();
    let word_place = start..start + word.len();
    let operator = Operator::from_name(word).filter(|operator| OPERATORS.contains(operator));
    let Some(operator) = operator else {
        let message = format!("unexpected `{word}`: expected an operator of Realtime such as `eq`");
        return Err(error(word_place, message));
    };
    let Some(value) = value else {
        let message = format!("unexpected end: expected `.` and a value behind `{word}`");
        return Err(error(end..end, message));
    };
    let mut head = Head::plain(operator, span(word_place));
    head.negated = negated;
    Ok(Operation {
        value: self::value(&head, value, end - value.len())?,
        head,
    })
}

fn error(place: Range<usize>, message: String) -> SyntaxError {
    SyntaxError {
        span: span(place),
        message,
    }
}

fn value(head: &Head, text: &str, start: usize) -> Result<Value, SyntaxError> {
    let place = span(start..start + text.len());
    let one = |text: String| Name { text, span: place };
    if head.operator != Operator::In {
        return Ok(Value::One(one(unquoted(text))));
    }
    let Some(inner) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    else {
        let message = format!("unexpected `{text}`: expected a list in parentheses behind `in`");
        return Err(error(start..start + text.len(), message));
    };
    // The server makes an array's literal of it, in which white space around elements is nothing.
    let elements = segments(inner).into_iter().map(|range| {
        let range = trimmed(inner, range);
        Name {
            text: unquoted(inner.get(range.clone()).unwrap_or_default()),
            span: span(start + 1 + range.start..start + 1 + range.end),
        }
    });
    Ok(Value::List(if inner.is_empty() {
        Vec::new()
    } else {
        elements.collect()
    }))
}

fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else {
        return text.to_owned();
    };
    let mut unquoted = String::new();
    let mut characters = inner.chars();
    while let Some(next) = characters.next() {
        match next {
            '"' => return text.to_owned(),
            '\\' => unquoted.extend(characters.next()),
            _ => unquoted.push(next),
        }
    }
    unquoted
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

fn span(range: Range<usize>) -> Span {
    let place = |place| u32::try_from(place).unwrap_or(u32::MAX);
    Span {
        start: place(range.start),
        end: place(range.end),
    }
}

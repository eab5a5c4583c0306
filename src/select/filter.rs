//! Filters: columns of embeds (`messages.channels.id`) and `or` texts.

use super::{
    Field, Name, SyntaxError,
    list::WhiteSpace,
    operation::{self, Operation, Place},
    scan::Scanner,
};
use crate::source::Span;

/// A column to filter by, with the embeds on the way to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilterPath {
    /// Embeds by alias or target, outermost first.
    pub embeds: Vec<Name>,
    pub field: Field,
    /// What PostgREST does not look at: all behind what it takes for the column.
    pub ignored: Option<Span>,
}

/// What an `or` text holds.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Conditions {
    pub conditions: Vec<Condition>,
    /// What PostgREST does not look at: all from a parenthesis that closes nothing.
    pub ignored: Option<Span>,
}

/// `and(…)` and `or(…)` with everything in them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Condition {
    Group {
        negated: bool,
        /// `or`, else `and`.
        any: bool,
        conditions: Vec<Condition>,
        span: Span,
    },
    Filter(Filter),
}

/// `field.not.operator.value`
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Filter {
    pub field: Field,
    pub operation: Operation,
    pub span: Span,
}

/// Parameters of a request that are no filters.
pub const PARAMETERS: [&str; 3] = ["select", "columns", "on_conflict"];

/// Parameters that are no filters on embeds either: `messages.order`.
pub const EMBED_PARAMETERS: [&str; 5] = ["order", "limit", "offset", "and", "or"];

/// The column that a filter method names: `id`, `data->>a`, `messages.channels.id`.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`, and when it takes the name for a parameter: `limit=eq.1` and
/// `select=eq.1` filter nothing, and `order=eq.1` is an order that does not parse.
pub fn path(text: &str) -> Result<FilterPath, SyntaxError> {
    let mut scanner = Scanner::new(text, WhiteSpace::Kept);
    refuse_parameter(text)?;
    let mut embeds = Vec::new();
    let mut name = scanner.name("a column")?;
    while scanner.eat(".") {
        embeds.push(name);
        name = scanner.name("a column behind `.`")?;
    }
    Ok(FilterPath {
        embeds,
        field: scanner.field_of(name)?,
        ignored: scanner.ignored(),
    })
}

fn refuse_parameter(text: &str) -> Result<(), SyntaxError> {
    let last = text.rsplit('.').next().unwrap_or_default();
    let word = if PARAMETERS.contains(&text) {
        text
    } else if EMBED_PARAMETERS.contains(&last) {
        last
    } else {
        return Ok(());
    };
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    Err(SyntaxError {
        span: Span {
            start: length(text) - length(word),
            end: length(text),
        },
        message: format!(
            "unexpected `{word}`: it is a parameter of the request; a column of this name needs \
             double quotes"
        ),
    })
}

/// The embeds that the option `referencedTable` names: `messages`, `messages.channels`.
///
/// # Errors
///
/// When it is not a list of names between dots.
pub fn embeds(text: &str) -> Result<Vec<Name>, SyntaxError> {
    let mut scanner = Scanner::new(text, WhiteSpace::Kept);
    let mut embeds = vec![scanner.name("an embed")?];
    while scanner.eat(".") {
        embeds.push(scanner.name("an embed behind `.`")?);
    }
    if scanner.peek().is_some() {
        return Err(scanner.unexpected("`.` or the end of the embed"));
    }
    Ok(embeds)
}

/// The conditions of an `or` text, without parentheses of their own.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn conditions(text: &str) -> Result<Conditions, SyntaxError> {
    // The client puts the text into parentheses.
    let mut scanner = Scanner::with_suffix(text, ")");
    scanner.skip_spaces();
    if scanner.peek() == Some('(') {
        return Err(scanner.unexpected("a condition: the client adds the outer parentheses itself"));
    }
    let conditions = list(&mut scanner)?;
    close(&mut scanner)?;
    Ok(Conditions {
        conditions,
        ignored: scanner.ignored(),
    })
}

fn list(scanner: &mut Scanner<'_>) -> Result<Vec<Condition>, SyntaxError> {
    let mut conditions = vec![condition(scanner)?];
    while scanner.comma("`)`")? {
        conditions.push(condition(scanner)?);
    }
    Ok(conditions)
}

fn condition(scanner: &mut Scanner<'_>) -> Result<Condition, SyntaxError> {
    let start = scanner.position();
    match group_head(scanner) {
        Some(head) => group(scanner, head, start),
        None => filter(scanner, start).map(Condition::Filter),
    }
}

/// `not.or` in front of a group's parenthesis.
struct GroupHead {
    negated: bool,
    any: bool,
}

/// What stands in front of a group's parenthesis, passed; `None` when no group stands here.
fn group_head(scanner: &mut Scanner<'_>) -> Option<GroupHead> {
    let rest = scanner.rest();
    let (negated, word) = match rest.strip_prefix("not.") {
        Some(word) => (true, word),
        None => (false, rest),
    };
    let (any, after) = match word.strip_prefix("or") {
        Some(after) => (true, after),
        None => (false, word.strip_prefix("and")?),
    };
    if !after.trim_start_matches([' ', '\t']).starts_with('(') {
        return None;
    }
    let length = rest.len() - after.len();
    scanner.taken(length);
    scanner.skip_spaces();
    Some(GroupHead { negated, any })
}

fn group(
    scanner: &mut Scanner<'_>,
    head: GroupHead,
    start: usize,
) -> Result<Condition, SyntaxError> {
    scanner.eat("(");
    scanner.enter()?;
    scanner.skip_spaces();
    let conditions = list(scanner)?;
    let span = close(scanner).map(|end| Span {
        start: scanner.span_from(start).start,
        end,
    })?;
    scanner.leave();
    Ok(Condition::Group {
        negated: head.negated,
        any: head.any,
        conditions,
        span,
    })
}

/// Passes a closing parenthesis and the white space behind it; gives where the parenthesis ends.
fn close(scanner: &mut Scanner<'_>) -> Result<u32, SyntaxError> {
    if !scanner.eat(")") {
        return Err(scanner.unexpected("`,` or `)` behind a condition"));
    }
    let end = scanner.span_from(scanner.position()).end;
    scanner.skip_spaces();
    Ok(end)
}

fn filter(scanner: &mut Scanner<'_>, start: usize) -> Result<Filter, SyntaxError> {
    let field = scanner.field("a column, `and(` or `or(`")?;
    if !scanner.eat(".") {
        let expected = format!("`.` and an operator behind `{}`", field.name.text);
        return Err(scanner.unexpected(&expected));
    }
    let behind = scanner.position();
    let operation = operation::read(scanner, Place::Condition)
        .map_err(|error| explained(scanner, error, &field, behind))?;
    let span = scanner.span_from(start);
    Ok(Filter {
        field,
        operation,
        span,
    })
}

/// The error, or what was probably meant: two mistakes that look right.
fn explained(
    scanner: &mut Scanner<'_>,
    error: SyntaxError,
    field: &Field,
    behind: usize,
) -> SyntaxError {
    scanner.return_to(behind);
    let is_condition = field.path.is_empty()
        && scanner.name("a column").is_ok()
        && scanner.eat(".")
        && operation::read(scanner, Place::Condition).is_ok();
    if !is_condition {
        return error;
    }
    let name = &field.name.text;
    let message = if name == "not" {
        "unexpected `not`: it stands behind the column, as in `id.not.eq.1`".to_owned()
    } else {
        format!(
            "unexpected `{name}`: a condition cannot name a column of an embed without the option `referencedTable`"
        )
    };
    SyntaxError {
        span: field.name.span,
        message,
    }
}

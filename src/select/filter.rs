//! Filters: columns of embeds (`messages.channels.id`), operators, `or` texts.

use super::{Field, Name, SyntaxError};
use crate::source::Span;

/// A column to filter by, with the embeds on the way to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilterPath {
    /// Embeds by alias or target, outermost first.
    pub embeds: Vec<Name>,
    pub field: Field,
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

/// What follows the column: `not.in.(1,2)`, `plfts(english).word`, `eq(any).{1,2}`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operation {
    pub negated: bool,
    pub operator: Operator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// `any` or `all`, which some operators take.
    pub quantifier: Option<Quantifier>,
    /// The language of a text search.
    pub language: Option<Name>,
    pub value: Value,
}

/// The value of a filter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Value {
    One(Name),
    /// Of `in`, and of operators with a quantifier.
    List(Vec<Name>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quantifier {
    Any,
    All,
}

/// The operators of PostgREST, by the names they have in requests.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Operator {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    Like,
    Ilike,
    /// `match`
    Match,
    /// `imatch`
    Imatch,
    In,
    Is,
    IsDistinct,
    Fts,
    Plfts,
    Phfts,
    Wfts,
    Cs,
    Cd,
    Ov,
    Sl,
    Sr,
    Nxr,
    Nxl,
    Adj,
}

/// The column that a filter method names: `id`, `data->>a`, `messages.channels.id`.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn path(text: &str) -> Result<FilterPath, SyntaxError> {
    let span = Span {
        start: 0,
        end: text.len() as u32,
    };
    Ok(FilterPath {
        embeds: Vec::new(),
        field: Field {
            name: Name {
                text: text.to_owned(),
                span,
            },
            path: Vec::new(),
            span,
        },
    })
}

/// The conditions of an `or` text, without parentheses of their own.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn conditions(_text: &str) -> Result<Vec<Condition>, SyntaxError> {
    Ok(Vec::new())
}

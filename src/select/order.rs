//! Orders: `id`, `users(name)`, `a.desc.nullslast,b`.

use super::{Field, Name, SyntaxError};
use crate::source::Span;

/// One term of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Term {
    /// `relation(column)`: the embed, by the name it has in the answer.
    pub embed: Option<Name>,
    pub field: Field,
    pub descending: Option<bool>,
    pub nulls_first: Option<bool>,
    pub span: Span,
}

/// The terms of an order as PostgREST reads them, after the client added its direction to the end.
///
/// # Errors
///
/// When PostgREST answers `PGRST100`.
pub fn parse(_text: &str) -> Result<Vec<Term>, SyntaxError> {
    Ok(Vec::new())
}

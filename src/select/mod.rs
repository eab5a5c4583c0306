//! The grammar of PostgREST: select lists, filters, `or` texts, orders.
//!
//! Every parser is total: it gives a tree or the error that PostgREST would give, with the place in
//! the text, and never panics. Printing a tree and parsing it again gives the same tree. Spans
//! count bytes of the text that was given, before supabase-js takes white space out.
//!
//! The grammar is that of PostgREST 12 (`ApiRequest/QueryParams.hs`), and so is its habit to read
//! only as far as it must: what it leaves over is kept as `ignored`, not refused.
//! Later releases, up to 16, changed nothing but that `is` takes `not_null`.

mod scan;

pub mod changes;

pub mod filter;

pub mod list;

pub mod names;

pub mod operation;

pub mod order;

mod print;

mod value;

#[cfg(test)]
mod tests;

use crate::source::Span;

/// Why PostgREST does not take a text (`PGRST100`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SyntaxError {
    /// The token at fault; empty at the end of the text.
    pub span: Span,
    /// A clause without a full stop, naming the token: ``unexpected `,`: expected a column``.
    pub message: String,
}

/// A name in a text.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Name {
    /// Unquoted, without the white space that supabase-js takes out.
    pub text: String,
    /// Quotes included.
    pub span: Span,
}

/// A column and the way into it: `data->author->>name`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Field {
    pub name: Name,
    pub path: Vec<Step>,
    pub span: Span,
}

/// One arrow into a JSON value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    pub arrow: Arrow,
    pub key: Name,
    /// Whether the key is a number that counts elements; else it is the key of an object.
    pub is_index: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Arrow {
    /// `->`
    Json,
    /// `->>`
    Text,
}

//! SQL text to statements.
//!
//! The parser's own types stay inside `lower`; everything else works on the model of this module.
//! Every span counts bytes from the start of the text that was given.

pub mod expression;

mod lower;

pub mod name;

mod nesting;

pub mod parts;

mod prepare;

pub mod procedural;

pub mod query;

mod scan;

mod split;

pub mod statement;

use crate::source::Span;

use self::statement::Statement;

/// The statements of a text, each read on its own: one in error costs only itself.
pub fn parse(text: &str) -> Script {
    lower::script(text)
}

/// A text as statements, in order.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub statements: Vec<Item>,
    /// What is not SQL and was skipped: psql's own commands, data of `COPY`.
    pub skipped: Vec<Skipped>,
}

/// One statement and where it stands, from its first word to before its semicolon.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub statement: Statement,
    pub span: Span,
}

/// A part of the text that was not read as SQL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    pub span: Span,
    pub kind: SkippedKind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SkippedKind {
    /// A line that begins with a backslash.
    MetaCommand,
    /// The lines after `COPY … FROM stdin`.
    CopyData,
    /// A quote, comment or parenthesis that is never closed, from where it opens.
    Unterminated,
}

#[cfg(test)]
mod tests;

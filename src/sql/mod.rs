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

use self::{
    scan::{Lexeme, LexemeKind, Scanner},
    statement::Statement,
};

/// The statements of a text, each read on its own: one in error costs only itself.
pub fn parse(text: &str) -> Script {
    lower::script(text)
}

/// The comments of a text, those in the bodies of functions and blocks too, in order.
pub fn comments(text: &str) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut waiting = vec![(0, text)];
    while let Some((start, part)) = waiting.pop() {
        for Lexeme {
            kind,
            start: from,
            end,
        } in Scanner::new(part)
        {
            match kind {
                LexemeKind::Comment(_) => comments.push(Span {
                    start: (start + from) as u32,
                    end: (start + end) as u32,
                }),
                LexemeKind::String(_) => {
                    waiting.extend(dollar_quoted(start, from, &part[from..end]))
                }
                LexemeKind::Word
                | LexemeKind::Number
                | LexemeKind::Name(_)
                | LexemeKind::Symbol(_) => {}
            }
        }
    }
    comments.sort();
    comments
}

/// The text between dollar quotes with its place in the whole; `None` for other strings.
fn dollar_quoted(start: usize, from: usize, string: &str) -> Option<(usize, &str)> {
    let quote = 2 + string.strip_prefix('$')?.find('$')?;
    let inside = string.get(quote..string.len().checked_sub(quote)?)?;
    Some((start + from + quote, inside))
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

//! Where code in braces or backticks ends.

use super::code::{Elements, Lexer, RawText, TokenKind};
use crate::{source::Span, syntax::span};

/// How often an unclosed brace is taken for text before no more are looked at.
///
/// Each costs a scan of the rest of the file.
const MAX_UNCLOSED: u32 = 8;

/// Finds the ends of braces in one file.
#[derive(Debug)]
pub(super) struct Braces {
    elements: Elements,
    unclosed: u32,
    /// What was found within the code so far and not taken yet.
    pub raw: Vec<RawText>,
}

impl Braces {
    pub fn new(elements: Elements) -> Self {
        Self {
            elements,
            unclosed: 0,
            raw: Vec::new(),
        }
    }

    /// The code from `start` to the `}` that ends it; `None` when nothing does.
    pub fn code(&mut self, text: &str, start: usize) -> Option<Span> {
        if self.unclosed == MAX_UNCLOSED {
            return None;
        }
        let mut lexer = Lexer::new(text, start, self.elements);
        let Some(end) = lexer.find(|token| token.kind == TokenKind::End) else {
            self.unclosed += 1;
            return None;
        };
        self.raw.append(&mut lexer.raw);
        Some(span(start, end.start))
    }
}

/// The end of the template that starts at `start`, after its backtick.
pub(super) fn template_end(text: &str, start: usize) -> Option<usize> {
    let mut lexer = Lexer::new(text, start, Elements::Allowed);
    lexer.next()?;
    while lexer.is_open() {
        lexer.next()?;
    }
    Some(lexer.at)
}

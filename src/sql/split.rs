//! The statements of a text, told apart the way psql does.

use super::{
    nesting::Nesting,
    scan::{Closed, LexemeKind, Scanner},
};

/// A statement as a part of a text, from its first word to before its semicolon.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Piece {
    pub start: usize,
    pub end: usize,
    pub ending: Ending,
    /// Where a quote, comment or parenthesis opens that is never closed.
    pub unclosed: Option<Unclosed>,
    pub too_deep: bool,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Ending {
    Semicolon,
    #[default]
    Text,
}

/// What is never closed, and where it opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Unclosed {
    pub at: usize,
    pub kind: UnclosedKind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UnclosedKind {
    String,
    DollarQuote,
    Name,
    Comment,
    Parenthesis,
}

/// The statements of a text, without those that are empty.
pub fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut statement = Statement::default();
    for lexeme in Scanner::new(text) {
        if lexeme.kind == LexemeKind::Symbol(b';') && statement.is_whole() {
            pieces.extend(statement.piece(Ending::Semicolon));
            statement = Statement::default();
            continue;
        }
        statement.take(text, lexeme.kind, lexeme.start, lexeme.end);
    }
    pieces.extend(statement.piece(Ending::Text));
    pieces
}

/// What was read of a statement.
#[derive(Debug, Default)]
struct Statement {
    start: Option<usize>,
    end: usize,
    /// Where each open parenthesis stands.
    parentheses: Vec<usize>,
    unclosed: Option<Unclosed>,
    words: usize,
    /// The first words, as far as they may be `CREATE OR REPLACE FUNCTION`.
    first: [u8; 4],
    /// How many `BEGIN` and `CASE` of a function's body are open.
    begun: usize,
    nesting: Nesting,
}

impl Statement {
    /// Whether a semicolon ends it.
    fn is_whole(&self) -> bool {
        self.parentheses.is_empty() && self.begun == 0
    }

    fn piece(&self, ending: Ending) -> Option<Piece> {
        let parenthesis = self.parentheses.first().map(|&at| Unclosed {
            at,
            kind: UnclosedKind::Parenthesis,
        });
        Some(Piece {
            start: self.start?,
            end: self.end,
            ending,
            unclosed: self.unclosed.or(parenthesis),
            too_deep: self.nesting.is_too_deep(),
        })
    }

    fn take(&mut self, text: &str, kind: LexemeKind, start: usize, end: usize) {
        match kind {
            LexemeKind::Comment(Closed::Yes) => return,
            LexemeKind::Comment(Closed::No) => self.never_closed(start, UnclosedKind::Comment),
            LexemeKind::Name(Closed::No) => self.never_closed(start, UnclosedKind::Name),
            LexemeKind::String(Closed::No) => {
                let is_dollar = text.as_bytes()[start] == b'$';
                self.never_closed(
                    start,
                    if is_dollar {
                        UnclosedKind::DollarQuote
                    } else {
                        UnclosedKind::String
                    },
                );
            }
            LexemeKind::Symbol(b'(') => self.parentheses.push(start),
            LexemeKind::Symbol(b')') => {
                self.parentheses.pop();
            }
            LexemeKind::Word => self.word(&text[start..end]),
            LexemeKind::Number
            | LexemeKind::String(Closed::Yes)
            | LexemeKind::Name(Closed::Yes)
            | LexemeKind::Symbol(_) => {}
        }
        self.nesting.take(&text[start..end], kind);
        self.start.get_or_insert(start);
        self.end = end;
    }

    fn never_closed(&mut self, at: usize, kind: UnclosedKind) {
        self.unclosed.get_or_insert(Unclosed { at, kind });
    }

    /// psql's own heuristic for `BEGIN ATOMIC … END`.
    fn word(&mut self, word: &str) {
        if let Some(slot) = self.first.get_mut(self.words)
            && ["create", "function", "procedure", "or", "replace"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        {
            *slot = word.as_bytes()[0].to_ascii_lowercase();
        }
        self.words += 1;
        let makes_routine = matches!(
            self.first,
            [b'c', b'f' | b'p', ..] | [b'c', b'o', b'r', b'f' | b'p']
        );
        if !makes_routine || !self.parentheses.is_empty() {
            return;
        }
        if word.eq_ignore_ascii_case("begin")
            || (self.begun > 0 && word.eq_ignore_ascii_case("case"))
        {
            self.begun += 1;
        } else if word.eq_ignore_ascii_case("end") {
            self.begun = self.begun.saturating_sub(1);
        }
    }
}

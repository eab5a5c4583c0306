//! The parser's events to the elements of a tree, and what it lets pass that Postgres does not.

use squawk_parser::{StrStep, SyntaxKind};

use super::keywords::{Holds, holds, is_reserved, names_functions};

/// A node or token; a subtree is contiguous, its root first.
pub struct Element {
    pub kind: SyntaxKind,
    pub start: u32,
    pub end: u32,
    /// The index after the subtree's last element.
    pub after: u32,
}

/// Takes the parser's steps and makes elements of them.
pub struct Builder<'t> {
    text: &'t str,
    pub elements: Vec<Element>,
    open: Vec<u32>,
    position: u32,
    /// Where the last token that is not a comment or white space ends.
    token_end: u32,
    /// Where errors are, in the order they were met.
    pub errors: Vec<u32>,
    /// The last token.
    before: SyntaxKind,
    /// Whether there is a line break after it.
    breaks_line: bool,
}

/// Whether the name in a node of this kind is a relation's.
fn is_relation(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::TABLE_NAME
            | SyntaxKind::TABLE_NAME_REF
            | SyntaxKind::RELATION_NAME_REF
            | SyntaxKind::VIEW
            | SyntaxKind::VIEW_REF
            | SyntaxKind::INDEX
            | SyntaxKind::INDEX_REF
            | SyntaxKind::SEQUENCE
            | SyntaxKind::SEQUENCE_REF
    )
}

/// Whether Postgres 15 knows nothing of what begins here.
fn is_of_later_versions(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::STORAGE
            | SyntaxKind::VIRTUAL
            | SyntaxKind::ENFORCED
            | SyntaxKind::FOR_PORTION_OF
            | SyntaxKind::RETURNING_OPTION_LIST
            | SyntaxKind::WITHOUT_OVERLAPS
            | SyntaxKind::PERIOD_COLUMN
            | SyntaxKind::IGNORE_NULLS
            | SyntaxKind::RESPECT_NULLS
            | SyntaxKind::NON_STANDARD_PARAM
    )
}

/// Whether a token is a string that another may go on.
fn is_string(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::STRING
            | SyntaxKind::ESC_STRING
            | SyntaxKind::NATIONAL_STRING
            | SyntaxKind::BIT_STRING
            | SyntaxKind::BYTE_STRING
    )
}

/// Whether a reserved word is a value by itself.
fn is_value(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::CURRENT_CATALOG_KW
            | SyntaxKind::CURRENT_DATE_KW
            | SyntaxKind::CURRENT_ROLE_KW
            | SyntaxKind::CURRENT_TIME_KW
            | SyntaxKind::CURRENT_TIMESTAMP_KW
            | SyntaxKind::CURRENT_USER_KW
            | SyntaxKind::LOCALTIME_KW
            | SyntaxKind::LOCALTIMESTAMP_KW
            | SyntaxKind::SESSION_USER_KW
            | SyntaxKind::USER_KW
    )
}

impl<'t> Builder<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            elements: Vec::with_capacity(text.len() / 4 + 8),
            open: Vec::with_capacity(32),
            position: 0,
            token_end: 0,
            errors: Vec::new(),
            before: SyntaxKind::EOF,
            breaks_line: false,
        }
    }

    /// Goes on by one step.
    pub fn step(&mut self, step: StrStep<'_>) {
        match step {
            StrStep::Token { kind, text } => {
                let start = self.position;
                self.position += u32::try_from(text.len()).expect("no file over 4 GiB is loaded");
                if kind.is_trivia() {
                    self.breaks_line |= text.contains(['\n', '\r']);
                } else {
                    self.token(kind, start);
                }
            }
            StrStep::Enter { kind } => {
                if is_of_later_versions(kind) {
                    self.errors.push(self.position);
                }
                self.open.push(self.count());
                self.push(kind, self.position, self.position);
            }
            StrStep::Exit => self.close(),
            StrStep::Error { pos, msg } => {
                let mut pos = u32::try_from(pos).expect("no file over 4 GiB is loaded");
                // Postgres takes the comma, and misses what should follow.
                if msg.contains("comma")
                    && !matches!(self.before, SyntaxKind::L_PAREN | SyntaxKind::COMMA)
                {
                    pos = self.after_comma(pos);
                }
                self.errors.push(pos);
            }
        }
    }

    /// After the comma at or after a place, or the place itself.
    fn after_comma(&self, position: u32) -> u32 {
        let rest = self.text.get(position as usize..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        if rest[blank..].starts_with(',') {
            position + u32::try_from(blank).expect("no file over 4 GiB is loaded") + 1
        } else {
            position
        }
    }

    fn token(&mut self, kind: SyntaxKind, start: u32) {
        // Strings go on only on another line.
        if kind == SyntaxKind::STRING && is_string(self.before) && !self.breaks_line {
            self.errors.push(start);
        }
        if kind.is_keyword() && self.before != SyntaxKind::DOT {
            self.name(kind, start);
        }
        self.push(kind, start, self.position);
        self.token_end = self.position;
        self.before = kind;
        self.breaks_line = false;
    }

    /// Takes no keyword for a name that Postgres does not.
    fn name(&mut self, kind: SyntaxKind, start: u32) {
        let mut nodes = self.open.iter().rev();
        let mut node = || nodes.next().map(|open| self.elements[*open as usize].kind);
        let Some(name) = node() else {
            return;
        };
        let is_wrong = match holds(name) {
            Holds::Anything => false,
            // After `AS` any word is a name.
            Holds::Column => {
                node() != Some(SyntaxKind::AS_NAME) && (is_reserved(kind) || names_functions(kind))
            }
            Holds::Word => {
                let is_relation =
                    node() == Some(SyntaxKind::PATH) && node().is_some_and(is_relation);
                (is_reserved(kind) && !is_value(kind)) || (is_relation && names_functions(kind))
            }
        };
        if is_wrong {
            self.errors.push(start);
        }
    }

    fn push(&mut self, kind: SyntaxKind, start: u32, end: u32) {
        let after = self.count() + 1;
        self.elements.push(Element {
            kind,
            start,
            end,
            after,
        });
    }

    /// Ends the innermost open node: it spans from its first token to its last.
    fn close(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let after = self.count();
        if after > open + 1 {
            let start = self.elements[open as usize + 1].start;
            let element = &mut self.elements[open as usize];
            element.start = start;
            element.end = self.token_end.max(start);
            element.after = after;
        }
    }

    fn count(&self) -> u32 {
        u32::try_from(self.elements.len()).expect("no file over 4 GiB is loaded")
    }
}

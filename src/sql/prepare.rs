//! What of a file is not SQL: a byte order mark, psql's own commands, data of `COPY`.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use super::{
    Skipped, SkippedKind,
    scan::{LexemeKind, Scanner},
};
use crate::source::Span;

/// A text in which what is not SQL is blank, so that every offset stays as it was.
#[derive(Debug)]
pub struct Prepared<'t> {
    pub text: Cow<'t, str>,
    pub skipped: Vec<Skipped>,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Blanks what is not SQL.
pub fn prepare(text: &str) -> Prepared<'_> {
    let mut blank = Vec::new();
    let mut skipped = Vec::new();
    if text.starts_with(BYTE_ORDER_MARK) {
        blank.push(0..BYTE_ORDER_MARK.len());
    }
    if has_commands(text.trim_start_matches(BYTE_ORDER_MARK)) {
        find(text, |range, kind| {
            skipped.push(Skipped {
                span: span(&range),
                kind,
            });
            blank.push(range);
        });
    }
    if blank.is_empty() {
        return Prepared {
            text: Cow::Borrowed(text),
            skipped,
        };
    }
    let mut prepared = String::with_capacity(text.len());
    let mut at = 0;
    for range in blank {
        prepared.push_str(&text[at..range.start]);
        // `\g` sends what stands before it.
        let mark = if is_command(text, range.start, "g") {
            ';'
        } else {
            ' '
        };
        prepared.push(mark);
        prepared.extend(std::iter::repeat_n(' ', range.len() - 1));
        at = range.end;
    }
    prepared.push_str(&text[at..]);
    Prepared {
        text: Cow::Owned(prepared),
        skipped,
    }
}

fn span(range: &std::ops::Range<usize>) -> Span {
    let offset = |offset| u32::try_from(offset).expect("no file over 4 GiB is loaded");
    Span {
        start: offset(range.start),
        end: offset(range.end),
    }
}

/// Whether there may be any, which most files are spared to be searched for.
fn has_commands(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts_line = |at: usize| {
        let before = bytes[..at].iter().rev();
        before
            .take_while(|byte| **byte != b'\n')
            .all(u8::is_ascii_whitespace)
    };
    memchr::memchr_iter(b'\\', bytes).any(|at| starts_line(at) || is_command(text, at, "g"))
        || memmem::find(bytes, b"stdin").is_some()
        || memmem::find(bytes, b"STDIN").is_some()
}

/// The commands and data of a text, in order.
fn find(text: &str, mut found: impl FnMut(std::ops::Range<usize>, SkippedKind)) {
    let bytes = text.as_bytes();
    let mut scanner = Scanner::new(text);
    let mut copy = Copy::No;
    while let Some(lexeme) = scanner.next() {
        match lexeme.kind {
            LexemeKind::Symbol(b'\\') if is_command(text, lexeme.start, "q") => {
                found(lexeme.start..bytes.len(), SkippedKind::MetaCommand);
                return;
            }
            LexemeKind::Symbol(b'\\')
                if begins_line(text, lexeme.start) || is_command(text, lexeme.start, "g") =>
            {
                let end = line_end(bytes, lexeme.start);
                found(lexeme.start..end, SkippedKind::MetaCommand);
                scanner.jump(end);
                copy = Copy::No;
            }
            LexemeKind::Symbol(b';') => {
                if copy == Copy::FromStdin {
                    let start = (line_end(bytes, lexeme.end) + 1).min(bytes.len());
                    let end = data_end(bytes, start);
                    if start < end {
                        found(start..end, SkippedKind::CopyData);
                    }
                    scanner.jump(end.max(start));
                }
                copy = Copy::No;
            }
            LexemeKind::Word => copy = copy.after(&text[lexeme.start..lexeme.end]),
            LexemeKind::Comment(_) => {}
            LexemeKind::Number
            | LexemeKind::String(_)
            | LexemeKind::Name(_)
            | LexemeKind::Symbol(_) => copy = copy.after(""),
        }
    }
}

/// How far a statement has come to being `COPY … FROM stdin`.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Copy {
    No,
    /// Another statement.
    Other,
    Begun,
    From,
    FromStdin,
}

impl Copy {
    fn after(self, word: &str) -> Self {
        match self {
            Self::No if word.eq_ignore_ascii_case("copy") => Self::Begun,
            Self::No | Self::Other => Self::Other,
            Self::Begun | Self::From if word.eq_ignore_ascii_case("from") => Self::From,
            Self::From if word.eq_ignore_ascii_case("stdin") => Self::FromStdin,
            Self::Begun | Self::From => Self::Begun,
            Self::FromStdin => Self::FromStdin,
        }
    }
}

/// Whether psql's command of this name stands there.
fn is_command(text: &str, at: usize, name: &str) -> bool {
    let Some(command) = text[at..].strip_prefix('\\') else {
        return false;
    };
    let mut words = command.split(|character: char| !character.is_alphanumeric());
    words.next() == Some(name)
}

fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    before.trim_start_matches(BYTE_ORDER_MARK).trim().is_empty()
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

/// After the line `\.` that ends the data which begins at `start`, or at the end of the text.
fn data_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = bytes[at..end]
            .strip_suffix(b"\r")
            .unwrap_or(&bytes[at..end]);
        if line == b"\\." {
            return end;
        }
        at = end + 1;
    }
    bytes.len()
}

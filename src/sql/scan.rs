//! The words, quotes and symbols of SQL, as far as it takes to know what is quoted.

use memchr::{memchr, memchr2, memmem};

/// A word, quote, comment or symbol, by its bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Lexeme {
    pub kind: LexemeKind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LexemeKind {
    /// An identifier or keyword without quotes.
    Word,
    Number,
    /// A string in any quotes.
    String(Closed),
    /// An identifier in double quotes.
    Name(Closed),
    Comment(Closed),
    /// Any other character but white space.
    Symbol(u8),
}

/// Whether what was opened is closed before the text ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Closed {
    Yes,
    No,
}

/// Goes through a text; white space is passed over.
#[derive(Clone, Debug)]
pub struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Goes on at a byte, which must begin a character.
    pub fn jump(&mut self, at: usize) {
        self.at = at;
    }
}

impl Iterator for Scanner<'_> {
    type Item = Lexeme;

    fn next(&mut self) -> Option<Lexeme> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| is_space(*byte)) {
            self.at += 1;
        }
        let start = self.at;
        let first = *bytes.get(start)?;
        let (kind, end) = lexeme(bytes, start, first);
        self.at = end;
        Some(Lexeme { kind, start, end })
    }
}

fn lexeme(bytes: &[u8], start: usize, first: u8) -> (LexemeKind, usize) {
    let second = bytes.get(start + 1).copied();
    match first {
        b'\'' => string(quoted(bytes, start + 1, b'\'')),
        b'"' => {
            let (closed, end) = quoted(bytes, start + 1, b'"');
            (LexemeKind::Name(closed), end)
        }
        b'-' if second == Some(b'-') => {
            let end = memchr2(b'\n', b'\r', &bytes[start..]);
            let end = end.map_or(bytes.len(), |length| start + length);
            (LexemeKind::Comment(Closed::Yes), end)
        }
        b'/' if second == Some(b'*') => {
            let (closed, end) = comment(bytes, start + 2);
            (LexemeKind::Comment(closed), end)
        }
        b'$' => dollar(bytes, start),
        b'0'..=b'9' => (LexemeKind::Number, number(bytes, start)),
        b'.' if second.is_some_and(|byte| byte.is_ascii_digit()) => {
            (LexemeKind::Number, number(bytes, start))
        }
        byte if is_word_start(byte) => word(bytes, start),
        byte => (LexemeKind::Symbol(byte), start + 1),
    }
}

fn string((closed, end): (Closed, usize)) -> (LexemeKind, usize) {
    (LexemeKind::String(closed), end)
}

/// Where a quote ends; doubled, it is part of the text.
fn quoted(bytes: &[u8], mut at: usize, quote: u8) -> (Closed, usize) {
    while let Some(length) = memchr(quote, &bytes[at..]) {
        at += length + 1;
        if bytes.get(at) != Some(&quote) {
            return (Closed::Yes, at);
        }
        at += 1;
    }
    (Closed::No, bytes.len())
}

/// Where a string with escapes ends.
fn escaped(bytes: &[u8], mut at: usize) -> (Closed, usize) {
    while let Some(length) = memchr2(b'\'', b'\\', &bytes[at..]) {
        at += length + 1;
        let is_escape = bytes[at - 1] == b'\\';
        if !is_escape && bytes.get(at) != Some(&b'\'') {
            return (Closed::Yes, at);
        }
        at = (at + 1).min(bytes.len());
    }
    (Closed::No, bytes.len())
}

/// Where a comment ends, with those within.
fn comment(bytes: &[u8], mut at: usize) -> (Closed, usize) {
    let mut depth = 1;
    while let Some(length) = memchr2(b'*', b'/', &bytes[at..]) {
        at += length;
        match bytes.get(at..at + 2) {
            Some(b"*/") => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return (Closed::Yes, at);
                }
            }
            Some(b"/*") => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    (Closed::No, bytes.len())
}

/// A parameter, or a string in dollar quotes.
fn dollar(bytes: &[u8], start: usize) -> (LexemeKind, usize) {
    let mut end = start + 1;
    if bytes.get(end).is_some_and(|byte| is_word_start(*byte)) {
        while bytes
            .get(end)
            .is_some_and(|byte| is_word_start(*byte) || byte.is_ascii_digit())
        {
            end += 1;
        }
    }
    if bytes.get(end) == Some(&b'$') {
        let quote = &bytes[start..=end];
        let after = end + 1;
        return string(match memmem::find(&bytes[after..], quote) {
            Some(length) => (Closed::Yes, after + length + quote.len()),
            None => (Closed::No, bytes.len()),
        });
    }
    let digits = bytes[start + 1..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    (LexemeKind::Symbol(b'$'), start + 1 + digits)
}

fn number(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        let is_part = byte.is_ascii_alphanumeric()
            || byte == b'_'
            // `1..10` is two numbers.
            || (byte == b'.' && bytes.get(at + 1) != Some(&b'.'));
        if !is_part {
            break;
        }
        at += 1;
    }
    at
}

/// A word, or a string with a letter before its quote.
fn word(bytes: &[u8], start: usize) -> (LexemeKind, usize) {
    let mut end = start + 1;
    while bytes.get(end).is_some_and(|byte| is_word_part(*byte)) {
        end += 1;
    }
    if end == start + 1 {
        let next = bytes.get(end).copied();
        match (bytes[start] | 0x20, next) {
            (b'e', Some(b'\'')) => return string(escaped(bytes, end + 1)),
            (b'b' | b'x' | b'n', Some(b'\'')) => return string(quoted(bytes, end + 1, b'\'')),
            (b'u', Some(b'&')) => match bytes.get(end + 1) {
                Some(b'\'') => return string(quoted(bytes, end + 2, b'\'')),
                Some(b'"') => {
                    let (closed, end) = quoted(bytes, end + 2, b'"');
                    return (LexemeKind::Name(closed), end);
                }
                _ => {}
            },
            _ => {}
        }
    }
    (LexemeKind::Word, end)
}

/// What Postgres passes over.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word_part(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

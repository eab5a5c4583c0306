//! Tokens of ECMAScript, as many as import and export clauses are made of.
//!
//! Everything that could run far (comments, strings, balanced brackets) is cut off at [`REACH`], so
//! that a hostile text costs no more than a constant for each keyword.

use memchr::{memchr, memmem};

/// How far one comment, string or bracketed part is followed, in bytes.
pub(crate) const REACH: usize = 4096;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Token<'a> {
    /// An identifier or keyword.
    Word(&'a str),
    /// A string literal, or a template without substitutions, without its quotes.
    Text(&'a str),
    /// Any other byte.
    Other(u8),
    /// The end of the text, or something followed too far.
    End,
}

/// A position in a text that moves from token to token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str, offset: usize) -> Self {
        Self { text, offset }
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The next token, without moving.
    pub(crate) fn peek(&self) -> Token<'a> {
        let mut ahead = *self;
        ahead.next()
    }

    pub(crate) fn next(&mut self) -> Token<'a> {
        if !self.skip_space() {
            return Token::End;
        }
        let bytes = self.text.as_bytes();
        let start = self.offset;
        let Some(&first) = bytes.get(start) else {
            return Token::End;
        };
        if is_word(first) {
            let length = bytes[start..]
                .iter()
                .take_while(|&&byte| is_word(byte))
                .count();
            self.offset += length;
            return Token::Word(&self.text[start..self.offset]);
        }
        if matches!(first, b'"' | b'\'' | b'`') {
            return self.quoted(first);
        }
        self.offset += 1;
        Token::Other(first)
    }

    /// Moves past the byte if it comes next.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Token::Other(byte);
        if found {
            self.next();
        }
        found
    }

    /// Moves past the word if it comes next.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.peek() == Token::Word(word);
        if found {
            self.next();
        }
        found
    }

    /// The text up to the byte, which is passed; a byte after a backslash is not looked at.
    pub(crate) fn until(&mut self, byte: u8) -> Option<&'a str> {
        let start = self.offset;
        let bytes = &self.text.as_bytes()[start..];
        let mut index = 0;
        while index < bytes.len().min(REACH) {
            if bytes[index] == byte {
                self.offset = start + index + 1;
                return Some(&self.text[start..start + index]);
            }
            index += if bytes[index] == b'\\' { 2 } else { 1 };
        }
        None
    }

    /// Skips white space and comments; false when they do not end within reach.
    fn skip_space(&mut self) -> bool {
        let start = self.offset;
        while self.offset - start <= REACH {
            let rest = &self.text.as_bytes()[self.offset..];
            let space = rest
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            self.offset += space;
            let rest = &rest[space..];
            let near = &rest[..rest.len().min(REACH)];
            let end = match near {
                [b'/', b'/', ..] => memchr(b'\n', near),
                [b'/', b'*', ..] => memmem::find(&near[2..], b"*/").map(|end| end + 4),
                _ => return true,
            };
            let Some(end) = end else {
                return false;
            };
            self.offset += end;
        }
        false
    }

    fn quoted(&mut self, quote: u8) -> Token<'a> {
        let start = self.offset + 1;
        let bytes = &self.text.as_bytes()[start..];
        let mut index = 0;
        while index < bytes.len().min(REACH) {
            match bytes[index] {
                b'\\' => index += 1,
                b'\n' if quote != b'`' => break,
                // A template with substitutions is an expression; its text is of no use.
                b'$' if quote == b'`' && bytes.get(index + 1) == Some(&b'{') => break,
                byte if byte == quote => {
                    self.offset = start + index + 1;
                    return Token::Text(&self.text[start..start + index]);
                }
                _ => {}
            }
            index += 1;
        }
        self.offset = start;
        Token::Other(quote)
    }
}

/// Whether the byte can be part of an identifier; every byte of a non-ASCII character can.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
}

//! A lexer for the code in markup: enough of the language to find where an expression ends.
//!
//! It never fails: what it cannot make sense of is punctuation.

use memchr::{memchr, memchr3, memmem};

use super::tag;
use crate::{source::Span, syntax::span};

/// Whether elements may stand where an operand is expected, as in JSX.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Elements {
    Allowed,
    Absent,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum TokenKind {
    Word,
    Open,
    Close,
    /// A `}` that nothing before it opened.
    End,
    Punctuation,
    /// A string, a regular expression, or a part of a template or of an element.
    Opaque,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// How many brackets are open around it; a bracket itself counts as outside.
    pub depth: usize,
}

/// The content of a script or style element within code.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawText {
    /// Where the opening tag starts.
    pub tag: usize,
    pub content: Span,
}

/// What is open at some point of the code.
#[derive(Clone, Copy, Debug)]
enum Frame {
    /// Code, up to this closing bracket.
    Bracket(u8),
    /// The text of a template.
    Template,
    /// The inside of an opening tag whose name starts here.
    Tag(usize),
    /// The content of this many elements.
    Content(usize),
}

pub(super) struct Lexer<'t> {
    text: &'t str,
    /// Where the next token starts, or the space before it.
    pub at: usize,
    elements: Elements,
    frames: Vec<Frame>,
    /// Whether an operand comes next, so that `/` starts a regular expression and `<` an element.
    operand: bool,
    /// Before these offsets a `'`, a `"` and a `/` are known to have no partner on their line.
    partnerless: [usize; 3],
    /// The scripts and styles so far.
    pub raw: Vec<RawText>,
}

impl<'t> Lexer<'t> {
    /// A lexer of the code that starts at `start` and of nothing around it.
    pub fn new(text: &'t str, start: usize, elements: Elements) -> Self {
        Self {
            text,
            at: start,
            elements,
            frames: Vec::new(),
            operand: true,
            partnerless: [0; 3],
            raw: Vec::new(),
        }
    }

    /// Whether brackets, templates or elements are open.
    pub fn is_open(&self) -> bool {
        !self.frames.is_empty()
    }

    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at.min(self.text.len())..]
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    /// The token from here to `end`; the lexer moves there.
    fn token(&mut self, kind: TokenKind, end: usize) -> Token {
        let start = self.at;
        self.at = end.min(self.text.len());
        Token {
            kind,
            start,
            end: self.at,
            depth: self.frames.len(),
        }
    }

    fn opaque(&mut self, end: usize) -> Token {
        self.operand = false;
        self.token(TokenKind::Opaque, end)
    }

    fn open(&mut self, length: usize, closer: u8) -> Token {
        self.operand = true;
        let token = self.token(TokenKind::Open, self.at + length);
        self.frames.push(Frame::Bracket(closer));
        token
    }

    fn close(&mut self, closer: u8) -> Token {
        self.operand = false;
        if closer == b'}' {
            // Parentheses that are still open within the braces have no partner, and so has an
            // element: a `}` in its text must be escaped.
            while let Some(frame) = self.frames.last()
                && !matches!(frame, Frame::Bracket(b'}'))
            {
                self.frames.pop();
            }
        }
        let kind = match self.frames.last() {
            Some(Frame::Bracket(open)) if *open == closer => {
                self.frames.pop();
                TokenKind::Close
            }
            _ if closer == b'}' => TokenKind::End,
            _ => TokenKind::Punctuation,
        };
        self.token(kind, self.at + 1)
    }

    fn code(&mut self) -> Option<Token> {
        self.skip_space()?;
        let byte = self.peek(0)?;
        Some(match byte {
            b'(' => self.open(1, b')'),
            b'[' => self.open(1, b']'),
            b'{' => self.open(1, b'}'),
            b')' | b']' | b'}' => self.close(byte),
            b'\'' | b'"' => match self.string_end(byte) {
                Some(end) => self.opaque(end),
                None => self.punctuation(),
            },
            b'`' => {
                let token = self.opaque(self.at + 1);
                self.frames.push(Frame::Template);
                token
            }
            b'/' if self.operand => match self.regex_end() {
                Some(end) => self.opaque(end),
                None => self.punctuation(),
            },
            b'<' if self.starts_element() => {
                self.frames.push(Frame::Content(0));
                self.tag_start()
            }
            _ if is_word(byte) => self.word(),
            _ => self.punctuation(),
        })
    }

    fn punctuation(&mut self) -> Token {
        self.operand = true;
        self.token(TokenKind::Punctuation, self.at + 1)
    }

    fn word(&mut self) -> Token {
        let rest = self.rest();
        let length = rest.iter().position(|&byte| !is_word(byte));
        let length = length.unwrap_or(rest.len());
        // After these words comes an operand; after any other, an operator.
        self.operand = matches!(
            &rest[..length],
            b"await"
                | b"case"
                | b"delete"
                | b"do"
                | b"else"
                | b"in"
                | b"instanceof"
                | b"new"
                | b"of"
                | b"return"
                | b"throw"
                | b"typeof"
                | b"void"
                | b"yield"
        );
        self.token(TokenKind::Word, self.at + length)
    }

    /// Moves past white space and comments, or is `None` at the end of the text.
    fn skip_space(&mut self) -> Option<()> {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_ascii_start().len();
            let rest = self.rest();
            let length = if rest.starts_with(b"//") {
                memchr(b'\n', rest)
            } else if rest.starts_with(b"/*") {
                memmem::find(&rest[2..], b"*/").map(|end| end + 4)
            } else {
                return Some(());
            };
            self.at += length?;
        }
    }

    fn string_end(&mut self, quote: u8) -> Option<usize> {
        let partnerless = usize::from(quote == b'"');
        if self.at < self.partnerless[partnerless] {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            at = memchr3(quote, b'\\', b'\n', rest).map_or(bytes.len(), |found| at + found);
            match bytes.get(at) {
                Some(b'\\') => at += 2,
                Some(b'\n') | None => break,
                Some(_) => return Some(at + 1),
            }
        }
        self.partnerless[partnerless] = at;
        None
    }

    fn regex_end(&mut self) -> Option<usize> {
        if self.at < self.partnerless[2] {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        let mut in_class = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\n' => break,
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
        self.partnerless[2] = at;
        None
    }

    fn starts_element(&self) -> bool {
        self.elements == Elements::Allowed && self.operand && self.starts_tag()
    }

    /// Whether the `<` here is followed by a tag's name, or is `<>`.
    fn starts_tag(&self) -> bool {
        let next = self.peek(1);
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'>')
    }

    /// The `<` and the name of an opening tag.
    fn tag_start(&mut self) -> Token {
        let name = self.at + 1;
        let length = tag::name_length(&self.text.as_bytes()[name..]);
        let token = self.opaque(name + length);
        self.frames.push(Frame::Tag(name));
        token
    }

    fn template(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let mut end = self.at;
        loop {
            end += memchr3(b'`', b'\\', b'$', bytes.get(end..)?)?;
            match bytes[end] {
                b'`' => {
                    self.frames.pop();
                    return Some(self.opaque(end + 1));
                }
                b'$' if bytes.get(end + 1) == Some(&b'{') => {
                    self.at = end;
                    return Some(self.open(2, b'}'));
                }
                b'$' => end += 1,
                _ => end += 2,
            }
        }
    }

    /// The next part of an opening tag.
    fn tag(&mut self, name: usize) -> Option<Token> {
        let is_stop = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'{' | b'>' | b'/');
        self.at += self.rest().iter().position(is_stop)?;
        let rest = self.rest();
        Some(match rest[0] {
            b'{' => self.open(1, b'}'),
            b'`' => {
                let token = self.opaque(self.at + 1);
                self.frames.push(Frame::Template);
                token
            }
            b'>' => self.tag_end(name, 1),
            b'/' if rest.get(1) == Some(&b'>') => self.tag_end(name, 2),
            b'/' => self.opaque(self.at + 1),
            quote => {
                let length = memchr(quote, &rest[1..]).map_or(1, |end| end + 2);
                self.opaque(self.at + length)
            }
        })
    }

    /// The end of an opening tag whose name starts at `start`: `>` or, of length 2, `/>`.
    fn tag_end(&mut self, start: usize, length: usize) -> Token {
        let name_length = tag::name_length(&self.text.as_bytes()[start..]);
        let name = &self.text[start..start + name_length];
        self.frames.pop();
        let mut end = self.at + length;
        if tag::is_raw(name) && length == 1 {
            let content = end;
            end = tag::raw_text_end(self.text, content, name);
            self.raw.push(RawText {
                tag: start - 1,
                content: span(content, end),
            });
        }
        let has_content = length == 1 && !tag::is_void(name);
        self.change_content(if has_content { 1 } else { 0 });
        self.opaque(end)
    }

    /// Enters or leaves an element; with the last one the content ends.
    fn change_content(&mut self, by: isize) {
        if let Some(Frame::Content(depth)) = self.frames.last_mut() {
            *depth = depth.saturating_add_signed(by);
            if *depth == 0 {
                self.frames.pop();
            }
        }
    }

    /// The next part of the content of an element.
    fn content(&mut self) -> Option<Token> {
        self.at += memchr3(b'<', b'{', b'}', self.rest())?;
        let rest = self.rest();
        Some(match rest[0] {
            b'{' => self.open(1, b'}'),
            b'}' => self.close(b'}'),
            _ if rest.starts_with(b"<!--") => {
                let length = memmem::find(rest, b"-->")? + 3;
                self.opaque(self.at + length)
            }
            _ if rest.starts_with(b"</") => {
                let length = memchr(b'>', rest)? + 1;
                self.change_content(-1);
                self.opaque(self.at + length)
            }
            _ if self.starts_tag() => self.tag_start(),
            _ => self.opaque(self.at + 1),
        })
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    /// The next token, or `None` at the end of the text, also within something unfinished.
    fn next(&mut self) -> Option<Token> {
        match self.frames.last() {
            None | Some(Frame::Bracket(_)) => self.code(),
            Some(Frame::Template) => self.template(),
            Some(&Frame::Tag(name)) => self.tag(name),
            Some(Frame::Content(_)) => self.content(),
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

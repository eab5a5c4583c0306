//! Tags and their attributes.

use memchr::{memchr, memchr2, memmem};

use super::{
    Markup,
    braces::{self, Braces},
};
use crate::{source::Span, syntax::span};

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag<'t> {
    pub name: &'t str,
    pub attributes: Vec<Attribute<'t>>,
    /// What stands in braces or, in Astro, in a template, anywhere in the tag.
    pub code: Vec<Span>,
    /// Whether it is its own closing tag.
    pub is_closed: bool,
    pub end: usize,
}

#[derive(Debug)]
pub(super) struct Attribute<'t> {
    pub name: &'t str,
    /// Where the name starts.
    pub start: usize,
    /// Without the quotes or braces.
    pub value: Option<Span>,
}

impl<'t> Tag<'t> {
    pub fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// Whether the content is text up to the closing tag: a script or a style.
///
/// `<Script>` is a component.
pub(super) fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "SCRIPT" | "STYLE")
}

/// Whether the element has no content and no closing tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The length of the tag's name that the text starts with.
pub(super) fn name_length(text: &[u8]) -> usize {
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'{' | b'"' | b'\'' | b'`')
    };
    text.iter().position(ends).unwrap_or(text.len())
}

/// Where the closing tag of a raw element starts, or the end of the text.
pub(super) fn raw_text_end(text: &str, from: usize, name: &str) -> usize {
    let bytes = text.as_bytes();
    memmem::find_iter(&bytes[from..], b"</")
        .map(|found| from + found)
        .find(|at| {
            let found = &bytes[at + 2..];
            let length = name_length(found);
            length == name.len() && found[..length].eq_ignore_ascii_case(name.as_bytes())
        })
        .unwrap_or(text.len())
}

/// The opening tag whose `<` stands at `start`; an unfinished one goes on to the end of the text.
pub(super) fn read<'t>(
    markup: Markup,
    braces: &mut Braces,
    text: &'t str,
    start: usize,
) -> Tag<'t> {
    let name_end = start + 1 + name_length(&text.as_bytes()[start + 1..]);
    let mut reader = TagReader {
        markup,
        braces,
        text,
        at: name_end,
        code: Vec::new(),
    };
    let mut attributes = Vec::new();
    let mut is_closed = false;
    while let Some(byte) = reader.skip_space() {
        match byte {
            b'>' => {
                reader.at += 1;
                break;
            }
            b'/' => {
                is_closed = reader.rest().starts_with(b"/>");
                reader.at += 1;
            }
            b'{' if markup != Markup::Vue => {
                reader.braced();
            }
            _ => attributes.push(reader.attribute()),
        }
    }
    Tag {
        name: &text[start + 1..name_end],
        attributes,
        code: reader.code,
        is_closed,
        end: reader.at,
    }
}

struct TagReader<'r, 't> {
    markup: Markup,
    braces: &'r mut Braces,
    text: &'t str,
    at: usize,
    code: Vec<Span>,
}

impl<'t> TagReader<'_, 't> {
    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Moves past white space; the byte there.
    fn skip_space(&mut self) -> Option<u8> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_ascii_start().len();
        self.rest().first().copied()
    }

    fn attribute(&mut self) -> Attribute<'t> {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let start = self.at;
        // What stands first belongs to the name, whatever it is.
        let length = self.rest()[1..].iter().position(ends);
        self.at = length.map_or(self.text.len(), |length| start + 1 + length);
        let name = &self.text[start..self.at];
        let name_end = self.at;
        if self.skip_space() != Some(b'=') {
            self.at = name_end;
            return Attribute {
                name,
                start,
                value: None,
            };
        }
        self.at += 1;
        let value = match self.skip_space() {
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote),
            Some(b'{') if self.markup != Markup::Vue => self.braced(),
            Some(b'`') if self.markup == Markup::Astro => self.template(),
            Some(_) => self.unquoted(),
            None => span(self.at, self.at),
        };
        Attribute {
            name,
            start,
            value: Some(value),
        }
    }

    /// The inside of the braces that start here, or the lone brace.
    fn braced(&mut self) -> Span {
        let Some(code) = self.braces.code(self.text, self.at + 1) else {
            self.at += 1;
            return span(self.at - 1, self.at);
        };
        self.at = code.range().end + 1;
        self.code.push(code);
        code
    }

    fn template(&mut self) -> Span {
        let start = self.at;
        self.at = braces::template_end(self.text, start).unwrap_or(self.text.len());
        let template = span(start, self.at);
        self.code.push(template);
        template
    }

    fn quoted(&mut self, quote: u8) -> Span {
        self.at += 1;
        let start = self.at;
        let brace = match self.markup {
            Markup::Svelte => b'{',
            Markup::Vue | Markup::Astro => quote,
        };
        while let Some(found) = memchr2(quote, brace, self.rest()) {
            self.at += found;
            if self.rest()[0] == quote {
                self.at += 1;
                return span(start, self.at - 1);
            }
            self.braced();
        }
        self.at = self.text.len();
        span(start, self.at)
    }

    fn unquoted(&mut self) -> Span {
        let start = self.at;
        while let Some(&byte) = self.rest().first() {
            let rest = self.rest();
            if byte.is_ascii_whitespace() || byte == b'>' || rest.starts_with(b"/>") {
                break;
            }
            if byte == b'{' && self.markup == Markup::Svelte {
                self.braced();
            } else {
                self.at += 1;
            }
        }
        span(start, self.at)
    }
}

/// The end of the closing tag or comment that starts at `start`, or the end of the text.
pub(super) fn end_of(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    let end = if rest.starts_with(b"<!--") {
        memmem::find(rest, b"-->").map(|end| end + 3)
    } else {
        memchr(b'>', rest).map(|end| end + 1)
    };
    end.map_or(text.len(), |end| start + end)
}

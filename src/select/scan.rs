//! A place in a text, and the tokens that all grammars share: names, JSON paths, white space.

use super::{Arrow, Field, Name, Step, SyntaxError, list::WhiteSpace};
use crate::source::Span;
use std::borrow::Cow;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// How deep groups and embeds may nest: far deeper than any request, and no danger to the stack.
const MAX_DEPTH: u32 = 128;

/// Reads a text as it is sent, and knows where in the given text it is.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'t> {
    /// What is sent: without the white space that is taken out, with what the client adds behind.
    sent: Cow<'t, str>,
    /// For each byte of `sent` its place in the given text; empty when nothing was taken out.
    origins: Vec<u32>,
    /// The length of the given text in bytes.
    length: u32,
    /// In `sent`; always on a character's boundary.
    position: usize,
    depth: u32,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, white_space: WhiteSpace) -> Self {
        let mut scanner = Self::with_suffix(text, "");
        if white_space == WhiteSpace::TakenOut && text.contains(is_script_space) {
            let (sent, origins) = without_white_space(text);
            scanner.sent = Cow::Owned(sent);
            scanner.origins = origins;
        }
        scanner
    }

    /// A text that is sent with something behind it; places in that are the end of the text.
    pub(super) fn with_suffix(text: &'t str, suffix: &str) -> Self {
        let sent = if suffix.is_empty() {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(format!("{text}{suffix}"))
        };
        Self {
            sent,
            origins: Vec::new(),
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
            position: 0,
            depth: 0,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Goes back, or on, to a position that was had before.
    pub(super) fn return_to(&mut self, position: usize) {
        self.position = position;
    }

    pub(super) fn rest(&self) -> &str {
        self.sent.get(self.position..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next character, passed.
    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.position += next.len_utf8();
        Some(next)
    }

    /// Whether a token stands here; it is passed then.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.position += token.len();
        }
        found
    }

    /// The text passed while `wanted` holds.
    pub(super) fn eat_while(&mut self, wanted: impl Fn(char) -> bool) -> &str {
        let start = self.position;
        let rest = self.rest();
        let length = rest.find(|next| !wanted(next)).unwrap_or(rest.len());
        self.position += length;
        self.sent.get(start..self.position).unwrap_or_default()
    }

    /// Passes the white space that PostgREST allows around some tokens.
    pub(super) fn skip_spaces(&mut self) {
        self.eat_while(|next| matches!(next, ' ' | '\t'));
    }

    /// From a place in the text as it is sent to here, as a place in the given text.
    pub(super) fn span_from(&self, start: usize) -> Span {
        self.span(start, self.position)
    }

    /// What has not been read, if anything.
    pub(super) fn ignored(&self) -> Option<Span> {
        let span = self.span(self.position, self.sent.len());
        (span.start < span.end).then_some(span)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let from = self.origin(start);
        let to = match end.checked_sub(1) {
            Some(last) if last >= start && !self.origins.is_empty() => self.origin(last) + 1,
            Some(_) | None => self.origin(end),
        };
        Span {
            start: from,
            end: to.clamp(from, self.length),
        }
    }

    fn origin(&self, position: usize) -> u32 {
        let origin = if self.origins.is_empty() {
            u32::try_from(position).unwrap_or(u32::MAX)
        } else {
            self.origins.get(position).copied().unwrap_or(self.length)
        };
        origin.min(self.length)
    }

    /// Says that the next token is not what the grammar has here.
    pub(super) fn unexpected(&self, expected: &str) -> SyntaxError {
        let end = self.position + token_length(self.rest());
        let span = self.span(self.position, end);
        let token = self.sent.get(self.position..end).unwrap_or_default();
        let message = if span.start == span.end {
            format!("unexpected end: expected {expected}")
        } else {
            format!("unexpected `{token}`: expected {expected}")
        };
        SyntaxError { span, message }
    }

    /// An error about what was passed since `start`.
    pub(super) fn error_from(&self, start: usize, message: String) -> SyntaxError {
        SyntaxError {
            span: self.span_from(start),
            message,
        }
    }

    /// Goes one level deeper, into the parenthesis that was passed last.
    pub(super) fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let start = self.position.saturating_sub(1);
            let message = format!("unexpected `(`: more than {MAX_DEPTH} levels are not read");
            return Err(self.error_from(start, message));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// The comma between two items with the white space around it; false when the list is over.
    pub(super) fn comma(&mut self, close: &str) -> Result<bool, SyntaxError> {
        let start = self.position;
        self.skip_spaces();
        if self.eat(",") {
            self.skip_spaces();
            return Ok(true);
        }
        if self.position > start {
            return Err(self.unexpected(&format!("`,` or {close}")));
        }
        Ok(false)
    }

    /// A name: quoted, or letters, digits, `_`, `$`, spaces and single dashes.
    pub(super) fn name(&mut self, expected: &str) -> Result<Name, SyntaxError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        self.dashed(is_identifier, expected)
    }

    /// An unquoted word, trimmed; it may be empty when it is nothing but spaces.
    pub(super) fn identifier(&mut self, expected: &str) -> Result<Name, SyntaxError> {
        let start = self.position;
        if self.eat_while(is_identifier).is_empty() {
            return Err(self.unexpected(expected));
        }
        Ok(self.trimmed(start))
    }

    /// Words joined by dashes, each without the white space around it.
    fn dashed(
        &mut self,
        is_part: impl Fn(char) -> bool,
        expected: &str,
    ) -> Result<Name, SyntaxError> {
        let start = self.position;
        let mut text = String::new();
        loop {
            let word = self.eat_while(&is_part);
            if word.is_empty() {
                return Err(self.unexpected(expected));
            }
            text.push_str(word.trim());
            if self.rest().starts_with("->") || !self.eat("-") {
                break;
            }
            text.push('-');
        }
        let span = self.trimmed(start).span;
        Ok(Name { text, span })
    }

    /// What was passed since `start`, without the white space around it.
    fn trimmed(&self, start: usize) -> Name {
        let passed = self.sent.get(start..self.position).unwrap_or_default();
        let text = passed.trim();
        let from = start + (passed.len() - passed.trim_start().len());
        let span = if text.is_empty() {
            self.span_from(start)
        } else {
            self.span(from, from + text.len())
        };
        let text = text.to_owned();
        Name { text, span }
    }

    /// A name in double quotes, in which a backslash escapes any character.
    pub(super) fn quoted(&mut self) -> Result<Name, SyntaxError> {
        let start = self.position;
        self.eat("\"");
        let mut text = String::new();
        while let Some(next) = self.bump() {
            match next {
                '"' => {
                    let span = self.span_from(start);
                    return Ok(Name { text, span });
                }
                '\\' => text.extend(self.bump()),
                _ => text.push(next),
            }
        }
        let message = "unexpected end: the double quote is not closed".to_owned();
        Err(self.error_from(start, message))
    }

    /// The text up to a place in the text as it is sent, passed, as it stands there.
    pub(super) fn taken(&mut self, length: usize) -> Name {
        let start = self.position;
        self.position = (start + length).min(self.sent.len());
        Name {
            text: self
                .sent
                .get(start..self.position)
                .unwrap_or_default()
                .to_owned(),
            span: self.span_from(start),
        }
    }

    /// A column with its JSON path; white space around both belongs to neither.
    pub(super) fn field(&mut self, expected: &str) -> Result<Field, SyntaxError> {
        self.skip_spaces();
        let name = self.name(expected)?;
        let field = self.field_of(name)?;
        self.skip_spaces();
        Ok(field)
    }

    /// The column whose name has been read.
    pub(super) fn field_of(&mut self, name: Name) -> Result<Field, SyntaxError> {
        let path = self.json_path()?;
        let last = path.last().map_or(name.span, |step| step.key.span);
        let span = Span {
            start: name.span.start,
            end: last.end,
        };
        Ok(Field { name, path, span })
    }

    fn json_path(&mut self) -> Result<Vec<Step>, SyntaxError> {
        let mut path = Vec::new();
        loop {
            let arrow = if self.eat("->>") {
                Arrow::Text
            } else if self.eat("->") {
                Arrow::Json
            } else {
                return Ok(path);
            };
            let index = self.index();
            let is_index = index.is_some();
            let key = match index {
                Some(index) => index,
                None => self.json_key()?,
            };
            path.push(Step {
                arrow,
                key,
                is_index,
            });
        }
    }

    /// A number, unless something stands behind it that makes it a key.
    fn index(&mut self) -> Option<Name> {
        let rest = self.rest();
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let after = digits.trim_start_matches(|next: char| next.is_ascii_digit());
        let ends = after.is_empty()
            || ["->", "::", ".", ","]
                .iter()
                .any(|end| after.starts_with(end));
        let length = rest.len() - after.len();
        (ends && after.len() < digits.len()).then(|| self.taken(length))
    }

    fn json_key(&mut self) -> Result<Name, SyntaxError> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        self.dashed(is_key, "a key or an index")
    }
}

/// Whether a character can be part of a name without quotes.
pub(super) fn is_identifier(next: char) -> bool {
    next.is_ascii_alphanumeric()
        || matches!(next, '_' | ' ' | '$')
        || (!next.is_ascii() && next.general_category_group() == GeneralCategoryGroup::Letter)
}

/// Whether a character can be part of a JSON key without quotes.
pub(super) fn is_key(next: char) -> bool {
    !matches!(next, '(' | '-' | ':' | '.' | ',' | '>' | ')')
}

/// White space to a regular expression of JavaScript.
fn is_script_space(next: char) -> bool {
    next == '\u{feff}' || (next.is_whitespace() && next != '\u{85}')
}

/// The text without white space outside double quotes, and where each of its bytes was.
fn without_white_space(text: &str) -> (String, Vec<u32>) {
    let mut sent = String::with_capacity(text.len());
    let mut origins = Vec::with_capacity(text.len());
    let mut quoted = false;
    for (place, next) in text.char_indices() {
        if is_script_space(next) && !quoted {
            continue;
        }
        // A backslash does not matter here: the client counts every quote.
        quoted ^= next == '"';
        sent.push(next);
        let bytes = place..place + next.len_utf8();
        origins.extend(bytes.map(|byte| u32::try_from(byte).unwrap_or(u32::MAX)));
    }
    (sent, origins)
}

/// How many bytes of the text to show as its first token.
fn token_length(text: &str) -> usize {
    if let Some(token) = ["->>", "->", "::", "..."]
        .iter()
        .find(|token| text.starts_with(**token))
    {
        return token.len();
    }
    let is_word = |next: char| is_identifier(next) && next != ' ';
    let word = text.find(|next| !is_word(next)).unwrap_or(text.len());
    match text.chars().next() {
        Some(first) => word.max(first.len_utf8()),
        None => 0,
    }
}

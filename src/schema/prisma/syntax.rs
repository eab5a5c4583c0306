//! The blocks of a schema file, before anything is made of them.

use super::token::{Token, TokenKind, tokens};

/// How deep lists and calls may nest; what is deeper is passed over.
const MAX_DEPTH: usize = 16;

/// `model User { … }` and its like.
#[derive(Clone, Debug)]
pub(super) struct Block<'t> {
    /// `model`, `view`, `enum`, `type`, `datasource`, `generator`.
    pub keyword: &'t str,
    pub name: &'t str,
    pub line: u32,
    /// Fields of models, values of enums.
    pub fields: Vec<Field<'t>>,
    /// Those with two `@`.
    pub attributes: Vec<Attribute<'t>>,
    /// `key = value`
    pub settings: Vec<(&'t str, Expression<'t>)>,
}

#[derive(Clone, Debug)]
pub(super) struct Field<'t> {
    pub name: &'t str,
    /// Empty for the values of enums.
    pub ty: &'t str,
    /// Of `Unsupported("…")`.
    pub unsupported: Option<String>,
    pub arity: Arity,
    pub attributes: Vec<Attribute<'t>>,
    pub line: u32,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Arity {
    Required,
    Optional,
    List,
}

/// `@default(now())`, `@db.VarChar(80)`
#[derive(Clone, Debug)]
pub(super) struct Attribute<'t> {
    pub name: &'t str,
    pub arguments: Vec<Argument<'t>>,
    pub line: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Argument<'t> {
    pub name: Option<&'t str>,
    pub value: Expression<'t>,
}

#[derive(Clone, Debug)]
pub(super) enum Expression<'t> {
    Text(String),
    /// A name or number.
    Word(&'t str),
    Call(&'t str, Vec<Argument<'t>>),
    List(Vec<Self>),
    Other,
}

/// A line that could not be read.
#[derive(Clone, Debug)]
pub(super) struct Unread {
    pub line: u32,
}

/// The blocks of a text, and the lines that are no part of the language.
pub(super) fn blocks(text: &str) -> (Vec<Block<'_>>, Vec<Unread>) {
    let tokens = tokens(text);
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        unread: Vec::new(),
    };
    let mut blocks = Vec::new();
    while let Some(token) = parser.peek() {
        let line = token.line;
        match parser.head() {
            Some((keyword, name)) => blocks.push(parser.block(keyword, name, line)),
            None => parser.skip_line(),
        }
    }
    (blocks, parser.unread)
}

impl<'t> Attribute<'t> {
    /// The argument of this name, or the one without a name at this place among such.
    pub fn argument(&self, name: &str, place: Option<usize>) -> Option<&Expression<'t>> {
        let mut named = self.arguments.iter();
        if let Some(argument) = named.find(|argument| argument.name == Some(name)) {
            return Some(&argument.value);
        }
        let mut unnamed = self
            .arguments
            .iter()
            .filter(|argument| argument.name.is_none());
        Some(&unnamed.nth(place?)?.value)
    }

    pub fn text(&self, name: &str, place: Option<usize>) -> Option<&str> {
        self.argument(name, place)?.text()
    }
}

impl<'t> Expression<'t> {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Word(_) | Self::Call(..) | Self::List(_) | Self::Other => None,
        }
    }

    pub fn word(&self) -> Option<&'t str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Text(_) | Self::Call(..) | Self::List(_) | Self::Other => None,
        }
    }

    /// The names in a list; of `name(sort: Desc)`, the name.
    pub fn names(&self) -> Vec<&'t str> {
        match self {
            Self::List(items) => items.iter().filter_map(Self::name).collect(),
            Self::Text(_) | Self::Word(_) | Self::Call(..) | Self::Other => {
                self.name().into_iter().collect()
            }
        }
    }

    fn name(&self) -> Option<&'t str> {
        match self {
            Self::Word(word) | Self::Call(word, _) => Some(word),
            Self::Text(_) | Self::List(_) | Self::Other => None,
        }
    }
}

struct Parser<'a, 't> {
    tokens: &'a [Token<'t>],
    at: usize,
    unread: Vec<Unread>,
}

impl<'t> Parser<'_, 't> {
    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at)
    }

    fn line(&self) -> u32 {
        let token = self.peek().or(self.tokens.last());
        token.map_or(1, |token| token.line)
    }

    fn take_symbol(&mut self, symbol: char) -> bool {
        let is_next = self
            .peek()
            .is_some_and(|token| token.kind == TokenKind::Symbol(symbol));
        self.at += usize::from(is_next);
        is_next
    }

    fn take_word(&mut self) -> Option<&'t str> {
        match self.peek()?.kind {
            TokenKind::Word(word) => {
                self.at += 1;
                Some(word)
            }
            TokenKind::Text(_) | TokenKind::Symbol(_) | TokenKind::LineEnd => None,
        }
    }

    fn skip_line_ends(&mut self) {
        while self
            .peek()
            .is_some_and(|token| token.kind == TokenKind::LineEnd)
        {
            self.at += 1;
        }
    }

    /// Passes over the rest of the line, and says so if there is one.
    fn skip_line(&mut self) {
        let line = self.line();
        let start = self.at;
        while self
            .peek()
            .is_some_and(|token| token.kind != TokenKind::LineEnd)
        {
            self.at += 1;
        }
        if self.at > start {
            self.unread.push(Unread { line });
        }
        self.skip_line_ends();
    }

    /// `keyword Name {`
    fn head(&mut self) -> Option<(&'t str, &'t str)> {
        let start = self.at;
        let head = (|| Some((self.take_word()?, self.take_word()?)))();
        let head = head.filter(|_| {
            self.skip_line_ends();
            self.take_symbol('{')
        });
        if head.is_none() {
            self.at = start;
        }
        head
    }

    fn block(&mut self, keyword: &'t str, name: &'t str, line: u32) -> Block<'t> {
        let mut block = Block {
            keyword,
            name,
            line,
            fields: Vec::new(),
            attributes: Vec::new(),
            settings: Vec::new(),
        };
        loop {
            self.skip_line_ends();
            if self.take_symbol('}') || self.peek().is_none() {
                return block;
            }
            // A block that is not closed ends where the next begins.
            let start = self.at;
            if self.head().is_some() {
                self.at = start;
                self.unread.push(Unread { line });
                return block;
            }
            self.entry(&mut block);
        }
    }

    fn entry(&mut self, block: &mut Block<'t>) {
        let line = self.line();
        if self.take_symbol('@') {
            self.take_symbol('@');
            match self.attribute(line) {
                Some(attribute) => block.attributes.push(attribute),
                None => return self.skip_line(),
            }
        } else {
            let Some(name) = self.take_word() else {
                return self.skip_line();
            };
            if self.take_symbol('=') {
                let value = self.expression(0);
                block.settings.push((name, value));
            } else {
                let field = self.field(name, line);
                block.fields.push(field);
            }
        }
        let ends = self
            .peek()
            .is_none_or(|token| matches!(token.kind, TokenKind::LineEnd | TokenKind::Symbol('}')));
        if !ends {
            self.skip_line();
        }
    }

    fn field(&mut self, name: &'t str, line: u32) -> Field<'t> {
        let ty = self.take_word().unwrap_or_default();
        let unsupported = self.take_symbol('(').then(|| {
            let arguments = self.arguments(0);
            let first = arguments.into_iter().next();
            first.and_then(|argument| argument.value.text().map(str::to_owned))
        });
        let arity = if self.take_symbol('[') {
            self.take_symbol(']');
            self.take_symbol('?');
            Arity::List
        } else if self.take_symbol('?') {
            Arity::Optional
        } else {
            self.take_symbol('!');
            Arity::Required
        };
        let mut attributes = Vec::new();
        while self.take_symbol('@') {
            let line = self.line();
            attributes.extend(self.attribute(line));
        }
        Field {
            name,
            ty,
            unsupported: unsupported.flatten(),
            arity,
            attributes,
            line,
        }
    }

    fn attribute(&mut self, line: u32) -> Option<Attribute<'t>> {
        let name = self.take_word()?;
        let arguments = match self.take_symbol('(') {
            true => self.arguments(0),
            false => Vec::new(),
        };
        Some(Attribute {
            name,
            arguments,
            line,
        })
    }

    /// What stands between parentheses, the opening one being read.
    fn arguments(&mut self, depth: usize) -> Vec<Argument<'t>> {
        let mut arguments = Vec::new();
        loop {
            self.skip_line_ends();
            if self.take_symbol(')') || self.is_over() {
                return arguments;
            }
            if self.take_symbol(',') {
                continue;
            }
            let start = self.at;
            let name = self.take_word().filter(|_| self.take_symbol(':'));
            if name.is_none() {
                self.at = start;
            }
            self.skip_line_ends();
            let value = self.expression(depth + 1);
            arguments.push(Argument { name, value });
        }
    }

    fn expression(&mut self, depth: usize) -> Expression<'t> {
        if self.is_over() {
            return Expression::Other;
        }
        if let Some(word) = self.take_word() {
            if depth < MAX_DEPTH && self.take_symbol('(') {
                return Expression::Call(word, self.arguments(depth));
            }
            return Expression::Word(word);
        }
        if depth < MAX_DEPTH && self.take_symbol('[') {
            return self.list(depth);
        }
        let text = self.peek().and_then(|token| match &token.kind {
            TokenKind::Text(text) => Some(text.clone()),
            TokenKind::Word(_) | TokenKind::Symbol(_) | TokenKind::LineEnd => None,
        });
        self.at += 1;
        text.map_or(Expression::Other, Expression::Text)
    }

    fn list(&mut self, depth: usize) -> Expression<'t> {
        let mut items = Vec::new();
        loop {
            self.skip_line_ends();
            if self.take_symbol(']') || self.is_over() {
                return Expression::List(items);
            }
            if !self.take_symbol(',') {
                items.push(self.expression(depth + 1));
            }
        }
    }

    /// Whether the block or the text ends, even where something is left open.
    fn is_over(&self) -> bool {
        self.peek()
            .is_none_or(|token| token.kind == TokenKind::Symbol('}'))
    }
}

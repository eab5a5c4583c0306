//! The syntax tree of one text, flat: each element knows where its subtree ends.
//!
//! Built from the parser's events without its own tree, which costs more than parsing does.

use std::cell::{Cell, RefCell};

use squawk_parser::{EntryPoint, LexedStr, StrStep, SyntaxKind};

use super::{
    keywords::{Holds, holds, is_reserved, names_functions},
    origin::Origin,
};
use crate::source::Span;

/// A parsed text.
pub struct Tree<'t> {
    text: &'t str,
    origin: &'t Origin,
    elements: Vec<Element>,
    /// Where the parser met errors, in order.
    errors: Vec<u32>,
    /// Where lowering first met what Postgres would not accept.
    rejected: Cell<Option<u32>>,
    /// What Postgres says of something in words of its own, and where.
    complaint: RefCell<Option<(u32, String)>>,
    /// Whether something nests so deep that it was left out.
    too_deep: Cell<bool>,
    /// How many levels of what is being lowered stand one within the other.
    depth: Cell<usize>,
}

/// How many levels of expressions and queries are read; more are left out.
const DEEPEST: usize = 200;

/// A node or token; a subtree is contiguous, its root first.
struct Element {
    kind: SyntaxKind,
    start: u32,
    end: u32,
    /// The index after the subtree's last element.
    after: u32,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree<'t>,
    index: u32,
}

/// The elements directly below a node, tokens included.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree<'t>,
    next: u32,
    end: u32,
}

/// What a text is parsed as.
#[derive(Clone, Copy)]
pub enum Grammar {
    Sql,
    Procedural,
}

impl<'t> Tree<'t> {
    /// The tree of a text, whose offsets `origin` takes to the file.
    pub fn parse(text: &'t str, origin: &'t Origin, grammar: Grammar) -> Self {
        let lexed = LexedStr::new(text);
        let entry = match grammar {
            Grammar::Sql => EntryPoint::SourceFile,
            Grammar::Procedural => EntryPoint::Plpgsql,
        };
        let output = entry.parse(&lexed.to_input());
        let mut builder = Builder::new(text);
        lexed.intersperse_trivia(&output, &mut |step| builder.step(step));
        let mut errors = builder.errors;
        // A wrong digit in a bit string is found when its value is made.
        let lexical = lexed
            .errors()
            .filter(|(_, message)| !message.contains("is not a valid"));
        errors.extend(lexical.map(|(range, _)| range.start));
        errors.sort_unstable();
        Self {
            text,
            origin,
            elements: builder.elements,
            errors,
            rejected: Cell::new(None),
            complaint: RefCell::new(None),
            too_deep: Cell::new(false),
            depth: Cell::new(0),
        }
    }

    pub fn root(&'t self) -> Node<'t> {
        Node {
            tree: self,
            index: 0,
        }
    }

    /// Where the first syntax error is, as an offset into the text.
    pub fn rejected(&self) -> Option<usize> {
        self.errors().min()
    }

    /// Where syntax errors are: all the parser's, and the first found later.
    pub fn errors(&self) -> impl Iterator<Item = usize> {
        let errors = self.errors.iter().copied();
        errors
            .chain(self.rejected.get())
            .map(|offset| offset as usize)
    }

    /// What Postgres says in words of its own, and where, unless a syntax error comes before.
    pub fn complaint(&self) -> Option<(usize, String)> {
        let complaint = self.complaint.borrow().clone();
        complaint.map(|(offset, message)| (offset as usize, message))
    }

    pub fn too_deep(&self) -> bool {
        self.too_deep.get()
    }
}

impl<'t> Node<'t> {
    pub fn kind(self) -> SyntaxKind {
        self.element().kind
    }

    /// Where it stands in the file.
    pub fn span(self) -> Span {
        let element = self.element();
        self.tree.origin.span(element.start, element.end)
    }

    /// As written.
    pub fn text(self) -> &'t str {
        let element = self.element();
        &self.tree.text[element.start as usize..element.end as usize]
    }

    /// Offsets into the text that was parsed.
    pub fn range(self) -> std::ops::Range<usize> {
        let element = self.element();
        element.start as usize..element.end as usize
    }

    pub fn origin(self) -> &'t Origin {
        self.tree.origin
    }

    pub fn children(self) -> Children<'t> {
        Children {
            tree: self.tree,
            next: self.index + 1,
            end: self.element().after,
        }
    }

    /// The first child of a kind.
    pub fn child(self, kind: SyntaxKind) -> Option<Self> {
        self.children().find(|child| child.kind() == kind)
    }

    /// The first child of any of some kinds.
    pub fn child_of(self, kinds: &[SyntaxKind]) -> Option<Self> {
        self.children().find(|child| kinds.contains(&child.kind()))
    }

    /// The children of a kind.
    pub fn all(self, kind: SyntaxKind) -> impl Iterator<Item = Self> + Clone {
        self.children().filter(move |child| child.kind() == kind)
    }

    /// Whether there is a child of a kind.
    pub fn has(self, kind: SyntaxKind) -> bool {
        self.child(kind).is_some()
    }

    /// The tokens below, at any depth.
    pub fn tokens(self) -> impl Iterator<Item = Self> + Clone {
        let tree = self.tree;
        (self.index..self.element().after)
            .map(move |index| Self { tree, index })
            .filter(|node| {
                let element = node.element();
                element.after == node.index + 1 && element.start < element.end
            })
    }

    /// Says that Postgres stops with a syntax error at the first token of this element.
    pub fn reject(self) {
        let start = self.element().start;
        let rejected = &self.tree.rejected;
        rejected.set(Some(
            rejected.get().map_or(start, |before| before.min(start)),
        ));
    }

    /// Says what Postgres says of this element, which is no `syntax error at …`.
    pub fn complain(self, message: impl Into<String>) {
        let start = self.element().start;
        let mut complaint = self.tree.complaint.borrow_mut();
        if complaint.as_ref().is_none_or(|before| start < before.0) {
            *complaint = Some((start, message.into()));
        }
    }

    /// Says that Postgres stops with a syntax error right after this element.
    pub fn reject_after(self) {
        let end = self.element().end;
        let rejected = &self.tree.rejected;
        rejected.set(Some(rejected.get().map_or(end, |before| before.min(end))));
    }

    /// Says that something below nests too deep to be read.
    pub fn leave_out(self) {
        self.tree.too_deep.set(true);
    }

    /// What `read` gives for this element, `levels` further down; `None` when that is too deep.
    pub fn below<T>(self, levels: usize, read: impl FnOnce() -> T) -> Option<T> {
        let depth = &self.tree.depth;
        let before = depth.get();
        if before + levels > DEEPEST {
            return None;
        }
        depth.set(before + levels);
        let value = read();
        depth.set(before);
        Some(value)
    }

    fn element(self) -> &'t Element {
        &self.tree.elements[self.index as usize]
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        self.next = self.tree.elements[index as usize].after;
        Some(Node {
            tree: self.tree,
            index,
        })
    }
}

/// Takes the parser's steps and makes elements of them.
struct Builder<'t> {
    text: &'t str,
    elements: Vec<Element>,
    open: Vec<u32>,
    position: u32,
    /// Where the last token that is not a comment or white space ends.
    token_end: u32,
    errors: Vec<u32>,
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
    fn new(text: &'t str) -> Self {
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

    fn step(&mut self, step: StrStep<'_>) {
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

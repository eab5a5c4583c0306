//! The syntax tree of one text, flat: each element knows where its subtree ends.
//!
//! Built from the parser's events without its own tree, which costs more than parsing does.

use std::cell::{Cell, RefCell};

use squawk_parser::{EntryPoint, LexedStr, SyntaxKind};

use super::{
    builder::{Builder, Element},
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

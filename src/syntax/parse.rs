//! Program text to syntax trees, whatever file it stands in.
//!
//! Code within markup is parsed from a view of the file in which bytes around it are replaced (by
//! parentheses, for one), so that an expression is read as one. Outside the code itself, what the
//! tree says and what the file says can therefore differ.

use std::cell::RefCell;

use memchr::{memchr_iter, memmem, memrchr};
use tree_sitter::{Node, Parser, Point, Range, Tree};

use super::{
    embedded::{self, Loop, Markup, Regions, ScriptBlock},
    error_bytes,
    grammar::Grammar,
};
use crate::source::{Dialect, Span};

/// A file, parsed.
#[derive(Debug)]
pub struct Parsed {
    /// What the module was parsed with; fragments of it want the same.
    pub grammar: Grammar,
    /// The module first, if there is one, then the markup expressions in source order.
    pub scripts: Vec<Script>,
    /// In source order, but a promise's stands where its value is bound.
    pub loops: Vec<Loop>,
}

/// A piece of program text and its tree, with spans absolute in the file.
#[derive(Debug)]
pub struct Script {
    pub tree: Tree,
    pub kind: ScriptKind,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ScriptKind {
    /// All script blocks of the file, in order, as one program.
    Module,
    /// A markup expression, evaluated in the scope of the module and of `loops`.
    Expression {
        /// Outermost first, as indices into [`Parsed::loops`].
        loops: Vec<usize>,
    },
}

/// The trees of a file.
///
/// A markup expression without a call has none, and what loops iterate over has none either: see
/// [`Loop::iterable`].
pub fn parse(dialect: Dialect, text: &str) -> Parsed {
    match dialect {
        Dialect::TypeScript => parse_plain(Grammar::TypeScript, text),
        Dialect::Tsx => parse_plain(Grammar::Tsx, text),
        Dialect::JavaScript => parse_plain(Grammar::JavaScript, text),
        Dialect::Vue => parse_embedded(Markup::Vue, text),
        Dialect::Svelte => parse_embedded(Markup::Svelte, text),
        Dialect::Astro => parse_embedded(Markup::Astro, text),
    }
}

/// The tree of an expression or of statements within a file; see [`expression_of`].
pub fn parse_fragment(grammar: Grammar, text: &str, span: Span) -> Tree {
    let code = Piece::of(text, span);
    let range = span.range();
    if range.start == 0 || range.end == text.len() {
        return parse_pieces(grammar, text, &[code]);
    }
    let open = Piece::new(range.start - 1, b"(");
    let close = Piece::new(range.end, b")");
    let expression = parse_pieces(grammar, text, &[open, code, close]);
    // It may be several statements, as in event handlers, or nothing but a comment.
    better(expression, || parse_pieces(grammar, text, &[code]))
}

/// The tree of a name or a destructuring pattern within a file; see [`pattern_of`].
pub fn parse_pattern(grammar: Grammar, text: &str, span: Span) -> Tree {
    let pattern = Piece::of(text, span);
    // A character has at most four bytes, so one of the four starts where a character does.
    let keyword = [&b"let "[..], b"let  ", b"let   ", b"let    "]
        .into_iter()
        .filter_map(|keyword| {
            Some(Piece::new(
                pattern.start.checked_sub(keyword.len())?,
                keyword,
            ))
        })
        .find(|keyword| text.is_char_boundary(keyword.start));
    match keyword {
        Some(keyword) => parse_pieces(grammar, text, &[keyword, pattern]),
        None => parse_pieces(grammar, text, &[pattern]),
    }
}

/// The expression that a fragment consists of; `None` when it is empty, or statements.
pub fn expression_of(fragment: &Tree) -> Option<Node<'_>> {
    let statement = only_child(fragment.root_node())?;
    if statement.kind() != "expression_statement" {
        return None;
    }
    let expression = only_child(statement)?;
    if expression.kind() == "parenthesized_expression" {
        only_child(expression)
    } else {
        Some(expression)
    }
}

/// The identifier or pattern of a tree that [`parse_pattern`] returned.
pub fn pattern_of(fragment: &Tree) -> Option<Node<'_>> {
    let statement = only_child(fragment.root_node())?;
    let inner = only_child(statement)?;
    if inner.kind() == "variable_declarator" {
        inner.child_by_field_name("name")
    } else {
        Some(inner)
    }
}

/// The named child of a node that has, comments aside, just one.
fn only_child(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let mut children = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() != "comment");
    let only = children.next()?;
    children.next().is_none().then_some(only)
}

fn parse_plain(grammar: Grammar, text: &str) -> Parsed {
    let (tree, grammar) = parse_module(grammar, text, &[Piece::new(0, text.as_bytes())]);
    Parsed {
        grammar,
        scripts: vec![Script {
            tree,
            kind: ScriptKind::Module,
        }],
        loops: Vec::new(),
    }
}

fn parse_embedded(markup: Markup, text: &str) -> Parsed {
    let Regions {
        scripts: blocks,
        expressions,
        loops,
    } = embedded::regions(markup, text);
    let grammars = blocks.iter().map(|block| block.grammar);
    let mut grammar = grammars.max().unwrap_or(match markup {
        Markup::Vue | Markup::Svelte => Grammar::JavaScript,
        Markup::Astro => Grammar::Tsx,
    });
    let mut scripts = Vec::new();
    let pieces = module_pieces(text, &blocks);
    if !pieces.is_empty() {
        let (tree, read_with) = parse_module(grammar, text, &pieces);
        grammar = read_with;
        scripts.push(Script {
            tree,
            kind: ScriptKind::Module,
        });
    }
    scripts.extend(expressions.into_iter().map(|expression| Script {
        tree: parse_fragment(grammar, text, expression.span),
        kind: ScriptKind::Expression {
            loops: expression.loops,
        },
    }));
    Parsed {
        grammar,
        scripts,
        loops,
    }
}

/// The script blocks, each but the last with something after it that ends its last statement.
fn module_pieces<'t>(text: &'t str, blocks: &[ScriptBlock]) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let blocks = blocks
        .iter()
        .filter(|block| !text[block.span.range()].trim_ascii().is_empty());
    for block in blocks {
        if let Some(Piece { start, bytes }) = pieces.last() {
            // It stands on the `</` of the closing tag or on the fence. The line feed ends a
            // comment, the semicolon keeps the next block from going on with the last expression.
            pieces.push(Piece::new(start + bytes.len(), b"\n;"));
        }
        pieces.push(Piece::of(text, block.span));
    }
    pieces
}

/// The tree of a module and the grammar that explains more of it: the given or the next best.
fn parse_module(grammar: Grammar, text: &str, pieces: &[Piece<'_>]) -> (Tree, Grammar) {
    let tree = parse_pieces(grammar, text, pieces);
    let may_be_tsx = match grammar {
        // Type annotations, of Flow or of TypeScript.
        Grammar::JavaScript => contains(pieces, ":"),
        Grammar::TypeScript => contains(pieces, "</") || contains(pieces, "/>"),
        Grammar::Tsx => false,
    };
    if !tree.root_node().has_error() || !may_be_tsx {
        return (tree, grammar);
    }
    let other = parse_pieces(Grammar::Tsx, text, pieces);
    if error_bytes(&other) < error_bytes(&tree) {
        (other, Grammar::Tsx)
    } else {
        (tree, grammar)
    }
}

fn contains(pieces: &[Piece<'_>], needle: &str) -> bool {
    pieces
        .iter()
        .any(|piece| memmem::find(piece.bytes, needle.as_bytes()).is_some())
}

/// The first tree, or the second when that has fewer errors; it is only made when it matters.
fn better(first: Tree, second: impl FnOnce() -> Tree) -> Tree {
    if !first.root_node().has_error() {
        return first;
    }
    let second = second();
    if error_bytes(&second) < error_bytes(&first) {
        second
    } else {
        first
    }
}

/// Bytes that the parser is to read at an offset of the file.
#[derive(Clone, Copy, Debug)]
struct Piece<'t> {
    start: usize,
    bytes: &'t [u8],
}

impl<'t> Piece<'t> {
    fn new(start: usize, bytes: &'t [u8]) -> Self {
        Self { start, bytes }
    }

    /// The file's own bytes.
    fn of(text: &'t str, span: Span) -> Self {
        Self::new(span.range().start, text[span.range()].as_bytes())
    }

    fn end(&self) -> usize {
        self.start + self.bytes.len()
    }
}

/// The tree of the pieces, read one after the other; they are in order and do not overlap.
fn parse_pieces(grammar: Grammar, text: &str, pieces: &[Piece<'_>]) -> Tree {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
    }
    let read = |offset: usize, _: Point| {
        let after = pieces.partition_point(|piece| piece.start <= offset);
        let piece = after.checked_sub(1).map(|index| pieces[index]);
        piece
            .and_then(|piece| piece.bytes.get(offset - piece.start..))
            .unwrap_or_default()
    };
    PARSER.with_borrow_mut(|parser| {
        parser
            .set_language(&grammar.language())
            .expect("the grammars are built for this version of tree-sitter");
        parser
            .set_included_ranges(&ranges(text, pieces))
            .expect("the pieces are in order");
        parser
            .parse_with_options(&mut { read }, None, None)
            .expect("a language is set and nothing cancels the parser")
    })
}

/// Where the pieces stand, those that touch as one.
///
/// Rows and columns count from the first piece: counting from the start of the file would make
/// parsing many fragments quadratic, and only bytes are ever asked for.
fn ranges(text: &str, pieces: &[Piece<'_>]) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    let mut at = pieces.first().map_or(0, |piece| piece.start);
    let mut point = Point::default();
    let mut advance = |to: usize| {
        point = point_after(point, &text.as_bytes()[at..to]);
        at = to;
        point
    };
    for piece in pieces {
        let start_point = advance(piece.start);
        let end_point = advance(piece.end());
        match ranges.last_mut() {
            Some(last) if last.end_byte == piece.start => {
                last.end_byte = piece.end();
                last.end_point = end_point;
            }
            Some(_) | None => ranges.push(Range {
                start_byte: piece.start,
                end_byte: piece.end(),
                start_point,
                end_point,
            }),
        }
    }
    ranges
}

/// The point behind the bytes, when they start at `point`.
fn point_after(point: Point, bytes: &[u8]) -> Point {
    match memrchr(b'\n', bytes) {
        Some(last) => Point {
            row: point.row + memchr_iter(b'\n', bytes).count(),
            column: bytes.len() - last - 1,
        },
        None => Point {
            row: point.row,
            column: point.column + bytes.len(),
        },
    }
}

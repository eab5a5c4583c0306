//! Program text to syntax trees, whatever file it stands in.

use std::{iter, ops::Range};

use memchr::memmem;
use tree_sitter::{Node, Tree};

use super::{
    embedded::{self, Loop, Markup, Regions, ScriptBlock},
    error_bytes,
    grammar::Grammar,
    import_type,
    view::{self, Piece, Points},
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

/// A piece of program text and its tree, with bytes absolute in the file.
///
/// So are rows and columns in the module, but not in an expression.
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
    parse_code(grammar, text, span, &[])
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
        Some(keyword) => view::parse(grammar, text, &[keyword, pattern], Points::FirstPiece),
        None => view::parse(grammar, text, &[pattern], Points::FirstPiece),
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
    let (mut tree, mut grammar) = parse_module(grammar, text, &[Piece::new(0, text.as_bytes())]);
    if tree.root_node().has_error() {
        let pieces = import_type::without_arguments(text);
        if pieces.len() > 1 {
            let (other, read_with) = parse_module(grammar, text, &pieces);
            if error_bytes(&other) < error_bytes(&tree) {
                (tree, grammar) = (other, read_with);
            }
        }
    }
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
        tree: parse_code(grammar, text, expression.span, &expression.raw),
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

/// The tree of code within markup, without what is raw in it.
fn parse_code(grammar: Grammar, text: &str, code: Span, raw: &[Span]) -> Tree {
    let Range { start, end } = code.range();
    let starts = iter::once(start).chain(raw.iter().map(|raw| raw.range().end));
    let ends = raw.iter().map(|raw| raw.range().start).chain([end]);
    let mut pieces: Vec<_> = starts
        .zip(ends)
        .map(|(start, end)| Piece::new(start, &text.as_bytes()[start..end]))
        .collect();
    let (Some(before), Some(after)) = (text[..start].chars().last(), text[end..].chars().next())
    else {
        return view::parse(grammar, text, &pieces, Points::FirstPiece);
    };
    // The parentheses stand on whole characters, for spans to start and end with one.
    let open = &b"(   "[..before.len_utf8()];
    let close = &b"   )"[4 - after.len_utf8()..];
    pieces.insert(0, Piece::new(start - open.len(), open));
    pieces.push(Piece::new(end, close));
    let expression = view::parse(grammar, text, &pieces, Points::FirstPiece);
    // It may be several statements, as in event handlers, or nothing but a comment.
    better(expression, || {
        let pieces = &pieces[1..pieces.len() - 1];
        view::parse(grammar, text, pieces, Points::FirstPiece)
    })
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
    let tree = view::parse(grammar, text, pieces, Points::File);
    let may_be_tsx = match grammar {
        // Type annotations, of Flow or of TypeScript.
        Grammar::JavaScript => contains(pieces, ":"),
        Grammar::TypeScript => contains(pieces, "</") || contains(pieces, "/>"),
        Grammar::Tsx => false,
    };
    if !tree.root_node().has_error() || !may_be_tsx {
        return (tree, grammar);
    }
    let other = view::parse(Grammar::Tsx, text, pieces, Points::File);
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

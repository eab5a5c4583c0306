//! Source text to syntax trees, in place: every span is absolute in the file.

use std::ops::ControlFlow;

use tree_sitter::{Node, Tree};

use crate::source::Span;

pub mod grammar;

mod import_type;

mod view;

pub mod embedded;

pub mod parse;

pub mod scan;

#[cfg(test)]
mod tests;

/// The most errors that are told of one tree.
const MAX_ERRORS: usize = 20;

/// The bytes of a node.
pub fn span_of(node: Node<'_>) -> Span {
    span(node.start_byte(), node.end_byte())
}

/// The first errors of a tree, outermost only, in source order; at most 20.
///
/// Where something is missing the span is empty.
pub fn error_spans(tree: &Tree) -> Vec<Span> {
    let mut spans = Vec::new();
    visit_errors(tree, |node| {
        spans.push(span_of(node));
        if spans.len() < MAX_ERRORS {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    spans
}

/// The errors of a tree that have something in them, outermost only, in source order.
pub fn error_nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    visit_errors(tree, |node| {
        nodes.extend((node.named_child_count() > 0).then_some(node));
        ControlFlow::Continue(())
    });
    nodes
}

/// How many bytes of the text its tree does not explain; something missing counts as one.
pub fn error_bytes(tree: &Tree) -> usize {
    let mut bytes = 0;
    visit_errors(tree, |node| {
        bytes += node.byte_range().len().max(1);
        ControlFlow::Continue(())
    });
    bytes
}

/// Hands over the outermost ERROR and MISSING nodes in source order, entering only what has some.
fn visit_errors<'tree>(tree: &'tree Tree, mut visit: impl FnMut(Node<'tree>) -> ControlFlow<()>) {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        let is_error = node.is_error() || node.is_missing();
        if is_error && visit(node).is_break() {
            return;
        }
        if !is_error && node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at| u32::try_from(at).expect("no file over 4 GiB is loaded");
    Span {
        start: offset(start),
        end: offset(end),
    }
}

//! Ways through the syntax of types.

use tree_sitter::{Node, Tree};

/// The declarations of types that do not stand in functions, in source order.
pub(super) fn declarations(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut pending = vec![tree.root_node()];
    while let Some(node) = pending.pop() {
        match node.kind() {
            "type_alias_declaration" | "interface_declaration" => found.push(node),
            "program"
            | "export_statement"
            | "ambient_declaration"
            | "statement_block"
            | "internal_module"
            | "module"
            | "expression_statement"
            | "ERROR" => {
                let start = pending.len();
                let mut cursor = node.walk();
                pending.extend(node.named_children(&mut cursor));
                pending[start..].reverse();
            }
            _ => {}
        }
    }
    found
}

/// The members of a union or intersection, which the grammar nests to the left.
pub(super) fn flattened(node: Node<'_>) -> Vec<Node<'_>> {
    let kind = unwrapped(node).kind();
    if kind != "union_type" && kind != "intersection_type" {
        return vec![node];
    }
    let mut pending = vec![node];
    let mut members = Vec::new();
    while let Some(next) = pending.pop() {
        let inner = unwrapped(next);
        if inner.kind() == kind {
            pending.extend(children(inner).into_iter().rev());
        } else {
            members.push(next);
        }
    }
    members
}

/// What is in parentheses.
pub(super) fn unwrapped(mut node: Node<'_>) -> Node<'_> {
    while matches!(node.kind(), "parenthesized_type" | "type_annotation")
        && let Some(inner) = first_child(node)
    {
        node = inner;
    }
    node
}

/// Whether the type is `null` or `undefined`.
pub(super) fn is_nothing(node: Node<'_>) -> bool {
    let node = unwrapped(node);
    let literal = match node.kind() {
        "literal_type" => node.named_child(0),
        _ => None,
    };
    literal.is_some_and(|literal| matches!(literal.kind(), "null" | "undefined"))
}

/// The named children but comments.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    children.filter(|child| child.kind() != "comment").collect()
}

pub(super) fn first_child(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| child.kind() != "comment")
}

pub(super) fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .any(|child| child.kind() == token)
}

//! What stands after `FROM`.

use squawk_parser::SyntaxKind;

use super::{
    calls,
    expressions::{self, required},
    joins, names, queries,
    tree::Node,
    types,
};
use crate::sql::{
    name::{TypeName, Word},
    query::{Alias, ColumnDefinition, FromCall, FromItem, FromKind, FromValue},
};

/// The items among a node's children.
pub fn items(node: Node<'_>) -> Vec<FromItem> {
    node.children()
        .filter(|child| is_item(child.kind()))
        .map(item)
        .collect()
}

/// The first item among a node's children; an empty one where the text has errors.
pub fn of(node: Node<'_>) -> FromItem {
    let item = node.children().find(|child| is_item(child.kind()));
    item.map_or_else(|| empty(node), self::item)
}

/// Whether a node of this kind is an item.
pub fn is_item(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::RELATION_FROM_ITEM
            | SyntaxKind::FUNCTION_FROM_ITEM
            | SyntaxKind::PAREN_FROM_ITEM
            | SyntaxKind::JOIN_EXPR
            | SyntaxKind::EXPR_FROM_ITEM
            | SyntaxKind::ROWS_FROM_ITEM
            | SyntaxKind::XML_TABLE_FROM_ITEM
            | SyntaxKind::JSON_TABLE_FROM_ITEM
            | SyntaxKind::GRAPH_TABLE_FROM_ITEM
    )
}

/// An item of nothing.
pub fn empty(node: Node<'_>) -> FromItem {
    FromItem {
        kind: FromKind::Table {
            columns: Vec::new(),
            operands: Vec::new(),
        },
        alias: None,
        lateral: false,
        span: node.span(),
    }
}

/// What a node that is an item says.
pub fn item(node: Node<'_>) -> FromItem {
    node.below(1, || of_kind(node)).unwrap_or_else(|| {
        node.leave_out();
        empty(node)
    })
}

fn of_kind(node: Node<'_>) -> FromItem {
    let kind = match node.kind() {
        SyntaxKind::RELATION_FROM_ITEM => {
            FromKind::Relation(names::name_in(node, SyntaxKind::RELATION_NAME_REF))
        }
        SyntaxKind::JOIN_EXPR => return joins::joins(node),
        SyntaxKind::PAREN_FROM_ITEM => return parenthesized(node),
        SyntaxKind::FUNCTION_FROM_ITEM | SyntaxKind::EXPR_FROM_ITEM => FromKind::Function {
            calls: vec![from_call(node)],
            ordinality: node.has(SyntaxKind::WITH_ORDINALITY),
        },
        SyntaxKind::ROWS_FROM_ITEM => FromKind::Function {
            calls: node.all(SyntaxKind::ROWS_FROM_ARG).map(from_call).collect(),
            ordinality: node.has(SyntaxKind::WITH_ORDINALITY),
        },
        _ => table_function(node),
    };
    FromItem {
        kind,
        alias: alias(node),
        lateral: node.has(SyntaxKind::LATERAL_KW),
        span: node.span(),
    }
}

fn from_call(node: Node<'_>) -> FromCall {
    let value = expressions::nodes(node).next();
    let is_call = value.is_some_and(|value| {
        let function = value.children().next().map(Node::kind);
        value.kind() == SyntaxKind::CALL_EXPR
            && matches!(
                function,
                Some(SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR)
            )
    });
    let value = match value {
        Some(call) if is_call => FromValue::Call(calls::call(call)),
        value => FromValue::Expression(required(value, node)),
    };
    FromCall {
        value,
        columns: definitions(node),
    }
}

/// The query within parentheses.
fn innermost(mut query: Node<'_>) -> Node<'_> {
    while query.kind() == SyntaxKind::PAREN_SELECT
        && let Some(inner) = queries::query_node(query)
    {
        query = inner;
    }
    query
}

/// A query, a join or a single item in parentheses.
fn parenthesized(node: Node<'_>) -> FromItem {
    let alias = alias(node);
    let lateral = node.has(SyntaxKind::LATERAL_KW);
    let mut inner = node;
    loop {
        if let Some(query) = queries::query_node(inner) {
            if alias.is_none() {
                let is_values = innermost(query).kind() == SyntaxKind::VALUES;
                node.complain(if is_values {
                    "VALUES in FROM must have an alias"
                } else {
                    "subquery in FROM must have an alias"
                });
            }
            return FromItem {
                kind: FromKind::Subquery(Box::new(queries::query(query))),
                alias,
                lateral,
                span: node.span(),
            };
        }
        if let Some(below) = inner.child(SyntaxKind::PAREN_EXPR) {
            inner = below;
            continue;
        }
        let mut item = of(inner);
        if alias.is_some() {
            item.alias = alias;
        }
        item.span = node.span();
        return item;
    }
}

fn alias(node: Node<'_>) -> Option<Alias> {
    let alias = node.child(SyntaxKind::FROM_ALIAS)?;
    Some(Alias {
        name: names::word_in(alias, SyntaxKind::TABLE_ALIAS),
        columns: names::words_in(alias, SyntaxKind::COLUMN_LIST, SyntaxKind::COLUMN_NAME),
        definitions: definitions(alias),
    })
}

fn definitions(node: Node<'_>) -> Vec<ColumnDefinition> {
    let Some(list) = node.child(SyntaxKind::COLUMN_DEF_LIST) else {
        return Vec::new();
    };
    let columns = list.all(SyntaxKind::COLUMN_DEF);
    columns
        .filter_map(|column| {
            Some(ColumnDefinition {
                name: names::word_in(column, SyntaxKind::COLUMN_NAME)?,
                data_type: types::of(column),
            })
        })
        .collect()
}

/// `XMLTABLE`, `JSON_TABLE` and the like.
fn table_function(node: Node<'_>) -> FromKind {
    let mut columns: Vec<(Word, Option<TypeName>)> = Vec::new();
    let mut operands = Vec::new();
    let mut waiting = vec![node];
    while let Some(next) = waiting.pop() {
        if let Some(name) = names::word_in(next, SyntaxKind::COLUMN_NAME) {
            columns.push((name, types::child(next)));
        }
        let from = waiting.len();
        for child in next.children() {
            if expressions::is_expression(child.kind()) {
                operands.push(expressions::expression(child));
            } else if child.kind() != SyntaxKind::FROM_ALIAS {
                waiting.push(child);
            }
        }
        waiting[from..].reverse();
    }
    FromKind::Table { columns, operands }
}

//! What stands after `FROM`.

use squawk_parser::SyntaxKind;

use super::{
    calls,
    expressions::{self, required},
    names, queries,
    tree::Node,
    types,
};
use crate::sql::{
    name::{TypeName, Word},
    query::{
        Alias, ColumnDefinition, FromCall, FromItem, FromKind, FromValue, Join, JoinCondition,
        JoinKind,
    },
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

fn is_item(kind: SyntaxKind) -> bool {
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

fn empty(node: Node<'_>) -> FromItem {
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

fn item(node: Node<'_>) -> FromItem {
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
        SyntaxKind::JOIN_EXPR => return joins(node),
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

/// A query, a join or a single item in parentheses.
fn parenthesized(node: Node<'_>) -> FromItem {
    let alias = alias(node);
    let lateral = node.has(SyntaxKind::LATERAL_KW);
    let mut inner = node;
    loop {
        if let Some(query) = queries::query_node(inner) {
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

/// `a JOIN b ON … JOIN c ON …`, which nests on the left.
fn joins(node: Node<'_>) -> FromItem {
    let mut row = Vec::new();
    let mut base = node;
    while base.kind() == SyntaxKind::JOIN_EXPR {
        let left = base.children().find(|child| is_item(child.kind()));
        let join = base.child(SyntaxKind::JOIN);
        let (Some(left), Some(join)) = (left, join) else {
            break;
        };
        row.push((base, join));
        base = left;
    }
    if row.is_empty() {
        return empty(node);
    }
    let nested = node.below(row.len(), || {
        let mut left = item(base);
        for &(at, right) in row.iter().rev() {
            let join = Join {
                kind: kind(right),
                condition: condition(right),
                right: of(right),
                left,
            };
            left = FromItem {
                kind: FromKind::Join(Box::new(join)),
                alias: alias(at),
                lateral: false,
                span: at.span(),
            };
        }
        left
    });
    nested.unwrap_or_else(|| {
        node.leave_out();
        empty(node)
    })
}

fn kind(join: Node<'_>) -> JoinKind {
    let kind = join.child_of(&[
        SyntaxKind::JOIN_LEFT,
        SyntaxKind::JOIN_RIGHT,
        SyntaxKind::JOIN_FULL,
        SyntaxKind::JOIN_CROSS,
    ]);
    match kind.map(Node::kind) {
        Some(SyntaxKind::JOIN_LEFT) => JoinKind::Left,
        Some(SyntaxKind::JOIN_RIGHT) => JoinKind::Right,
        Some(SyntaxKind::JOIN_FULL) => JoinKind::Full,
        Some(SyntaxKind::JOIN_CROSS) => JoinKind::Cross,
        Some(_) | None => JoinKind::Inner,
    }
}

fn condition(join: Node<'_>) -> JoinCondition {
    if join.has(SyntaxKind::NATURAL_KW) {
        return JoinCondition::Natural;
    }
    if let Some(on) = join.child(SyntaxKind::ON_CLAUSE) {
        return JoinCondition::On(required(expressions::nodes(on).next(), on));
    }
    let Some(using) = join.child(SyntaxKind::JOIN_USING_CLAUSE) else {
        return JoinCondition::None;
    };
    let columns = names::words_in(
        using,
        SyntaxKind::COLUMN_REF_LIST,
        SyntaxKind::COLUMN_NAME_REF,
    );
    let alias = using
        .child(SyntaxKind::REQUIRED_AS_ALIAS)
        .and_then(|alias| names::word_in(alias, SyntaxKind::TABLE_ALIAS));
    JoinCondition::Using(columns, alias)
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

//! Views, and indexes.

use squawk_parser::SyntaxKind;

use super::{expressions, names, options, queries, tables, tree::Node};
use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::Word,
    statement::{
        index::{CreateIndex, IndexColumn},
        table::{CreateView, Persistence},
    },
};

/// What `CREATE VIEW` and `CREATE MATERIALIZED VIEW` say.
pub fn create(node: Node<'_>) -> CreateView {
    let options = node
        .child(SyntaxKind::WITH_PARAMS)
        .map(options::with_values)
        .unwrap_or_default();
    CreateView {
        name: names::name_in(node, SyntaxKind::VIEW),
        materialized: node.kind() == SyntaxKind::CREATE_MATERIALIZED_VIEW,
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        temporary: tables::persistence(node) == Persistence::Temporary,
        recursive: node.has(SyntaxKind::RECURSIVE_KW),
        columns: names::words_in(node, SyntaxKind::COLUMN_LIST, SyntaxKind::COLUMN_NAME),
        security_invoker: options::is_on(&options, "security_invoker"),
        query: queries::of(node),
        parameters: parameters(node),
    }
}

/// What `CREATE INDEX` says.
pub fn create_index(node: Node<'_>) -> CreateIndex {
    let items = |node: Node<'_>| {
        node.child(SyntaxKind::PARTITION_ITEM_LIST)
            .map(|list| {
                list.all(SyntaxKind::PARTITION_ITEM)
                    .map(index_column)
                    .collect()
            })
            .unwrap_or_default()
    };
    let include: Vec<IndexColumn> = node
        .child(SyntaxKind::INDEX_INCLUDE_CLAUSE)
        .map(items)
        .unwrap_or_default();
    let method = node.child(SyntaxKind::USING_METHOD);
    CreateIndex {
        name: names::word_in(node, SyntaxKind::INDEX),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        unique: node.has(SyntaxKind::UNIQUE_KW),
        concurrently: node.has(SyntaxKind::CONCURRENTLY_KW),
        table: names::name_in(node, SyntaxKind::TABLE_RELATION_NAME),
        method: method
            .and_then(|method| names::word_in(method, SyntaxKind::ACCESS_METHOD_REF))
            .map(|word| word.text),
        columns: items(node),
        include: include.into_iter().filter_map(column_name).collect(),
        filter: node
            .child(SyntaxKind::WHERE_CLAUSE)
            .and_then(expressions::child),
        parameters: parameters(node),
    }
}

/// The names of the options of `WITH (…)`, without those of TOAST tables.
fn parameters(node: Node<'_>) -> Vec<Word> {
    let list = node
        .child(SyntaxKind::WITH_PARAMS)
        .and_then(|with| with.child(SyntaxKind::ATTRIBUTE_LIST));
    let options = list.into_iter().flat_map(Node::children);
    let options = options.filter(|child| child.kind() == SyntaxKind::ATTRIBUTE_OPTION);
    let own = options.filter(|option| !option.has(SyntaxKind::ATTRIBUTE_NAMESPACE));
    let names = own.filter_map(|option| names::word_in(option, SyntaxKind::ATTRIBUTE_NAME));
    names.collect()
}

fn index_column(item: Node<'_>) -> IndexColumn {
    check_element(item);
    let mut value = expressions::required(expressions::nodes(item).next(), item);
    let mut collation = item
        .child(SyntaxKind::COLLATE)
        .filter(|collate| expressions::nodes(*collate).next().is_none())
        .map(|collate| names::name_in(collate, SyntaxKind::COLLATION_REF));
    // The collation of a column belongs to the index, not to the expression.
    if let ExpressionKind::Collate(inner, name) = value.kind {
        value = *inner;
        collation = Some(name);
    }
    IndexColumn {
        value,
        operator_class: names::optional_name(item, SyntaxKind::OP_CLASS_REF),
        collation,
    }
}

fn column_name(column: IndexColumn) -> Option<Word> {
    only_word(column.value)
}

fn only_word(value: Expression) -> Option<Word> {
    match value.kind {
        ExpressionKind::Column(words) => words.into_iter().next(),
        _ => None,
    }
}

/// An element is a column, a call or something in parentheses; what else begins like one is an error
/// where it goes on.
pub fn check_element(item: Node<'_>) {
    let Some(mut element) = expressions::nodes(item).next() else {
        return;
    };
    let mut after = None;
    loop {
        let mut children = element.children();
        let first = children.next();
        let goes_on = match element.kind() {
            // The parentheses are the element's own; a query needs another pair.
            SyntaxKind::PAREN_EXPR => {
                let mut children = element.children();
                if let Some(query) = children.find(|child| queries::is_query(child.kind())) {
                    query.reject();
                }
                break;
            }
            SyntaxKind::NAME_REF | SyntaxKind::CALL_EXPR => break,
            // `CAST (… AS …)` is written like a call.
            SyntaxKind::CAST_EXPR if element.has(SyntaxKind::CAST_KW) => break,
            SyntaxKind::COLLATE => None,
            _ => children.next(),
        };
        after = goes_on.or(after);
        match first {
            Some(first) if expressions::is_expression(first.kind()) => element = first,
            Some(_) | None => {
                element.reject();
                return;
            }
        }
    }
    if let Some(after) = after {
        after.reject();
    }
}

//! `CREATE TABLE`, in all its forms.

use squawk_parser::SyntaxKind;

use super::{constraints, expressions, names, queries, tree::Node, types};
use crate::sql::statement::table::{
    ColumnDefinition, CreateTable, LikeOption, LikeWhat, Persistence, TableElement,
};

/// What `CREATE TABLE`, `CREATE FOREIGN TABLE` and `CREATE TABLE AS` say.
pub fn create(node: Node<'_>) -> CreateTable {
    let partition_of = node.child(SyntaxKind::PARTITION_OF);
    let inherits = node.child(SyntaxKind::INHERITS);
    let of_type = node.child(SyntaxKind::OF_TYPE);
    CreateTable {
        name: names::name_in(node, SyntaxKind::TABLE_NAME),
        if_not_exists: node.has(SyntaxKind::IF_NOT_EXISTS),
        persistence: persistence(node),
        foreign: node.kind() == SyntaxKind::CREATE_FOREIGN_TABLE,
        server: node
            .child(SyntaxKind::SERVER_CLAUSE)
            .and_then(|clause| names::word_in(clause, SyntaxKind::SERVER_REF)),
        elements: elements(node),
        inherits: inherits
            .map(|inherits| names::names(inherits, SyntaxKind::TABLE_NAME_REF))
            .unwrap_or_default(),
        partition_of: partition_of.map(|of| names::name_in(of, SyntaxKind::TABLE_NAME_REF)),
        partition_by: node.child(SyntaxKind::PARTITION_BY).map(partition_by),
        of_type: of_type.map(|of| types::of(of).name),
        query: created_by(node),
    }
}

/// `TEMPORARY` and `UNLOGGED`.
pub fn persistence(node: Node<'_>) -> Persistence {
    if node.has(SyntaxKind::TEMP) {
        Persistence::Temporary
    } else if node.has(SyntaxKind::UNLOGGED) {
        Persistence::Unlogged
    } else {
        Persistence::Permanent
    }
}

fn elements(node: Node<'_>) -> Vec<TableElement> {
    let Some(list) = node.child(SyntaxKind::TABLE_ARG_LIST) else {
        return Vec::new();
    };
    // Of `CREATE TABLE … AS` the parentheses hold names alone.
    if node.kind() == SyntaxKind::CREATE_TABLE_AS {
        return Vec::new();
    }
    let is_typed = node.has(SyntaxKind::OF_TYPE) || node.has(SyntaxKind::PARTITION_OF);
    list.children()
        .inspect(|child| {
            if child.kind() == SyntaxKind::COLUMN && !is_typed {
                check_type(*child);
            }
        })
        .filter_map(element)
        .collect()
}

/// Only columns of typed tables and partitions take their type from elsewhere.
fn check_type(column: Node<'_>) {
    let mut children = column.children();
    match (children.next(), children.next()) {
        (Some(_), Some(second)) if !types::is_type(second.kind()) => second.reject(),
        (Some(_), None) => column.reject_after(),
        (_, _) => {}
    }
}

fn element(node: Node<'_>) -> Option<TableElement> {
    match node.kind() {
        SyntaxKind::COLUMN => Some(TableElement::Column(column(node))),
        SyntaxKind::LIKE_CLAUSE => Some(TableElement::Like {
            relation: names::name_in(node, SyntaxKind::RELATION_NAME_REF),
            options: node.children().filter_map(like_option).collect(),
        }),
        _ => constraints::of_table(node).map(TableElement::Constraint),
    }
}

/// A column with its type and constraints, also of `ADD COLUMN`.
pub fn column(node: Node<'_>) -> ColumnDefinition {
    let name = names::word_in(node, SyntaxKind::COLUMN_NAME);
    let collate = node.child(SyntaxKind::COLLATE);
    let children = node.children();
    ColumnDefinition {
        span: name.as_ref().map_or_else(
            || node.span(),
            |name| crate::source::Span {
                start: name.span.start,
                end: node.span().end,
            },
        ),
        name: name.unwrap_or_else(|| names::word(node)),
        data_type: types::child(node),
        collation: collate.map(|collate| names::name_in(collate, SyntaxKind::COLLATION_REF)),
        constraints: children.filter_map(constraints::of_column).collect(),
    }
}

fn like_option(node: Node<'_>) -> Option<LikeOption> {
    let including = match node.kind() {
        SyntaxKind::INCLUDING_PROPERTY => true,
        SyntaxKind::EXCLUDING_PROPERTY => false,
        _ => return None,
    };
    let what = match node.children().nth(1)?.kind() {
        SyntaxKind::PROPERTY_ALL => LikeWhat::All,
        SyntaxKind::PROPERTY_COMMENTS => LikeWhat::Comments,
        SyntaxKind::PROPERTY_CONSTRAINTS => LikeWhat::Constraints,
        SyntaxKind::PROPERTY_DEFAULTS => LikeWhat::Defaults,
        SyntaxKind::PROPERTY_GENERATED => LikeWhat::Generated,
        SyntaxKind::PROPERTY_IDENTITY => LikeWhat::Identity,
        SyntaxKind::PROPERTY_INDEXES => LikeWhat::Indexes,
        _ => LikeWhat::Other,
    };
    Some(LikeOption { including, what })
}

fn partition_by(clause: Node<'_>) -> Vec<crate::sql::expression::Expression> {
    clause
        .child(SyntaxKind::PARTITION_ITEM_LIST)
        .map(|list| expressions::list_in(list, SyntaxKind::PARTITION_ITEM))
        .unwrap_or_default()
}

/// The query of `CREATE TABLE … AS`, with the names of the columns before it.
fn created_by(node: Node<'_>) -> Option<(Vec<crate::sql::name::Word>, crate::sql::query::Query)> {
    if node.kind() != SyntaxKind::CREATE_TABLE_AS {
        return None;
    }
    let list = node.child(SyntaxKind::TABLE_ARG_LIST);
    let columns = list.map(|list| {
        let columns = list.all(SyntaxKind::COLUMN);
        columns
            .inspect(|column| {
                if let Some(second) = column.children().nth(1) {
                    second.reject();
                }
            })
            .map(names::word)
            .collect()
    });
    Some((columns.unwrap_or_default(), queries::of(node)))
}

//! `INSERT`, `UPDATE`, `DELETE` and `MERGE`.

use squawk_parser::SyntaxKind;

use super::{
    expressions::{self, required},
    from, names, queries,
    tree::Node,
};
use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::{Name, Word},
    query::{
        Assignment, Change, ChangeKind, Conflict, Delete, Insert, Merge, Query, QueryBody, Target,
        Update,
    },
};

/// The change among a node's children.
pub fn child(node: Node<'_>) -> Option<Change> {
    node.children().find_map(change)
}

/// What a node says, if it changes rows.
pub fn change(node: Node<'_>) -> Option<Change> {
    let kind = match node.kind() {
        SyntaxKind::INSERT => ChangeKind::Insert(Box::new(insert(node))),
        SyntaxKind::UPDATE => ChangeKind::Update(Box::new(update(node))),
        SyntaxKind::DELETE => ChangeKind::Delete(Box::new(delete(node))),
        SyntaxKind::MERGE => ChangeKind::Merge(Box::new(merge(node))),
        _ => return None,
    };
    Some(Change {
        kind,
        with: node.child(SyntaxKind::WITH_CLAUSE).map(queries::with),
        target: target(node),
        alias: alias(node),
        returning: returning(node),
        span: node.span(),
    })
}

fn target(node: Node<'_>) -> Name {
    let target = node.child_of(&[
        SyntaxKind::RELATION_NAME_REF,
        SyntaxKind::RELATION_NAME,
        SyntaxKind::TABLE_RELATION_NAME,
    ]);
    target.map(names::name).unwrap_or_default()
}

fn alias(node: Node<'_>) -> Option<Word> {
    let alias = node.child_of(&[SyntaxKind::REQUIRED_AS_ALIAS, SyntaxKind::OPTIONAL_AS_ALIAS]);
    names::word_in(alias?, SyntaxKind::TABLE_ALIAS)
}

fn returning(node: Node<'_>) -> Vec<Target> {
    node.child(SyntaxKind::RETURNING_CLAUSE)
        .map(queries::targets)
        .unwrap_or_default()
}

/// The `WHERE` among a node's children.
fn filter(node: Node<'_>) -> Option<Expression> {
    if let Some(clause) = node.child(SyntaxKind::WHERE_CURRENT_OF) {
        return Some(expressions::other(clause, Vec::new()));
    }
    node.child(SyntaxKind::WHERE_CLAUSE)
        .and_then(expressions::child)
}

fn insert(node: Node<'_>) -> Insert {
    Insert {
        columns: columns(node),
        source: queries::child(node),
        conflict: node.child(SyntaxKind::ON_CONFLICT_CLAUSE).map(conflict),
    }
}

/// The columns of the list of targets among a node's children.
fn columns(node: Node<'_>) -> Vec<Word> {
    names::words_in(
        node,
        SyntaxKind::COLUMN_TARGET_LIST,
        SyntaxKind::COLUMN_TARGET,
    )
}

fn conflict(clause: Node<'_>) -> Conflict {
    let mut conflict = Conflict::default();
    for part in clause.children() {
        match part.kind() {
            SyntaxKind::CONFLICT_ON_CONSTRAINT => {
                conflict.constraint = names::word_in(part, SyntaxKind::CONSTRAINT_NAME_REF);
            }
            SyntaxKind::CONFLICT_ON_INDEX => {
                let list = part.child(SyntaxKind::CONFLICT_INDEX_ITEM_LIST);
                conflict.target = list
                    .map(|list| expressions::list_in(list, SyntaxKind::CONFLICT_INDEX_ITEM))
                    .unwrap_or_default();
                conflict.target_filter = filter(part);
            }
            SyntaxKind::CONFLICT_DO_UPDATE_SET => {
                conflict.assignments = assignments(part);
                conflict.filter = filter(part);
            }
            _ => {}
        }
    }
    conflict
}

/// What the `SET` among a node's children assigns.
fn assignments(node: Node<'_>) -> Vec<Assignment> {
    let list = node
        .child(SyntaxKind::SET_CLAUSE)
        .and_then(|clause| clause.child(SyntaxKind::SET_COLUMN_LIST));
    list.map(|list| list.children().filter_map(assignment).collect())
        .unwrap_or_default()
}

fn assignment(node: Node<'_>) -> Option<Assignment> {
    match node.kind() {
        SyntaxKind::SET_SINGLE_COLUMN => Some(Assignment {
            columns: names::words(node, SyntaxKind::COLUMN_TARGET),
            value: node
                .child(SyntaxKind::SET_EXPR)
                .map_or_else(|| expressions::other(node, Vec::new()), set_value),
        }),
        SyntaxKind::SET_MULTIPLE_COLUMNS => {
            let value = match node.child(SyntaxKind::SET_EXPR_LIST) {
                Some(list) => Expression {
                    kind: ExpressionKind::Row(
                        list.all(SyntaxKind::SET_EXPR).map(set_value).collect(),
                    ),
                    span: list.span(),
                },
                None => subquery(node),
            };
            Some(Assignment {
                columns: columns(node),
                value,
            })
        }
        _ => None,
    }
}

fn subquery(node: Node<'_>) -> Expression {
    match queries::child(node) {
        Some(query) => Expression {
            span: query.span,
            kind: ExpressionKind::Subquery(Box::new(query)),
        },
        None => required(expressions::nodes(node).next(), node),
    }
}

fn set_value(node: Node<'_>) -> Expression {
    if node.has(SyntaxKind::DEFAULT_KW) {
        return Expression {
            kind: ExpressionKind::Default,
            span: node.span(),
        };
    }
    required(expressions::nodes(node).next(), node)
}

fn update(node: Node<'_>) -> Update {
    let from = node.child(SyntaxKind::FROM_CLAUSE);
    Update {
        assignments: assignments(node),
        from: from.map(from::items).unwrap_or_default(),
        filter: filter(node),
    }
}

fn delete(node: Node<'_>) -> Delete {
    let using = node.child(SyntaxKind::USING_CLAUSE);
    Delete {
        using: using.map(from::items).unwrap_or_default(),
        filter: filter(node),
    }
}

fn merge(node: Node<'_>) -> Merge {
    let using = node.child(SyntaxKind::USING_ON_CLAUSE).unwrap_or(node);
    let condition = using.child(SyntaxKind::ON_CLAUSE).unwrap_or(using);
    let mut merge = Merge {
        source: from::of(using),
        condition: required(expressions::nodes(condition).next(), condition),
        assignments: Vec::new(),
        inserted: Vec::new(),
    };
    for branch in node.children() {
        if let Some(update) = branch.child(SyntaxKind::MERGE_UPDATE) {
            merge.assignments.extend(assignments(update));
        }
        if let Some(insert) = branch.child(SyntaxKind::MERGE_INSERT) {
            let values = queries::child(insert).map(first_row).unwrap_or_default();
            merge.inserted.push((columns(insert), values));
        }
    }
    merge
}

fn first_row(query: Query) -> Vec<Expression> {
    match query.body {
        QueryBody::Values(values) => values.rows.into_iter().next().unwrap_or_default(),
        QueryBody::Select(_) | QueryBody::Set(..) | QueryBody::Table(_) => Vec::new(),
    }
}

//! `a JOIN b ON …`, grouped as Postgres groups them: from the left, but for a join whose `ON` comes
//! after another join.

use squawk_parser::SyntaxKind;

use super::{
    expressions::{self, required},
    from, names,
    tree::Node,
};
use crate::{
    source::Span,
    sql::query::{FromItem, FromKind, Join, JoinCondition, JoinKind},
};

/// A piece of a row of joins, from left to right.
enum Part<'t> {
    Item(Node<'t>),
    Join(JoinKind, Qualified),
    Condition(Node<'t>),
}

/// Whether a join has a condition of its own.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Qualified {
    Yes,
    Natural,
    No,
}

/// The item that a row of joins is.
pub fn joins(node: Node<'_>) -> FromItem {
    let parts = parts(node);
    let levels = parts
        .iter()
        .filter(|part| matches!(part, Part::Join(..)))
        .count();
    node.below(levels, || grouped(node, &parts))
        .unwrap_or_else(|| {
            node.leave_out();
            from::empty(node)
        })
}

fn parts(node: Node<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut waiting = vec![node];
    while let Some(next) = waiting.pop() {
        match next.kind() {
            SyntaxKind::JOIN_EXPR | SyntaxKind::JOIN => {
                if next.kind() == SyntaxKind::JOIN {
                    parts.push(join(next));
                }
                let start = waiting.len();
                waiting.extend(next.children().filter(|child| {
                    from::is_item(child.kind())
                        || matches!(
                            child.kind(),
                            SyntaxKind::JOIN
                                | SyntaxKind::ON_CLAUSE
                                | SyntaxKind::JOIN_USING_CLAUSE
                        )
                }));
                waiting[start..].reverse();
            }
            SyntaxKind::ON_CLAUSE | SyntaxKind::JOIN_USING_CLAUSE => {
                parts.push(Part::Condition(next));
            }
            _ => parts.push(Part::Item(next)),
        }
    }
    parts
}

fn join(node: Node<'_>) -> Part<'_> {
    let kind = node.child_of(&[
        SyntaxKind::JOIN_LEFT,
        SyntaxKind::JOIN_RIGHT,
        SyntaxKind::JOIN_FULL,
        SyntaxKind::JOIN_CROSS,
    ]);
    let kind = match kind.map(Node::kind) {
        Some(SyntaxKind::JOIN_LEFT) => JoinKind::Left,
        Some(SyntaxKind::JOIN_RIGHT) => JoinKind::Right,
        Some(SyntaxKind::JOIN_FULL) => JoinKind::Full,
        Some(SyntaxKind::JOIN_CROSS) => JoinKind::Cross,
        Some(_) | None => JoinKind::Inner,
    };
    let qualified = if node.has(SyntaxKind::NATURAL_KW) {
        Qualified::Natural
    } else if kind == JoinKind::Cross {
        Qualified::No
    } else {
        Qualified::Yes
    };
    Part::Join(kind, qualified)
}

fn grouped(node: Node<'_>, parts: &[Part<'_>]) -> FromItem {
    let mut pending: Vec<(FromItem, JoinKind)> = Vec::new();
    let mut unqualified = None;
    let mut current: Option<FromItem> = None;
    for part in parts {
        match part {
            Part::Item(item) => {
                let item = from::item(*item);
                current = Some(match (current.take(), unqualified.take()) {
                    (Some(left), Some((kind, condition))) => joined(left, item, kind, condition),
                    (_, _) => item,
                });
            }
            Part::Join(kind, Qualified::Yes) => {
                let left = current.take().unwrap_or_else(|| from::empty(node));
                pending.push((left, *kind));
            }
            Part::Join(kind, Qualified::Natural) => {
                unqualified = Some((*kind, JoinCondition::Natural));
            }
            Part::Join(kind, Qualified::No) => unqualified = Some((*kind, JoinCondition::None)),
            Part::Condition(clause) => match (pending.pop(), current.take()) {
                (Some((left, kind)), Some(right)) => {
                    let mut whole = joined(left, right, kind, condition(*clause));
                    whole.span.end = clause.span().end;
                    current = Some(whole);
                }
                (_, right) => {
                    clause.reject();
                    current = right;
                }
            },
        }
    }
    if !pending.is_empty() {
        node.reject_after();
    }
    current.unwrap_or_else(|| from::empty(node))
}

fn joined(left: FromItem, right: FromItem, kind: JoinKind, condition: JoinCondition) -> FromItem {
    let span = Span {
        start: left.span.start,
        end: right.span.end,
    };
    FromItem {
        kind: FromKind::Join(Box::new(Join {
            left,
            right,
            kind,
            condition,
        })),
        alias: None,
        lateral: false,
        span,
    }
}

fn condition(clause: Node<'_>) -> JoinCondition {
    if clause.kind() == SyntaxKind::ON_CLAUSE {
        return JoinCondition::On(required(expressions::nodes(clause).next(), clause));
    }
    let columns = names::words_in(
        clause,
        SyntaxKind::COLUMN_REF_LIST,
        SyntaxKind::COLUMN_NAME_REF,
    );
    let alias = clause
        .child(SyntaxKind::REQUIRED_AS_ALIAS)
        .and_then(|alias| names::word_in(alias, SyntaxKind::TABLE_ALIAS));
    JoinCondition::Using(columns, alias)
}

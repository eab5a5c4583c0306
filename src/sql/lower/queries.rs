//! Queries.

use squawk_parser::SyntaxKind;

use super::{calls, changes, expressions, from, names, tree::Node};
use crate::sql::{
    expression::{Expression, Window},
    name::Word,
    query::{CommonBody, CommonTable, Query, QueryBody, Select, Target, Values, With},
};

/// Whether a node of this kind is a query.
pub fn is_query(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SELECT
            | SyntaxKind::SELECT_INTO
            | SyntaxKind::PAREN_SELECT
            | SyntaxKind::COMPOUND_SELECT
            | SyntaxKind::VALUES
            | SyntaxKind::TABLE
    )
}

/// The query among a node's children.
pub fn child(node: Node<'_>) -> Option<Query> {
    query_node(node).map(query)
}

/// The node among a node's children that is a query.
pub fn query_node(node: Node<'_>) -> Option<Node<'_>> {
    node.children().find(|child| is_query(child.kind()))
}

/// The query among a node's children; an empty one where the text has errors.
pub fn of(node: Node<'_>) -> Query {
    child(node).unwrap_or_else(|| empty(node))
}

/// A query whose parts stand among a node's children without `SELECT`.
pub fn of_parts(node: Node<'_>) -> Query {
    of_kind(node)
}

/// A query of nothing.
pub fn empty(node: Node<'_>) -> Query {
    Query {
        with: None,
        body: QueryBody::Values(Values::default()),
        order_by: Vec::new(),
        limits: Vec::new(),
        span: node.span(),
    }
}

/// What a node that is a query says.
pub fn query(node: Node<'_>) -> Query {
    node.below(1, || of_kind(node)).unwrap_or_else(|| {
        node.leave_out();
        empty(node)
    })
}

fn of_kind(node: Node<'_>) -> Query {
    let mut query = match node.kind() {
        SyntaxKind::PAREN_SELECT | SyntaxKind::PAREN_EXPR => match operand(node) {
            Some(inner) => query(inner),
            None => empty(node),
        },
        SyntaxKind::COMPOUND_SELECT => compound(node),
        SyntaxKind::VALUES => of_body(node, QueryBody::Values(values(node))),
        SyntaxKind::TABLE => {
            let name = names::name_in(node, SyntaxKind::RELATION_NAME);
            of_body(node, QueryBody::Table(name))
        }
        _ => of_body(node, QueryBody::Select(Box::new(select(node)))),
    };
    if let Some(clause) = node.child(SyntaxKind::WITH_CLAUSE) {
        // Of the query in parentheses there may be another.
        let inner = query.with.take();
        query.with = Some(merged(with(clause), inner));
    }
    let order_by = calls::order_by(node);
    query.order_by.extend(order_by);
    query.limits.extend(limits(node));
    query.span = node.span();
    query
}

fn merged(mut outer: With, inner: Option<With>) -> With {
    if let Some(inner) = inner {
        outer.recursive |= inner.recursive;
        outer.tables.extend(inner.tables);
    }
    outer
}

fn of_body(node: Node<'_>, body: QueryBody) -> Query {
    Query {
        body,
        ..empty(node)
    }
}

fn limits(node: Node<'_>) -> Vec<Expression> {
    let clauses = node.children().filter(|child| {
        matches!(
            child.kind(),
            SyntaxKind::LIMIT_CLAUSE | SyntaxKind::OFFSET_CLAUSE | SyntaxKind::FETCH_CLAUSE
        )
    });
    clauses.filter_map(expressions::child).collect()
}

/// The query that parentheses hold, possibly more parentheses.
fn operand(node: Node<'_>) -> Option<Node<'_>> {
    node.children()
        .find(|child| is_query(child.kind()) || child.kind() == SyntaxKind::PAREN_EXPR)
}

/// What `UNION`, `INTERSECT` and `EXCEPT` join.
fn compound(node: Node<'_>) -> Query {
    let mut leaves = Vec::new();
    let mut waiting = vec![node];
    while let Some(next) = waiting.pop() {
        // A part with an order or limit of its own stays whole.
        let is_plain = next.kind() == SyntaxKind::COMPOUND_SELECT
            && (next.range() == node.range() || !has_tail(next));
        if is_plain {
            let from = waiting.len();
            let operands = next
                .children()
                .filter(|child| is_query(child.kind()) || child.kind() == SyntaxKind::PAREN_EXPR);
            waiting.extend(operands);
            waiting[from..].reverse();
        } else {
            leaves.push(next);
        }
    }
    let mut parts: Vec<Query> = leaves.iter().map(|&leaf| query(leaf)).collect();
    // `WITH` before the first part belongs to the whole.
    let is_bare = leaves.first().is_some_and(|first| {
        !matches!(
            first.kind(),
            SyntaxKind::PAREN_SELECT | SyntaxKind::PAREN_EXPR
        )
    });
    let with = parts
        .first_mut()
        .filter(|_| is_bare)
        .and_then(|first| first.with.take());
    let mut whole = joined(parts).unwrap_or_else(|| empty(node));
    whole.with = with
        .map(|with| merged(with, whole.with.take()))
        .or(whole.with.take());
    whole
}

fn has_tail(node: Node<'_>) -> bool {
    node.child_of(&[
        SyntaxKind::ORDER_BY_CLAUSE,
        SyntaxKind::LIMIT_CLAUSE,
        SyntaxKind::OFFSET_CLAUSE,
        SyntaxKind::FETCH_CLAUSE,
    ])
    .is_some()
}

/// The parts as pairs of pairs, so that a thousand of them nest ten deep.
fn joined(mut parts: Vec<Query>) -> Option<Query> {
    while parts.len() > 1 {
        let mut pairs = Vec::with_capacity(parts.len().div_ceil(2));
        let mut rest = parts.into_iter();
        while let Some(left) = rest.next() {
            pairs.push(match rest.next() {
                Some(right) => pair(left, right),
                None => left,
            });
        }
        parts = pairs;
    }
    parts.pop()
}

fn pair(left: Query, right: Query) -> Query {
    let span = crate::source::Span {
        start: left.span.start,
        end: right.span.end,
    };
    Query {
        with: None,
        body: QueryBody::Set(Box::new(left), Box::new(right)),
        order_by: Vec::new(),
        limits: Vec::new(),
        span,
    }
}

/// The rows of `VALUES`.
fn values(node: Node<'_>) -> Values {
    let Some(list) = node.child(SyntaxKind::ROW_LIST) else {
        return Values::default();
    };
    let mut values = Values::default();
    for row in list.all(SyntaxKind::ROW) {
        values.count += 1;
        if values.count <= Values::MOST {
            values.rows.push(expressions::list(row));
        }
    }
    values
}

fn select(node: Node<'_>) -> Select {
    let mut select = Select::default();
    for part in node.children() {
        match part.kind() {
            SyntaxKind::SELECT_CLAUSE => {
                if let Some(distinct) = part.child(SyntaxKind::DISTINCT_CLAUSE) {
                    let on = distinct.child(SyntaxKind::DISTINCT_ON);
                    select.distinct_on = on.map(expressions::list).unwrap_or_default();
                }
                select.targets = targets(part);
            }
            SyntaxKind::TARGET_LIST => select.targets = target_list(part),
            SyntaxKind::INTO_CLAUSE => {
                select.into = names::optional_name(part, SyntaxKind::TABLE_NAME);
            }
            SyntaxKind::FROM_CLAUSE => select.from = from::items(part),
            SyntaxKind::WHERE_CLAUSE => select.filter = expressions::child(part),
            SyntaxKind::GROUP_BY_CLAUSE => select.group_by = group_by(part),
            SyntaxKind::HAVING_CLAUSE => select.having = expressions::child(part),
            SyntaxKind::WINDOW_CLAUSE => select.windows = windows(part),
            _ => {}
        }
    }
    select
}

/// The select list among a node's children.
pub fn targets(node: Node<'_>) -> Vec<Target> {
    node.child(SyntaxKind::TARGET_LIST)
        .map(target_list)
        .unwrap_or_default()
}

fn target_list(list: Node<'_>) -> Vec<Target> {
    list.all(SyntaxKind::TARGET).map(target).collect()
}

fn target(node: Node<'_>) -> Target {
    let value = match node.child(SyntaxKind::STAR) {
        Some(star) => Expression {
            kind: crate::sql::expression::ExpressionKind::Star(Vec::new()),
            span: star.span(),
        },
        None => expressions::required(expressions::nodes(node).next(), node),
    };
    Target {
        value,
        alias: node.child(SyntaxKind::AS_NAME).and_then(alias),
    }
}

fn alias(node: Node<'_>) -> Option<Word> {
    names::word_in(node, SyntaxKind::COLUMN_NAME)
}

/// All that `GROUP BY` names, whatever its sets.
fn group_by(clause: Node<'_>) -> Vec<Expression> {
    let mut found = Vec::new();
    let mut waiting: Vec<Node<'_>> = clause.all(SyntaxKind::GROUP_BY_LIST).collect();
    while let Some(next) = waiting.pop() {
        found.extend(expressions::list(next));
        let from = waiting.len();
        waiting.extend(next.children().filter(|child| {
            matches!(
                child.kind(),
                SyntaxKind::GROUPING_EXPR
                    | SyntaxKind::GROUPING_ROLLUP
                    | SyntaxKind::GROUPING_CUBE
                    | SyntaxKind::GROUPING_SETS
            )
        }));
        waiting[from..].reverse();
    }
    found
}

fn windows(clause: Node<'_>) -> Vec<(Word, Window)> {
    let definitions = clause.all(SyntaxKind::WINDOW_DEF);
    definitions
        .filter_map(|definition| {
            let name = names::word_in(definition, SyntaxKind::WINDOW)?;
            let window = definition.child(SyntaxKind::WINDOW_SPEC);
            Some((name, window.map(calls::window).unwrap_or_default()))
        })
        .collect()
}

/// What `WITH` names.
pub fn with(clause: Node<'_>) -> With {
    With {
        recursive: clause.has(SyntaxKind::RECURSIVE_KW),
        tables: clause
            .all(SyntaxKind::WITH_TABLE)
            .map(common_table)
            .collect(),
    }
}

fn common_table(node: Node<'_>) -> CommonTable {
    let body = match changes::child(node) {
        Some(change) => CommonBody::Change(change),
        None => CommonBody::Query(of(node)),
    };
    CommonTable {
        name: names::word_in(node, SyntaxKind::CTE_NAME).unwrap_or_else(|| names::word(node)),
        columns: names::words_in(node, SyntaxKind::COLUMN_LIST, SyntaxKind::COLUMN_NAME),
        body,
        added: added(node),
    }
}

/// The columns that `SEARCH` and `CYCLE` add.
fn added(node: Node<'_>) -> Vec<Word> {
    let search = node.child(SyntaxKind::SEARCH_CLAUSE);
    let cycle = node.child(SyntaxKind::CYCLE_CLAUSE);
    let places = [
        search.and_then(|clause| clause.child(SyntaxKind::SEARCH_SET_COLUMN)),
        cycle.and_then(|clause| clause.child(SyntaxKind::CYCLE_SET_COLUMN)),
        cycle.and_then(|clause| clause.child(SyntaxKind::CYCLE_PATH)),
    ];
    let places = places.into_iter().flatten();
    places
        .filter_map(|place| names::word_in(place, SyntaxKind::COLUMN_NAME_REF))
        .collect()
}

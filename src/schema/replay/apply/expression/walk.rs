//! The parts of an expression.

use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::Word,
    parts::operands,
};

/// The first column or subquery outside of subqueries, in the order written.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema::replay) enum Found<'a> {
    Column(&'a Expression),
    Query(&'a Expression),
}

/// What is first of a column and a subquery, either of which no default may hold.
pub(in crate::schema::replay) fn first(expression: &Expression) -> Option<Found<'_>> {
    let mut found = None;
    visit(expression, &mut |part| {
        found = found.or(match &part.kind {
            ExpressionKind::Column(_) => Some(Found::Column(part)),
            _ if is_query(part) => Some(Found::Query(part)),
            _ => None,
        });
    });
    found
}

/// The first subquery, in the order written.
pub(in crate::schema::replay) fn first_query(expression: &Expression) -> Option<&Expression> {
    let mut found = None;
    visit(expression, &mut |part| {
        if found.is_none() && is_query(part) {
            found = Some(part);
        }
    });
    found
}

/// The words of every column named outside of subqueries, in the order written.
pub(in crate::schema::replay) fn columns(expression: &Expression) -> Vec<&[Word]> {
    let mut columns = Vec::new();
    visit(expression, &mut |part| {
        if let ExpressionKind::Column(words) = &part.kind {
            columns.push(words.as_slice());
        }
    });
    columns
}

fn is_query(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Subquery(_)
            | ExpressionKind::ArrayQuery(_)
            | ExpressionKind::Exists(_)
            | ExpressionKind::InQuery { .. }
            | ExpressionKind::AnyQuery { .. }
    )
}

/// Calls `see` with the expression and all its parts; not with those of subqueries.
fn visit<'a>(expression: &'a Expression, see: &mut impl FnMut(&'a Expression)) {
    let mut waiting = vec![expression];
    while let Some(expression) = waiting.pop() {
        see(expression);
        let from = waiting.len();
        waiting.extend(operands(expression));
        waiting[from..].reverse();
    }
}

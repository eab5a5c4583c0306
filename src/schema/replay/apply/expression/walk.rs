//! The parts of an expression.

use crate::sql::{
    expression::{Call, Expression, ExpressionKind},
    name::Word,
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
        push_parts(expression, &mut waiting);
        waiting[from..].reverse();
    }
}

fn push_parts<'a>(expression: &'a Expression, parts: &mut Vec<&'a Expression>) {
    match &expression.kind {
        ExpressionKind::Null
        | ExpressionKind::Boolean(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::String(_)
        | ExpressionKind::BitString(_)
        | ExpressionKind::Parameter(_)
        | ExpressionKind::Default
        | ExpressionKind::Column(_)
        | ExpressionKind::Star(_)
        | ExpressionKind::Current(_)
        | ExpressionKind::Exists(_)
        | ExpressionKind::Subquery(_)
        | ExpressionKind::ArrayQuery(_) => {}
        ExpressionKind::Field(value, _)
        | ExpressionKind::FieldStar(value)
        | ExpressionKind::Cast(value, _)
        | ExpressionKind::Not(value)
        | ExpressionKind::IsTest(value, _)
        | ExpressionKind::InQuery { value, .. }
        | ExpressionKind::AnyQuery { left: value, .. }
        | ExpressionKind::Slice(value)
        | ExpressionKind::Collate(value, _) => parts.push(value),
        ExpressionKind::Coalesce(values)
        | ExpressionKind::Extreme(values)
        | ExpressionKind::And(values)
        | ExpressionKind::Or(values)
        | ExpressionKind::Array(values)
        | ExpressionKind::Row(values)
        | ExpressionKind::Other(values) => parts.extend(values),
        ExpressionKind::NullIf(left, right)
        | ExpressionKind::Index(left, right)
        | ExpressionKind::Distinct { left, right, .. }
        | ExpressionKind::AnyArray {
            left, array: right, ..
        } => parts.extend([&**left, &**right]),
        ExpressionKind::Operator { left, right, .. } => {
            parts.extend(left.iter().chain(right).map(|part| &**part));
        }
        ExpressionKind::Between {
            value, low, high, ..
        } => parts.extend([&**value, &**low, &**high]),
        ExpressionKind::InList { value, list, .. } => {
            parts.push(value);
            parts.extend(list);
        }
        ExpressionKind::Case {
            operand,
            branches,
            otherwise,
        } => {
            parts.extend(operand.as_deref());
            parts.extend(branches.iter().flat_map(|(when, then)| [when, then]));
            parts.extend(otherwise.as_deref());
        }
        ExpressionKind::Call(call) => push_call(call, parts),
    }
}

fn push_call<'a>(call: &'a Call, parts: &mut Vec<&'a Expression>) {
    parts.extend(call.arguments.iter().map(|argument| &argument.value));
    parts.extend(&call.order_by);
    parts.extend(&call.within_group);
    parts.extend(&call.filter);
    if let Some(window) = &call.over {
        parts.extend(&window.partition_by);
        parts.extend(&window.order_by);
    }
}

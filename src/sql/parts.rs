//! The parts of an expression.

use super::{
    expression::{Call, Expression, ExpressionKind},
    query::Query,
};

/// What an expression is made of, but for queries.
pub fn operands(expression: &Expression) -> Vec<&Expression> {
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
        | ExpressionKind::ArrayQuery(_) => Vec::new(),
        ExpressionKind::Field(value, _)
        | ExpressionKind::FieldStar(value)
        | ExpressionKind::Cast(value, _)
        | ExpressionKind::Not(value)
        | ExpressionKind::IsTest(value, _)
        | ExpressionKind::Slice(value)
        | ExpressionKind::Collate(value, _)
        | ExpressionKind::InQuery { value, .. }
        | ExpressionKind::AnyQuery { left: value, .. } => vec![value],
        ExpressionKind::Call(call) => operands_of_call(call),
        ExpressionKind::Coalesce(values)
        | ExpressionKind::Extreme(values)
        | ExpressionKind::And(values)
        | ExpressionKind::Or(values)
        | ExpressionKind::Array(values)
        | ExpressionKind::Row(values)
        | ExpressionKind::Other(values) => values.iter().collect(),
        ExpressionKind::NullIf(left, right)
        | ExpressionKind::Index(left, right)
        | ExpressionKind::Distinct { left, right, .. }
        | ExpressionKind::AnyArray {
            left, array: right, ..
        } => vec![left, right],
        ExpressionKind::Operator { left, right, .. } => {
            left.iter().chain(right).map(AsRef::as_ref).collect()
        }
        ExpressionKind::Between {
            value, low, high, ..
        } => vec![value, low, high],
        ExpressionKind::InList { value, list, .. } => {
            std::iter::once(value.as_ref()).chain(list).collect()
        }
        ExpressionKind::Case {
            operand,
            branches,
            otherwise,
        } => {
            let branches = branches.iter().flat_map(|(when, then)| [when, then]);
            let edges = operand.iter().chain(otherwise).map(AsRef::as_ref);
            edges.chain(branches).collect()
        }
    }
}

fn operands_of_call(call: &Call) -> Vec<&Expression> {
    let arguments = call.arguments.iter().map(|argument| &argument.value);
    let window = call.over.iter();
    let window = window.flat_map(|window| window.partition_by.iter().chain(&window.order_by));
    arguments
        .chain(&call.order_by)
        .chain(&call.within_group)
        .chain(&call.filter)
        .chain(window)
        .collect()
}

/// The query that is an expression's own.
pub fn query(expression: &Expression) -> Option<&Query> {
    match &expression.kind {
        ExpressionKind::InQuery { query, .. }
        | ExpressionKind::AnyQuery { query, .. }
        | ExpressionKind::Exists(query)
        | ExpressionKind::Subquery(query)
        | ExpressionKind::ArrayQuery(query) => Some(query),
        _ => None,
    }
}

//! The parts of an expression.

use std::fmt::Write;

use crate::sql::{
    expression::{Expression, ExpressionKind},
    parts::operands,
};

/// Whether a column is named, outside of queries.
pub(super) fn names_column(expression: &Expression) -> bool {
    let mut waiting = vec![expression];
    while let Some(next) = waiting.pop() {
        if matches!(
            next.kind,
            ExpressionKind::Column(_) | ExpressionKind::Star(_)
        ) {
            return true;
        }
        waiting.extend(operands(next));
    }
    false
}

/// A text that two expressions share when they are the same but for their place.
///
/// `column` gives that of a column, `None` to take its words.
pub(super) fn shape(
    expression: &Expression,
    column: &impl Fn(&Expression) -> Option<String>,
) -> String {
    let mut text = String::new();
    write_shape(expression, column, &mut text);
    text
}

fn write_shape(
    expression: &Expression,
    column: &impl Fn(&Expression) -> Option<String>,
    text: &mut String,
) {
    if let Some(known) = column(expression) {
        text.push_str(&known);
        return;
    }
    write_head(expression, text);
    text.push('(');
    for operand in operands(expression) {
        write_shape(operand, column, text);
        text.push(',');
    }
    text.push(')');
}

/// What of an expression is not in its operands.
fn write_head(expression: &Expression, text: &mut String) {
    let _ = match &expression.kind {
        ExpressionKind::Number(number) => write!(text, "{number}"),
        ExpressionKind::String(value) => write!(text, "{value:?}"),
        ExpressionKind::Boolean(value) => write!(text, "{value}"),
        ExpressionKind::BitString(value) => write!(text, "b{value:?}"),
        ExpressionKind::Parameter(number) => write!(text, "${number}"),
        ExpressionKind::Column(words) | ExpressionKind::Star(words) => {
            let words = words.iter().map(|word| word.text.as_str());
            write!(text, "{:?}", words.collect::<Vec<_>>())
        }
        ExpressionKind::Field(_, field) => write!(text, ".{:?}", field.text),
        ExpressionKind::Call(call) => write!(
            text,
            "call {:?}{:?}{}",
            call.name.name, call.name.schema, call.distinct
        ),
        ExpressionKind::Current(word) => write!(text, "{word}"),
        ExpressionKind::Cast(_, data_type) => {
            let name = &data_type.name;
            write!(text, "::{:?}{}", name.name, data_type.array)
        }
        ExpressionKind::IsTest(_, test) => write!(text, "is {test:?}"),
        ExpressionKind::Operator { operator, left, .. } => {
            write!(text, "{}{}", operator.symbol, left.is_some())
        }
        ExpressionKind::Distinct { negated, .. } => write!(text, "distinct {negated}"),
        ExpressionKind::Between { negated, .. } => write!(text, "between {negated}"),
        ExpressionKind::InList { negated, .. } => write!(text, "in {negated}"),
        ExpressionKind::AnyArray { operator, .. } => write!(text, "any {}", operator.symbol),
        ExpressionKind::Case {
            operand, otherwise, ..
        } => write!(text, "case {}{}", operand.is_some(), otherwise.is_some()),
        ExpressionKind::Null => write!(text, "null"),
        ExpressionKind::Coalesce(_) => write!(text, "coalesce"),
        ExpressionKind::NullIf(..) => write!(text, "nullif"),
        ExpressionKind::And(_) => write!(text, "and"),
        ExpressionKind::Or(_) => write!(text, "or"),
        ExpressionKind::Not(_) => write!(text, "not"),
        ExpressionKind::Array(_) => write!(text, "array"),
        ExpressionKind::Row(_) => write!(text, "row"),
        ExpressionKind::Index(..) => write!(text, "index"),
        // Not compared: equal to nothing but themselves.
        ExpressionKind::Default
        | ExpressionKind::FieldStar(_)
        | ExpressionKind::Extreme(_)
        | ExpressionKind::InQuery { .. }
        | ExpressionKind::AnyQuery { .. }
        | ExpressionKind::Exists(_)
        | ExpressionKind::Subquery(_)
        | ExpressionKind::ArrayQuery(_)
        | ExpressionKind::Slice(_)
        | ExpressionKind::Collate(..)
        | ExpressionKind::Other(_) => write!(text, "{:?}", expression.span),
    };
}

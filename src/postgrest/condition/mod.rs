//! Conditions of checks, evaluated for one value that is written.

use super::known::{Known, all, cast, compare, function, is_one_of, is_test, negated_if, negation};
use crate::sql::{
    self,
    expression::{Expression, ExpressionKind, Operator},
    name::TypeName,
    query::QueryBody,
    statement::Statement,
};

/// How deep a condition is followed.
const MAX_DEPTH: usize = 64;

/// A condition, parsed.
#[derive(Debug)]
pub(super) struct Condition {
    /// The text that spans count in.
    text: String,
    expression: Expression,
}

/// Reads a condition as the source writes it; `None` when it is no expression.
pub(super) fn parse(definition: &str) -> Option<Condition> {
    let text = format!("select ({definition})");
    let script = sql::parse(&text);
    let [item] = script.statements.as_slice() else {
        return None;
    };
    let Statement::Query(query) = &item.statement else {
        return None;
    };
    match &query.body {
        QueryBody::Select(select) => match select.targets.as_slice() {
            [target] if select.from.is_empty() => Some(Condition {
                expression: target.value.clone(),
                text,
            }),
            _ => None,
        },
        QueryBody::Set(..) | QueryBody::Values(_) | QueryBody::Table(_) => None,
    }
}

impl Condition {
    /// Whether a row is refused for the value of this one column, whatever its others are.
    pub(super) fn refuses(&self, column: &str, value: &Known) -> bool {
        let row = Row {
            text: &self.text,
            column,
            value,
        };
        row.evaluate(&self.expression, 0) == Known::Boolean(false)
    }

    /// The texts that the column is compared with, where the condition lists them.
    pub(super) fn choices(&self, column: &str) -> Vec<String> {
        let mut choices = Vec::new();
        collect(&self.expression, column, &mut choices, 0);
        choices
    }
}

/// A row of which one column is known.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    text: &'a str,
    column: &'a str,
    value: &'a Known,
}

impl Row<'_> {
    fn evaluate(self, expression: &Expression, depth: usize) -> Known {
        if depth >= MAX_DEPTH {
            return Known::Unknown;
        }
        let inner = |expression: &Expression| self.evaluate(expression, depth + 1);
        match &expression.kind {
            ExpressionKind::Column(_) if is_column(expression, self.column) => self.value.clone(),
            ExpressionKind::Cast(value, to) => cast(inner(value), to),
            ExpressionKind::And(parts) => all(parts.iter().map(inner)),
            ExpressionKind::Or(parts) => negation(all(parts.iter().map(inner).map(negation))),
            ExpressionKind::Not(part) => negation(inner(part)),
            ExpressionKind::IsTest(value, test) => is_test(inner(value), *test),
            ExpressionKind::Operator {
                operator,
                left,
                right: Some(right),
            } => {
                let left = left.as_deref().map(inner);
                operation(&operator.symbol, left, inner(right))
            }
            ExpressionKind::Between { .. }
            | ExpressionKind::InList { .. }
            | ExpressionKind::AnyArray { .. } => self.listed(expression, depth),
            ExpressionKind::Call(call) => {
                let is_plain = !call.star && !call.distinct && call.over.is_none();
                match call.arguments.as_slice() {
                    [argument] if is_plain => function(&call.name.name, inner(&argument.value)),
                    _ => Known::Unknown,
                }
            }
            kind => constant(kind),
        }
    }
}

/// What is written out; nothing is known of what depends on more than the column.
fn constant(kind: &ExpressionKind) -> Known {
    match kind {
        ExpressionKind::Null => Known::Null,
        ExpressionKind::Boolean(value) => Known::Boolean(*value),
        ExpressionKind::Number(text) => match text.parse() {
            Ok(number) => Known::Number(number),
            Err(_) => Known::Unknown,
        },
        ExpressionKind::String(text) => Known::Text(text.clone()),
        ExpressionKind::Cast(..)
        | ExpressionKind::And(_)
        | ExpressionKind::Or(_)
        | ExpressionKind::Not(_)
        | ExpressionKind::IsTest(..)
        | ExpressionKind::Between { .. }
        | ExpressionKind::InList { .. }
        | ExpressionKind::AnyArray { .. }
        | ExpressionKind::Call(_)
        | ExpressionKind::BitString(_)
        | ExpressionKind::Parameter(_)
        | ExpressionKind::Default
        | ExpressionKind::Column(_)
        | ExpressionKind::Star(_)
        | ExpressionKind::Field(..)
        | ExpressionKind::FieldStar(_)
        | ExpressionKind::Coalesce(_)
        | ExpressionKind::Extreme(_)
        | ExpressionKind::NullIf(..)
        | ExpressionKind::Current(_)
        | ExpressionKind::Distinct { .. }
        | ExpressionKind::Operator { .. }
        | ExpressionKind::InQuery { .. }
        | ExpressionKind::AnyQuery { .. }
        | ExpressionKind::Exists(_)
        | ExpressionKind::Subquery(_)
        | ExpressionKind::Array(_)
        | ExpressionKind::ArrayQuery(_)
        | ExpressionKind::Row(_)
        | ExpressionKind::Case { .. }
        | ExpressionKind::Index(..)
        | ExpressionKind::Slice(_)
        | ExpressionKind::Collate(..)
        | ExpressionKind::Other(_) => Known::Unknown,
    }
}

/// An operator between two values, or before one.
fn operation(symbol: &str, left: Option<Known>, right: Known) -> Known {
    match (left, right) {
        (Some(left), right) => compare(symbol, &left, &right),
        (None, Known::Number(number)) if symbol == "-" => Known::Number(-number),
        (None, _) => Known::Unknown,
    }
}

impl Row<'_> {
    /// `BETWEEN`, `IN` and `= ANY (…)`.
    fn listed(self, expression: &Expression, depth: usize) -> Known {
        let inner = |expression: &Expression| self.evaluate(expression, depth + 1);
        match &expression.kind {
            ExpressionKind::Between {
                value,
                low,
                high,
                negated,
            } => {
                let value = inner(value);
                let within = [
                    compare(">=", &value, &inner(low)),
                    compare("<=", &value, &inner(high)),
                ];
                negated_if(*negated, all(within.into_iter()))
            }
            ExpressionKind::InList {
                value,
                list,
                negated,
            } => {
                let list: Vec<Known> = list.iter().map(inner).collect();
                negated_if(*negated, is_one_of(&inner(value), &list))
            }
            ExpressionKind::AnyArray {
                left,
                operator,
                array,
            } => {
                let list = elements(array).map(|list| list.iter().map(inner));
                let list: Option<Vec<Known>> = list.map(Iterator::collect);
                match (list, operator.symbol.as_str(), self.is_all(operator, array)) {
                    (Some(list), "=", false) => is_one_of(&inner(left), &list),
                    (Some(list), "<>", true) => negation(is_one_of(&inner(left), &list)),
                    _ => Known::Unknown,
                }
            }
            _ => Known::Unknown,
        }
    }

    /// Whether `ALL` stands between an operator and its array, instead of `ANY` or `SOME`.
    fn is_all(self, operator: &Operator, array: &Expression) -> bool {
        let between = operator.span.end as usize..array.span.start as usize;
        let between = self.text.get(between).unwrap_or_default();
        between.to_ascii_lowercase().contains("all")
    }
}

fn is_column(expression: &Expression, column: &str) -> bool {
    match &expression.kind {
        ExpressionKind::Column(words) => words.last().is_some_and(|word| word.text == column),
        ExpressionKind::Cast(value, to) => is_text(to) && is_column(value, column),
        _ => false,
    }
}

fn is_text(to: &TypeName) -> bool {
    !to.array && to.modifiers.is_empty() && matches!(to.name.name.as_str(), "text" | "varchar")
}

/// The elements of `ARRAY[…]`, whatever it is cast to.
fn elements(array: &Expression) -> Option<&[Expression]> {
    match &array.kind {
        ExpressionKind::Array(elements) => Some(elements),
        ExpressionKind::Cast(array, _) => match &array.kind {
            ExpressionKind::Array(elements) => Some(elements),
            _ => None,
        },
        _ => None,
    }
}

/// The texts among `column IN (…)` and what says the same.
fn collect(expression: &Expression, column: &str, choices: &mut Vec<String>, depth: usize) {
    if depth >= MAX_DEPTH {
        return;
    }
    let texts = |list: &[Expression]| -> Vec<String> {
        let texts = list.iter().filter_map(|item| match &item.kind {
            ExpressionKind::String(text) => Some(text.clone()),
            ExpressionKind::Cast(item, _) => match &item.kind {
                ExpressionKind::String(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        });
        texts.collect()
    };
    match &expression.kind {
        ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
            for part in parts {
                collect(part, column, choices, depth + 1);
            }
        }
        ExpressionKind::InList {
            value,
            list,
            negated: false,
        } if is_column(value, column) => choices.extend(texts(list)),
        ExpressionKind::AnyArray {
            left,
            operator,
            array,
        } if operator.symbol == "=" && is_column(left, column) => {
            choices.extend(elements(array).map(texts).unwrap_or_default());
        }
        ExpressionKind::Operator {
            operator,
            left: Some(left),
            right: Some(right),
        } if operator.symbol == "=" && is_column(left, column) => {
            choices.extend(texts(std::slice::from_ref(right)));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;

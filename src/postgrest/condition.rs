//! Conditions of checks, evaluated for one value that is written.

use super::types::Kind;
use crate::sql::{
    self,
    expression::{Expression, ExpressionKind, IsTest, Operator},
    name::TypeName,
    query::QueryBody,
    statement::Statement,
};

/// How deep a condition is followed.
const MAX_DEPTH: usize = 64;

/// A value as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
    /// It depends on something else than the column.
    Unknown,
}

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

/// What a literal is when a column of this type holds it.
pub(super) fn known(kind: &Kind, text: &str) -> Known {
    match kind {
        Kind::Text { .. } => Known::Text(text.to_owned()),
        Kind::Integer { .. } | Kind::Numeric { .. } | Kind::Float => match text.trim().parse() {
            Ok(number) => Known::Number(number),
            Err(_) => Known::Unknown,
        },
        Kind::Boolean => match text {
            "true" => Known::Boolean(true),
            "false" => Known::Boolean(false),
            _ => Known::Unknown,
        },
        _ => Known::Unknown,
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
            ExpressionKind::Null => Known::Null,
            ExpressionKind::Boolean(value) => Known::Boolean(*value),
            ExpressionKind::Number(text) => match text.parse() {
                Ok(number) => Known::Number(number),
                Err(_) => Known::Unknown,
            },
            ExpressionKind::String(text) => Known::Text(text.clone()),
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
            } => match left {
                Some(left) => compare(&operator.symbol, &inner(left), &inner(right)),
                None if operator.symbol == "-" => match inner(right) {
                    Known::Number(number) => Known::Number(-number),
                    _ => Known::Unknown,
                },
                None => Known::Unknown,
            },
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
            ExpressionKind::Call(call) => {
                let is_plain = !call.star && !call.distinct && call.over.is_none();
                match call.arguments.as_slice() {
                    [argument] if is_plain => function(&call.name.name, inner(&argument.value)),
                    _ => Known::Unknown,
                }
            }
            ExpressionKind::BitString(_)
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
            | ExpressionKind::Operator { right: None, .. }
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
}

impl Row<'_> {
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

/// Casts that keep the value.
fn cast(value: Known, to: &TypeName) -> Known {
    if to.array || !to.modifiers.is_empty() {
        return Known::Unknown;
    }
    match (&value, to.name.name.as_str()) {
        (Known::Text(_), "text" | "varchar")
        | (Known::Number(_), "numeric" | "float8")
        | (Known::Boolean(_), "bool")
        | (Known::Null, _) => value,
        (Known::Number(number), "int2" | "int4" | "int8") if number.fract() == 0.0 => value,
        _ => Known::Unknown,
    }
}

fn function(name: &str, value: Known) -> Known {
    match (name, value) {
        ("length" | "char_length" | "character_length", Known::Text(text)) => {
            Known::Number(text.chars().count() as f64)
        }
        ("lower", Known::Text(text)) if text.is_ascii() => Known::Text(text.to_ascii_lowercase()),
        ("upper", Known::Text(text)) if text.is_ascii() => Known::Text(text.to_ascii_uppercase()),
        ("btrim", Known::Text(text)) => Known::Text(text.trim_matches(' ').to_owned()),
        (
            "length" | "char_length" | "character_length" | "lower" | "upper" | "btrim",
            Known::Null,
        ) => Known::Null,
        _ => Known::Unknown,
    }
}

fn is_test(value: Known, test: IsTest) -> Known {
    if value == Known::Unknown {
        return Known::Unknown;
    }
    match test {
        IsTest::Null => Known::Boolean(value == Known::Null),
        IsTest::NotNull => Known::Boolean(value != Known::Null),
        IsTest::True
        | IsTest::NotTrue
        | IsTest::False
        | IsTest::NotFalse
        | IsTest::Unknown
        | IsTest::NotUnknown
        | IsTest::Other => Known::Unknown,
    }
}

/// `AND`, as SQL has it: false wins over what is not known.
fn all(parts: impl Iterator<Item = Known>) -> Known {
    let mut result = Known::Boolean(true);
    for part in parts {
        match part {
            Known::Boolean(true) => {}
            Known::Boolean(false) => return Known::Boolean(false),
            Known::Null if result != Known::Unknown => result = Known::Null,
            Known::Null => {}
            Known::Text(_) | Known::Number(_) | Known::Unknown => result = Known::Unknown,
        }
    }
    result
}

fn negation(value: Known) -> Known {
    match value {
        Known::Boolean(value) => Known::Boolean(!value),
        Known::Null => Known::Null,
        Known::Text(_) | Known::Number(_) | Known::Unknown => Known::Unknown,
    }
}

fn negated_if(negated: bool, value: Known) -> Known {
    if negated { negation(value) } else { value }
}

fn is_one_of(value: &Known, list: &[Known]) -> Known {
    let same = list.iter().map(|other| compare("=", value, other));
    negation(all(same.map(negation)))
}

fn compare(symbol: &str, left: &Known, right: &Known) -> Known {
    if matches!((left, right), (Known::Unknown, _) | (_, Known::Unknown)) {
        return Known::Unknown;
    }
    if matches!((left, right), (Known::Null, _) | (_, Known::Null)) {
        return Known::Null;
    }
    // A number may be quoted in SQL.
    let number = |known: &Known| match known {
        Known::Number(number) => Some(*number),
        Known::Text(text) => text.trim().parse().ok(),
        Known::Boolean(_) | Known::Null | Known::Unknown => None,
    };
    let result = match (left, right) {
        (Known::Text(left), Known::Text(right)) => {
            // Types of a fixed length do not count the spaces at the end.
            let is_same = left.trim_end_matches(' ') == right.trim_end_matches(' ');
            match symbol {
                "=" => Some(is_same),
                "<>" | "!=" => Some(!is_same),
                _ => None,
            }
        }
        (Known::Boolean(left), Known::Boolean(right)) => match symbol {
            "=" => Some(left == right),
            "<>" | "!=" => Some(left != right),
            _ => None,
        },
        _ => match (number(left), number(right)) {
            (Some(left), Some(right)) => match symbol {
                "=" => Some(left == right),
                "<>" | "!=" => Some(left != right),
                "<" => Some(left < right),
                "<=" => Some(left <= right),
                ">" => Some(left > right),
                ">=" => Some(left >= right),
                _ => None,
            },
            _ => None,
        },
    };
    result.map_or(Known::Unknown, Known::Boolean)
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
mod tests {
    use super::{Known, parse};

    #[test]
    fn conditions_refuse_what_they_surely_exclude() {
        let text = |text: &str| Known::Text(text.to_owned());
        for (definition, value, expected) in [
            ("s in ('a', 'b')", text("a"), false),
            ("s in ('a', 'b')", text("c"), true),
            ("s in ('a', null)", text("c"), false),
            ("s in ('a', 'b')", Known::Null, false),
            ("s not in ('a', 'b')", text("a"), true),
            ("(s = ANY (ARRAY['a'::text, 'b'::text]))", text("c"), true),
            (
                "((s)::text = ANY ((ARRAY['a'::character varying])::text[]))",
                text("c"),
                true,
            ),
            ("s <> ALL (ARRAY['a'])", text("a"), true),
            ("s = all (array['a'])", text("b"), false),
            ("s = 'a' or s = 'b'", text("c"), true),
            ("s = 'a' or other = 'b'", text("c"), false),
            ("s is null or s in ('a')", text("c"), true),
            ("s in ('a') and other > 1", text("c"), true),
            ("lower(t.s) in ('a')", text("A"), false),
            ("char_length(s) between 1 and 3", text("abcd"), true),
            ("length(s) <= 3", text("abc"), false),
            ("s ~ '^[a-z]+$'", text("1"), false),
            ("s > 0", Known::Number(0.0), true),
            ("s >= 0 and s <= 100", Known::Number(101.0), true),
            ("s between -1 and '5'", Known::Number(-2.0), true),
            ("s in (1, 2)", Known::Number(3.0), true),
            ("s", Known::Boolean(false), true),
            ("other in ('a')", text("c"), false),
            ("f(s)", text("c"), false),
            ("s in (select x from y)", text("c"), false),
        ] {
            let condition = parse(definition).unwrap();
            assert_eq!(
                condition.refuses("s", &value),
                expected,
                "{definition} {value:?}"
            );
        }
    }

    #[test]
    fn what_a_condition_lists_can_be_told() {
        for (definition, expected) in [
            ("s in ('a', 'b') or s = 'c'", vec!["a", "b", "c"]),
            (
                "((s)::text = ANY (ARRAY['a'::text, 'b'::text]))",
                vec!["a", "b"],
            ),
            ("s > 1", vec![]),
        ] {
            assert_eq!(
                parse(definition).unwrap().choices("s"),
                expected,
                "{definition}"
            );
        }
    }
}

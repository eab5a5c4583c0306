//! Operators, and what is written like one.

use smol_str::SmolStr;
use squawk_parser::SyntaxKind;

use super::{
    calls,
    expressions::{boxed, expression, list, nodes, other, required, without_parentheses},
    names, queries,
    tree::Node,
};
use crate::sql::expression::{Expression, ExpressionKind, IsTest, Operator};

/// `left operator right`; of a long row of them, the whole row.
pub fn binary(node: Node<'_>) -> Expression {
    let Some(operator) = operator_node(node) else {
        return other(node, list(node));
    };
    match operator.kind() {
        kind @ (SyntaxKind::AND_KW | SyntaxKind::OR_KW) => logical(node, kind),
        _ => row_of_operators(node),
    }
}

/// `a AND b AND c` or `a OR b OR c`, however it is nested.
fn logical(node: Node<'_>, operator: SyntaxKind) -> Expression {
    let mut operands = Vec::new();
    let mut waiting = vec![node];
    while let Some(next) = waiting.pop() {
        let next = without_parentheses(next);
        if next.kind() == SyntaxKind::BIN_EXPR && next.has(operator) {
            let from = waiting.len();
            waiting.extend(nodes(next));
            waiting[from..].reverse();
        } else {
            operands.push(expression(next));
        }
    }
    Expression {
        kind: if operator == SyntaxKind::AND_KW {
            ExpressionKind::And(operands)
        } else {
            ExpressionKind::Or(operands)
        },
        span: node.span(),
    }
}

/// Operators that take each other's value on the left, as `a || b || c`.
fn row_of_operators(node: Node<'_>) -> Expression {
    let mut row = Vec::new();
    let mut base = node;
    while base.kind() == SyntaxKind::BIN_EXPR
        && let Some(operator) = operator_node(base)
        && !matches!(operator.kind(), SyntaxKind::AND_KW | SyntaxKind::OR_KW)
    {
        let mut operands = nodes(base);
        let Some(left) = operands.next() else {
            break;
        };
        row.push((base, operator, operands.next()));
        base = left;
    }
    let Some(levels) = row.len().checked_sub(1) else {
        return other(node, list(node));
    };
    let nested = node.below(levels, || {
        let mut value = expression(base);
        for &(at, operator, right) in row.iter().rev() {
            value = Expression {
                kind: apply(operator, value, right, at),
                span: at.span(),
            };
        }
        value
    });
    nested.unwrap_or_else(|| {
        let operands = row.iter().rev().filter_map(|&(_, _, right)| right);
        let operands = std::iter::once(base).chain(operands);
        other(node, operands.map(expression).collect())
    })
}

/// The node or token of a binary expression that says what it does.
fn operator_node(node: Node<'_>) -> Option<Node<'_>> {
    node.children().nth(1)
}

fn apply(
    operator: Node<'_>,
    left: Expression,
    right: Option<Node<'_>>,
    at: Node<'_>,
) -> ExpressionKind {
    match operator.kind() {
        SyntaxKind::IS_KW | SyntaxKind::IS_NOT => is_test(operator, left, right),
        SyntaxKind::IS_DISTINCT_FROM | SyntaxKind::IS_NOT_DISTINCT_FROM => {
            ExpressionKind::Distinct {
                left: Box::new(left),
                right: boxed(right, at),
                negated: operator.kind() == SyntaxKind::IS_NOT_DISTINCT_FROM,
            }
        }
        SyntaxKind::IN_KW | SyntaxKind::NOT_IN => is_in(operator, left, right, at),
        SyntaxKind::AT_TIME_ZONE => {
            let zone = required(right, at);
            calls::of_builtin("timezone", vec![zone, left], operator.span())
        }
        SyntaxKind::OVERLAPS_KW => {
            let mut ends = row_values(left);
            ends.extend(row_values(required(right, at)));
            calls::of_builtin("overlaps", ends, operator.span())
        }
        _ => compare(operator, left, right, at),
    }
}

fn row_values(expression: Expression) -> Vec<Expression> {
    match expression.kind {
        ExpressionKind::Row(values) => values,
        _ => vec![expression],
    }
}

fn is_test(operator: Node<'_>, left: Expression, right: Option<Node<'_>>) -> ExpressionKind {
    let negated = operator.kind() == SyntaxKind::IS_NOT;
    let token = right.and_then(|right| right.tokens().next());
    let test = match token.map(Node::kind) {
        Some(SyntaxKind::NULL_KW) if negated => IsTest::NotNull,
        Some(SyntaxKind::NULL_KW) => IsTest::Null,
        Some(SyntaxKind::TRUE_KW) if negated => IsTest::NotTrue,
        Some(SyntaxKind::TRUE_KW) => IsTest::True,
        Some(SyntaxKind::FALSE_KW) if negated => IsTest::NotFalse,
        Some(SyntaxKind::FALSE_KW) => IsTest::False,
        Some(SyntaxKind::UNKNOWN_KW) if negated => IsTest::NotUnknown,
        Some(SyntaxKind::UNKNOWN_KW) => IsTest::Unknown,
        Some(SyntaxKind::DOCUMENT_KW) => IsTest::Other,
        Some(_) | None => {
            if let Some(token) = token {
                token.reject();
            }
            IsTest::Other
        }
    };
    if let Some(right) = right
        && right.tokens().nth(1).is_some()
        && let Some(after) = right.tokens().nth(1)
    {
        after.reject();
    }
    ExpressionKind::IsTest(Box::new(left), test)
}

fn is_in(
    operator: Node<'_>,
    left: Expression,
    right: Option<Node<'_>>,
    at: Node<'_>,
) -> ExpressionKind {
    let value = Box::new(left);
    let negated = operator.kind() == SyntaxKind::NOT_IN;
    let Some(right) = right else {
        return ExpressionKind::Other(vec![*value]);
    };
    let inner = without_parentheses(right);
    if let Some(query) = queries::child(inner).filter(|_| inner.kind() == SyntaxKind::PAREN_EXPR) {
        return ExpressionKind::InQuery {
            value,
            query: Box::new(query),
            negated,
        };
    }
    let list = match right.kind() {
        SyntaxKind::TUPLE_EXPR if !right.has(SyntaxKind::ROW_KW) => list(right),
        SyntaxKind::PAREN_EXPR => list(right),
        _ => {
            right.reject();
            vec![required(Some(right), at)]
        }
    };
    ExpressionKind::InList {
        value,
        list,
        negated,
    }
}

/// An operator that `pg_operator` has, with `ANY` and `ALL`.
fn compare(
    node: Node<'_>,
    left: Expression,
    right: Option<Node<'_>>,
    at: Node<'_>,
) -> ExpressionKind {
    let Some(operator) = operator(node) else {
        node.reject();
        return ExpressionKind::Other(vec![left, required(right, at)]);
    };
    if let Some(right) = right
        && let Some(every) = calls::any_or_all(right)
    {
        let left = Box::new(left);
        if let Some(query) = queries::child(every) {
            return ExpressionKind::AnyQuery {
                left,
                operator,
                query: Box::new(query),
            };
        }
        return ExpressionKind::AnyArray {
            left,
            operator,
            array: boxed(nodes(every).next(), every),
        };
    }
    let right = match node.kind() {
        SyntaxKind::SIMILAR_TO | SyntaxKind::NOT_SIMILAR_TO => {
            let pattern = escaped("similar_to_escape", right, at);
            match &pattern.kind {
                ExpressionKind::Call(_) => pattern,
                _ => {
                    let call = calls::of_builtin("similar_to_escape", vec![pattern], node.span());
                    Expression {
                        kind: call,
                        span: node.span(),
                    }
                }
            }
        }
        SyntaxKind::LIKE_KW
        | SyntaxKind::ILIKE_KW
        | SyntaxKind::NOT_LIKE
        | SyntaxKind::NOT_ILIKE => escaped("like_escape", right, at),
        _ => required(right, at),
    };
    ExpressionKind::Operator {
        operator,
        left: Some(Box::new(left)),
        right: Some(Box::new(right)),
    }
}

/// A pattern, with the function that its `ESCAPE` stands for.
fn escaped(function: &'static str, right: Option<Node<'_>>, at: Node<'_>) -> Expression {
    let escape = right
        .filter(|right| right.kind() == SyntaxKind::BIN_EXPR && right.has(SyntaxKind::ESCAPE_KW));
    match escape {
        Some(escape) => Expression {
            kind: calls::of_builtin(function, list(escape), escape.span()),
            span: escape.span(),
        },
        None => required(right, at),
    }
}

/// The operator that a node or token stands for, unless it is none of `pg_operator`.
pub fn operator(node: Node<'_>) -> Option<Operator> {
    let symbol: SmolStr = match node.kind() {
        SyntaxKind::OPERATOR_CALL => return node.child(SyntaxKind::OP).and_then(qualified),
        SyntaxKind::OP => return qualified(node),
        SyntaxKind::NEQ => "<>".into(),
        SyntaxKind::LIKE_KW => "~~".into(),
        SyntaxKind::ILIKE_KW => "~~*".into(),
        SyntaxKind::NOT_LIKE => "!~~".into(),
        SyntaxKind::NOT_ILIKE => "!~~*".into(),
        SyntaxKind::SIMILAR_TO => "~".into(),
        SyntaxKind::NOT_SIMILAR_TO => "!~".into(),
        SyntaxKind::EQ
        | SyntaxKind::NEQB
        | SyntaxKind::LTEQ
        | SyntaxKind::GTEQ
        | SyntaxKind::L_ANGLE
        | SyntaxKind::R_ANGLE
        | SyntaxKind::PLUS
        | SyntaxKind::MINUS
        | SyntaxKind::STAR
        | SyntaxKind::SLASH
        | SyntaxKind::PERCENT
        | SyntaxKind::CARET
        | SyntaxKind::CUSTOM_OP => node.text().into(),
        _ => return None,
    };
    Some(Operator {
        schema: None,
        symbol,
        span: node.span(),
    })
}

/// `schema.+`
fn qualified(node: Node<'_>) -> Option<Operator> {
    let path = node.child(SyntaxKind::PATH_REF);
    let schema = path.and_then(|path| names::segments(path).pop());
    let symbol = node
        .children()
        .filter(|child| child.kind() != SyntaxKind::PATH_REF);
    let mut operator = symbol.filter_map(operator).next()?;
    operator.schema = schema.map(|word| word.text);
    Some(operator)
}

/// `NOT a`, `- a` and other prefix operators.
pub fn prefix(node: Node<'_>) -> Expression {
    let operand = nodes(node).next();
    let kind = match node.children().next() {
        Some(not) if not.kind() == SyntaxKind::NOT_KW => ExpressionKind::Not(boxed(operand, node)),
        Some(sign) => match negative(sign, operand) {
            Some(number) => number,
            None => ExpressionKind::Operator {
                operator: match operator(sign) {
                    Some(operator) => operator,
                    None => return other(node, list(node)),
                },
                left: None,
                right: Some(boxed(operand, node)),
            },
        },
        None => ExpressionKind::Other(Vec::new()),
    };
    Expression {
        kind,
        span: node.span(),
    }
}

/// A negative constant, which Postgres' grammar makes of `-` before a number.
fn negative(sign: Node<'_>, operand: Option<Node<'_>>) -> Option<ExpressionKind> {
    let literal = operand.filter(|operand| operand.kind() == SyntaxKind::LITERAL)?;
    let number = literal.children().next()?;
    let is_number = matches!(
        number.kind(),
        SyntaxKind::INT_NUMBER | SyntaxKind::NUMERIC_NUMBER
    );
    (is_number && sign.kind() == SyntaxKind::MINUS)
        .then(|| ExpressionKind::Number(format!("-{}", number.text()).into()))
}

/// `a ISNULL`, `a AT LOCAL`, `a IS NORMALIZED` and the like.
pub fn postfix(node: Node<'_>) -> ExpressionKind {
    let operand = boxed(nodes(node).next(), node);
    match node.children().nth(1).map(Node::kind) {
        Some(SyntaxKind::ISNULL_KW) => ExpressionKind::IsTest(operand, IsTest::Null),
        Some(SyntaxKind::NOTNULL_KW) => ExpressionKind::IsTest(operand, IsTest::NotNull),
        Some(SyntaxKind::AT_LOCAL) => calls::of_builtin("timezone", vec![*operand], node.span()),
        Some(_) | None => ExpressionKind::IsTest(operand, IsTest::Other),
    }
}

pub fn between(node: Node<'_>) -> ExpressionKind {
    let mut operands = nodes(node);
    ExpressionKind::Between {
        value: boxed(operands.next(), node),
        low: boxed(operands.next(), node),
        high: boxed(operands.next(), node),
        negated: node.has(SyntaxKind::NOT_KW),
    }
}

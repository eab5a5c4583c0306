//! Operators, and what is written like one.

use smol_str::SmolStr;
use squawk_parser::SyntaxKind;

use super::{
    calls,
    expressions::{self, boxed, expression, list, nodes, without_parentheses},
    names, queries,
    tree::Node,
};
use crate::{
    source::Span,
    sql::expression::{Expression, ExpressionKind, IsTest, Operator},
};

/// `left operator right`, with what `ESCAPE` gives.
pub fn infixed(
    operator: Node<'_>,
    left: Expression,
    right: Expression,
    escape: Option<Expression>,
) -> ExpressionKind {
    match operator.kind() {
        SyntaxKind::IS_DISTINCT_FROM | SyntaxKind::IS_NOT_DISTINCT_FROM => {
            ExpressionKind::Distinct {
                left: Box::new(left),
                right: Box::new(right),
                negated: operator.kind() == SyntaxKind::IS_NOT_DISTINCT_FROM,
            }
        }
        SyntaxKind::AT_TIME_ZONE => {
            calls::of_builtin("timezone", vec![right, left], operator.span())
        }
        SyntaxKind::OVERLAPS_KW => {
            let mut ends = row_values(left);
            ends.extend(row_values(right));
            calls::of_builtin("overlaps", ends, operator.span())
        }
        _ => compared(operator, left, right, escape),
    }
}

/// `IS …` and `IN …`, whose right side is no expression of its own.
pub fn of_node(operator: Node<'_>, left: Expression, right: Node<'_>) -> ExpressionKind {
    match operator.kind() {
        SyntaxKind::IS_KW | SyntaxKind::IS_NOT => is_test(operator, left, right),
        _ => is_in(operator, left, right),
    }
}

fn row_values(expression: Expression) -> Vec<Expression> {
    match expression.kind {
        ExpressionKind::Row(values) => values,
        _ => vec![expression],
    }
}

fn is_test(operator: Node<'_>, left: Expression, right: Node<'_>) -> ExpressionKind {
    let negated = operator.kind() == SyntaxKind::IS_NOT;
    let mut tokens = right.tokens();
    let token = tokens.next();
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
            right.reject();
            IsTest::Other
        }
    };
    if let Some(after) = tokens.next() {
        after.reject();
    }
    ExpressionKind::IsTest(Box::new(left), test)
}

fn is_in(operator: Node<'_>, left: Expression, right: Node<'_>) -> ExpressionKind {
    let value = Box::new(left);
    let negated = operator.kind() == SyntaxKind::NOT_IN;
    let inner = without_parentheses(right);
    if inner.kind() == SyntaxKind::PAREN_EXPR
        && let Some(query) = queries::child(inner)
    {
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
            vec![expression(right)]
        }
    };
    ExpressionKind::InList {
        value,
        list,
        negated,
    }
}

/// `left operator ANY (…)` and `ALL (…)`.
pub fn compared_to_all(node: Node<'_>, left: Expression, every: Node<'_>) -> ExpressionKind {
    let left = Box::new(left);
    let Some(operator) = operator(node) else {
        node.reject();
        return ExpressionKind::Other(vec![*left]);
    };
    match queries::child(every) {
        Some(query) => ExpressionKind::AnyQuery {
            left,
            operator,
            query: Box::new(query),
        },
        None => ExpressionKind::AnyArray {
            left,
            operator,
            array: boxed(nodes(every).next(), every),
        },
    }
}

/// An operator that `pg_operator` has.
fn compared(
    node: Node<'_>,
    left: Expression,
    right: Expression,
    escape: Option<Expression>,
) -> ExpressionKind {
    let Some(operator) = operator(node) else {
        node.reject();
        return ExpressionKind::Other(vec![left, right]);
    };
    let is_similar = matches!(
        node.kind(),
        SyntaxKind::SIMILAR_TO | SyntaxKind::NOT_SIMILAR_TO
    );
    let function = if is_similar {
        "similar_to_escape"
    } else {
        "like_escape"
    };
    let span = right.span;
    let right = if is_similar || escape.is_some() {
        let arguments = std::iter::once(right).chain(escape).collect();
        Expression {
            kind: calls::of_builtin(function, arguments, span),
            span,
        }
    } else {
        right
    };
    ExpressionKind::Operator {
        operator,
        left: Some(Box::new(left)),
        right: Some(Box::new(right)),
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
pub fn prefixed(node: Node<'_>, operand: Expression) -> Expression {
    let span = Span {
        start: node.span().start,
        end: operand.span.end,
    };
    // What the grammar knows by its own symbol stands between two operands.
    if matches!(
        node.text(),
        "*" | "/" | "%" | "^" | "<" | ">" | "=" | "<=" | ">=" | "<>" | "!="
    ) {
        node.reject();
    }
    let kind = match (node.kind(), operand.kind) {
        (SyntaxKind::NOT_KW, kind) => ExpressionKind::Not(Box::new(Expression {
            kind,
            span: operand.span,
        })),
        // As Postgres' grammar does, a sign is part of a constant.
        (SyntaxKind::MINUS, ExpressionKind::Number(number)) => {
            ExpressionKind::Number(match number.strip_prefix('-') {
                Some(number) => number.into(),
                None => format!("-{number}").into(),
            })
        }
        (_, kind) => {
            let operand = Expression {
                kind,
                span: operand.span,
            };
            match operator(node) {
                Some(operator) => ExpressionKind::Operator {
                    operator,
                    left: None,
                    right: Some(Box::new(operand)),
                },
                None => ExpressionKind::Other(vec![operand]),
            }
        }
    };
    Expression { kind, span }
}

/// `a ISNULL`, `a::type`, `a COLLATE c`, `a AT LOCAL` and the like, of the whole `node`.
pub fn postfixed(operator: Node<'_>, node: Node<'_>, operand: Expression) -> ExpressionKind {
    let value = Box::new(operand);
    match operator.kind() {
        SyntaxKind::COLON_COLON => ExpressionKind::Cast(value, expressions::cast_type(node)),
        SyntaxKind::COLLATE_KW => {
            let collation = names::name_in(node, SyntaxKind::COLLATION_REF);
            ExpressionKind::Collate(value, collation)
        }
        SyntaxKind::ISNULL_KW => ExpressionKind::IsTest(value, IsTest::Null),
        SyntaxKind::NOTNULL_KW => ExpressionKind::IsTest(value, IsTest::NotNull),
        SyntaxKind::AT_LOCAL => {
            // Of Postgres 17.
            if let Some(local) = operator.children().nth(1) {
                local.reject();
            }
            calls::of_builtin("timezone", vec![*value], node.span())
        }
        kind => {
            let json = operator
                .children()
                .find(|child| child.kind() == SyntaxKind::JSON_KW);
            // Of Postgres 16.
            if let Some(json) = json.filter(|_| kind != SyntaxKind::IS_NORMALIZED) {
                json.reject();
            }
            ExpressionKind::IsTest(value, IsTest::Other)
        }
    }
}

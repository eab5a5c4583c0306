//! Expressions.

use squawk_parser::SyntaxKind;

use super::{calls, literals, names, precedence, queries, tree::Node, types};
use crate::sql::{
    expression::{Expression, ExpressionKind},
    name::Word,
};

/// The first expression among a node's children.
pub fn child(node: Node<'_>) -> Option<Expression> {
    nodes(node).next().map(expression)
}

/// The first expression among a node's children, boxed; an empty one where the text has errors.
pub fn boxed(node: Option<Node<'_>>, parent: Node<'_>) -> Box<Expression> {
    Box::new(required(node, parent))
}

/// An expression that must be there; an empty one where the text has errors.
pub fn required(node: Option<Node<'_>>, parent: Node<'_>) -> Expression {
    node.map_or_else(|| other(parent, Vec::new()), expression)
}

/// The expressions among a node's children.
pub fn list(node: Node<'_>) -> Vec<Expression> {
    nodes(node).map(expression).collect()
}

/// The expressions of the children of a kind, each with one.
pub fn list_in(node: Node<'_>, kind: SyntaxKind) -> Vec<Expression> {
    node.all(kind).filter_map(child).collect()
}

/// The nodes among a node's children that are expressions.
pub fn nodes(node: Node<'_>) -> impl Iterator<Item = Node<'_>> + Clone {
    node.children().filter(|child| is_expression(child.kind()))
}

/// Whether a node of this kind is an expression.
pub fn is_expression(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::NAME_REF
            | SyntaxKind::LITERAL
            | SyntaxKind::CALL_EXPR
            | SyntaxKind::BIN_EXPR
            | SyntaxKind::FIELD_EXPR
            | SyntaxKind::CAST_EXPR
            | SyntaxKind::PAREN_EXPR
            | SyntaxKind::ARRAY_EXPR
            | SyntaxKind::CASE_EXPR
            | SyntaxKind::COLLATE
            | SyntaxKind::INDEX_EXPR
            | SyntaxKind::SLICE_EXPR
            | SyntaxKind::BETWEEN_EXPR
            | SyntaxKind::TUPLE_EXPR
            | SyntaxKind::PREFIX_EXPR
            | SyntaxKind::POSTFIX_EXPR
    )
}

/// What a node that is an expression says.
pub fn expression(node: Node<'_>) -> Expression {
    let node = without_parentheses(node);
    node.below(1, || of_kind(node))
        .unwrap_or_else(|| other(node, Vec::new()))
}

fn of_kind(node: Node<'_>) -> Expression {
    if precedence::is_run(node) {
        return precedence::run(node);
    }
    let kind = match node.kind() {
        SyntaxKind::NAME_REF => name_reference(node),
        SyntaxKind::LITERAL => literals::kind(node),
        SyntaxKind::CALL_EXPR => calls::kind(node),
        SyntaxKind::FIELD_EXPR | SyntaxKind::INDEX_EXPR | SyntaxKind::SLICE_EXPR => {
            return access(node);
        }
        SyntaxKind::CAST_EXPR => {
            let value = boxed(nodes(node).next(), node);
            ExpressionKind::Cast(value, cast_type(node))
        }
        SyntaxKind::PAREN_EXPR => parenthesized_query(node),
        SyntaxKind::ARRAY_EXPR => array(node),
        SyntaxKind::TUPLE_EXPR => ExpressionKind::Row(list(node)),
        SyntaxKind::CASE_EXPR => case(node),
        kind if queries::is_query(kind) => ExpressionKind::Subquery(Box::new(queries::query(node))),
        _ => ExpressionKind::Other(list(node)),
    };
    Expression {
        kind,
        span: node.span(),
    }
}

/// Something valid that is not modelled further, with its operands.
pub fn other(node: Node<'_>, operands: Vec<Expression>) -> Expression {
    Expression {
        kind: ExpressionKind::Other(operands),
        span: node.span(),
    }
}

/// The expression within parentheses, or the node itself where they hold a query.
pub fn without_parentheses(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == SyntaxKind::PAREN_EXPR
        && let Some(inner) = nodes(node).next()
    {
        node = inner;
    }
    node
}

fn parenthesized_query(node: Node<'_>) -> ExpressionKind {
    match queries::child(node) {
        Some(query) => ExpressionKind::Subquery(Box::new(query)),
        None => {
            // Only a `FROM` item in parentheses holds neither.
            node.reject();
            ExpressionKind::Other(Vec::new())
        }
    }
}

fn name_reference(node: Node<'_>) -> ExpressionKind {
    let Some(token) = node.children().next() else {
        return ExpressionKind::Other(Vec::new());
    };
    match token.kind() {
        SyntaxKind::CURRENT_CATALOG_KW
        | SyntaxKind::CURRENT_DATE_KW
        | SyntaxKind::CURRENT_ROLE_KW
        | SyntaxKind::CURRENT_TIME_KW
        | SyntaxKind::CURRENT_TIMESTAMP_KW
        | SyntaxKind::CURRENT_USER_KW
        | SyntaxKind::CURRENT_SCHEMA_KW
        | SyntaxKind::LOCALTIME_KW
        | SyntaxKind::LOCALTIMESTAMP_KW
        | SyntaxKind::SESSION_USER_KW
        | SyntaxKind::USER_KW => ExpressionKind::Current(names::identifier(token.text())),
        _ => ExpressionKind::Column(vec![names::word(node)]),
    }
}

/// One step of `a.b[1].*` after its first word.
enum Step<'t> {
    Field(Word),
    Star,
    Index(Node<'t>),
    Slice,
}

/// `a.b`, `(a).b`, `a[1]`, `a[1:2].b`, `a.*`: columns as far as the words go, then what is done
/// with their values.
fn access(node: Node<'_>) -> Expression {
    let mut steps = Vec::new();
    let mut base = node;
    while let Some(next) = step(base) {
        let Some(below) = nodes(base).next() else {
            break;
        };
        steps.push((next, base));
        base = below;
    }
    if steps.is_empty() {
        return other(node, list(node));
    }
    steps.reverse();
    node.below(steps.len(), || accessed(base, steps))
        .unwrap_or_else(|| other(node, vec![expression(base)]))
}

fn accessed<'t>(base: Node<'t>, steps: Vec<(Step<'t>, Node<'t>)>) -> Expression {
    let mut steps = steps.into_iter().peekable();
    let mut value = if base.kind() == SyntaxKind::NAME_REF {
        let mut words = vec![names::word(base)];
        let mut whole = base;
        let mut star = false;
        while !star && let Some((next, at)) = steps.next_if(|(next, _)| next.is_word()) {
            whole = at;
            match next {
                Step::Field(word) => words.push(word),
                Step::Star | Step::Index(_) | Step::Slice => star = true,
            }
        }
        Expression {
            kind: if star {
                ExpressionKind::Star(words)
            } else if words.len() == 1 {
                name_reference(base)
            } else {
                ExpressionKind::Column(words)
            },
            span: whole.span(),
        }
    } else {
        expression(base)
    };
    for (next, at) in steps {
        value = Expression {
            kind: apply(next, value, at),
            span: at.span(),
        };
    }
    value
}

impl Step<'_> {
    /// Whether it may be part of a name.
    fn is_word(&self) -> bool {
        match self {
            Self::Field(_) | Self::Star => true,
            Self::Index(_) | Self::Slice => false,
        }
    }
}

fn step(node: Node<'_>) -> Option<Step<'_>> {
    match node.kind() {
        SyntaxKind::FIELD_EXPR if node.has(SyntaxKind::STAR) => Some(Step::Star),
        SyntaxKind::FIELD_EXPR => {
            let field = nodes(node).nth(1)?;
            Some(Step::Field(names::word(field)))
        }
        SyntaxKind::INDEX_EXPR => nodes(node).nth(1).map(Step::Index),
        SyntaxKind::SLICE_EXPR => Some(Step::Slice),
        _ => None,
    }
}

fn apply(step: Step<'_>, value: Expression, at: Node<'_>) -> ExpressionKind {
    let value = Box::new(value);
    match step {
        Step::Field(word) => ExpressionKind::Field(value, word),
        Step::Star => ExpressionKind::FieldStar(value),
        Step::Index(index) => ExpressionKind::Index(value, boxed(Some(index), at)),
        Step::Slice => ExpressionKind::Slice(value),
    }
}

/// The type that a cast names.
pub fn cast_type(cast: Node<'_>) -> crate::sql::name::TypeName {
    let mut named = types::of(cast);
    // `interval '1' year` has the fields after its literal.
    types::interval_fields(cast, &mut named.modifiers);
    named
}

fn array(node: Node<'_>) -> ExpressionKind {
    match queries::child(node) {
        Some(query) => ExpressionKind::ArrayQuery(Box::new(query)),
        None => {
            if !node.has(SyntaxKind::ARRAY_KW) {
                node.reject();
            }
            ExpressionKind::Array(elements(node))
        }
    }
}

/// The elements of an array, of which those in brackets alone are arrays too.
fn elements(node: Node<'_>) -> Vec<Expression> {
    nodes(node)
        .map(|element| {
            let is_inner =
                element.kind() == SyntaxKind::ARRAY_EXPR && !element.has(SyntaxKind::ARRAY_KW);
            if !is_inner {
                return expression(element);
            }
            let inner = element.below(1, || elements(element));
            Expression {
                kind: ExpressionKind::Array(inner.unwrap_or_default()),
                span: element.span(),
            }
        })
        .collect()
}

fn case(node: Node<'_>) -> ExpressionKind {
    let branches = node.child(SyntaxKind::WHEN_CLAUSE_LIST).map(|list| {
        let clauses = list.all(SyntaxKind::WHEN_CLAUSE);
        clauses
            .map(|clause| {
                let mut parts = nodes(clause);
                let condition = required(parts.next(), clause);
                (condition, required(parts.next(), clause))
            })
            .collect()
    });
    ExpressionKind::Case {
        operand: child(node).map(Box::new),
        branches: branches.unwrap_or_default(),
        otherwise: node
            .child(SyntaxKind::ELSE_CLAUSE)
            .and_then(child)
            .map(Box::new),
    }
}

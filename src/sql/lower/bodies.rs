//! Code within statements.

use squawk_parser::SyntaxKind;

use super::{expressions, literals, script, tree::Node};
use crate::sql::{procedural::Block, statement::Body};

/// The body of a function in SQL, in a string.
pub fn sql(literal: Node<'_>) -> Body {
    if let Some(token) = literal.children().next()
        && let Some(text) = literals::plain(token)
    {
        let start = token.text().find(text).unwrap_or_default();
        let origin = literal.origin().from(token.range().start + start);
        return Body::Sql(script::body(text, &origin));
    }
    let decoded = literals::decode(literal);
    Body::Sql(script::body(&decoded.text, &decoded.origin))
}

/// The body of a function in PL/pgSQL, in a string.
pub fn procedural(_literal: Node<'_>) -> Body {
    Body::Procedural(Box::new(Block::default()))
}

/// The body that a node is, of `RETURN expression` and `BEGIN ATOMIC`.
pub fn standard(node: Node<'_>) -> Option<Body> {
    match node.kind() {
        SyntaxKind::RETURN_STMT => {
            let value = expressions::required(expressions::nodes(node).next(), node);
            Some(Body::Expression(Box::new(value)))
        }
        SyntaxKind::ATOMIC_BODY => {
            let statements = node.children().filter(|child| {
                !matches!(
                    child.kind(),
                    SyntaxKind::BEGIN_KW
                        | SyntaxKind::ATOMIC_KW
                        | SyntaxKind::END_KW
                        | SyntaxKind::SEMICOLON
                        | SyntaxKind::EMPTY_STMT
                )
            });
            Some(Body::Sql(statements.map(script::nested).collect()))
        }
        _ => None,
    }
}

//! Code within statements.

use squawk_parser::SyntaxKind;

use super::{expressions, literals, origin::Origin, procedural, script, tree::Node};
use crate::sql::statement::Body;

/// The body of a function in SQL, in a string.
pub fn sql(literal: Node<'_>) -> Body {
    with_text(literal, |text, origin| {
        Body::Sql(script::body(text, origin))
    })
}

/// The body of a function in PL/pgSQL, in a string.
pub fn procedural(literal: Node<'_>) -> Body {
    with_text(literal, |text, origin| {
        Body::Procedural(Box::new(procedural::block(text, origin)))
    })
}

/// What `read` makes of the text of a string, which most of the time need not be copied.
fn with_text(literal: Node<'_>, read: impl FnOnce(&str, &Origin) -> Body) -> Body {
    if let Some(token) = literal.children().next()
        && let Some(text) = literals::plain(token)
        && literal.children().nth(1).is_none()
    {
        let quote = match token.kind() {
            SyntaxKind::DOLLAR_QUOTED_STRING => {
                literals::dollar_quoted(token.text()).map_or(0, |(quote, _)| quote)
            }
            _ => 1,
        };
        return read(text, &literal.origin().from(token.range().start + quote));
    }
    let decoded = literals::decode(literal);
    read(&decoded.text, &decoded.origin)
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

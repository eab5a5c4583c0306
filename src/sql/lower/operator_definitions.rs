//! `CREATE OPERATOR` and `CREATE CAST`.

use squawk_parser::SyntaxKind;

use super::{tree::Node, type_definitions, types};
use crate::sql::{
    name::Name,
    statement::{
        Statement,
        operator::{CastContext, CreateCast, CreateOperator},
    },
};

/// What `CREATE OPERATOR` says; `None` where it has no symbol.
pub fn create(node: Node<'_>) -> Option<Statement> {
    let function = type_definitions::option_type(node, "function")
        .or_else(|| type_definitions::option_type(node, "procedure"));
    Some(Statement::CreateOperator(Box::new(CreateOperator {
        name: symbol(node.child(SyntaxKind::OP)?),
        left: type_definitions::option_type(node, "leftarg"),
        right: type_definitions::option_type(node, "rightarg"),
        function: function.map(|function| function.name),
    })))
}

/// `+`, `schema.+`
fn symbol(node: Node<'_>) -> Name {
    let text = node.text().trim();
    let (schema, symbol) = match text.rsplit_once('.') {
        Some((schema, symbol)) => (Some(schema.trim().into()), symbol.trim()),
        None => (None, text),
    };
    Name {
        schema,
        name: symbol.into(),
        span: node.span(),
    }
}

/// What `CREATE CAST` says; `None` where its types cannot be read.
pub fn create_cast(node: Node<'_>) -> Option<Statement> {
    let signature = node.child(SyntaxKind::CAST_SIG)?;
    let mut found = signature
        .children()
        .filter(|child| types::is_type(child.kind()))
        .map(types::type_name);
    let context = if node.has(SyntaxKind::AS_IMPLICIT) {
        CastContext::Implicit
    } else if node.has(SyntaxKind::AS_ASSIGNMENT) {
        CastContext::Assignment
    } else {
        CastContext::Explicit
    };
    Some(Statement::CreateCast(Box::new(CreateCast {
        source: found.next()?,
        target: found.next()?,
        context,
    })))
}

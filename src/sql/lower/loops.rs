//! Loops of PL/pgSQL.

use squawk_parser::SyntaxKind;

use super::{
    names,
    procedural::{Context, expression, expression_in, label},
    steps::{self, using},
    tree::Node,
};
use crate::sql::{
    name::Word,
    procedural::{LoopKind, StepKind},
};

/// What a node says, if it is a loop.
pub fn kind(context: &Context<'_>, node: Node<'_>) -> Option<StepKind> {
    let kind = match node.kind() {
        SyntaxKind::PLPGSQL_LOOP_STMT => LoopKind::Endless,
        SyntaxKind::PLPGSQL_WHILE_STMT => LoopKind::While(expression_in(node)),
        SyntaxKind::PLPGSQL_FOR_I_STMT => range(node),
        SyntaxKind::PLPGSQL_FOR_QUERY_STMT => LoopKind::Query {
            variables: variables(node),
            query: Box::new(steps::query(node)),
        },
        SyntaxKind::PLPGSQL_FOR_DYN_STMT => LoopKind::Execute {
            variables: variables(node),
            command: expression_in(node),
            using: using(node),
        },
        SyntaxKind::PLPGSQL_FOR_CURSOR_STMT => LoopKind::Cursor {
            variables: variables(node),
            cursor: names::word_in(node, SyntaxKind::PLPGSQL_CURSOR_VARIABLE_REF)
                .unwrap_or_else(|| names::word(node)),
        },
        SyntaxKind::PLPGSQL_FOR_EACH_STMT => LoopKind::Each {
            variables: variables(node),
            array: expression_in(node),
        },
        _ => return None,
    };
    Some(StepKind::Loop {
        label: label(node),
        kind,
        body: context.body(node),
    })
}

fn range(node: Node<'_>) -> LoopKind {
    let range = node.child(SyntaxKind::PLPGSQL_FOR_RANGE).unwrap_or(node);
    let mut bounds = range.all(SyntaxKind::PLPGSQL_EXPR).map(expression);
    let mut bound = || bounds.next();
    let low = bound();
    let high = bound();
    LoopKind::Range {
        variable: variables(node)
            .into_iter()
            .next()
            .unwrap_or_else(|| names::word(node)),
        low: low.unwrap_or_else(|| expression_in(range)),
        high: high.unwrap_or_else(|| expression_in(range)),
        step: bound(),
        reverse: node.has(SyntaxKind::REVERSE_KW),
    }
}

/// The variables, each by its first word.
fn variables(node: Node<'_>) -> Vec<Word> {
    names::words(node, SyntaxKind::PLPGSQL_FOR_VARIABLE)
}

//! Statements of PL/pgSQL.

use squawk_parser::SyntaxKind;

use super::{
    changes, loops, names,
    procedural::{self, Context, expression, expression_in, expressions_of, optional_expression},
    queries, script,
    tree::Node,
};
use crate::sql::{
    Item,
    expression::Expression,
    name::{Identifier, Name, Word},
    procedural::{Raise, Step, StepKind},
    query::{CommonBody, CommonTable, Query, QueryBody, With},
};

/// What a node says, if it is a statement.
pub fn step(context: &Context<'_>, node: Node<'_>) -> Option<Step> {
    if node.kind() == SyntaxKind::ERROR {
        return context.reread(node);
    }
    let kind = node.below(1, || kind(context, node)).unwrap_or_else(|| {
        node.leave_out();
        None
    })?;
    Some(Step {
        kind,
        span: node.span(),
    })
}

fn kind(context: &Context<'_>, node: Node<'_>) -> Option<StepKind> {
    let kind = match node.kind() {
        SyntaxKind::PLPGSQL_BLOCK => StepKind::Block(context.block(node)),
        SyntaxKind::PLPGSQL_ASSIGN_STMT => StepKind::Assign {
            target: node
                .child(SyntaxKind::PLPGSQL_ASSIGN_TARGET)
                .map(variable)
                .unwrap_or_default(),
            value: expression_in(node),
        },
        SyntaxKind::PLPGSQL_IF_STMT => if_then(context, node),
        SyntaxKind::PLPGSQL_CASE_STMT => case(context, node),
        SyntaxKind::PLPGSQL_EXIT_STMT => StepKind::Exit {
            label: end_label(node),
            when: when(node),
        },
        SyntaxKind::PLPGSQL_CONTINUE_STMT => StepKind::Continue {
            label: end_label(node),
            when: when(node),
        },
        SyntaxKind::PLPGSQL_RAISE_STMT => StepKind::Raise(raise(context, node)),
        SyntaxKind::PLPGSQL_RETURN_STMT => StepKind::Return(optional_expression(node)),
        SyntaxKind::PLPGSQL_RETURN_NEXT_STMT => StepKind::ReturnNext(optional_expression(node)),
        SyntaxKind::PLPGSQL_RETURN_QUERY_STMT => StepKind::ReturnQuery(Box::new(query(node))),
        SyntaxKind::PLPGSQL_RETURN_QUERY_EXECUTE_STMT => StepKind::ReturnExecute {
            command: expression_in(node),
            using: using(node),
        },
        SyntaxKind::PLPGSQL_GET_DIAG_STMT => StepKind::Diagnostics(diagnostics(node)),
        SyntaxKind::PLPGSQL_ASSERT_STMT => StepKind::Assert(expression_in(node)),
        SyntaxKind::PLPGSQL_NULL_STMT => StepKind::Null,
        SyntaxKind::PLPGSQL_COMMIT_STMT => StepKind::Commit,
        SyntaxKind::PLPGSQL_ROLLBACK_STMT => StepKind::Rollback,
        SyntaxKind::PLPGSQL_DYN_EXECUTE_STMT => StepKind::Execute {
            command: expression_in(node),
            into: into(node),
            using: using(node),
        },
        _ => {
            return loops::kind(context, node)
                .or_else(|| of_cursor(node))
                .or_else(|| sql(context, node));
        }
    };
    Some(kind)
}

/// A statement of SQL, `PERFORM`, `CALL` and `DO`.
fn sql(context: &Context<'_>, node: Node<'_>) -> Option<StepKind> {
    match node.kind() {
        SyntaxKind::PLPGSQL_EXEC_SQL_STMT
        | SyntaxKind::PLPGSQL_PERFORM_STMT
        | SyntaxKind::PLPGSQL_CALL_STMT
        | SyntaxKind::PLPGSQL_DO_STMT => {
            let statement = node.children().next()?;
            Some(StepKind::Sql {
                statement: Box::new(script::nested(statement).statement),
                into: context.into(statement),
            })
        }
        _ => None,
    }
}

/// A statement of SQL that was read on its own.
pub fn of_sql(item: Item, into: Vec<Vec<Word>>) -> Step {
    Step {
        kind: StepKind::Sql {
            statement: Box::new(item.statement),
            into,
        },
        span: item.span,
    }
}

/// The words of a variable and its fields, without subscripts.
pub fn variable(node: Node<'_>) -> Vec<Word> {
    let parts = node.children().filter(|child| {
        matches!(
            child.kind(),
            SyntaxKind::PLPGSQL_VAR_NAME_REF | SyntaxKind::FIELD_ACCESSOR
        )
    });
    parts.flat_map(names::segments).collect()
}

/// The variables of the `INTO` among a node's children.
fn into(node: Node<'_>) -> Vec<Vec<Word>> {
    let list = node
        .child(SyntaxKind::PLPGSQL_INTO_CLAUSE)
        .and_then(|clause| clause.child(SyntaxKind::PLPGSQL_INTO_TARGET_LIST));
    list.map(|list| {
        let targets = list.all(SyntaxKind::PLPGSQL_INTO_TARGET);
        targets.map(variable).collect()
    })
    .unwrap_or_default()
}

/// The values of the `USING` among a node's children.
pub fn using(node: Node<'_>) -> Vec<Expression> {
    let clause = node.child(SyntaxKind::PLPGSQL_USING_CLAUSE);
    clause
        .map(|clause| {
            let values = clause.all(SyntaxKind::PLPGSQL_EXPR);
            values.flat_map(expressions_of).collect()
        })
        .unwrap_or_default()
}

/// The query among a node's children.
///
/// A change that returns rows, which may stand there too, is what it amounts to: `WITH change AS
/// (…) TABLE change`.
pub fn query(node: Node<'_>) -> Query {
    let Some(change) = changes::child(node) else {
        return queries::of(node);
    };
    let span = change.span;
    let name = Word {
        text: "change".into(),
        span,
    };
    let table = Name {
        schema: None,
        name: name.text.clone(),
        span,
    };
    let change = CommonTable {
        name,
        columns: Vec::new(),
        body: CommonBody::Change(change),
        added: Vec::new(),
    };
    Query {
        with: Some(With {
            recursive: false,
            tables: vec![change],
        }),
        body: QueryBody::Table(table),
        order_by: Vec::new(),
        limits: Vec::new(),
        span,
    }
}

fn end_label(node: Node<'_>) -> Option<Identifier> {
    names::word_in(node, SyntaxKind::PLPGSQL_LABEL_NAME_REF).map(|word| word.text)
}

fn when(node: Node<'_>) -> Option<Expression> {
    node.child(SyntaxKind::PLPGSQL_EXIT_WHEN).map(expression_in)
}

fn if_then(context: &Context<'_>, node: Node<'_>) -> StepKind {
    let mut branches = vec![(expression_in(node), context.body(node))];
    let others = node.all(SyntaxKind::PLPGSQL_ELSIF_CLAUSE);
    branches.extend(others.map(|other| (expression_in(other), context.body(other))));
    StepKind::If {
        branches,
        otherwise: otherwise(context, node).unwrap_or_default(),
    }
}

fn otherwise(context: &Context<'_>, node: Node<'_>) -> Option<Vec<Step>> {
    node.child(SyntaxKind::PLPGSQL_ELSE_CLAUSE)
        .map(|clause| context.body(clause))
}

fn case(context: &Context<'_>, node: Node<'_>) -> StepKind {
    let branches = node.all(SyntaxKind::PLPGSQL_CASE_WHEN);
    StepKind::Case {
        subject: optional_expression(node),
        branches: branches
            .map(|branch| {
                let values = branch.child(SyntaxKind::PLPGSQL_EXPR);
                let values = values.map(expressions_of).unwrap_or_default();
                (values, context.body(branch))
            })
            .collect(),
        otherwise: otherwise(context, node),
    }
}

fn raise(context: &Context<'_>, node: Node<'_>) -> Raise {
    let level = node.child(SyntaxKind::PLPGSQL_RAISE_LEVEL);
    let message = node.child(SyntaxKind::PLPGSQL_RAISE_MESSAGE);
    let mut raise = Raise {
        is_exception: level.is_none_or(|level| level.has(SyntaxKind::EXCEPTION_KW)),
        condition: node
            .child(SyntaxKind::PLPGSQL_CONDITION)
            .map(procedural::condition),
        message: message.and_then(procedural::literal),
        parameters: node.all(SyntaxKind::PLPGSQL_EXPR).map(expression).collect(),
    };
    if let Some(format) = &raise.message {
        // `%` stands for a parameter, `%%` for itself.
        let expected = format.replace("%%", "").matches('%').count();
        if raise.parameters.len() < expected {
            context.complain(node, "too few parameters specified for RAISE");
        } else if raise.parameters.len() > expected {
            context.complain(node, "too many parameters specified for RAISE");
        }
    }
    let options = node.child(SyntaxKind::PLPGSQL_RAISE_USING_CLAUSE);
    for option in options.into_iter().flat_map(Node::children) {
        let value = optional_expression(option);
        match option.kind() {
            SyntaxKind::PLPGSQL_RAISE_OPTION_ERRCODE => {
                let code = value.as_ref().and_then(procedural::string);
                raise.condition = code.map(Identifier::new).or(raise.condition);
            }
            SyntaxKind::PLPGSQL_RAISE_OPTION_MESSAGE => {
                let text = value.as_ref().and_then(procedural::string);
                raise.message = text.map(ToOwned::to_owned).or(raise.message);
            }
            _ => {}
        }
    }
    raise
}

fn diagnostics(node: Node<'_>) -> Vec<Word> {
    let Some(list) = node.child(SyntaxKind::PLPGSQL_DIAG_ITEM_LIST) else {
        return Vec::new();
    };
    let items = list.all(SyntaxKind::PLPGSQL_DIAG_ITEM);
    items
        .filter_map(|item| names::word_in(item, SyntaxKind::PLPGSQL_DIAG_TARGET))
        .collect()
}

/// `OPEN`, `FETCH`, `MOVE` and `CLOSE`.
fn of_cursor(node: Node<'_>) -> Option<StepKind> {
    let (query, command) = match node.kind() {
        SyntaxKind::PLPGSQL_OPEN_STMT => {
            let source = node.child(SyntaxKind::PLPGSQL_OPEN_QUERY);
            let execute = node.child(SyntaxKind::PLPGSQL_OPEN_EXECUTE);
            (
                source.and_then(queries::child).map(Box::new),
                execute.and_then(optional_expression),
            )
        }
        SyntaxKind::PLPGSQL_FETCH_STMT
        | SyntaxKind::PLPGSQL_MOVE_STMT
        | SyntaxKind::PLPGSQL_CLOSE_STMT => (None, None),
        _ => return None,
    };
    Some(StepKind::Cursor {
        query,
        command,
        into: into(node),
    })
}

//! Policies and triggers.

use squawk_parser::SyntaxKind;

use super::{expressions, literals, names, objects, tree::Node};
use crate::sql::{
    expression::Expression,
    name::{Identifier, Word},
    statement::policy::{
        AlterPolicy, AlterPolicyAction, CreatePolicy, CreateTrigger, PolicyCommand, TriggerEvent,
        TriggerTiming,
    },
};

/// What `CREATE POLICY` says.
pub fn create(node: Node<'_>) -> CreatePolicy {
    let kind = node.child(SyntaxKind::AS_POLICY_TYPE);
    let kind = kind.and_then(|kind| kind.child(SyntaxKind::IDENT));
    let permissive = match kind.map(|kind| names::token(kind).text).as_deref() {
        Some("restrictive") => false,
        Some("permissive") | None => true,
        Some(_) => {
            if let Some(kind) = kind {
                let option = names::token(kind).text;
                kind.complain(format!("unrecognized row security option \"{option}\""));
            }
            true
        }
    };
    let command = node.child(SyntaxKind::POLICY_COMMAND);
    CreatePolicy {
        name: names::word_in(node, SyntaxKind::POLICY).unwrap_or_else(|| names::word(node)),
        table: objects::relation(node).unwrap_or_default(),
        permissive,
        command: command
            .and_then(|command| command.children().find_map(policy_command))
            .unwrap_or_default(),
        roles: roles(node),
        using: expression(node, SyntaxKind::USING_EXPR_CLAUSE),
        with_check: expression(node, SyntaxKind::WITH_CHECK_EXPR_CLAUSE),
    }
}

fn policy_command(node: Node<'_>) -> Option<PolicyCommand> {
    match node.kind() {
        SyntaxKind::POLICY_COMMAND_ALL => Some(PolicyCommand::All),
        SyntaxKind::POLICY_COMMAND_SELECT => Some(PolicyCommand::Select),
        SyntaxKind::POLICY_COMMAND_INSERT => Some(PolicyCommand::Insert),
        SyntaxKind::POLICY_COMMAND_UPDATE => Some(PolicyCommand::Update),
        SyntaxKind::POLICY_COMMAND_DELETE => Some(PolicyCommand::Delete),
        _ => None,
    }
}

fn roles(node: Node<'_>) -> Vec<Word> {
    node.child(SyntaxKind::POLICY_ROLES)
        .map(|roles| names::words_in(roles, SyntaxKind::ROLE_REF_LIST, SyntaxKind::ROLE_REF))
        .unwrap_or_default()
}

fn expression(node: Node<'_>, clause: SyntaxKind) -> Option<Expression> {
    node.child(clause).and_then(expressions::child)
}

/// What `ALTER POLICY` says.
pub fn alter(node: Node<'_>) -> AlterPolicy {
    let action = match node.child(SyntaxKind::POLICY_RENAME_TO) {
        Some(rename) => AlterPolicyAction::Rename(objects::new_name(rename)),
        None => {
            let change = node.child(SyntaxKind::ALTER_POLICY_TO).unwrap_or(node);
            AlterPolicyAction::Change {
                roles: roles(change),
                using: expression(change, SyntaxKind::USING_EXPR_CLAUSE),
                with_check: expression(change, SyntaxKind::WITH_CHECK_EXPR_CLAUSE),
            }
        }
    };
    AlterPolicy {
        name: names::word_in(node, SyntaxKind::POLICY_REF).unwrap_or_else(|| names::word(node)),
        table: objects::relation(node).unwrap_or_default(),
        action,
    }
}

/// What `CREATE TRIGGER` says.
pub fn create_trigger(node: Node<'_>) -> CreateTrigger {
    let timing = if node.has(SyntaxKind::TIMING_BEFORE) {
        TriggerTiming::Before
    } else if node.has(SyntaxKind::TIMING_INSTEAD_OF) {
        TriggerTiming::InsteadOf
    } else {
        TriggerTiming::After
    };
    let events = node.child(SyntaxKind::TRIGGER_EVENT_LIST);
    let call = node.child(SyntaxKind::CALL_EXPR).unwrap_or(node);
    let function = expressions::nodes(call).next().unwrap_or(call);
    let arguments = call.child(SyntaxKind::ARG_LIST);
    CreateTrigger {
        name: names::word_in(node, SyntaxKind::TRIGGER).unwrap_or_else(|| names::word(node)),
        or_replace: node.has(SyntaxKind::OR_REPLACE),
        constraint: node.has(SyntaxKind::CONSTRAINT_KW),
        timing,
        events: events
            .map(|list| list.children().filter_map(event).collect())
            .unwrap_or_default(),
        table: objects::relation(node).unwrap_or_default(),
        transition_tables: transition_tables(node),
        for_each_row: node.has(SyntaxKind::FOR_EACH_ROW),
        when: expression(node, SyntaxKind::WHEN_CONDITION),
        function: names::name(function),
        arguments: arguments
            .map(|list| list.all(SyntaxKind::ARG).filter_map(argument).collect())
            .unwrap_or_default(),
        function_span: function.span(),
    }
}

fn event(node: Node<'_>) -> Option<TriggerEvent> {
    match node.kind() {
        SyntaxKind::TRIGGER_EVENT_INSERT => Some(TriggerEvent::Insert),
        SyntaxKind::TRIGGER_EVENT_UPDATE => Some(TriggerEvent::Update(names::words(
            node,
            SyntaxKind::COLUMN_NAME_REF,
        ))),
        SyntaxKind::TRIGGER_EVENT_DELETE => Some(TriggerEvent::Delete),
        SyntaxKind::TRIGGER_EVENT_TRUNCATE => Some(TriggerEvent::Truncate),
        _ => None,
    }
}

fn transition_tables(node: Node<'_>) -> Vec<Word> {
    let Some(referencing) = node.child(SyntaxKind::REFERENCING) else {
        return Vec::new();
    };
    referencing
        .children()
        .filter_map(|table| names::word_in(table, SyntaxKind::TRANSITION_RELATION_NAME))
        .collect()
}

/// An argument, which is a string to the function whatever it was written as.
fn argument(node: Node<'_>) -> Option<Identifier> {
    let value = expressions::nodes(node).next()?;
    let is_string = value.tokens().next().is_some_and(|token| {
        matches!(
            token.kind(),
            SyntaxKind::STRING
                | SyntaxKind::ESC_STRING
                | SyntaxKind::UNICODE_ESC_STRING
                | SyntaxKind::NATIONAL_STRING
                | SyntaxKind::DOLLAR_QUOTED_STRING
        )
    });
    if value.kind() == SyntaxKind::LITERAL && is_string {
        return Some(literals::string(value).into());
    }
    if value.kind() == SyntaxKind::NAME_REF {
        return Some(names::word(value).text);
    }
    Some(value.text().into())
}

//! Statements about the session: transactions and settings.

use squawk_parser::SyntaxKind;

use super::{literals, names, options, tree::Node};
use crate::sql::{
    name::Identifier,
    statement::{Statement, Transaction},
};

/// What a statement does to the transaction, if it is about one.
pub fn transaction(node: Node<'_>) -> Option<Transaction> {
    let savepoint = |kind| -> Identifier {
        names::word_in(node, kind)
            .map(|word| word.text)
            .unwrap_or_default()
    };
    let chained = node.has(SyntaxKind::AND_CHAIN);
    let transaction = match node.kind() {
        SyntaxKind::BEGIN => Transaction::Begin,
        SyntaxKind::COMMIT_TRANSACTION if chained => Transaction::CommitAndBegin,
        SyntaxKind::COMMIT_TRANSACTION => Transaction::Commit,
        SyntaxKind::ROLLBACK_TRANSACTION if chained => Transaction::RollbackAndBegin,
        SyntaxKind::ROLLBACK_TRANSACTION => Transaction::Rollback,
        SyntaxKind::SAVEPOINT_CREATE => Transaction::Savepoint(savepoint(SyntaxKind::SAVEPOINT)),
        SyntaxKind::RELEASE_SAVEPOINT => Transaction::Release(savepoint(SyntaxKind::SAVEPOINT_REF)),
        SyntaxKind::ROLLBACK_TO_SAVEPOINT => {
            Transaction::RollbackTo(savepoint(SyntaxKind::SAVEPOINT_REF))
        }
        SyntaxKind::COMMIT_PREPARED
        | SyntaxKind::ROLLBACK_PREPARED
        | SyntaxKind::PREPARE_TRANSACTION
        | SyntaxKind::SET_CONSTRAINTS
        | SyntaxKind::SET_TRANSACTION => Transaction::Other,
        _ => return None,
    };
    Some(transaction)
}

/// What a statement does to a setting, if it is about one.
pub fn setting(node: Node<'_>) -> Option<Statement> {
    let local = node.has(SyntaxKind::LOCAL_SCOPE);
    let set = |name: &str, values: Vec<String>| Statement::Set {
        local,
        name: name.into(),
        values,
    };
    match node.kind() {
        SyntaxKind::SET => Some(self::set(node, local)),
        SyntaxKind::SET_ROLE => Some(set("role", target(node))),
        SyntaxKind::SET_SESSION_AUTH => Some(set("session_authorization", target(node))),
        SyntaxKind::RESET_ROLE => Some(Statement::Reset(Some("role".into()))),
        SyntaxKind::RESET_SESSION_AUTH => {
            Some(Statement::Reset(Some("session_authorization".into())))
        }
        SyntaxKind::RESET => Some(reset(node)),
        _ => None,
    }
}

fn set(node: Node<'_>, local: bool) -> Statement {
    let target = node.child_of(&[
        SyntaxKind::SET_CONFIG,
        SyntaxKind::SET_TIME_ZONE,
        SyntaxKind::SET_SCHEMA_VALUE,
        SyntaxKind::SET_XML_OPTION,
        SyntaxKind::SET_CATALOG,
    ]);
    let (name, values) = match target.map(|target| (target.kind(), target)) {
        Some((SyntaxKind::SET_CONFIG, target)) => {
            let name = target.child(SyntaxKind::CONFIG_PARAMETER_REF);
            let name = name.map(options::setting_name).unwrap_or_default();
            (name, options::setting_values(target))
        }
        Some((SyntaxKind::SET_SCHEMA_VALUE, target)) => {
            let schema = literals::string_in(target);
            ("search_path".into(), schema.into_iter().collect())
        }
        Some((SyntaxKind::SET_TIME_ZONE, target)) => {
            let value = target.children().nth(2);
            let value = value.map(|value| value.text().trim_matches('\'').to_owned());
            ("timezone".into(), value.into_iter().collect())
        }
        Some((SyntaxKind::SET_XML_OPTION, target)) => {
            let value = target.children().nth(2);
            let value = value.map(|value| value.text().to_ascii_lowercase());
            ("xmloption".into(), value.into_iter().collect())
        }
        Some(_) | None => return Statement::NoEffect,
    };
    Statement::Set {
        local,
        name,
        values,
    }
}

/// The role of `SET ROLE` and `SET SESSION AUTHORIZATION`.
fn target(node: Node<'_>) -> Vec<String> {
    if let Some(text) = literals::string_in(node) {
        return vec![text];
    }
    let role = node.child_of(&[SyntaxKind::ROLE_REF, SyntaxKind::SET_ROLE_NONE]);
    role.map(|role| names::word(role).text.to_string())
        .into_iter()
        .collect()
}

fn reset(node: Node<'_>) -> Statement {
    if let Some(name) = node.child(SyntaxKind::CONFIG_PARAMETER_REF) {
        return Statement::Reset(Some(options::setting_name(name)));
    }
    if node.has(SyntaxKind::RESET_TIME_ZONE) {
        return Statement::Reset(Some("timezone".into()));
    }
    if node.has(SyntaxKind::RESET_TRANSACTION_ISOLATION) {
        return Statement::Reset(Some("transaction_isolation".into()));
    }
    Statement::Reset(None)
}

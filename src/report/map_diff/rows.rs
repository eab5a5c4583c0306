//! Who does what with a target otherwise than before, a line each.

use std::collections::BTreeSet;

use super::{by_words, places_words};
use crate::{
    access::SchemaRef,
    map::{
        self,
        diff::{TargetChange, UseChange, UseChangeKind, record::Use},
        edge::Effect,
        node::{Node, SqlKind},
    },
};

/// One line about the users of a target.
pub(super) struct Row {
    pub(super) sign: &'static str,
    pub(super) doing: String,
    pub(super) place: String,
    pub(super) by: String,
    pub(super) note: String,
}

/// Who does what with a target otherwise; the policies of one relation are one row.
pub(super) fn rows(target: &TargetChange) -> Vec<Row> {
    let mut groups: Vec<Vec<&UseChange>> = Vec::new();
    for change in &target.uses {
        let is_alike = |group: &&mut Vec<&UseChange>| {
            let policy = policy_of(group[0]);
            policy.is_some()
                && policy == policy_of(change)
                && (&group[0].kind, group[0].effect) == (&change.kind, change.effect)
        };
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups.iter().map(|group| row(group)).collect()
}

/// The relation whose policy uses something.
fn policy_of(change: &UseChange) -> Option<(&str, &SchemaRef, &str)> {
    match &change.by {
        Node::Sql(unit) if unit.kind == SqlKind::Policy => {
            let (schema, relation) = unit.relation.as_ref()?;
            Some((&unit.database, schema, relation))
        }
        Node::Sql(_)
        | Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => None,
    }
}

fn row(group: &[&UseChange]) -> Row {
    let first = group[0];
    let places = group.iter().flat_map(|change| {
        let used = change.after.as_ref().or(change.before.as_ref());
        used.into_iter().flat_map(|used| &used.places)
    });
    let by = match (group, policy_of(first)) {
        ([_, _, ..], Some((_, schema, relation))) => {
            format!(
                "{} policies of {}",
                group.len(),
                map::qualified(schema, relation)
            )
        }
        (_, _) => by_words(&first.by),
    };
    Row {
        sign: use_sign(&first.kind),
        doing: doing(first.effect, first.after.as_ref().or(first.before.as_ref())),
        place: places_words(places),
        by,
        note: use_note(first),
    }
}

/// What is to be said of a use beside who and where: "now also `title`", "was in `save`".
fn use_note(change: &UseChange) -> String {
    let mut notes = Vec::new();
    match &change.kind {
        UseChangeKind::Moved { from } => notes.push(format!("was {}", from.label())),
        UseChangeKind::Changed => {
            if let (Some(before), Some(after)) = (&change.before, &change.after) {
                notes.extend(changed(before, after));
            }
        }
        UseChangeKind::New | UseChangeKind::Gone => {}
    }
    let used = change.after.as_ref().or(change.before.as_ref());
    if used.is_some_and(|used| used.in_test) {
        notes.push("in a test".to_owned());
    }
    notes.join("; ")
}

/// "+ insert", "+ title − body", "all columns"
fn changed(before: &Use, after: &Use) -> Vec<String> {
    let names = |used: &Use| -> BTreeSet<String> {
        let operations = used
            .operations
            .iter()
            .map(|operation| operation.as_str().to_owned());
        operations.collect()
    };
    let operations = difference(&names(before), &names(after));
    let mut notes: Vec<String> = operations.into_iter().collect();
    notes.extend(difference(&before.columns, &after.columns));
    match (before.all_columns, after.all_columns) {
        (false, true) => notes.push("now all columns".to_owned()),
        (true, false) => notes.push("no longer all columns".to_owned()),
        (_, _) => {}
    }
    notes
}

fn difference(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Option<String> {
    let new = after.difference(before).map(|name| format!("+{name}"));
    let gone = before.difference(after).map(|name| format!("−{name}"));
    let all: Vec<String> = new.chain(gone).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// `+`, `-`, `~`, or `>` for what moved.
pub(super) fn use_sign(kind: &UseChangeKind) -> &'static str {
    match kind {
        UseChangeKind::New => "+",
        UseChangeKind::Gone => "-",
        UseChangeKind::Moved { .. } => ">",
        UseChangeKind::Changed => "~",
    }
}

/// What is done, by its operations where they are known: "insert, update".
pub(super) fn doing(effect: Effect, used: Option<&Use>) -> String {
    let operations = used.into_iter().flat_map(|used| &used.operations);
    let operations: Vec<&str> = operations.map(|operation| operation.as_str()).collect();
    if operations.is_empty() {
        return effect.as_str().to_owned();
    }
    operations.join(", ")
}

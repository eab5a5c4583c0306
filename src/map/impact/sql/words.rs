//! What routines, triggers and mentions say of themselves.

use std::collections::BTreeSet;

use super::super::spread::Events;
use crate::{
    schema::{
        catalog::{
            routine::Routine,
            trigger::{Trigger, TriggerEvent},
        },
        references::{Effect, Reference},
    },
    sql::{
        self,
        statement::{Body, Statement},
    },
};

/// What sets triggers off that are not disabled.
pub(super) fn events<'t>(triggers: impl Iterator<Item = &'t Trigger>) -> Events {
    let mut events = Events::new();
    for trigger in triggers.filter(|it| it.enabled) {
        for &event in &trigger.events {
            let columns: BTreeSet<String> = match event {
                TriggerEvent::Update => trigger.update_columns.iter().cloned().collect(),
                TriggerEvent::Insert | TriggerEvent::Delete | TriggerEvent::Truncate => {
                    BTreeSet::new()
                }
            };
            match events.get_mut(&event) {
                // One that any column sets off is set off by all.
                Some(known) if known.is_empty() || columns.is_empty() => known.clear(),
                Some(known) => known.extend(columns),
                None => {
                    events.insert(event, columns);
                }
            }
        }
    }
    events
}

/// Whether a trigger itself names a column: in `UPDATE OF` or `WHEN`.
pub(super) fn tells(trigger: &Trigger, column: &str) -> bool {
    let condition = trigger.condition.as_deref().unwrap_or_default();
    let mut words = condition.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$'));
    trigger.update_columns.iter().any(|it| it == column)
        || words.any(|word| word.eq_ignore_ascii_case(column))
}

pub(super) fn bare(function: &str) -> &str {
    function.split_once('.').map_or(function, |(_, name)| name)
}

/// How often the signature of a routine names a type.
pub(super) fn signature(routine: &Routine, row: &str) -> usize {
    let of_row = |data_type: &str| {
        let element = data_type.strip_prefix("SETOF ").unwrap_or(data_type);
        element.strip_suffix("[]").unwrap_or(element) == row
    };
    let arguments = routine.arguments.iter();
    let arguments = arguments.filter(|it| it.data_type.as_deref().is_some_and(of_row));
    let returns = routine.returns.as_deref().is_some_and(of_row);
    arguments.count() + usize::from(returns)
}

/// Whether Postgres keeps the body of a routine as it was understood, and not as text.
pub(super) fn is_known(routine: &Routine) -> bool {
    let Some(definition) = &routine.definition else {
        return false;
    };
    let is_atomic = || {
        let words: Vec<&str> = definition.split_whitespace().collect();
        words.windows(2).any(|pair| {
            pair[0].eq_ignore_ascii_case("begin")
                && pair[1].trim_end_matches(';').eq_ignore_ascii_case("atomic")
        })
    };
    let script = sql::parse(definition);
    script.statements.iter().any(|item| match &item.statement {
        Statement::CreateRoutine(create) => match &create.body {
            Some(Body::Expression(_)) => true,
            Some(Body::Sql(_)) => is_atomic(),
            Some(Body::Procedural(_) | Body::Opaque(_)) | None => false,
        },
        _ => false,
    })
}

/// What mentions do, as verbs: "reads and updates".
pub(super) fn verbs(mentions: &[&Reference]) -> String {
    let effects: BTreeSet<Effect> = mentions.iter().map(|mention| mention.effect).collect();
    let only_type = effects.len() == 1;
    let effects = effects.into_iter().filter_map(|effect| match effect {
        Effect::Read => Some("reads"),
        Effect::Insert => Some("inserts into"),
        Effect::Update => Some("updates"),
        Effect::Delete => Some("deletes from"),
        Effect::Call => Some("calls"),
        Effect::Needs if only_type => Some("names the type of rows of"),
        Effect::Needs => None,
    });
    let verbs: Vec<&str> = effects.collect();
    match verbs.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        verbs => verbs.concat(),
    }
}

#![doc = include_str!("../../docs/rules/unused-routine.md")]

use std::collections::BTreeSet;

use super::{
    Context, Outcome, Rule,
    dangling_reference::qualified,
    unused::{self, Doubts},
    usage::Usage,
};
use crate::{
    access::TargetKind,
    finding::Severity,
    mention,
    schema::{
        catalog::{
            State,
            routine::{Routine, RoutineKind},
        },
        references::{TargetKind as Kind, UserKind},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "unused-routine",
    summary: "no code and no SQL calls a routine",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/unused-routine.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, usage) in unused::judged(&RULE, context, outcome) {
        let mut seen = BTreeSet::new();
        let routines = context.databases[index].catalog.routines.iter();
        let found: Vec<&Routine> = routines
            .filter(|routine| is_unused(context, index, &usage, routine))
            .filter(|routine| seen.insert((&routine.schema, &routine.name)))
            .collect();
        let names: BTreeSet<&str> = found.iter().map(|it| it.name.as_str()).collect();
        let mentions = context.mentions(&names);
        let doubts = Doubts {
            index,
            kind: TargetKind::Routine,
            usage: &usage,
        };
        for routine in found {
            let name = qualified(Some(&routine.schema), &routine.name);
            let subject = unused::subject(context, index, &name);
            let place = context.defined(routine.origin.as_ref(), &routine.name);
            let what = if is_trigger(routine) {
                format!("trigger function `{name}` is run by no trigger")
            } else {
                format!("function `{name}` is called by no code and no SQL")
            };
            let mut finding = RULE.finding(place, subject, what);
            let mention = mentions.get(&routine.name);
            doubts.weaken(context, &mut finding, &routine.name, mention);
            outcome.findings.push(finding);
        }
    }
}

fn is_unused(context: &Context<'_>, index: usize, usage: &Usage<'_>, routine: &Routine) -> bool {
    let Routine { schema, name, .. } = routine;
    let kind = match routine.kind {
        RoutineKind::Function | RoutineKind::Procedure => true,
        // Operators and window clauses name them.
        RoutineKind::Aggregate | RoutineKind::Window => false,
    };
    let mut calls = usage.of_target(TargetKind::Routine, schema, name);
    let mut references = context.references[index].named(Kind::Routine, name);
    kind && routine.state != State::Assumed
        && !is_called_by_others(routine)
        && calls.next().is_none()
        && !usage.names_word(name)
        && !references.any(|reference| {
            let by = &reference.by;
            let is_itself =
                by.kind == UserKind::Routine && (&by.schema, &by.name) == (schema, name);
            !is_itself
        })
        && !is_in_definitions(context, index, routine)
}

/// Whether something outside of the project calls it: an event trigger, the authentication service.
fn is_called_by_others(routine: &Routine) -> bool {
    routine.returns.as_deref() == Some("event_trigger")
        || routine
            .grants
            .iter()
            .any(|grant| grant.role == "supabase_auth_admin")
        || routine.name.ends_with("_hook")
}

fn is_trigger(routine: &Routine) -> bool {
    routine.returns.as_deref() == Some("trigger")
}

/// Whether an aggregate, whose parts are told nowhere else, has the name in its definition.
fn is_in_definitions(context: &Context<'_>, index: usize, routine: &Routine) -> bool {
    let routines = context.databases[index].catalog.routines.iter();
    let mut aggregates = routines.filter(|other| other.kind == RoutineKind::Aggregate);
    aggregates.any(|aggregate| {
        let definition = aggregate.definition.as_deref().unwrap_or_default();
        mention::words(definition).any(|(_, word)| word == routine.name)
    })
}

#![doc = include_str!("../../docs/rules/dropped-while-used.md")]

use std::collections::BTreeSet;

use super::{
    Context, Outcome, Rule,
    dangling_reference::qualified,
    history, severity,
    usage::Usage,
    written::{count, is_passed_over},
};
use crate::{
    access::TargetKind,
    finding::{Label, Place, Severity, Subject},
    postgrest::ProblemKind,
    schema::{
        Database,
        history::{Change, Effect, Item, ItemKind},
    },
    source::Location,
};

pub(super) const RULE: Rule = Rule {
    id: "dropped-while-used",
    summary: "a migration drops or renames what code still uses",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/dropped-while-used.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, database) in context.databases.iter().enumerate() {
        let usage = Usage::of(context, index);
        let mut reported = BTreeSet::new();
        // Of what was renamed twice, the last statement to do so matters.
        for change in database.statements.changes.iter().rev() {
            let place = history::place(database, change.place);
            if is_passed_over(database, &place.path) || !reported.insert(&change.item) {
                continue;
            }
            let uses = uses(context, index, &usage, &change.item);
            if !uses.is_empty() {
                report(context, index, change, &uses, outcome);
            }
        }
    }
}

/// The places in code that use something by a name it no longer has.
fn uses(context: &Context<'_>, index: usize, usage: &Usage<'_>, item: &Item) -> BTreeSet<Location> {
    let of_target = |kind| {
        let used = usage.of_target(kind, &item.schema, &item.name);
        let used = used.filter(|used| !used.access.wrapper && !severity::may_fail(used.access));
        used.map(|used| Location {
            file: used.access.file,
            span: used.access.target_span,
        })
        .collect::<BTreeSet<_>>()
    };
    let (kind, target, part) = match item.kind {
        ItemKind::Relation => return of_target(TargetKind::Relation),
        ItemKind::Routine => return of_target(TargetKind::Routine),
        ItemKind::Column => (
            ProblemKind::UnknownColumn,
            item.parent.as_deref().unwrap_or_default(),
            item.name.as_str(),
        ),
        // A text may be meant for another column.
        ItemKind::Enum | ItemKind::EnumLabel => return BTreeSet::new(),
    };
    let target = target_name(&context.databases[index], &item.schema, target);
    let accesses = context.accesses.iter().zip(context.assigned);
    let accesses = accesses.zip(context.problems);
    let accesses = accesses
        .filter(|((access, assigned), _)| **assigned == Some(index) && !severity::may_fail(access));
    let problems = accesses.flat_map(|(_, problems)| problems);
    let problems = problems
        .filter(|problem| problem.kind == kind && problem.target == target && problem.part == part)
        .filter(|problem| problem.alternative.is_none());
    problems.map(|problem| problem.location).collect()
}

/// A name as problems have it.
fn target_name(database: &Database, schema: &str, name: &str) -> String {
    let default = database.exposed.first().map_or("public", String::as_str);
    if schema == default {
        name.to_owned()
    } else {
        format!("{schema}.{name}")
    }
}

fn report(
    context: &Context<'_>,
    index: usize,
    change: &Change,
    uses: &BTreeSet<Location>,
    outcome: &mut Outcome,
) {
    const SHOWN: usize = 5;
    let database = &context.databases[index];
    let Item {
        schema,
        parent,
        name,
        ..
    } = &change.item;
    let (target, part) = match parent {
        Some(parent) => (qualified(Some(schema), parent), name.clone()),
        None => (qualified(Some(schema), name), String::new()),
    };
    let shown = if part.is_empty() {
        target.clone()
    } else {
        format!("{target}.{part}")
    };
    let what = match &change.effect {
        Effect::Dropped => format!("`{shown}` is dropped here"),
        Effect::Renamed { to } => format!("`{shown}` is renamed to `{to}` here"),
        Effect::Moved { schema } => format!("`{shown}` is moved to the schema `{schema}` here"),
    };
    let verb = if uses.len() == 1 { "uses" } else { "use" };
    let message = format!(
        "{what}, and {} in code still {verb} it",
        count(uses.len(), "place")
    );
    let subject = Subject {
        database: context.name_of(index),
        target,
        part,
        unit: String::new(),
    };
    let place = history::place(database, change.place);
    let mut finding = RULE.finding(place, subject, message);
    if context.completeness[index].is_incomplete() {
        // A statement that was not understood may have made it anew.
        finding.severity = Severity::Note;
    }
    finding.labels = uses
        .iter()
        .take(SHOWN)
        .map(|place| label(context, *place))
        .collect();
    outcome.findings.push(finding);
}

fn label(context: &Context<'_>, location: Location) -> Label {
    Label {
        place: Place {
            path: context.sources.get(location.file).path.clone(),
            span: location.span,
        },
        message: "used here".to_owned(),
    }
}

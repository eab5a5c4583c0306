#![doc = include_str!("../../docs/rules/dangling-reference.md")]

use std::collections::BTreeSet;

use super::{
    Context, Outcome, Rule,
    broken_migration::{caused_by, labels},
    history,
    written::count,
};
use crate::{
    finding::{Finding, Place, Severity, Subject},
    schema::{
        Database,
        catalog::State,
        history::{Effect as Fate, Item, ItemKind, fate as fate_of},
        references::{
            self, Found, MissingColumn, Reference, References, TargetKind, User, UserKind,
        },
        statement::{Failed, Missing, MissingKind},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "dangling-reference",
    summary: "a key, policy, trigger, view or function names something that does not exist",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/dangling-reference.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for index in 0..context.databases.len() {
        let mut seen = BTreeSet::new();
        let mut findings = failed(context, index);
        findings.extend(bodies(context, index));
        findings.retain(|finding| seen.insert(finding.place.clone()));
        outcome.findings.extend(findings);
    }
}

/// Whether a failed statement is reported here: it defines something and names what nothing creates.
pub(super) fn reports(context: &Context<'_>, database: &Database, failed: &Failed) -> bool {
    missing(failed).is_some_and(|missing| !is_created(database, missing))
        && defines(context, database, failed).is_some()
}

/// What a failed statement misses, when it is something that can be referred to.
fn missing(failed: &Failed) -> Option<&Missing> {
    let missing = failed.error.missing.as_ref()?;
    match missing.kind {
        MissingKind::Relation | MissingKind::Column | MissingKind::Routine => Some(missing),
        MissingKind::Schema
        | MissingKind::Type
        | MissingKind::Constraint
        | MissingKind::Index
        | MissingKind::Policy
        | MissingKind::Trigger
        | MissingKind::EnumLabel
        | MissingKind::Role
        | MissingKind::Extension
        | MissingKind::Publication
        | MissingKind::Other => None,
    }
}

/// Whether any statement makes it, be it one that fails or comes later.
fn is_created(database: &Database, missing: &Missing) -> bool {
    let catalog = &database.catalog;
    let in_schema = |schema: &str| {
        missing
            .schema
            .as_deref()
            .is_none_or(|wanted| wanted == schema)
    };
    match missing.kind {
        MissingKind::Routine => catalog
            .routines
            .iter()
            .any(|routine| routine.name == missing.name && in_schema(&routine.schema)),
        MissingKind::Column => catalog.relations.iter().any(|relation| {
            Some(&relation.name) == missing.relation.as_ref()
                && (relation.open || relation.column(&missing.name).is_some())
        }),
        _ => catalog.relations.iter().any(|relation| {
            relation.name == missing.name
                && in_schema(&relation.schema)
                && relation.state != State::Assumed
        }),
    }
}

/// The words for what a statement defines, when it refers to other things by that.
fn defines(context: &Context<'_>, database: &Database, failed: &Failed) -> Option<&'static str> {
    let path = database.statements.files.get(failed.place.file)?;
    let file = crate::schema::source::by_path(context.files, path)?;
    let text = file.text.get(failed.place.statement.range())?;
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next()?;
    let mut words = words.skip_while(|word| {
        matches!(
            *word,
            "or" | "replace"
                | "temp"
                | "temporary"
                | "unlogged"
                | "unique"
                | "recursive"
                | "constraint"
                | "global"
                | "local"
        )
    });
    match (first, words.next()?) {
        ("create", "policy") | ("alter", "policy") => Some("policy"),
        ("create", "trigger") => Some("trigger"),
        ("create", "view") | ("create", "materialized") => Some("view"),
        ("create", "function") | ("create", "procedure") => Some("function"),
        ("create", "table") | ("create", "foreign") => Some("table"),
        ("alter", "table") if lower.contains("references") => Some("foreign key"),
        _ => None,
    }
}

/// Statements that fail for what they refer to.
fn failed(context: &Context<'_>, index: usize) -> Vec<Finding> {
    let database = &context.databases[index];
    let statements = &database.statements;
    let mut findings = Vec::new();
    for (number, failed) in statements.failed.iter().enumerate() {
        let Some(kind) = defines(context, database, failed) else {
            continue;
        };
        let named = references::failed(database, context.files, failed);
        let mut found = named_missing(context, index, kind, &named);
        if let Some(missing) = missing(failed).filter(|missing| !is_created(database, missing)) {
            let place = history::place(database, failed.place);
            let is_told = found
                .iter()
                .any(|finding| finding.place == place || finding.subject.target == target(missing));
            if !is_told {
                found.push(of_failure(context, index, kind, failed, missing));
            }
        }
        let later = caused_by(statements, number);
        if let Some(first) = found.first_mut()
            && !later.is_empty()
        {
            let fail = if later.len() == 1 { "fails" } else { "fail" };
            let words = format!(
                "{} {fail} because of it",
                count(later.len(), "later statement")
            );
            first.message = format!("{}; {words}", first.message);
            first.labels = labels(database, &later);
        }
        findings.extend(found);
    }
    findings
}

/// A finding for each name in a failed definition that leads nowhere.
fn named_missing(
    context: &Context<'_>,
    index: usize,
    kind: &str,
    named: &References,
) -> Vec<Finding> {
    let missing = named
        .uses
        .iter()
        .filter(|reference| reference.target.found == Found::Missing);
    missing
        .filter_map(|reference| {
            let place = reference.site.clone()?.into();
            let noun = match reference.target.kind {
                TargetKind::Relation => "relation",
                TargetKind::Routine => "function",
            };
            let name = shown(reference);
            let kind = if kind == "table" { "foreign key" } else { kind };
            let message = format!("{kind} names {noun} `{name}`, which no migration creates");
            Some(found(context, index, place, name, String::new(), message))
        })
        .collect()
}

/// A finding in the words of the failure itself.
fn of_failure(
    context: &Context<'_>,
    index: usize,
    kind: &str,
    failed: &Failed,
    missing: &Missing,
) -> Finding {
    let database = &context.databases[index];
    let place = history::place(database, failed.place);
    let (noun, part) = match missing.kind {
        MissingKind::Column => ("column", missing.name.clone()),
        MissingKind::Routine => ("function", String::new()),
        _ => ("relation", String::new()),
    };
    let name = match (&missing.relation, &missing.schema) {
        (Some(relation), _) => format!("{relation}.{}", missing.name),
        (None, Some(schema)) if schema != "public" => format!("{schema}.{}", missing.name),
        (None, _) => missing.name.clone(),
    };
    let message = format!("{kind} names {noun} `{name}`, which no migration creates");
    found(context, index, place, target(missing), part, message)
}

fn target(missing: &Missing) -> String {
    let relation = missing.relation.as_ref().unwrap_or(&missing.name);
    match missing.schema.as_deref() {
        None | Some("public") => relation.clone(),
        Some(schema) => format!("{schema}.{relation}"),
    }
}

fn found(
    context: &Context<'_>,
    index: usize,
    place: Place,
    target: String,
    part: String,
    message: String,
) -> Finding {
    let database = &context.databases[index];
    let subject = Subject {
        database: context.name_of(index),
        target: target.clone(),
        part: part.clone(),
        unit: String::new(),
    };
    let mut finding = RULE.finding(place, subject, message);
    if context.completeness[index].is_incomplete() {
        finding.severity = Severity::Note;
    }
    finding.help = fate(context, database, &target, &part);
    finding
}

/// What became of the missing thing, when migrations took it away.
fn fate(context: &Context<'_>, database: &Database, target: &str, part: &str) -> Option<String> {
    let (schema, name) = target.split_once('.').unwrap_or(("public", target));
    let items = if part.is_empty() {
        vec![
            (ItemKind::Relation, None, name),
            (ItemKind::Routine, None, name),
        ]
    } else {
        vec![(ItemKind::Column, Some(name.to_owned()), part)]
    };
    let change = items.into_iter().find_map(|(kind, parent, name)| {
        let item = Item {
            kind,
            schema: schema.to_owned(),
            parent,
            name: name.to_owned(),
        };
        fate_of(&database.statements.changes, &item)
    })?;
    let at = context.at(&history::place(database, change.place));
    Some(match &change.effect {
        Fate::Dropped => format!("it was dropped in {at}"),
        Fate::Renamed { to } => format!("it was renamed to `{to}` in {at}"),
        Fate::Moved { schema } => format!("it was moved to the schema `{schema}` in {at}"),
    })
}

/// What bodies of routines and jobs name: Postgres looks at it only when they run.
fn bodies(context: &Context<'_>, index: usize) -> Vec<Finding> {
    let references = &context.references[index];
    let missing = references
        .uses
        .iter()
        .filter(|reference| is_body(&reference.by) && reference.target.found == Found::Missing);
    let missing = missing.filter_map(|reference| {
        let place = reference.site.clone()?.into();
        let name = shown(reference);
        let noun = match reference.target.kind {
            TargetKind::Relation => "relation",
            TargetKind::Routine => "function",
        };
        let message = format!(
            "{} names {noun} `{name}`, which does not exist: it fails when it runs",
            who(&reference.by)
        );
        Some(found(context, index, place, name, String::new(), message))
    });
    let columns = references.missing_columns.iter();
    let columns = columns.filter(|missing| is_body(&missing.by));
    let columns = columns.filter_map(|missing| {
        let MissingColumn {
            by,
            schema,
            relation,
            column,
            site,
        } = missing;
        let place = site.clone()?.into();
        let target = qualified(Some(schema), relation);
        let message = format!(
            "{} names column `{column}`, which `{target}` does not have: it fails when it runs",
            who(by)
        );
        let column = column.clone();
        Some(found(context, index, place, target, column, message))
    });
    missing.chain(columns).collect()
}

/// Whether nothing looks at the names before it runs.
fn is_body(user: &User) -> bool {
    match user.kind {
        UserKind::Routine | UserKind::CronJob => true,
        UserKind::View
        | UserKind::Trigger
        | UserKind::Policy
        | UserKind::Check
        | UserKind::Key
        | UserKind::ForeignKey
        | UserKind::Default
        | UserKind::Generated
        | UserKind::Index
        | UserKind::Migration
        | UserKind::Seed => false,
    }
}

fn who(user: &User) -> String {
    match user.kind {
        UserKind::CronJob => format!("the job `{}`", user.name),
        _ => format!("function `{}`", qualified(Some(&user.schema), &user.name)),
    }
}

fn shown(reference: &Reference) -> String {
    qualified(reference.target.schema.as_deref(), &reference.target.name)
}

/// A name with its schema, unless that is the default one.
pub(super) fn qualified(schema: Option<&str>, name: &str) -> String {
    match schema {
        None | Some("public" | "") => name.to_owned(),
        Some(schema) => format!("{schema}.{name}"),
    }
}

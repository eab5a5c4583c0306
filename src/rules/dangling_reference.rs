#![doc = include_str!("../../docs/rules/dangling-reference.md")]

use std::collections::BTreeSet;

use super::{
    Context, Outcome, Rule,
    broken_migration::{caused_by, labels},
    history,
    written::{count, is_passed_over},
};
use crate::{
    finding::{Finding, Place, Severity, Subject},
    schema::{
        Database,
        catalog::State,
        history::{Effect as Fate, Item, ItemKind, fate as fate_of},
        references::{
            self, Definition, Found, MissingColumn, Reference, References, TargetKind, User,
            UserKind,
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
        let database = &context.databases[index];
        findings.retain(|finding| {
            !is_passed_over(database, &finding.place.path) && seen.insert(finding.place.clone())
        });
        outcome.findings.extend(findings);
    }
}

/// Whether a failed statement is reported here: it defines something and names what nothing creates.
pub(super) fn reports(
    database: &Database,
    failed: &Failed,
    definition: Option<&Definition>,
) -> bool {
    let missing = missing(failed);
    definition.is_some() && missing.is_some_and(|missing| !is_created(database, missing))
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

/// Statements that fail for what they refer to.
fn failed(context: &Context<'_>, index: usize) -> Vec<Finding> {
    let database = &context.databases[index];
    let statements = &database.statements;
    let definitions = references::failed(database, context.files);
    let mut findings = Vec::new();
    for (number, failed) in statements.failed.iter().enumerate() {
        let Some(definition) = &definitions[number] else {
            continue;
        };
        let mut found = named_missing(context, index, &definition.references);
        let is_absent = |missing: &&Missing| {
            let made = made_in_vain(database);
            !is_created(database, missing) && !made.contains(missing.name.as_str())
        };
        if let Some(missing) = missing(failed).filter(is_absent) {
            let place = history::place(database, failed.place);
            let is_told = found
                .iter()
                .any(|finding| finding.place == place || finding.subject.target == target(missing));
            if !is_told {
                found.push(of_failure(context, index, definition.kind, failed, missing));
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
fn named_missing(context: &Context<'_>, index: usize, named: &References) -> Vec<Finding> {
    let uses = named.uses.iter();
    let made = made_in_vain(&context.databases[index]);
    let missing = uses.filter(|reference| {
        let target = &reference.target;
        target.found == Found::Missing && !made.contains(target.name.as_str())
    });
    let missing = missing.filter_map(|reference| {
        let place = reference.site.clone()?.into();
        let who = definition_noun(reference.by.kind, reference.target.kind);
        let noun = noun(reference.target.kind);
        let name = shown(reference);
        let message = format!("{who} names {noun} `{name}`, which no migration creates");
        Some(found(context, index, place, name, String::new(), message))
    });
    missing.collect()
}

/// The names of what failed statements would have made, temporary tables among them.
fn made_in_vain(database: &Database) -> BTreeSet<&str> {
    let failed = database.statements.failed.iter();
    let made = failed.flat_map(|failed| &failed.would_create);
    made.filter_map(|words| words.rsplit([' ', '.']).next())
        .collect()
}

fn noun(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Relation => "relation",
        TargetKind::Routine => "function",
    }
}

/// The word for what names something in a definition.
fn definition_noun(kind: UserKind, target: TargetKind) -> &'static str {
    match (kind, target) {
        (UserKind::ForeignKey, TargetKind::Relation) => "foreign key",
        (UserKind::View, _) => "query",
        (UserKind::Policy, _) => "policy",
        (UserKind::Trigger, _) => "trigger",
        (UserKind::Routine, _) => "function",
        (
            UserKind::ForeignKey
            | UserKind::Check
            | UserKind::Key
            | UserKind::Default
            | UserKind::Generated
            | UserKind::Index
            | UserKind::CronJob
            | UserKind::Migration
            | UserKind::Seed,
            _,
        ) => "definition",
    }
}

/// A finding in the words of the failure itself.
fn of_failure(
    context: &Context<'_>,
    index: usize,
    kind: UserKind,
    failed: &Failed,
    missing: &Missing,
) -> Finding {
    let database = &context.databases[index];
    let place = history::place(database, failed.place);
    let (noun, part, target_kind) = match missing.kind {
        MissingKind::Column => ("column", missing.name.clone(), TargetKind::Relation),
        MissingKind::Routine => ("function", String::new(), TargetKind::Routine),
        _ => ("relation", String::new(), TargetKind::Relation),
    };
    let name = match (&missing.relation, &missing.schema) {
        (Some(relation), _) => format!("{relation}.{}", missing.name),
        (None, Some(schema)) if schema != "public" => format!("{schema}.{}", missing.name),
        (None, _) => missing.name.clone(),
    };
    let who = definition_noun(kind, target_kind);
    let message = format!("{who} names {noun} `{name}`, which no migration creates");
    found(context, index, place, target(missing), part, message)
}

fn target(missing: &Missing) -> String {
    let relation = missing.relation.as_ref().unwrap_or(&missing.name);
    qualified(missing.schema.as_deref(), relation)
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
        let noun = noun(reference.target.kind);
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

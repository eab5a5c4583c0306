#![doc = include_str!("../../docs/rules/unknown-relation.md")]

use super::{Context, Outcome, Rule, history, problem};
use crate::{
    access::{Access, TargetKind},
    finding::{Finding, Label, Severity},
    postgrest::ProblemKind,
    schema::{
        Database,
        catalog::{State, relation::Relation},
        statement::Failed,
    },
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-relation",
    summary: "a query names a relation that the schema does not define",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-relation.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownRelation, context, outcome);
    for (index, access) in context.accesses.iter().enumerate() {
        let Some(database) = context.assigned[index] else {
            continue;
        };
        let database = &context.databases[database];
        let shadow = relation(database, access).filter(|found| found.state == State::Shadow);
        if let Some(relation) = shadow {
            let finding = only_failed(context, index, database, relation);
            outcome.findings.push(finding);
        }
    }
}

/// The relation of an access, where it is certain which one that is.
fn relation<'d>(database: &'d Database, access: &Access) -> Option<&'d Relation> {
    if access.target.kind != TargetKind::Relation || access.wrapper {
        return None;
    }
    let schema = history::default_schema(database, access)?;
    let name = access.target.name.as_deref()?;
    database.catalog.relation(schema, name)
}

/// A relation that would be there if the statement that creates it did not fail.
///
/// A note: the statement is reported where it stands, and once; a database that is older than what
/// makes it fail has the relation.
fn only_failed(
    context: &Context<'_>,
    index: usize,
    database: &Database,
    relation: &Relation,
) -> Finding {
    let access = &context.accesses[index];
    let name = access.target.name.clone().unwrap_or_default();
    let message = format!("relation `{name}` is created only by a statement that Postgres rejects");
    let mut labels = Vec::from_iter(problem::origin(context, access));
    let creating = creating(database, relation);
    labels.extend(creating.map(|failed| Label {
        place: history::place(database, failed.place),
        message: failed.error.message.clone(),
    }));
    let cause = creating.and_then(|failed| database.statements.failed.get(failed.caused_by?));
    labels.extend(cause.map(|cause| Label {
        place: history::place(database, cause.place),
        message: format!("because of this: {}", cause.error.message),
    }));
    let subject = context.subject(index, name, String::new());
    Finding {
        severity: Severity::Note,
        labels,
        help: Some("a database made from the migrations does not have it".to_owned()),
        ..RULE.finding(context.target_place(access), subject, message)
    }
}

/// The last failed statement that would have created a relation.
fn creating<'d>(database: &'d Database, relation: &Relation) -> Option<&'d Failed> {
    let name = format!("{}.{}", relation.schema, relation.name);
    let mut failed = database.statements.failed.iter();
    failed.rfind(|failed| {
        let mut created = failed.would_create.iter();
        // `table public.posts`, `materialized view public.totals`
        created.any(|created| created.rsplit(' ').next() == Some(&name))
    })
}

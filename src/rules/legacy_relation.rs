#![doc = include_str!("../../docs/rules/legacy-relation.md")]

use super::{Context, Outcome, Rule, dangling_reference::qualified, usage::Usage};
use crate::{
    access::TargetKind,
    declared::Legacy,
    finding::{Label, Place, Severity, Subject},
    schema::{Database, catalog::relation::Relation, former},
};

pub(super) const RULE: Rule = Rule {
    id: "legacy-relation",
    summary: "code uses a relation that is on its way out",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/legacy-relation.md"),
    check,
};

/// Why a relation is held to be on its way out.
struct Reason {
    message: String,
    help: Option<String>,
}

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, database) in context.databases.iter().enumerate() {
        let usage = Usage::of(context, index);
        for relation in &database.catalog.relations {
            if let Some(reason) = reason(database, &context.options.declared.legacy, relation) {
                report(context, index, &usage, relation, &reason, outcome);
            }
        }
    }
}

fn reason(database: &Database, declared: &[Legacy], relation: &Relation) -> Option<Reason> {
    let name = qualified(Some(&relation.schema), &relation.name);
    let declared = declared.iter().find(|legacy| {
        legacy.relation == name || legacy.relation == format!("{}.{name}", relation.schema)
    });
    if let Some(declared) = declared {
        return Some(Reason {
            message: format!("`{name}` is declared as legacy"),
            help: declared
                .replaced_by
                .as_ref()
                .map(|other| format!("use `{other}` instead")),
        });
    }
    let base = former::successor(&database.catalog, &relation.schema, &relation.name)?;
    Some(Reason {
        message: format!("`{name}` is legacy, by its name"),
        help: base.map(|base| format!("`{base}` is there, too")),
    })
}

fn report(
    context: &Context<'_>,
    index: usize,
    usage: &Usage<'_>,
    relation: &Relation,
    reason: &Reason,
    outcome: &mut Outcome,
) {
    let (schema, name) = relation.key();
    for used in usage.of_target(TargetKind::Relation, schema, name) {
        let access = used.access;
        if access.wrapper {
            continue;
        }
        let place = Place {
            path: context.sources.get(access.file).path.clone(),
            span: access.target_span,
        };
        let subject = Subject {
            database: context.name_of(index),
            target: qualified(Some(schema), name),
            part: String::new(),
            unit: access.unit.name.clone(),
        };
        let mut finding = RULE.finding(place, subject, reason.message.clone());
        finding.help.clone_from(&reason.help);
        if relation.origin.is_some() {
            finding.labels.push(Label {
                place: context.defined(relation.origin.as_ref(), name),
                message: "created here".to_owned(),
            });
        }
        outcome.findings.push(finding);
    }
}

#![doc = include_str!("../../docs/rules/unused-relation.md")]

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
    schema::{
        catalog::relation::{Relation, RelationKind},
        references::Reference,
    },
};

pub(super) const RULE: Rule = Rule {
    id: "unused-relation",
    summary: "no code and no SQL uses a relation",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/unused-relation.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, usage) in unused::judged(&RULE, context, outcome) {
        let found: Vec<&Relation> = unused::relations(&context.databases[index])
            .filter(|relation| is_unused(context, index, &usage, relation))
            .collect();
        let names: BTreeSet<&str> = found.iter().map(|it| it.name.as_str()).collect();
        let mentions = context.mentions(&names);
        let doubts = Doubts {
            index,
            kind: TargetKind::Relation,
            usage: &usage,
        };
        for relation in found {
            let name = qualified(Some(&relation.schema), &relation.name);
            let subject = unused::subject(context, index, &name);
            let place = context.defined(relation.origin.as_ref(), &relation.name);
            let noun = noun(relation.kind);
            let is_filled = unused::in_sql(context, index, relation).any(unused::inserts);
            let message = if is_filled {
                format!("{noun} `{name}` is filled by migrations or seeds and used by nothing else")
            } else {
                format!("{noun} `{name}` is used by no code and no SQL")
            };
            let mut finding = RULE.finding(place, subject, message);
            doubts.weaken(
                context,
                &mut finding,
                &relation.name,
                mentions.get(&relation.name),
            );
            outcome.findings.push(finding);
        }
    }
}

/// Whether neither code nor what lasts in SQL uses a relation; nor rows that only migrations fill.
fn is_unused(context: &Context<'_>, index: usize, usage: &Usage<'_>, relation: &Relation) -> bool {
    let (schema, name) = relation.key();
    let in_code = usage.of_target(TargetKind::Relation, schema, name).count()
        + usage.embedding(relation).len();
    let mut in_sql = unused::in_sql(context, index, relation);
    in_code == 0 && !in_sql.any(Reference::is_lasting)
}

fn noun(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Table => "table",
        RelationKind::View => "view",
        RelationKind::MaterializedView => "materialized view",
        RelationKind::ForeignTable => "foreign table",
    }
}

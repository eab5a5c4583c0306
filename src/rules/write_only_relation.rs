#![doc = include_str!("../../docs/rules/write-only-relation.md")]

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
        references::Effect,
    },
};

pub(super) const RULE: Rule = Rule {
    id: "write-only-relation",
    summary: "rows are written to a table that nothing reads",
    severity: Severity::Note,
    docs: include_str!("../../docs/rules/write-only-relation.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, usage) in unused::judged(&RULE, context, outcome) {
        let found: Vec<(&Relation, usize)> = unused::relations(&context.databases[index])
            .filter(|relation| relation.kind == RelationKind::Table)
            .filter_map(|relation| {
                let writers = writers(context, index, &usage, relation)?;
                Some((relation, writers))
            })
            .collect();
        let names: BTreeSet<&str> = found.iter().map(|(it, _)| it.name.as_str()).collect();
        let mentions = context.mentions(&names);
        for (relation, _) in found {
            let name = qualified(Some(&relation.schema), &relation.name);
            let subject = unused::subject(context, index, &name);
            let place = context.defined(relation.origin.as_ref(), &relation.name);
            let message = format!("table `{name}` is written to, and nothing reads it");
            let mut finding = RULE.finding(place, subject, message);
            let doubts = Doubts {
                index,
                kind: TargetKind::Relation,
                usage: &usage,
            };
            let is_written_in_code = usage
                .of_target(TargetKind::Relation, &relation.schema, &relation.name)
                .next()
                .is_some();
            // Where code writes it, its name stands in code anyway.
            let mention = mentions.get(&relation.name).filter(|_| !is_written_in_code);
            doubts.weaken(context, &mut finding, &relation.name, mention);
            outcome.findings.push(finding);
        }
    }
}

/// How many places write a relation that nothing reads; `None` when something does, or nothing
/// writes.
fn writers(
    context: &Context<'_>,
    index: usize,
    usage: &Usage<'_>,
    relation: &Relation,
) -> Option<usize> {
    let (schema, name) = relation.key();
    let mut writers = 0;
    for used in usage.of_target(TargetKind::Relation, schema, name) {
        if used.reads() {
            return None;
        }
        writers += 1;
    }
    if !usage.embedding(relation).is_empty() {
        return None;
    }
    for reference in unused::in_sql(context, index, relation) {
        match reference.effect {
            Effect::Read | Effect::Call if unused::reads(reference) => return None,
            // A table that only migrations fill is unused.
            Effect::Insert | Effect::Update if reference.is_lasting() => writers += 1,
            Effect::Insert | Effect::Update => {}
            Effect::Needs if reference.all_columns => return None,
            Effect::Read | Effect::Call | Effect::Delete | Effect::Needs => {}
        }
    }
    (writers > 0).then_some(writers)
}

#![doc = include_str!("../../docs/rules/read-only-relation.md")]

use super::{
    Context, Outcome, Rule,
    dangling_reference::qualified,
    unused::{self, Doubts},
    usage::Usage,
};
use crate::{
    access::TargetKind,
    finding::Severity,
    schema::catalog::relation::{Relation, RelationKind},
};

pub(super) const RULE: Rule = Rule {
    id: "read-only-relation",
    summary: "a table is read, and nothing puts rows into it",
    severity: Severity::Note,
    docs: include_str!("../../docs/rules/read-only-relation.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, usage) in unused::judged(&RULE, context, outcome) {
        let doubts = Doubts {
            index,
            kind: TargetKind::Relation,
            usage: &usage,
        };
        for relation in unused::relations(&context.databases[index]) {
            if !is_read_only(context, index, &usage, relation) {
                continue;
            }
            let name = qualified(Some(&relation.schema), &relation.name);
            let subject = unused::subject(context, index, &name);
            let place = context.defined(relation.origin.as_ref(), &relation.name);
            let message = format!(
                "table `{name}` is read, and no code, migration, seed, function or trigger puts rows \
                 into it"
            );
            let mut finding = RULE.finding(place, subject, message);
            doubts.weaken(context, &mut finding, &relation.name, None);
            outcome.findings.push(finding);
        }
    }
}

fn is_read_only(
    context: &Context<'_>,
    index: usize,
    usage: &Usage<'_>,
    relation: &Relation,
) -> bool {
    if relation.kind != RelationKind::Table {
        return false;
    }
    let (schema, name) = relation.key();
    let in_code: Vec<_> = usage
        .of_target(TargetKind::Relation, schema, name)
        .collect();
    let is_read = in_code.iter().any(|used| used.reads())
        || !usage.embedding(relation).is_empty()
        || unused::in_sql(context, index, relation).any(unused::reads);
    let is_filled = in_code.iter().any(|used| used.inserts())
        || unused::in_sql(context, index, relation).any(unused::inserts)
        || fills_heirs(context, index, relation);
    is_read && !is_filled
}

/// Whether rows may come through a view on the relation or into a partition of it.
fn fills_heirs(context: &Context<'_>, index: usize, relation: &Relation) -> bool {
    let catalog = &context.databases[index].catalog;
    let full = format!("{}.{}", relation.schema, relation.name);
    let has_partitions = catalog
        .partitions
        .iter()
        .any(|partition| partition.partition_of.as_ref() == Some(&full));
    let mut views = catalog.relations.iter();
    let has_views = views.any(|view| view.updatable && view.reads.contains(&full));
    has_partitions || has_views
}

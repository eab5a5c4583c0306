#![doc = include_str!("../../docs/rules/unused-column.md")]

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Outcome, Rule,
    dangling_reference::qualified,
    unused::{self, Doubts},
    usage::Usage,
};
use crate::{
    access::TargetKind,
    finding::{Finding, Place, Severity, Subject},
    schema::{
        catalog::{
            State,
            relation::{Column, Relation, RelationKind},
        },
        references::{TargetKind as Kind, UserKind},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "unused-column",
    summary: "no code and no SQL uses a column of a table that is used",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/unused-column.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, usage) in unused::judged(&RULE, context, outcome) {
        let relations = unused::relations(&context.databases[index]);
        let found: Vec<(&Relation, Vec<&Column>)> = relations
            .filter(|relation| relation.kind == RelationKind::Table && !relation.open)
            .map(|relation| (relation, unused_of(context, index, &usage, relation)))
            .collect();
        let columns = found.iter().flat_map(|(_, columns)| columns);
        let names: BTreeSet<&str> = columns.map(|column| column.name.as_str()).collect();
        let mentions = context.mentions(&names);
        let doubts = Doubts {
            index,
            kind: TargetKind::Relation,
            usage: &usage,
        };
        for (relation, columns) in found {
            for column in columns {
                let finding = found_one(context, &doubts, &mentions, relation, column);
                outcome.findings.push(finding);
            }
        }
    }
}

fn found_one(
    context: &Context<'_>,
    doubts: &Doubts<'_>,
    mentions: &BTreeMap<String, Place>,
    relation: &Relation,
    column: &Column,
) -> Finding {
    let table = qualified(Some(&relation.schema), &relation.name);
    let name = &column.name;
    let subject = Subject {
        database: context.name_of(doubts.index),
        target: table.clone(),
        part: name.clone(),
        unit: String::new(),
    };
    let place = context.defined(column.origin.as_ref(), name);
    let message = format!("column `{table}.{name}` is used by no code and no SQL");
    let mut finding = RULE.finding(place, subject, message);
    doubts.weaken(context, &mut finding, name, mentions.get(name));
    finding
}

/// The columns that nothing names, of a table that code uses by naming its columns.
fn unused_of<'a>(
    context: &Context<'_>,
    index: usize,
    usage: &Usage<'_>,
    relation: &'a Relation,
) -> Vec<&'a Column> {
    let (schema, name) = relation.key();
    let is_used = usage
        .of_target(TargetKind::Relation, schema, name)
        .next()
        .is_some();
    let in_code = usage.columns(relation);
    if !is_used || in_code.all {
        return Vec::new();
    }
    let mut in_sql: BTreeSet<&str> = BTreeSet::new();
    for reference in context.references[index].named(Kind::Relation, name) {
        let is_it = reference.target.is(Kind::Relation, schema, name);
        // Filling and indexing a column is not using it.
        let counts = reference.is_lasting() && reference.by.kind != UserKind::Index;
        if is_it && counts {
            if reference.all_columns {
                return Vec::new();
            }
            in_sql.extend(reference.columns.iter().map(String::as_str));
        }
    }
    let columns = relation.columns.iter();
    columns
        .filter(|column| {
            let name = column.name.as_str();
            column.state != State::Assumed
                && !is_customary(name)
                && !in_code.named.contains(name)
                && !in_sql.contains(name)
                && !is_foreign_key(relation, name)
        })
        .collect()
}

/// Columns that tables have by custom, whether or not anybody asks for them.
fn is_customary(name: &str) -> bool {
    const CUSTOMARY: [&str; 9] = [
        "id",
        "uuid",
        "created_at",
        "createdat",
        "inserted_at",
        "updated_at",
        "updatedat",
        "modified_at",
        "created_by",
    ];
    CUSTOMARY.contains(&name.to_ascii_lowercase().as_str())
}

fn is_foreign_key(relation: &Relation, name: &str) -> bool {
    let mut constraints = relation.constraints.iter();
    constraints.any(|constraint| constraint.columns.iter().any(|column| column == name))
}

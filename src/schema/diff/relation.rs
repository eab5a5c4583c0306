//! What two sources say of one relation.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Comparison, Item, types};
use crate::schema::catalog::{
    Facet, State,
    constraint::{Constraint, ConstraintKind},
    relation::{Column, Index, Relation, RelationKind},
    trigger::{Policy, PolicyCommand, Trigger, TriggerTiming},
};

impl Comparison<'_> {
    pub(super) fn relation(&mut self, name: &str, left: &Relation, right: &Relation) {
        let is_table = |relation: &Relation| relation.kind == RelationKind::Table;
        // Generated types call everything that is no table a view.
        let kinds_matter = self.both(Facet::ColumnTypes) || is_table(left) != is_table(right);
        if kinds_matter {
            let sides = [left, right].map(|relation| Some(kind_word(relation).to_owned()));
            self.add(Item::Relation, name, Aspect::Kind, sides);
        }
        self.columns(name, left, right);
        if self.both(Facet::Constraints) {
            self.keys(name, left, right, |kind| match kind {
                ConstraintKind::PrimaryKey | ConstraintKind::Unique => true,
                ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclusion => {
                    false
                }
            });
        }
        if self.both(Facet::ForeignKeys) {
            self.keys(name, left, right, |kind| kind == ConstraintKind::ForeignKey);
        }
        if self.both(Facet::Indexes) {
            let words = |relation: &Relation| {
                let own = relation.indexes.iter().filter(|index| !index.constraint);
                own.map(|index| (index_words(index), String::new()))
                    .collect()
            };
            self.listed(Item::Index, name, [words(left), words(right)]);
        }
        if self.both(Facet::RowSecurity) && is_table(left) && is_table(right) {
            let sides = [left, right].map(|relation| Some(on(relation.row_security).to_owned()));
            self.add(Item::Relation, name, Aspect::RowSecurity, sides);
        }
        if self.both(Facet::Policies) {
            let words = |relation: &Relation| {
                let policies = relation.policies.iter();
                policies
                    .map(|policy| (policy.name.clone(), policy_words(policy)))
                    .collect()
            };
            self.listed(Item::Policy, name, [words(left), words(right)]);
        }
        if self.both(Facet::Triggers) {
            let words = |relation: &Relation| {
                let triggers = relation.triggers.iter();
                triggers
                    .map(|trigger| (trigger.name.clone(), trigger_words(trigger)))
                    .collect()
            };
            self.listed(Item::Trigger, name, [words(left), words(right)]);
        }
    }

    fn columns(&mut self, relation: &str, left: &Relation, right: &Relation) {
        let names: BTreeSet<&str> = left
            .columns
            .iter()
            .chain(&right.columns)
            .map(|column| column.name.as_str())
            .collect();
        let find = |relation: &'_ Relation| -> BTreeMap<String, Column> {
            let columns = relation.columns.iter();
            columns
                .map(|column| (column.name.clone(), column.clone()))
                .collect()
        };
        let (left_columns, right_columns) = (find(left), find(right));
        for column in names {
            let name = format!("{relation}.{column}");
            match (left_columns.get(column), right_columns.get(column)) {
                (Some(a), Some(b)) => {
                    self.add(Item::Column, &name, Aspect::Type, self.column_types(a, b));
                    let tables = left.kind == RelationKind::Table && right.kind == left.kind;
                    if tables {
                        let sides = [a, b].map(|column| {
                            Some(if column.nullable { "null" } else { "not null" }.to_owned())
                        });
                        self.add(Item::Column, &name, Aspect::Nullability, sides);
                    }
                }
                (Some(_), None) if is_open(right) => {}
                (None, Some(_)) if is_open(left) => {}
                (a, b) => {
                    let sides = [a, b].map(|column| column.map(types::shown));
                    self.add(Item::Column, &name, Aspect::Presence, sides);
                }
            }
        }
    }

    /// The types as far as both sources know them; equal where one knows nothing.
    fn column_types(&self, left: &Column, right: &Column) -> [Option<String>; 2] {
        if self.both(Facet::ColumnTypes) {
            return match (&left.data_type, &right.data_type) {
                (Some(left), Some(right)) => [left, right].map(|name| Some(name.clone())),
                (_, _) => [None, None],
            };
        }
        match (
            types::class(left, self.left),
            types::class(right, self.right),
        ) {
            (Some(left), Some(right)) if left != right => [Some(left), Some(right)],
            (_, _) => [None, None],
        }
    }

    fn keys(
        &mut self,
        name: &str,
        left: &Relation,
        right: &Relation,
        is_compared: impl Fn(ConstraintKind) -> bool,
    ) {
        let words = |relation: &Relation| -> BTreeMap<String, String> {
            let keys = relation.constraints.iter();
            let keys = keys.filter(|constraint| is_compared(constraint.kind));
            keys.map(|key| (key_words(key), String::new())).collect()
        };
        self.listed(Item::Key, name, [words(left), words(right)]);
    }

    /// Compares what hangs on a relation: by name, then by what is said of it.
    fn listed(&mut self, item: Item, relation: &str, [left, right]: [BTreeMap<String, String>; 2]) {
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            let (left, right) = (left.get(name), right.get(name));
            let aspect = match (left, right) {
                (Some(_), Some(_)) => Aspect::Scope,
                _ => Aspect::Presence,
            };
            let name = format!("{relation} {name}");
            self.add(item, &name, aspect, [left.cloned(), right.cloned()]);
        }
    }
}

/// Whether there may be more columns than are listed.
fn is_open(relation: &Relation) -> bool {
    relation.open || relation.state == State::Assumed
}

pub(super) fn kind_word(relation: &Relation) -> &'static str {
    match relation.kind {
        RelationKind::Table => "table",
        RelationKind::View => "view",
        RelationKind::MaterializedView => "materialized view",
        RelationKind::ForeignTable => "foreign table",
    }
}

fn on(flag: bool) -> &'static str {
    if flag { "on" } else { "off" }
}

fn key_words(key: &Constraint) -> String {
    let columns = key.columns.join(", ");
    match (key.kind, &key.references) {
        (ConstraintKind::ForeignKey, Some(reference)) => format!(
            "({columns}) references {}.{}({})",
            reference.schema,
            reference.relation,
            reference.columns.join(", ")
        ),
        (ConstraintKind::PrimaryKey, _) => format!("primary key ({columns})"),
        (ConstraintKind::Unique, _) => format!("unique ({columns})"),
        (ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclusion, _) => {
            format!("({columns})")
        }
    }
}

fn index_words(index: &Index) -> String {
    let columns = index.columns.iter();
    let columns = columns.map(|column| column.as_deref().unwrap_or("an expression"));
    let columns: Vec<&str> = columns.collect();
    let unique = if index.unique { "unique " } else { "" };
    let partial = if index.partial { " where …" } else { "" };
    format!("{unique}({}){partial}", columns.join(", "))
}

fn policy_words(policy: &Policy) -> String {
    let command = match policy.command {
        PolicyCommand::All => "all",
        PolicyCommand::Select => "select",
        PolicyCommand::Insert => "insert",
        PolicyCommand::Update => "update",
        PolicyCommand::Delete => "delete",
    };
    let kind = if policy.permissive {
        ""
    } else {
        "restrictive, "
    };
    format!("{kind}{command} to {}", policy.roles.join(", "))
}

fn trigger_words(trigger: &Trigger) -> String {
    let timing = match trigger.timing {
        TriggerTiming::Before => "before",
        TriggerTiming::After => "after",
        TriggerTiming::InsteadOf => "instead of",
    };
    let events: Vec<String> = trigger
        .events
        .iter()
        .map(|event| format!("{event:?}").to_lowercase())
        .collect();
    format!("{timing} {} {}", events.join(" or "), trigger.function)
}

//! What of a database the code uses, by the accesses that belong to it.

use std::collections::BTreeSet;

use super::{Context, written::words};
use crate::{
    access::{Access, SchemaRef, TargetKind},
    operation::{ColumnRole, Known, Operation},
    schema::{
        Database,
        catalog::{
            constraint::{Constraint, ConstraintKind},
            relation::Relation,
        },
    },
};

/// The accesses that belong to a database, or may.
#[derive(Debug)]
pub(super) struct Usage<'a> {
    database: &'a Database,
    pub(super) accesses: Vec<Used<'a>>,
}

/// An access, and what the texts in it name.
#[derive(Debug)]
pub(super) struct Used<'a> {
    pub(super) access: &'a Access,
    /// Every word of a select list, filter, order or key.
    words: BTreeSet<&'a str>,
    /// Words that something is embedded by: `users(…)`, `users!author_id(…)`.
    embeds: BTreeSet<&'a str>,
    /// Whether a select list has a `*` that may be an embed's.
    star: bool,
}

/// How far the columns of a relation are used.
#[derive(Debug, Default)]
pub(super) struct Columns<'a> {
    pub(super) named: BTreeSet<&'a str>,
    pub(super) all: bool,
}

impl<'a> Usage<'a> {
    /// Accesses that no database is known for count for each.
    pub(super) fn of(context: &Context<'a>, database: usize) -> Self {
        let accesses = context.accesses.iter().zip(context.assigned);
        let accesses =
            accesses.filter(|(_, assigned)| assigned.is_none_or(|index| index == database));
        Self {
            database: &context.databases[database],
            accesses: accesses.map(|(access, _)| Used::new(access)).collect(),
        }
    }

    /// The accesses that ask for something of this kind by a name that is not known; not those of
    /// tests.
    pub(super) fn dynamic(&self, kind: TargetKind) -> Vec<&'a Access> {
        let accesses = self.accesses.iter().map(|used| used.access);
        accesses
            .filter(|access| {
                access.target.kind == kind
                    && access.target.name.is_none()
                    && !access.wrapper
                    && access.modifiers.in_test != Known::Yes
            })
            .collect()
    }

    /// The accesses that name a relation or routine as their target.
    pub(super) fn of_target(
        &self,
        kind: TargetKind,
        schema: &str,
        name: &str,
    ) -> impl Iterator<Item = &Used<'a>> {
        self.accesses.iter().filter(move |used| {
            let target = &used.access.target;
            target.kind == kind
                && target.name.as_deref() == Some(name)
                && self.may_be_in(&target.schema, schema)
        })
    }

    fn may_be_in(&self, named: &SchemaRef, schema: &str) -> bool {
        match named {
            SchemaRef::Default => {
                let default = self.database.exposed.first();
                default.map_or("public", String::as_str) == schema
            }
            SchemaRef::Named(named) => named == schema,
            SchemaRef::Unknown => true,
        }
    }

    /// The accesses that ask for a relation as part of another's rows.
    pub(super) fn embedding(
        &self,
        relation: &Relation,
    ) -> impl Iterator<Item = &Used<'a>> + use<'_, 'a> {
        let names = self.embedded_by(relation);
        let junction = ends(relation);
        self.accesses.iter().filter(move |used| {
            let has = |name: &str| used.embeds.contains(name);
            let target = used.access.target.name.as_deref();
            let between = target.is_some_and(|target| {
                let is_end = junction.iter().any(|end| end == target);
                is_end && junction.iter().any(|end| end != target && has(end))
            });
            names.iter().any(|name| has(name)) || between
        })
    }

    /// The words by which a relation can be embedded: its name, and foreign keys from and to it by
    /// their names and columns.
    fn embedded_by(&self, relation: &Relation) -> BTreeSet<String> {
        let mut names = BTreeSet::from([relation.name.clone()]);
        for constraint in keys(relation) {
            names.insert(constraint.name.clone());
            if let [column] = constraint.columns.as_slice() {
                names.insert(column.clone());
            }
        }
        for other in &self.database.catalog.relations {
            for constraint in keys(other) {
                let to_it = constraint.references.as_ref().is_some_and(|reference| {
                    (reference.schema.as_str(), reference.relation.as_str()) == relation.key()
                });
                if to_it {
                    names.insert(constraint.name.clone());
                    names.extend(constraint.columns.iter().cloned());
                }
            }
        }
        names
    }

    /// The columns that code names of a relation, wherever they may be its.
    pub(super) fn columns(&self, relation: &Relation) -> Columns<'a> {
        let mut columns = Columns::default();
        for used in self.of_target(TargetKind::Relation, &relation.schema, &relation.name) {
            columns.named.extend(&used.words);
            columns.all |= used.takes_all();
        }
        for used in self.embedding(relation) {
            columns.named.extend(&used.words);
            columns.all |= used.star || used.access.columns_open;
        }
        // A name that is not known may be that of the relation.
        columns.all |= !self.dynamic(TargetKind::Relation).is_empty();
        columns
    }

    /// Whether any access names a word in a text, as computed columns are.
    pub(super) fn names_word(&self, word: &str) -> bool {
        self.accesses.iter().any(|used| used.words.contains(word))
    }
}

impl<'a> Used<'a> {
    fn new(access: &'a Access) -> Self {
        let mut used = Self {
            access,
            words: BTreeSet::new(),
            embeds: BTreeSet::new(),
            star: false,
        };
        for column in &access.columns {
            let text = column.name.as_str();
            used.star |= column.role == ColumnRole::Select && text.contains('*');
            for (at, word) in words(text) {
                used.words.insert(word);
                let after = text[at + word.len()..].trim_start();
                if after.starts_with(['(', '!', '.']) || text[..at].ends_with('!') {
                    used.embeds.insert(word);
                }
            }
        }
        used
    }

    /// Whether it may ask for columns that no text names.
    fn takes_all(&self) -> bool {
        let access = self.access;
        let by_operation = match access.operation {
            None | Some(Operation::Subscribe) => true,
            Some(
                Operation::Select
                | Operation::Insert
                | Operation::Upsert
                | Operation::Update
                | Operation::Delete
                | Operation::Call,
            ) => false,
        };
        by_operation || access.all_columns || access.columns_open || self.star
    }

    /// Whether it only counts or tests rows, or reads them; not when it only writes.
    pub(super) fn reads(&self) -> bool {
        self.access.operation.is_none_or(Operation::reads)
    }

    /// Whether it makes rows, or may.
    pub(super) fn inserts(&self) -> bool {
        match self.access.operation {
            None | Some(Operation::Insert | Operation::Upsert) => true,
            Some(
                Operation::Select
                | Operation::Update
                | Operation::Delete
                | Operation::Call
                | Operation::Subscribe,
            ) => false,
        }
    }
}

fn keys(relation: &Relation) -> impl Iterator<Item = &Constraint> {
    let constraints = relation.constraints.iter();
    constraints.filter(|constraint| constraint.kind == ConstraintKind::ForeignKey)
}

/// The relations that a relation joins, when it can be the way from one to another.
fn ends(relation: &Relation) -> Vec<String> {
    let references = keys(relation).filter_map(|key| key.references.as_ref());
    let ends: Vec<String> = references
        .map(|reference| reference.relation.clone())
        .collect();
    if ends.len() < 2 { Vec::new() } else { ends }
}

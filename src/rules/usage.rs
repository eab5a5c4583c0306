//! What of a database the code uses, by the accesses that belong to it.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::{
    access::{Access, SchemaRef, TargetKind},
    mention::words,
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
    /// Indexes into `accesses`, by the name of the target.
    by_target: BTreeMap<&'a str, Vec<usize>>,
    /// Indexes into `accesses`, by the words that something is embedded by.
    by_embed: BTreeMap<&'a str, Vec<usize>>,
    /// The foreign keys that lead to a relation.
    keys_to: BTreeMap<(&'a str, &'a str), Vec<&'a Constraint>>,
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
        let mut usage = Self {
            database: &context.databases[database],
            accesses: accesses.map(|(access, _)| Used::new(access)).collect(),
            by_target: BTreeMap::new(),
            by_embed: BTreeMap::new(),
            keys_to: BTreeMap::new(),
        };
        usage.index();
        usage
    }

    fn index(&mut self) {
        for (index, used) in self.accesses.iter().enumerate() {
            if let Some(name) = &used.access.target.name {
                self.by_target.entry(name).or_default().push(index);
            }
            for &word in &used.embeds {
                self.by_embed.entry(word).or_default().push(index);
            }
        }
        for constraint in self.database.catalog.relations.iter().flat_map(keys) {
            if let Some(reference) = &constraint.references {
                let far = (reference.schema.as_str(), reference.relation.as_str());
                self.keys_to.entry(far).or_default().push(constraint);
            }
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
        self.targeting(name).filter(move |used| {
            let target = &used.access.target;
            target.kind == kind && self.may_be_in(&target.schema, schema)
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

    fn targeting(&self, name: &str) -> impl Iterator<Item = &Used<'a>> {
        let indexes = self.by_target.get(name).into_iter().flatten();
        indexes.map(|&index| &self.accesses[index])
    }

    /// The accesses that ask for a relation as part of another's rows.
    pub(super) fn embedding(&self, relation: &Relation) -> Vec<&Used<'a>> {
        let names = self.embedded_by(relation);
        let by_name = names
            .iter()
            .filter_map(|name| self.by_embed.get(name.as_str()));
        let mut found: BTreeSet<usize> = by_name.flatten().copied().collect();
        // It may be the way from one of its ends to another.
        let ends = ends(relation);
        for (here, end) in ends.iter().enumerate() {
            let there = ends.iter().enumerate();
            let there = there.filter(|(place, _)| *place != here);
            let embedding = there.filter_map(|(_, far)| self.by_embed.get(far.as_str()));
            found.extend(
                embedding
                    .flatten()
                    .copied()
                    .filter(|&index| self.accesses[index].access.target.name.as_ref() == Some(end)),
            );
        }
        found
            .into_iter()
            .map(|index| &self.accesses[index])
            .collect()
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
        for constraint in self.keys_to.get(&relation.key()).into_iter().flatten() {
            names.insert(constraint.name.clone());
            names.extend(constraint.columns.iter().cloned());
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

//! What is known of each target: how often it is used, by whom, and what that makes of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::{Access, SchemaRef, TargetKind},
    operation::Operation,
    source::{FileId, Sources},
};

use super::Node;

/// The accesses to one target, counted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Summary {
    pub kind: TargetKind,
    pub schema: SchemaRef,
    pub name: String,
    pub counts: Counts,
    /// Units that select from it or subscribe to it, as `path#name`.
    pub readers: BTreeSet<String>,
    /// Units that insert, upsert, update or delete.
    pub writers: BTreeSet<String>,
    /// All units that touch it in any way.
    pub units: BTreeSet<String>,
}

/// Accesses by operation.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    known: [usize; Operation::ALL.len()],
    /// Accesses whose operation is not known, or that have none: buckets and edge functions.
    pub unknown: usize,
}

/// What the code does with a relation, as a whole.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Class {
    ReadWrite,
    ReadOnly,
    WriteOnly,
    SubscribeOnly,
    /// No access has a known operation.
    Unknown,
}

/// Every target whose name is known, ordered by kind, name and schema.
///
/// A place that reaches several targets counts for each of them.
pub fn summaries(sources: &Sources, accesses: &[Access]) -> Vec<Summary> {
    let mut found: BTreeMap<_, (Summary, BTreeSet<_>)> = BTreeMap::new();
    for access in accesses.iter().filter(|access| !access.wrapper) {
        let Some(name) = &access.target.name else {
            continue;
        };
        let target = &access.target;
        let (summary, places) = found
            .entry((target.kind, name, super::placed_in(&target.schema)))
            .or_insert_with(|| (Summary::new(access, name), BTreeSet::new()));
        if places.insert(place(access)) {
            summary.add(access, sources);
        }
    }
    found.into_values().map(|(summary, _)| summary).collect()
}

/// What makes two accesses to one target the same: a place and an operation.
pub(super) fn place(access: &Access) -> (FileId, u32, Option<Operation>) {
    (access.file, access.method_span.start, access.operation)
}

impl Summary {
    fn new(access: &Access, name: &str) -> Self {
        Self {
            kind: access.target.kind,
            schema: super::placed_in(&access.target.schema),
            name: name.to_owned(),
            counts: Counts::default(),
            readers: BTreeSet::new(),
            writers: BTreeSet::new(),
            units: BTreeSet::new(),
        }
    }

    fn add(&mut self, access: &Access, sources: &Sources) {
        self.counts.add(access.operation);
        let unit = Node::of_unit(sources, access).label();
        if access.operation.is_some_and(Operation::reads) {
            self.readers.insert(unit.clone());
        }
        if access.operation.is_some_and(Operation::writes) {
            self.writers.insert(unit.clone());
        }
        self.units.insert(unit);
    }

    /// `schema.name`, or the name alone where the code leaves the schema to the server.
    pub fn label(&self) -> String {
        super::qualified(&self.schema, &self.name)
    }

    pub fn class(&self) -> Class {
        let subscribed = self.counts.get(Operation::Subscribe) > 0;
        let read = self.counts.reads() > 0;
        match (read, self.counts.writes() > 0) {
            (true, true) => Class::ReadWrite,
            (true, false) if subscribed && self.counts.get(Operation::Select) == 0 => {
                Class::SubscribeOnly
            }
            (true, false) => Class::ReadOnly,
            (false, true) => Class::WriteOnly,
            (false, false) => Class::Unknown,
        }
    }

    /// Why it has its class, as one sentence without a full stop.
    pub fn class_reason(&self) -> String {
        let read = self.side("read", self.counts.reads(), self.readers.len());
        let written = self.side("written", self.counts.writes(), self.writers.len());
        let mut sentence = match self.class() {
            Class::ReadWrite => format!("{read} and {written}"),
            Class::ReadOnly => format!("{read}; no resolved access writes it"),
            Class::WriteOnly => format!("{written}; no resolved access reads it"),
            Class::SubscribeOnly => {
                let subscribed =
                    self.side("subscribed to", self.counts.reads(), self.readers.len());
                format!("{subscribed}; no resolved access selects from it or writes it")
            }
            Class::Unknown => return "no access has a known operation".to_owned(),
        };
        if self.counts.unknown > 0 {
            let unknown = plural(self.counts.unknown, "further access", "further accesses");
            sentence += &format!("; the operation of {unknown} is not known");
        }
        sentence
    }

    fn side(&self, verb: &str, places: usize, units: usize) -> String {
        let places = plural(places, "place", "places");
        let units = plural(units, "unit", "units");
        format!("{verb} in {places} by {units}")
    }
}

impl Counts {
    pub(super) fn add(&mut self, operation: Option<Operation>) {
        match operation {
            Some(operation) => self.known[operation as usize] += 1,
            None => self.unknown += 1,
        }
    }

    pub fn get(&self, operation: Operation) -> usize {
        self.known[operation as usize]
    }

    pub fn total(&self) -> usize {
        self.known.iter().sum::<usize>() + self.unknown
    }

    /// Selects and subscriptions.
    pub fn reads(&self) -> usize {
        self.get(Operation::Select) + self.get(Operation::Subscribe)
    }

    /// Inserts, upserts, updates and deletes.
    pub fn writes(&self) -> usize {
        [
            Operation::Insert,
            Operation::Upsert,
            Operation::Update,
            Operation::Delete,
        ]
        .into_iter()
        .map(|operation| self.get(operation))
        .sum()
    }
}

impl Class {
    pub const ALL: [Self; 5] = [
        Self::ReadWrite,
        Self::ReadOnly,
        Self::WriteOnly,
        Self::SubscribeOnly,
        Self::Unknown,
    ];

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadWrite => "read_write",
            Self::ReadOnly => "read_only",
            Self::WriteOnly => "write_only",
            Self::SubscribeOnly => "subscribe_only",
            Self::Unknown => "unknown",
        }
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

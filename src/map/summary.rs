//! What is known of each target: how often it is used, by whom, and what that makes of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::{Access, SchemaRef, TargetKind},
    operation::Operation,
    source::{FileId, Sources},
    survey::Survey,
};

use super::{
    node::{Node, Object},
    target_of, unit_of,
};

/// The accesses to one target, counted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Summary {
    pub kind: TargetKind,
    /// Buckets and edge functions have no schema and belong to no database.
    pub object: Object,
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
pub fn summaries(survey: &Survey<'_>) -> Vec<Summary> {
    let mut found: BTreeMap<_, (Summary, BTreeSet<_>)> = BTreeMap::new();
    for access in survey.accesses() {
        let Some(object) = object_of(survey, access).filter(|_| !access.wrapper) else {
            continue;
        };
        let kind = access.target.kind;
        let key = (
            kind,
            object.name.clone(),
            object.schema.clone(),
            object.database.clone(),
        );
        let (summary, places) = found
            .entry(key)
            .or_insert_with(|| (Summary::new(kind, object), BTreeSet::new()));
        if places.insert(place(access)) {
            summary.add(access, survey.sources);
        }
    }
    found.into_values().map(|(summary, _)| summary).collect()
}

/// What an access is for, `None` when its name is not known.
pub fn object_of(survey: &Survey<'_>, access: &Access) -> Option<Object> {
    match target_of(survey, access)? {
        Node::Relation(object) | Node::Routine(object) => Some(object),
        Node::Bucket { name } | Node::EdgeFunction { name } => Some(Object {
            database: String::new(),
            schema: SchemaRef::Default,
            name,
        }),
        Node::Unit { .. } | Node::Sql(_) => None,
    }
}

/// What makes two accesses to one target the same: a place and an operation.
pub(super) fn place(access: &Access) -> (FileId, u32, Option<Operation>) {
    (access.file, access.method_span.start, access.operation)
}

impl Summary {
    fn new(kind: TargetKind, object: Object) -> Self {
        Self {
            kind,
            object,
            counts: Counts::default(),
            readers: BTreeSet::new(),
            writers: BTreeSet::new(),
            units: BTreeSet::new(),
        }
    }

    fn add(&mut self, access: &Access, sources: &Sources) {
        self.counts.add(access.operation);
        let unit = unit_of(sources, access).label();
        if access.operation.is_some_and(Operation::reads) {
            self.readers.insert(unit.clone());
        }
        if access.operation.is_some_and(Operation::writes) {
            self.writers.insert(unit.clone());
        }
        self.units.insert(unit);
    }

    /// As [`Object::label`].
    pub fn label(&self) -> String {
        self.object.label()
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

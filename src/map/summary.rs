//! What is known of each target: how often it is used, by whom, and what that makes of it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{Direction, visit::EdgeRef};

use crate::{
    access::{Access, SchemaRef, TargetKind},
    operation::Operation,
    source::{FileId, Sources},
    survey::Survey,
};

use super::{
    DataMap,
    edge::{Edge, Effect},
    node::{Node, Object, SqlKind},
    reading, target_of, unit_of,
};

/// The accesses to one target, counted, and what SQL does with it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Summary {
    pub kind: TargetKind,
    /// Buckets and edge functions have no schema and belong to no database.
    pub object: Object,
    pub counts: Counts,
    /// Accesses that ask for it as part of another relation's rows.
    pub embeds: usize,
    /// Units that select from it, embed it or subscribe to it, as `path#name`.
    pub readers: BTreeSet<String>,
    /// Units that insert, upsert, update or delete.
    pub writers: BTreeSet<String>,
    /// All units that touch it in any way.
    pub units: BTreeSet<String>,
    /// Views, routines, triggers, policies and jobs that read it, as a word for the kind and the
    /// label; what runs once, migrations and seeds, is not among them.
    pub sql_readers: BTreeSet<String>,
    /// The same that write it, and for a routine those that call it.
    pub sql_writers: BTreeSet<String>,
}

/// Accesses by operation.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    known: [usize; Operation::ALL.len()],
    /// Accesses whose operation is not known, or that have none: buckets and edge functions.
    pub unknown: usize,
}

/// What code and SQL do with a relation, as a whole.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Usage {
    ReadWrite,
    ReadOnly,
    WriteOnly,
    SubscribeOnly,
    /// No access has a known operation.
    Unknown,
    /// There is no access, and no SQL that lasts.
    Unused,
}

/// Every target whose name is known, and every relation of the databases, ordered by kind, name and
/// schema.
///
/// A place that reaches several targets counts for each of them.
pub fn summaries(survey: &Survey<'_>, map: &DataMap) -> Vec<Summary> {
    let mut found: BTreeMap<_, (Summary, BTreeSet<_>)> = BTreeMap::new();
    for access in survey.accesses() {
        let Some(object) = object_of(survey, access).filter(|_| !access.wrapper) else {
            continue;
        };
        let kind = access.target.kind;
        let (summary, places) = found
            .entry(key(kind, &object))
            .or_insert_with(|| (Summary::new(kind, object), BTreeSet::new()));
        if places.insert(place(access)) {
            summary.add(access, survey.sources);
        }
    }
    for (kind, object) in known(survey, map) {
        found
            .entry(key(kind, &object))
            .or_insert_with(|| (Summary::new(kind, object), BTreeSet::new()));
    }
    let mut summaries: Vec<Summary> = found.into_values().map(|(summary, _)| summary).collect();
    for summary in &mut summaries {
        summary.add_edges(survey, map);
    }
    summaries
}

type Key = (TargetKind, String, SchemaRef, String);

fn key(kind: TargetKind, object: &Object) -> Key {
    let Object {
        database,
        schema,
        name,
    } = object.clone();
    (kind, name, schema, database)
}

/// The relations of the catalogs, and the relations that SQL names or code embeds.
fn known(survey: &Survey<'_>, map: &DataMap) -> Vec<(TargetKind, Object)> {
    let mut known = Vec::new();
    for (index, database) in survey.databases.iter().enumerate() {
        for relation in &database.catalog.relations {
            let object = Object {
                database: survey.database_name(Some(index)).to_owned(),
                schema: survey.schema_ref(Some(index), &relation.schema),
                name: relation.name.clone(),
            };
            known.push((TargetKind::Relation, object));
        }
    }
    for node in map.graph.node_weights() {
        if let Node::Relation(object) = node {
            known.push((TargetKind::Relation, object.clone()));
        }
    }
    known
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
            embeds: 0,
            readers: BTreeSet::new(),
            writers: BTreeSet::new(),
            units: BTreeSet::new(),
            sql_readers: BTreeSet::new(),
            sql_writers: BTreeSet::new(),
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

    /// Adds what the edges of the map know beside the accesses: what embeds it, and SQL.
    fn add_edges(&mut self, survey: &Survey<'_>, map: &DataMap) {
        let node = match self.kind {
            TargetKind::Relation => Node::Relation(self.object.clone()),
            TargetKind::Routine => Node::Routine(self.object.clone()),
            TargetKind::Bucket | TargetKind::EdgeFunction => return,
        };
        let Some(node) = map.index(&node) else {
            return;
        };
        for edge in map.graph.edges_directed(node, Direction::Outgoing) {
            let data = edge.weight();
            if data.effect == Effect::Read && reading::reads(survey, &map.graph[node], data) {
                self.add_reader(survey, &map.graph[edge.target()], edge.weight());
            }
        }
        for edge in map.graph.edges_directed(node, Direction::Incoming) {
            match edge.weight().effect {
                Effect::Write | Effect::Call => {
                    self.sql_writers
                        .extend(sql_label(&map.graph[edge.source()]));
                }
                Effect::Read
                | Effect::Use
                | Effect::Fires
                | Effect::Guards
                | Effect::ForeignKey
                | Effect::Runs
                | Effect::Imports => {}
            }
        }
    }

    fn add_reader(&mut self, survey: &Survey<'_>, reader: &Node, edge: &Edge) {
        self.sql_readers.extend(sql_label(reader));
        let Node::Unit { .. } = reader else {
            return;
        };
        let accesses = survey.accesses();
        let embeds = edge
            .accesses
            .iter()
            .filter(|&&index| object_of(survey, &accesses[index]).as_ref() != Some(&self.object));
        let places: BTreeSet<_> = embeds.map(|&index| place(&accesses[index])).collect();
        self.embeds += places.len();
        self.readers.insert(reader.label());
        self.units.insert(reader.label());
    }

    /// Whether code names it as what it asks for.
    pub fn is_named(&self) -> bool {
        self.counts.total() > 0
    }

    /// As [`Object::label`].
    pub fn label(&self) -> String {
        self.object.label()
    }

    pub fn usage(&self) -> Usage {
        let subscribed = self.counts.get(Operation::Subscribe) > 0;
        let read = self.counts.reads() + self.embeds + self.sql_readers.len() > 0;
        match (read, self.counts.writes() + self.sql_writers.len() > 0) {
            (true, true) => Usage::ReadWrite,
            (true, false) if subscribed && self.reads_beside_subscriptions() == 0 => {
                Usage::SubscribeOnly
            }
            (true, false) => Usage::ReadOnly,
            (false, true) => Usage::WriteOnly,
            (false, false) if self.counts.total() > 0 => Usage::Unknown,
            (false, false) => Usage::Unused,
        }
    }

    fn reads_beside_subscriptions(&self) -> usize {
        self.counts.get(Operation::Select) + self.embeds + self.sql_readers.len()
    }

    /// What it is used for, as one sentence without a full stop.
    pub fn usage_reason(&self) -> String {
        let reads = self.counts.reads() + self.embeds;
        let read = side("read", (reads, &self.readers), &self.sql_readers);
        let writes = self.counts.writes();
        let written = side("written", (writes, &self.writers), &self.sql_writers);
        let mut sentence = match self.usage() {
            Usage::ReadWrite => format!("{read} and {written}"),
            Usage::ReadOnly => format!("{read}; no resolved access writes it"),
            Usage::WriteOnly => format!("{written}; no resolved access reads it"),
            Usage::SubscribeOnly => {
                let none = BTreeSet::new();
                let subscribed = side("subscribed to", (reads, &self.readers), &none);
                format!("{subscribed}; no resolved access selects from it or writes it")
            }
            Usage::Unknown => return "no access has a known operation".to_owned(),
            Usage::Unused => {
                return "no code names it, and no SQL but migrations and seeds".to_owned();
            }
        };
        if self.counts.unknown > 0 {
            let unknown = plural(self.counts.unknown, "further access", "further accesses");
            sentence += &format!("; the operation of {unknown} is not known");
        }
        sentence
    }
}

/// What code and SQL do, as "read in 2 places by 1 unit and by 3 of SQL".
fn side(
    verb: &str,
    (places, units): (usize, &BTreeSet<String>),
    in_sql: &BTreeSet<String>,
) -> String {
    if places == 0 {
        let units = plural(in_sql.len(), "unit", "units");
        return format!("{verb} by {units} of SQL");
    }
    let places = plural(places, "place", "places");
    let units = plural(units.len(), "unit", "units");
    let mut text = format!("{verb} in {places} by {units}");
    if !in_sql.is_empty() {
        text += &format!(" (and by {} of SQL)", in_sql.len());
    }
    text
}

/// What SQL that lasts is called among readers and writers; `None` for code and what runs once.
fn sql_label(node: &Node) -> Option<String> {
    let word = match node {
        Node::Relation(_) => "relation",
        Node::Routine(_) => "routine",
        Node::Sql(unit) => match unit.kind {
            SqlKind::Trigger => "trigger",
            SqlKind::Policy => "policy",
            SqlKind::CronJob => "job",
            SqlKind::Migration | SqlKind::Seed => return None,
        },
        Node::Unit { .. } | Node::Bucket { .. } | Node::EdgeFunction { .. } => return None,
    };
    Some(format!("{word} {}", node.label()))
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

impl Usage {
    pub const ALL: [Self; 6] = [
        Self::ReadWrite,
        Self::ReadOnly,
        Self::WriteOnly,
        Self::SubscribeOnly,
        Self::Unknown,
        Self::Unused,
    ];

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadWrite => "read_write",
            Self::ReadOnly => "read_only",
            Self::WriteOnly => "write_only",
            Self::SubscribeOnly => "subscribe_only",
            Self::Unknown => "unknown",
            Self::Unused => "unused",
        }
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

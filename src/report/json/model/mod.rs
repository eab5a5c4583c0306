//! The contract: what is in the map, field by field, in the order it is written.

pub(super) mod access;

pub(super) mod graph;

pub(super) mod object;

use std::{borrow::Cow, collections::BTreeMap};

use schemars::JsonSchema;
use serde::Serialize;

use self::{
    access::Entry,
    graph::{Edge, EntryPoint, Unit},
    object::{Routine, Sql, Table},
};
use crate::report::{flows::json::Flow, json::vocabulary};

/// Every place where a code base touches its database.
///
/// Entries are ordered by file, line, column, operation and target. Paths are relative to the
/// project root and `/`-separated; lines and columns count from one, columns in characters.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(title = "Database interaction map")]
pub(super) struct InteractionMap<'a> {
    /// The version of this format.
    pub version: u32,
    /// Selects.
    pub reads: Vec<Entry<'a>>,
    /// Inserts.
    pub writes: Vec<Entry<'a>>,
    /// Updates and upserts.
    pub updates: Vec<Entry<'a>>,
    /// Deletes.
    pub deletes: Vec<Entry<'a>>,
    /// Calls of routines.
    pub calls: Vec<Entry<'a>>,
    /// Realtime subscriptions to changes of a relation.
    pub subscriptions: Vec<Entry<'a>>,
    /// Accesses to storage buckets.
    pub buckets: Vec<Entry<'a>>,
    /// Calls of edge functions.
    pub edge_functions: Vec<Entry<'a>>,
    /// Accesses to relations and routines whose target or operation is known only at run time, and
    /// the call sites inside wrappers.
    pub dynamic: Vec<Entry<'a>>,
    /// Every relation that a catalog holds or that code or SQL names, ordered by name and schema.
    pub tables: Vec<Table<'a>>,
    /// Every routine that a catalog holds or that code or SQL names, ordered by name and schema.
    pub routines: Vec<Routine<'a>>,
    /// Triggers, policies, jobs, migrations and seeds that use relations or routines.
    pub sql: Vec<Sql<'a>>,
    /// The code that touches the database, ordered by file and line.
    pub units: Vec<Unit<'a>>,
    /// Where the project is entered, ordered by file.
    pub entry_points: Vec<EntryPoint<'a>>,
    /// What moves data to or from what and what leads to what, ordered by the ends.
    pub edges: Vec<Edge<'a>>,
    /// Chains of relations in which what is written depends on what was read, the best first.
    pub flows: Vec<Flow>,
    pub summary: Summary,
    /// What could not be read.
    pub notices: Vec<Notice<'a>>,
}

/// Accesses by operation.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Counts {
    pub select: usize,
    pub insert: usize,
    pub upsert: usize,
    pub update: usize,
    pub delete: usize,
    pub call: usize,
    pub subscribe: usize,
    /// The operation is not known.
    pub unknown: usize,
}

/// The run in numbers.
///
/// An access is a place with an operation: a name that is one of several counts once here, the call
/// site inside a wrapper not at all, and buckets and edge functions only on their own.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Summary {
    /// Source files seen.
    pub files: usize,
    /// Files of which at least a part did not parse.
    pub unparsed_files: usize,
    /// Accesses to relations and routines.
    pub accesses: usize,
    /// Of those, the ones whose target and operation are known.
    pub resolved: usize,
    /// The others.
    pub dynamic: usize,
    pub operations: Counts,
    /// The dynamic accesses by reason.
    pub reasons: BTreeMap<&'static str, usize>,
    /// Relations that the code names.
    pub relations: usize,
    /// Routines that the code names.
    pub routines: usize,
    pub bucket_accesses: usize,
    pub edge_function_calls: usize,
}

/// Something that could not be read, and is missing from the map.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Notice<'a> {
    /// Null when it is about the whole run.
    pub file: Option<&'a str>,
    pub line: Option<u32>,
    #[schemars(schema_with = "vocabulary::notice")]
    pub kind: &'static str,
    pub message: Cow<'a, str>,
}

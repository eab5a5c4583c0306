//! The contract: what is in the map, field by field, in the order it is written.

use std::{borrow::Cow, collections::BTreeMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::json::vocabulary;

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
    /// Every relation that is named, ordered by name and schema.
    pub tables: Vec<Table<'a>>,
    /// Which code moves data to or from what, ordered by the ends.
    pub flows: Vec<Flow>,
    pub summary: Summary,
    /// What could not be read.
    pub notices: Vec<Notice<'a>>,
}

/// One access, where the code makes it.
///
/// A name that is one of several gives one entry for each, with the same place and the certainty
/// `one_of`.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Entry<'a> {
    pub file: &'a str,
    /// The line of the token `from`, `rpc`, …; for a wrapper's caller, of the wrapper's name.
    pub line: u32,
    /// The column of that token.
    pub column: u32,
    #[serde(flatten)]
    pub target: TargetName<'a>,
    /// The schema as the code names it, null when it leaves that to the server or when
    /// `schema_unknown` is present.
    pub schema: Option<&'a str>,
    /// Present when the schema is set to something known only at run time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "vocabulary::present")]
    pub schema_unknown: Option<bool>,
    /// The database, when there is more than one.
    pub database: Option<&'a str>,
    /// Null when it is not known, and for buckets.
    #[schemars(schema_with = "vocabulary::operation")]
    pub operation: Option<&'static str>,
    /// Present when the target or the operation is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "vocabulary::reason")]
    pub reason: Option<&'static str>,
    /// Present on the call site inside a wrapper, which is counted nowhere: its callers are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "vocabulary::present")]
    pub wrapper: Option<bool>,
    pub columns: Vec<Column<'a>>,
    /// Whether more columns are possible than `columns` names.
    pub columns_open: bool,
    /// Whether all columns are asked for.
    pub all_columns: bool,
    pub modifiers: Modifiers,
    /// The function, method or component around it, qualified; `(module)` for none.
    pub function: &'a str,
    #[schemars(schema_with = "vocabulary::api")]
    pub api: &'static str,
    #[schemars(schema_with = "vocabulary::certainty")]
    pub certainty: &'static str,
    /// How the name got here, from the call site to the literal; empty for a literal.
    pub via: Vec<Step<'a>>,
    pub evidence: Evidence<'a>,
    /// The source of the whole chain, on one line, cut after 200 characters, secrets masked.
    pub code: String,
}

/// The target as the code writes it, under the word for its kind; null when it is not known.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TargetName<'a> {
    Table(Option<&'a str>),
    Routine(Option<&'a str>),
    Bucket(Option<&'a str>),
    EdgeFunction(Option<&'a str>),
}

/// One mention of a column.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Column<'a> {
    /// The column, or the text that holds it (a select list, an `or` filter), as the code writes
    /// it.
    pub name: Cow<'a, str>,
    #[schemars(schema_with = "vocabulary::column_role")]
    pub role: &'static str,
    /// The method that names it.
    pub method: &'static str,
    pub file: &'a str,
    pub line: u32,
    pub column: u32,
}

/// What else is known of an access.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Modifiers {
    /// At least one filter.
    #[schemars(schema_with = "vocabulary::known")]
    pub filter: &'static str,
    /// A `limit` or `range`.
    #[schemars(schema_with = "vocabulary::known")]
    pub limit: &'static str,
    /// `single` or `maybeSingle`.
    #[schemars(schema_with = "vocabulary::known")]
    pub single: &'static str,
    /// A write that returns its rows.
    #[schemars(schema_with = "vocabulary::known")]
    pub returning: &'static str,
    /// Counts without returning rows.
    #[schemars(schema_with = "vocabulary::known")]
    pub head: &'static str,
    /// Asks for a count.
    #[schemars(schema_with = "vocabulary::known")]
    pub count: &'static str,
    #[schemars(schema_with = "vocabulary::known")]
    pub throw_on_error: &'static str,
    #[schemars(schema_with = "vocabulary::known")]
    pub awaited: &'static str,
    /// The result's `error` is looked at.
    #[schemars(schema_with = "vocabulary::known")]
    pub error_read: &'static str,
    #[schemars(schema_with = "vocabulary::known")]
    pub in_loop: &'static str,
    /// The file is a test.
    #[schemars(schema_with = "vocabulary::known")]
    pub in_test: &'static str,
}

/// Why the receiver is held to be a database client.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Evidence<'a> {
    #[schemars(schema_with = "vocabulary::evidence")]
    pub kind: &'static str,
    /// From the call site to where the client comes from.
    pub chain: Vec<Step<'a>>,
}

/// One step of the way that a value took.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Step<'a> {
    #[schemars(schema_with = "vocabulary::step")]
    pub kind: &'static str,
    pub file: &'a str,
    pub line: u32,
    pub column: u32,
    /// The source there, as in an entry.
    pub code: String,
}

/// What the code does with one relation.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Table<'a> {
    pub table: &'a str,
    /// As in an entry.
    pub schema: Option<&'a str>,
    /// As in an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "vocabulary::present")]
    pub schema_unknown: Option<bool>,
    pub accesses: usize,
    pub counts: Counts,
    /// The code that selects from it or subscribes to it, as `path#function`.
    pub readers: Vec<&'a str>,
    /// The code that inserts, upserts, updates or deletes.
    pub writers: Vec<&'a str>,
    #[schemars(schema_with = "vocabulary::class")]
    pub class: &'static str,
    pub class_reason: String,
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

/// Data moves from one end to the other.
#[derive(Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub(super) struct Flow {
    pub from: FlowEnd,
    pub to: FlowEnd,
    /// What the code does: `use` when the direction is not known.
    #[schemars(schema_with = "vocabulary::effect")]
    pub effect: &'static str,
    pub accesses: usize,
}

/// A piece of code, or what it touches.
#[derive(Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub(super) struct FlowEnd {
    #[schemars(schema_with = "vocabulary::flow_end")]
    pub kind: &'static str,
    /// `path#function` for code, `schema.name` or `name` for the rest; `?` stands for a schema that
    /// is known only at run time.
    pub name: String,
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
    /// Relations that are named.
    pub relations: usize,
    /// Routines that are named.
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

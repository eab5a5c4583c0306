//! Accesses, field by field.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::EntryPoints;
use crate::report::json::vocabulary;

/// One access, where the code makes it.
///
/// A name that is one of several gives one entry for each, with the same place and the certainty
/// `one_of`.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Entry<'a> {
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
    /// Where it runs; `units` says why.
    #[schemars(schema_with = "vocabulary::side")]
    pub side: &'static str,
    /// The entry points that lead to it.
    pub entry_points: EntryPoints,
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
pub(in crate::report::json) enum TargetName<'a> {
    Table(Option<&'a str>),
    Routine(Option<&'a str>),
    Bucket(Option<&'a str>),
    EdgeFunction(Option<&'a str>),
}

/// One mention of a column.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Column<'a> {
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
pub(in crate::report::json) struct Modifiers {
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
pub(in crate::report::json) struct Evidence<'a> {
    #[schemars(schema_with = "vocabulary::evidence")]
    pub kind: &'static str,
    /// From the call site to where the client comes from.
    pub chain: Vec<Step<'a>>,
}

/// One step of the way that a value took.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Step<'a> {
    #[schemars(schema_with = "vocabulary::step")]
    pub kind: &'static str,
    pub file: &'a str,
    pub line: u32,
    pub column: u32,
    /// The source there, as in an entry.
    pub code: String,
}

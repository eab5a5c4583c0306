//! What databases hold and what is done with it, field by field.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::json::{
    model::{Counts, graph::Place},
    vocabulary,
};

/// A relation: what the catalog says of it, and what the code does with it.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Table<'a> {
    pub table: String,
    /// As in an entry; null for the first schema that the API exposes.
    pub schema: Option<String>,
    /// As in an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "vocabulary::present")]
    pub schema_unknown: Option<bool>,
    /// The database, when there is more than one.
    pub database: Option<String>,
    /// Null when no catalog has it.
    #[schemars(schema_with = "vocabulary::relation_kind")]
    pub kind: Option<&'static str>,
    /// Where it is created; null when that is not known.
    pub defined: Option<Place<'a>>,
    /// Foreign keys of its own.
    pub keys: Vec<Key<'a>>,
    /// Foreign keys that need it.
    pub referenced_by: Vec<ReferencedBy<'a>>,
    pub accesses: usize,
    pub counts: Counts,
    /// The code that selects from it or subscribes to it, as `path#function`.
    pub readers: Vec<&'a str>,
    /// The code that inserts, upserts, updates or deletes.
    pub writers: Vec<&'a str>,
    /// What the code does with it as a whole.
    #[schemars(schema_with = "vocabulary::usage")]
    pub usage: &'static str,
    pub usage_reason: String,
}

/// A foreign key, from the relation that has it.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Key<'a> {
    pub name: &'a str,
    pub columns: Vec<&'a str>,
    /// The relation that is needed, as `schema.name`.
    pub references: String,
    /// As many as `columns`, or none when they are not known.
    pub referenced_columns: Vec<&'a str>,
}

/// A foreign key, from the relation that is needed.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct ReferencedBy<'a> {
    /// The relation that has the key, as `schema.name`.
    pub table: String,
    pub name: &'a str,
    pub columns: Vec<&'a str>,
}

/// A function or procedure; its overloads are one.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Routine<'a> {
    pub routine: String,
    /// As in a table.
    pub schema: Option<String>,
    /// As in an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "vocabulary::present")]
    pub schema_unknown: Option<bool>,
    /// The database, when there is more than one.
    pub database: Option<String>,
    /// Null when no catalog has it.
    #[schemars(schema_with = "vocabulary::routine_kind")]
    pub kind: Option<&'static str>,
    /// Where its overloads are created.
    pub defined: Vec<Place<'a>>,
    /// What its body is written in; null when that is not known.
    pub language: Option<&'a str>,
    /// Whether it runs with the rights of its owner; null when no catalog has it.
    pub security_definer: Option<bool>,
    /// Calls by the code.
    pub calls: usize,
    /// The code that calls it, as `path#function`.
    pub callers: Vec<&'a str>,
}

/// SQL that uses relations and routines and is none.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Sql<'a> {
    #[schemars(schema_with = "vocabulary::sql_kind")]
    pub kind: &'static str,
    /// The path of a migration or seed.
    pub name: &'a str,
    /// What a trigger or policy hangs on, as in an edge.
    pub relation: Option<String>,
    /// The database, when there is more than one.
    pub database: Option<String>,
    /// Where it is created; null when that is not known, and for files.
    pub defined: Option<Place<'a>>,
    /// When a job runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<&'a str>,
}

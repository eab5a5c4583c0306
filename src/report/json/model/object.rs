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
    /// Accesses that ask for it as part of another relation's rows.
    pub embeds: usize,
    /// The code that selects from it, embeds it or subscribes to it, as `path#function`.
    pub readers: Vec<&'a str>,
    /// The code that inserts, upserts, updates or deletes.
    pub writers: Vec<&'a str>,
    /// Views, routines, triggers, policies and jobs that read it, as a word for the kind and the
    /// name.
    pub sql_readers: Vec<&'a str>,
    /// The same that write it.
    pub sql_writers: Vec<&'a str>,
    /// What code and SQL do with it as a whole.
    #[schemars(schema_with = "vocabulary::usage")]
    pub usage: &'static str,
    pub usage_reason: String,
    /// How much depends on it.
    #[schemars(schema_with = "vocabulary::class")]
    pub class: Option<&'static str>,
    pub class_reason: Option<String>,
    /// The numbers that decide about the class.
    pub evidence: Option<Evidence>,
}

/// What a class rests on; all of production alone unless said otherwise.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Evidence {
    /// Entry points and jobs of the database that lead to it.
    pub entry_points: usize,
    /// Of those, the ones that are known to import the code only.
    pub imported_only: usize,
    /// Entry points and jobs that the project has.
    pub known_entry_points: usize,
    /// Files with code that uses it.
    pub files: usize,
    /// Units of code that read it.
    pub readers: usize,
    /// Units of code that write it.
    pub writers: usize,
    /// SQL that reads it and that production runs.
    pub sql_readers: usize,
    /// SQL that writes it and that production runs.
    pub sql_writers: usize,
    /// Relations whose foreign keys lead to it.
    pub referenced_by: usize,
    /// Units of SQL that use it and that nothing is seen to run.
    pub idle_sql: usize,
    /// Units of code that no known entry point leads to.
    pub unreached: usize,
    pub scripts: usize,
    pub tests: usize,
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

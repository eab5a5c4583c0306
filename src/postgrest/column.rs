//! What a name can mean after a row: a column, or a function that takes the row.

use super::{
    relationship::row_type,
    served::{Served, is_closed},
};
use crate::schema::catalog::{
    relation::{Column, Relation, RelationKind},
    routine::Routine,
};

/// Columns that every table has.
const SYSTEM: [&str; 6] = ["cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"];

/// Postgres' own functions that take a row of any type, alone; found by asking Postgres 15.
const FUNCTIONS: [&str; 16] = [
    "concat",
    "hash_record",
    "json_build_array",
    "jsonb_build_array",
    "num_nonnulls",
    "num_nulls",
    "pg_column_compression",
    "pg_column_size",
    "pg_typeof",
    "quote_literal",
    "quote_nullable",
    "record_out",
    "record_send",
    "row_to_json",
    "to_json",
    "to_jsonb",
];

/// Those of them that make one value of all rows.
const AGGREGATES: [&str; 4] = ["array_agg", "count", "json_agg", "jsonb_agg"];

/// Functions of a row that extensions bring.
const OF_EXTENSIONS: [(&str, &str); 2] = [("hstore", "hstore"), ("postgis", "st_asgeojson")];

/// Types of arguments that take any row.
const ANY_ROW: [&str; 6] = [
    "\"any\"",
    "anycompatible",
    "anycompatiblenonarray",
    "anyelement",
    "anynonarray",
    "record",
];

/// The rows that a request or an embed is about.
#[derive(Clone, Debug)]
pub(super) enum Rows<'a> {
    Relation(&'a Relation),
    /// Of a routine, with the columns that it names itself.
    Listed(Vec<&'a str>),
    /// Single values, which have no columns.
    Scalar,
    /// Nothing can be said about them.
    Unknown,
}

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named<'a> {
    Column(&'a Column),
    /// A function of the row, with what it returns if the user made it, or a column of which nothing
    /// but its name is known.
    Value(Option<&'a str>),
    /// One value for all rows.
    Aggregate,
    /// There may be such a column.
    Perhaps,
    Nothing,
}

/// Whether every table has a column of this name.
pub(super) fn is_system(name: &str) -> bool {
    SYSTEM.contains(&name)
}

impl<'a> Rows<'a> {
    /// What a name means after one of these rows.
    pub(super) fn named(&self, served: &Served<'a>, schema: &str, name: &str) -> Named<'a> {
        match self {
            Self::Relation(relation) => of_relation(served, schema, relation, name),
            Self::Listed(columns) if columns.contains(&name) => Named::Value(None),
            Self::Listed(_) => of_any_row(served, name),
            Self::Scalar if name == "pgrst_scalar" => Named::Value(None),
            Self::Scalar => of_any_row(served, name),
            Self::Unknown => Named::Perhaps,
        }
    }

    /// The columns that are known by name.
    pub(super) fn names(&self) -> Vec<&'a str> {
        match self {
            Self::Relation(relation) => {
                let columns = relation.columns.iter();
                columns.map(|column| column.name.as_str()).collect()
            }
            Self::Listed(columns) => columns.clone(),
            Self::Scalar | Self::Unknown => Vec::new(),
        }
    }
}

fn of_relation<'a>(
    served: &Served<'a>,
    schema: &str,
    relation: &'a Relation,
    name: &str,
) -> Named<'a> {
    if let Some(column) = relation.column(name) {
        return Named::Column(column);
    }
    if !is_closed(relation) {
        return Named::Perhaps;
    }
    if has_system_columns(relation) && is_system(name) {
        return Named::Value(None);
    }
    match of_routine(served, schema, relation, name) {
        Named::Nothing => of_any_row(served, name),
        found => found,
    }
}

/// Whether rows are stored: those of plain views are not.
fn has_system_columns(relation: &Relation) -> bool {
    match relation.kind {
        RelationKind::Table | RelationKind::MaterializedView | RelationKind::ForeignTable => true,
        RelationKind::View => false,
    }
}

/// A routine of the user that takes the row.
fn of_routine<'a>(served: &Served<'a>, schema: &str, relation: &Relation, name: &str) -> Named<'a> {
    let row = row_type(relation);
    let parent = served.parent(relation).map(row_type);
    let mut found = Named::Nothing;
    for routine in served.routines_named(name) {
        let Some(first) = only_required(routine) else {
            continue;
        };
        let takes_row = match first {
            // Generated types do not say whose row it is.
            None => true,
            Some(first) => {
                first == row || parent.as_deref() == Some(first) || ANY_ROW.contains(&first)
            }
        };
        if !takes_row {
            continue;
        }
        if routine.schema == schema || served.is_searched(&routine.schema) {
            return Named::Value(routine.returns.as_deref());
        }
        // Whether the search path holds its schema is not known.
        found = Named::Perhaps;
    }
    found
}

/// The type of the argument that a call cannot do without, when one value is enough to call it.
pub(super) fn only_required(routine: &Routine) -> Option<Option<&str>> {
    let mut inputs = routine
        .arguments
        .iter()
        .filter(|argument| argument.mode.is_input());
    let first = inputs.next()?;
    let is_enough = inputs.all(|argument| argument.has_default);
    is_enough.then_some(first.data_type.as_deref())
}

fn of_any_row<'a>(served: &Served<'_>, name: &str) -> Named<'a> {
    let extensions = &served.catalog().extensions;
    let mut brought = OF_EXTENSIONS.iter();
    if AGGREGATES.contains(&name) {
        Named::Aggregate
    } else if FUNCTIONS.contains(&name)
        || brought
            .any(|(extension, function)| *function == name && extensions.contains_key(*extension))
    {
        Named::Value(None)
    } else {
        Named::Nothing
    }
}

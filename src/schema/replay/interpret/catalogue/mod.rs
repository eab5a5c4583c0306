//! The system catalogs, as queries of blocks see them.
//!
//! Rows are found by what a query asks for, and columns are made when they are read.

mod columns;

mod constraints;

mod hanging;

mod relations;

mod routines;

mod search;

mod shared;

mod types;

use super::value::Value;
use crate::{
    schema::replay::{session::Session, state::ObjectId},
    sql::name::Identifier,
};

/// A table or view of the catalog.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Table(usize);

/// A row of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entity {
    table: Table,
    id: ObjectId,
    /// Which of several rows that an object has: the number of a column, a place in a list.
    part: u32,
}

/// What a column is known to be equal to.
#[derive(Clone, Debug)]
pub(super) struct Hint {
    pub(super) column: Identifier,
    pub(super) value: Value,
}

/// A table: where it is, what it lists, what its columns are.
struct Description {
    schema: &'static str,
    name: &'static str,
    /// Columns by which rows are found without looking at all of them.
    indexed: &'static [&'static str],
    columns: &'static [&'static str],
    rows: fn(&search::Search<'_>) -> Vec<(ObjectId, u32)>,
    /// A column of a row; `None` when it is not known.
    column: fn(&Session, ObjectId, u32, &str) -> Option<Value>,
}

/// Every table that is known.
const TABLES: &[&[Description]] = &[
    relations::TABLES,
    columns::TABLES,
    types::TABLES,
    constraints::TABLES,
    hanging::TABLES,
    routines::TABLES,
    shared::TABLES,
];

impl Table {
    pub(super) fn of(schema: &str, name: &str) -> Option<Self> {
        let mut all = TABLES.iter().copied().flatten();
        let found = all.position(|table| table.schema == schema && table.name == name);
        found.map(Self)
    }

    fn description(self) -> Option<&'static Description> {
        TABLES.iter().copied().flatten().nth(self.0)
    }

    pub(super) fn has_column(self, name: &str) -> bool {
        self.description()
            .is_some_and(|table| table.columns.contains(&name))
    }

    /// Whether what is asked for may be rows that are not kept: of `pg_depend`, only what
    /// extensions bring is.
    pub(super) fn is_partial(self, hints: &[Hint]) -> bool {
        let is_extension = |hint: &Hint| hint.column == "deptype" && hint.value == Value::text("e");
        self.description()
            .is_some_and(|table| table.name == "pg_depend")
            && !hints.iter().any(is_extension)
    }

    /// Whether few rows fulfil what is known.
    pub(super) fn is_indexed(self, hints: &[Hint]) -> bool {
        let Some(table) = self.description() else {
            return false;
        };
        hints
            .iter()
            .any(|hint| table.indexed.contains(&hint.column.as_str()))
    }

    /// The rows that can fulfil what is known, in the order their objects were made.
    pub(super) fn entities(self, session: &Session, hints: &[Hint]) -> Vec<Entity> {
        let Some(table) = self.description() else {
            return Vec::new();
        };
        let mut rows = (table.rows)(&search::Search { session, hints });
        rows.sort_unstable();
        rows.dedup();
        let entities = rows.into_iter().map(|(id, part)| Entity {
            table: self,
            id,
            part,
        });
        entities.collect()
    }
}

impl Entity {
    /// The columns that are known, with their names.
    pub(super) fn columns(&self, session: &Session) -> Vec<(Identifier, Value)> {
        let table = self.table.description();
        let names = table.map_or(&[][..], |table| table.columns);
        let columns = names.iter().map(|&name| {
            let value = self.column(session, name).unwrap_or(Value::Unknown);
            (name.into(), value)
        });
        columns.collect()
    }

    /// A column of the row; `None` when the table has none of this name that is known.
    pub(super) fn column(&self, session: &Session, name: &str) -> Option<Value> {
        let table = self.table.description()?;
        if !table.columns.contains(&name) {
            return None;
        }
        let value = (table.column)(session, self.id, self.part, name);
        Some(value.unwrap_or(Value::Unknown))
    }
}

//! Calls that are right, and calls in which one thing is wrong.

mod filter;

mod model;

mod mutate;

mod routine;

mod select;

mod value;

mod write;

use tabletrace::schema::catalog::Catalog;

use self::model::{Model, Table};
use super::call::{Call, Link, Value};
use crate::numbers::Numbers;

/// Makes calls of a database.
pub(super) struct Generator {
    model: Model,
    numbers: Numbers,
}

/// A call, and how it was made.
pub(super) struct Made {
    /// The verb, and what was changed.
    pub(super) family: String,
    pub(super) call: Call,
}

impl Generator {
    /// A generator for the schemas that are served, the default one first.
    pub(super) fn new(catalog: Catalog, schemas: Vec<String>, seed: u64) -> Self {
        Self {
            model: Model::new(catalog, schemas),
            numbers: Numbers(seed),
        }
    }

    pub(super) fn made(&mut self) -> Made {
        let (verb, mut call) = match self.numbers.below(100) {
            0..15 => ("rpc", self.routine_call()),
            15..70 => ("select", self.selection()),
            number => {
                let method = match number {
                    70..80 => "insert",
                    80..88 => "upsert",
                    88..96 => "update",
                    _ => "delete",
                };
                (method, self.writing(method))
            }
        };
        let mut family = verb.to_owned();
        if self.numbers.percent(45) {
            family = format!("{verb} {}", self.mutate(&mut call));
        }
        Made { family, call }
    }

    fn selection(&mut self) -> Call {
        let table = self.table();
        let mut links = self.from(&table);
        let (list, embedded) = self.list(&table, 0);
        let mut select = Link::new("select", [Value::Text(list)]);
        if self.numbers.percent(10) {
            let options = vec![
                ("count".to_owned(), Value::text("exact")),
                ("head".to_owned(), Value::Boolean(self.numbers.percent(50))),
            ];
            select.arguments.push(Value::Object(options));
        }
        links.push(select);
        self.filters(&table, &embedded, &mut links);
        Call { links }
    }

    fn writing(&mut self, method: &str) -> Call {
        let table = self.table();
        let mut links = self.from(&table);
        links.push(self.write(&table, method));
        let has_filters = matches!(method, "update" | "delete");
        if self.numbers.percent(40) {
            let (list, embedded) = self.list(&table, 1);
            let list = if list.is_empty() { "*" } else { &list };
            links.push(Link::new("select", [Value::text(list)]));
            if has_filters {
                self.filters(&table, &embedded, &mut links);
            }
        } else if has_filters {
            self.filters(&table, &[], &mut links);
        }
        Call { links }
    }

    fn table(&mut self) -> Table {
        let tables = &self.model.tables;
        tables[self.numbers.below(tables.len())].clone()
    }

    fn from(&self, table: &Table) -> Vec<Link> {
        let mut links = Vec::new();
        if table.schema != self.model.schemas[0] {
            links.push(Link::new("schema", [Value::text(&table.schema)]));
        }
        links.push(Link::new("from", [Value::text(&table.name)]));
        links
    }
}

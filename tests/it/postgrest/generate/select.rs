//! Select lists.

use super::{
    Generator,
    model::{Edge, Table},
};

/// What a select list embeds, by the name that filters know it by.
pub(super) struct Embedded {
    pub(super) name: String,
    pub(super) table: Option<Table>,
    pub(super) is_to_one: bool,
}

/// Functions of any row.
const ROW_FUNCTIONS: [&str; 4] = ["row_to_json", "to_jsonb", "num_nulls", "count"];

const CASTS: [&str; 8] = [
    "text", "int", "json", "numeric", "bigint", "date", "uuid", "nope",
];

impl Generator {
    /// A list for a relation, and what it embeds.
    pub(super) fn list(&mut self, table: &Table, depth: usize) -> (String, Vec<Embedded>) {
        let mut items = Vec::new();
        let mut embedded = Vec::new();
        if self.numbers.percent(30) {
            items.push("*".to_owned());
        }
        for _ in 0..self.numbers.below(4) {
            items.push(self.item(table));
        }
        if depth < 3 {
            let embeds = self.numbers.below(if depth == 0 { 3 } else { 2 });
            for _ in 0..embeds {
                items.extend(self.embed(table, depth, &mut embedded));
            }
        }
        if items.is_empty() && depth == 0 {
            items.push("*".to_owned());
        }
        let comma = self.numbers.one(&[",", ",", ", ", ",\n  ", " , "]);
        (items.join(comma), embedded)
    }

    /// One column, as a list may name it.
    fn item(&mut self, table: &Table) -> String {
        let name = self.column(table).name.clone();
        let mut item = self.in_list(&name);
        match self.numbers.below(40) {
            0..4 => item = format!("{}:{item}", self.alias()),
            4..6 => item = format!("{item}::text"),
            6 => item = format!("{item}::{}", self.numbers.one(&CASTS)),
            7..10 => item = self.path(&item),
            10 if self.numbers.percent(50) => {
                let function = self.numbers.one(&["sum", "avg", "count", "max", "nope"]);
                item = format!("{item}.{function}()");
            }
            11 if self.numbers.percent(50) => item = "count()".to_owned(),
            12 if self.numbers.percent(40) => {
                item = self.numbers.one(&ROW_FUNCTIONS).to_owned();
            }
            13 => item = self.numbers.one(&["ctid", "tableoid", "xmin"]).to_owned(),
            14 | 15 => item = self.row_function(table),
            16 => item = format!("{}:{item}::text", self.alias()),
            _ => {}
        }
        item
    }

    /// A name as a list must have it.
    fn in_list(&mut self, name: &str) -> String {
        let is_plain = name
            .chars()
            .all(|part| part.is_alphanumeric() || part == '_');
        if is_plain && !self.numbers.percent(3) {
            name.to_owned()
        } else {
            format!("\"{name}\"")
        }
    }

    fn alias(&mut self) -> String {
        let names = ["a", "label", "my_name", "id2", "total", "camelCase"];
        self.numbers.one(&names).to_owned()
    }

    /// Arrows behind a column.
    pub(super) fn path(&mut self, column: &str) -> String {
        let paths = [
            "->a",
            "->>a",
            "->a->>b",
            "->0",
            "->theme->>dark",
            "->>a->b",
            "->n",
        ];
        format!("{column}{}", self.numbers.one(&paths))
    }

    /// A function that takes the row, of this relation or of another.
    pub(super) fn row_function(&mut self, table: &Table) -> String {
        let routines = self.model.catalog.routines.iter();
        let names: Vec<String> = routines
            .filter(|routine| {
                let [argument] = routine.arguments.as_slice() else {
                    return false;
                };
                let of = argument.data_type.as_deref().unwrap_or_default();
                of == table.name || table.name.contains(of)
            })
            .map(|routine| routine.name.clone())
            .collect();
        match names.len() {
            0 if self.numbers.percent(10) => "row_to_json".to_owned(),
            0 => self.column(table).name,
            count => names[self.numbers.below(count)].clone(),
        }
    }

    /// An embed, with what it embeds itself.
    fn embed(
        &mut self,
        table: &Table,
        depth: usize,
        embedded: &mut Vec<Embedded>,
    ) -> Option<String> {
        let edge = self.edge(table)?;
        let far = self.model.table(&table.schema, &edge.far).cloned();
        let (mut inner, nested) = match &far {
            Some(far) => self.list(far, depth + 1),
            None => ("*".to_owned(), Vec::new()),
        };
        let mut name = edge.target.clone();
        let mut text = self.in_list(&edge.target);
        if self.numbers.percent(if edge.is_to_one { 8 } else { 1 }) {
            if self.numbers.percent(50) {
                inner = "*".to_owned();
            }
            text = format!("...{text}{}({inner})", hint(&edge));
        } else {
            let join = self.numbers.one(&["", "", "", "", "!inner", "!left"]);
            text = match self.numbers.below(12) {
                0 => format!("{text}{join}{}({inner})", hint(&edge)),
                _ => format!("{text}{}{join}({inner})", hint(&edge)),
            };
            if self.numbers.percent(25) {
                let alias = self.alias();
                text = format!("{alias}:{text}");
                if self.numbers.percent(70) {
                    name = alias;
                }
            }
        }
        let nested = nested.into_iter().map(|embedded| Embedded {
            name: format!("{name}.{}", embedded.name),
            ..embedded
        });
        embedded.extend(nested);
        embedded.push(Embedded {
            name,
            table: far,
            is_to_one: edge.is_to_one,
        });
        Some(text)
    }

    /// A way to embed, more often right than not.
    fn edge(&mut self, table: &Table) -> Option<Edge> {
        if self.numbers.percent(2) || (table.edges.is_empty() && self.numbers.percent(5)) {
            let others = &self.model.tables;
            let other = &others[self.numbers.below(others.len())];
            return Some(Edge {
                target: other.name.clone(),
                hint: None,
                far: other.name.clone(),
                is_to_one: true,
            });
        }
        if table.edges.is_empty() {
            return None;
        }
        let mut edge: Edge = table.edges[self.numbers.below(table.edges.len())].clone();
        // A hint that is missing.
        let alike = table.edges.iter();
        let alike = alike.filter(|other| other.target == edge.target && other.hint.is_none());
        if edge.hint.is_none() && alike.count() > 1 && self.numbers.percent(80) {
            let hinted = table.edges.iter();
            let mut hinted =
                hinted.filter(|other| other.target == edge.target && other.hint.is_some());
            edge = hinted.next().cloned().unwrap_or(edge);
        }
        Some(edge)
    }
}

fn hint(edge: &Edge) -> String {
    let hint = edge.hint.as_ref();
    hint.map_or_else(String::new, |hint| format!("!{hint}"))
}

//! Inserts, upserts, updates and deletes.

use tabletrace::schema::catalog::{
    constraint::ConstraintKind,
    relation::{Column, Relation},
};

use super::{
    super::call::{Link, Value},
    Generator,
    model::Table,
    value,
};

impl Generator {
    /// A link that writes to a relation.
    pub(super) fn write(&mut self, table: &Table, method: &str) -> Link {
        match method {
            "delete" => Link::new("delete", []),
            "update" => {
                let row = self.changes(table);
                Link::new("update", [row])
            }
            _ => self.insert(table, method),
        }
    }

    fn insert(&mut self, table: &Table, method: &str) -> Link {
        let rows = match self.numbers.below(10) {
            0..6 => self.row(table),
            6..8 => Value::List(vec![self.row(table)]),
            _ => {
                let first = self.row(table);
                let second = match self.numbers.percent(60) {
                    true => first.clone(),
                    false => self.row(table),
                };
                Value::List(vec![first, second])
            }
        };
        let mut options = Vec::new();
        if method == "upsert"
            && self
                .numbers
                .percent(if table.keys.is_empty() { 10 } else { 70 })
        {
            options.push(("onConflict".to_owned(), Value::Text(self.target(table))));
        }
        if method == "upsert" && self.numbers.percent(15) {
            options.push(("ignoreDuplicates".to_owned(), Value::Boolean(true)));
        }
        if self.numbers.percent(8) {
            options.push(("defaultToNull".to_owned(), Value::Boolean(false)));
        }
        let mut link = Link::new(method, [rows]);
        if !options.is_empty() {
            link.arguments.push(Value::Object(options));
        }
        link
    }

    /// What `onConflict` names: as a rule a key.
    fn target(&mut self, table: &Table) -> String {
        if table.keys.is_empty() || self.numbers.percent(6) {
            return self.column(table).name;
        }
        let mut columns = table.keys[self.numbers.below(table.keys.len())].clone();
        match self.numbers.below(12) {
            0 => columns.reverse(),
            1 => columns.push(self.column(table).name),
            2 => drop(columns.pop()),
            _ => {}
        }
        columns.join(self.numbers.one(&[",", ",", ", "]))
    }

    /// A row with all that it needs, as a rule.
    fn row(&mut self, table: &Table) -> Value {
        let mut members = Vec::new();
        for column in &table.columns {
            let chance = match (Table::is_required(column), Table::is_writable(column)) {
                (true, true) => 98,
                (false, true) => 30,
                (_, false) => 2,
            };
            if self.numbers.percent(chance) {
                members.push(self.member(table, column));
            }
        }
        Value::Object(members)
    }

    fn changes(&mut self, table: &Table) -> Value {
        let mut members = Vec::new();
        for _ in 0..self.numbers.below(4) {
            let column = self.column(table);
            if Table::is_writable(&column) || self.numbers.percent(10) {
                members.push(self.member(table, &column));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        members.retain(|(name, _)| seen.insert(name.clone()));
        Value::Object(members)
    }

    fn member(&mut self, table: &Table, column: &Column) -> (String, Value) {
        let data_type = column.data_type.clone().unwrap_or_default();
        let relation = self.model.catalog.relation(&table.schema, &table.name);
        let listed = relation.and_then(|relation| listed(relation, &column.name));
        let value = match listed {
            Some(values) if self.numbers.percent(90) => {
                Value::Text(values[self.numbers.below(values.len())].clone())
            }
            _ if column.nullable && self.numbers.percent(10) => Value::Null,
            _ => value::right(&mut self.numbers, &self.model, &data_type),
        };
        (column.name.clone(), value)
    }
}

/// The texts in a check of a column.
fn listed(relation: &Relation, column: &str) -> Option<Vec<String>> {
    let check = relation.constraints.iter().find(|constraint| {
        constraint.kind == ConstraintKind::Check && constraint.columns == [column]
    })?;
    let condition = check.definition.as_deref()?;
    let texts: Vec<String> = condition
        .split('\'')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    (!texts.is_empty()).then_some(texts)
}

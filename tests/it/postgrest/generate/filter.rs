//! Filters, orders and limits.

use tabletrace::schema::catalog::relation::Column;

use super::{
    super::call::{Link, Value},
    Generator,
    model::Table,
    select::Embedded,
    value::{self, base},
};

/// Methods that every type has.
const COMPARISONS: [&str; 6] = ["eq", "neq", "gt", "gte", "lt", "lte"];

const RANGES: [&str; 5] = [
    "rangeGt",
    "rangeGte",
    "rangeLt",
    "rangeLte",
    "rangeAdjacent",
];

const SHORT: [&str; 7] = ["eq", "neq", "gt", "gte", "lt", "lte", "is"];

impl Generator {
    /// Filters and the like on a relation and on what is embedded in it.
    pub(super) fn filters(&mut self, table: &Table, embedded: &[Embedded], links: &mut Vec<Link>) {
        for _ in 0..self.numbers.below(3) {
            let link = match self.embedded(embedded) {
                Some(at) => self.far_filter(&embedded[at]),
                None => self.filter(table, ""),
            };
            links.push(link);
        }
        if self.numbers.percent(15) {
            links.push(self.or(table, embedded));
        }
        if self.numbers.percent(25) {
            links.push(self.order(table, embedded));
        }
        let is_change = links
            .iter()
            .any(|link| matches!(link.method.as_str(), "update" | "delete"));
        if self.numbers.percent(if is_change { 3 } else { 15 }) {
            links.push(self.limit(embedded));
        }
        if self.numbers.percent(10) {
            let methods = ["single", "maybeSingle", "csv"];
            links.push(Link::new(self.numbers.one(&methods), []));
        }
    }

    /// Now and then one of what is embedded.
    fn embedded(&mut self, embedded: &[Embedded]) -> Option<usize> {
        let is_far = !embedded.is_empty() && self.numbers.percent(35);
        is_far.then(|| self.numbers.below(embedded.len()))
    }

    fn far_filter(&mut self, embedded: &Embedded) -> Link {
        let name = &embedded.name;
        if self.numbers.percent(15) {
            return match self.numbers.below(2) {
                0 => Link::new("is", [Value::text(name), Value::Null]),
                _ => Link::new("not", [Value::text(name), Value::text("is"), Value::Null]),
            };
        }
        match &embedded.table {
            Some(table) => self.filter(&table.clone(), &format!("{name}.")),
            None => Link::new("eq", [Value::text(format!("{name}.id")), Value::text("1")]),
        }
    }

    /// A filter that the type of its column has.
    fn filter(&mut self, table: &Table, prefix: &str) -> Link {
        let column = self.column(table);
        let data_type = column.data_type.clone().unwrap_or_default();
        let mut name = format!("{prefix}{}", column.name);
        match self.numbers.below(30) {
            0 => name = format!("{prefix}{}", self.row_function(table)),
            1 => {
                name = self.path(&name);
                return Link::new("eq", [Value::text(name), value::any(&mut self.numbers)]);
            }
            3 if !column.name.contains(' ') => name = format!("{prefix}\"{}\"", column.name),
            _ => {}
        }
        let name = Value::text(name);
        match self.numbers.below(20) {
            0..2 => {
                let items = (0..self.numbers.below(3)).map(|_| ());
                let items = items.collect::<Vec<()>>().into_iter();
                let items = items.map(|()| self.comparable(&data_type)).collect();
                let method = self.numbers.one(&["in", "in", "notIn"]);
                Link::new(method, [name, Value::List(items)])
            }
            2 => {
                let value = self.is_value(&data_type);
                Link::new("is", [name, value])
            }
            3 => {
                let operator = Value::text(self.numbers.one(&SHORT));
                let value = match &operator {
                    Value::Text(operator) if operator == "is" => self.is_value(&data_type),
                    _ => self.comparable(&data_type),
                };
                let method = self.numbers.one(&["not", "filter"]);
                Link::new(method, [name, operator, value])
            }
            4 => {
                let Value::Text(name) = name else {
                    return self.filter(table, prefix);
                };
                let value = self.comparable(&data_type);
                Link::new("match", [Value::Object(vec![(name, value)])])
            }
            5 if !self.numbers.percent(30) => {
                Link::new("isDistinct", [name, self.comparable(&data_type)])
            }
            6 => self.listed_operator(name, &data_type),
            _ => self.typed(name, &data_type),
        }
    }

    /// A method that suits the type.
    fn typed(&mut self, name: Value, data_type: &str) -> Link {
        let value = self.comparable(data_type);
        let is_special = self.numbers.percent(50);
        let method = match base(data_type) {
            _ if !is_special => self.numbers.one(&COMPARISONS),
            data_type if data_type.ends_with("[]") => {
                self.numbers.one(&["contains", "containedBy", "overlaps"])
            }
            "jsonb" => {
                let value = Value::Object(vec![("a".to_owned(), Value::Number("1".to_owned()))]);
                return Link::new(
                    self.numbers.one(&["contains", "containedBy"]),
                    [name, value],
                );
            }
            "int4range" | "daterange" => self.numbers.one(&RANGES),
            "tsvector" | "text" if self.numbers.percent(50) => return self.text_search(name),
            "text" | "character varying" | "email" => {
                let methods = ["like", "ilike", "regexMatch", "regexIMatch"];
                let method = self.numbers.one(&methods);
                return Link::new(
                    method,
                    [name, Value::text(self.numbers.one(&["a%", "%x", "^a"]))],
                );
            }
            _ => self.numbers.one(&COMPARISONS),
        };
        Link::new(method, [name, value])
    }

    fn text_search(&mut self, name: Value) -> Link {
        let query = Value::text(self.numbers.one(&["'fat'", "fat", "cat & bat"]));
        let kinds = ["plain", "phrase", "websearch"];
        let mut options = Vec::new();
        if self.numbers.percent(60) {
            options.push(("type".to_owned(), Value::text(self.numbers.one(&kinds))));
        }
        if self.numbers.percent(40) {
            options.push(("config".to_owned(), Value::text("english")));
        }
        Link::new("textSearch", [name, query, Value::Object(options)])
    }

    /// Operators over several patterns, and whatever else is written as text.
    fn listed_operator(&mut self, name: Value, data_type: &str) -> Link {
        if matches!(base(data_type), "text" | "character varying") {
            let methods = ["likeAllOf", "likeAnyOf", "ilikeAllOf", "ilikeAnyOf"];
            let patterns = Value::List(vec![Value::text("a%"), Value::text("%b")]);
            return Link::new(self.numbers.one(&methods), [name, patterns]);
        }
        let value = self.comparable(data_type).interpolated();
        let operator = Value::text("in");
        let value = Value::text(format!("({value})"));
        Link::new(
            self.numbers.one(&["not", "filter"]),
            [name, operator, value],
        )
    }

    /// A value to compare with, as code would write it.
    fn comparable(&mut self, data_type: &str) -> Value {
        let value = value::right(&mut self.numbers, &self.model, data_type);
        match (base(data_type), value) {
            // An address has no objects.
            ("json" | "jsonb", value) => Value::Text(value.json().unwrap_or_default()),
            (_, Value::List(items)) => {
                let items: Vec<String> = items.iter().map(Value::interpolated).collect();
                Value::Text(format!("{{{}}}", items.join(",")))
            }
            (_, value) => value,
        }
    }

    /// `not_null` is not among them: PostgREST takes it from version 13 on.
    fn is_value(&mut self, data_type: &str) -> Value {
        match self.numbers.below(30) {
            0 => Value::text("unknown"),
            1 => Value::text("nothing"),
            2 => Value::Boolean(true),
            _ if data_type == "boolean" => Value::Boolean(false),
            _ => Value::Null,
        }
    }

    fn or(&mut self, table: &Table, embedded: &[Embedded]) -> Link {
        let at = self.embedded(embedded);
        let far = at.and_then(|at| embedded[at].table.clone());
        let referenced = at.map(|at| embedded[at].name.clone());
        let conditions = self.conditions(far.as_ref().unwrap_or(table), 0);
        let mut link = Link::new("or", [Value::Text(conditions)]);
        if let Some(name) = referenced {
            let option = self.numbers.one(&["referencedTable", "foreignTable"]);
            let options = Value::Object(vec![(option.to_owned(), Value::Text(name))]);
            link.arguments.push(options);
        }
        link
    }

    fn conditions(&mut self, table: &Table, depth: usize) -> String {
        let mut conditions = Vec::new();
        for _ in 0..1 + self.numbers.below(3) {
            if depth < 2 && self.numbers.percent(15) {
                let tree = self.numbers.one(&["and", "or", "not.and", "not.or"]);
                let inner = self.conditions(table, depth + 1);
                conditions.push(format!("{tree}({inner})"));
            } else {
                conditions.push(self.condition(table));
            }
        }
        conditions.join(self.numbers.one(&[",", ",", ", "]))
    }

    fn condition(&mut self, table: &Table) -> String {
        let column = self.column(table);
        let data_type = column.data_type.clone().unwrap_or_default();
        let name = column.name.clone();
        let not = self.numbers.one(&["", "", "", "not."]);
        if self.numbers.percent(15) {
            let value = self.is_value(&data_type).interpolated();
            return format!("{name}.{not}is.{value}");
        }
        let value = self.comparable(&data_type).interpolated();
        let needs_quotes = value.contains([',', '(', ')', '"', '{', '.', ':']);
        let value = if needs_quotes && !self.numbers.percent(15) {
            format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
        } else {
            value
        };
        match self.numbers.below(8) {
            0 => format!("{name}.{not}in.({value})"),
            1 => {
                let operator = self
                    .numbers
                    .one(&["like", "ilike", "cs", "fts", "match", "ov"]);
                format!("{name}.{not}{operator}.{value}")
            }
            _ => format!("{name}.{not}{}.{value}", self.numbers.one(&COMPARISONS)),
        }
    }

    fn order(&mut self, table: &Table, embedded: &[Embedded]) -> Link {
        let mut options = Vec::new();
        if self.numbers.percent(50) {
            let ascending = Value::Boolean(self.numbers.percent(50));
            options.push(("ascending".to_owned(), ascending));
        }
        if self.numbers.percent(20) {
            options.push(("nullsFirst".to_owned(), Value::Boolean(true)));
        }
        let mut name = self.column(table).name.clone();
        if let Some(at) = self.embedded(embedded) {
            let Embedded {
                name: embed,
                table,
                is_to_one,
            } = &embedded[at];
            let far = table.as_ref().map(|table| self.column(table).name.clone());
            let far = far.unwrap_or_else(|| "id".to_owned());
            if *is_to_one && self.numbers.percent(40) {
                name = format!("{embed}({far})");
            } else {
                name = far;
                let option = self.numbers.one(&["referencedTable", "foreignTable"]);
                options.push((option.to_owned(), Value::text(embed)));
            }
        } else if self.numbers.percent(8) {
            name = self.path(&name);
        } else if self.numbers.percent(5) {
            name = format!("{name},{}", self.column(table).name);
        }
        Link::new("order", [Value::Text(name), Value::Object(options)])
    }

    fn limit(&mut self, embedded: &[Embedded]) -> Link {
        let number = |number: &str| Value::Number(number.to_owned());
        let at = self.embedded(embedded);
        let option = at.map(|at| {
            let name = Value::text(&embedded[at].name);
            Value::Object(vec![("referencedTable".to_owned(), name)])
        });
        let mut link = if self.numbers.percent(70) {
            Link::new("limit", [number("5")])
        } else {
            Link::new("range", [number("0"), number("9")])
        };
        link.arguments.extend(option);
        link
    }

    /// Any column of a relation.
    pub(super) fn column(&mut self, table: &Table) -> Column {
        let columns = &table.columns;
        columns[self.numbers.below(columns.len())].clone()
    }
}

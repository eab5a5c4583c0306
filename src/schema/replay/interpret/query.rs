//! Queries.

use super::{
    aggregates::aggregates,
    environment::{Bound, Interpreter, Level, Rows},
    value::{Truth, Value},
};
use crate::{
    schema::replay::failure::Applied,
    sql::{
        expression::{Call, Expression, ExpressionKind},
        name::Identifier,
        query::{CommonBody, CommonTable, Query, QueryBody, Select, Target, With},
    },
};

/// A row with what it is ordered by.
pub(super) struct Ordered {
    pub(super) keys: Vec<Value>,
    pub(super) row: Vec<Value>,
}

impl Interpreter<'_> {
    /// The rows of a query, as far as they are known.
    ///
    /// # Errors
    ///
    /// What Postgres says while it runs.
    pub(super) fn rows_of(&mut self, query: &Query) -> Applied<Rows> {
        if !self.burn() {
            return Ok(Rows::unknown());
        }
        let outer = self.tables.len();
        if let Some(with) = &query.with {
            self.common_tables(with)?;
        }
        let rows = match &query.body {
            QueryBody::Select(select) => self.select(query, select),
            QueryBody::Set(left, right) => self.set(left, right),
            QueryBody::Values(values) => {
                let mut rows = Vec::with_capacity(values.rows.len());
                for row in &values.rows {
                    rows.push(self.all(row)?);
                }
                let width = rows.first().map_or(0, Vec::len);
                Ok(Rows {
                    columns: (1..=width).map(numbered).collect(),
                    uncertain: values.count > rows.len(),
                    rows,
                })
            }
            QueryBody::Table(_) => Ok(Rows::unknown()),
        };
        self.tables.truncate(outer);
        let mut rows = rows?;
        self.limit(query, &mut rows)?;
        Ok(rows)
    }

    fn common_tables(&mut self, with: &With) -> Applied {
        for table in &with.tables {
            let rows = match &table.body {
                CommonBody::Query(query) if !with.recursive => {
                    let mut rows = self.rows_of(query)?;
                    rename(&mut rows, table);
                    rows
                }
                CommonBody::Query(_) | CommonBody::Change(_) => Rows::unknown(),
            };
            self.tables.push((table.name.text.clone(), rows));
        }
        Ok(())
    }

    fn set(&mut self, left: &Query, right: &Query) -> Applied<Rows> {
        let between = crate::source::Span {
            start: left.span.end,
            end: right.span.start,
        };
        let words = self.session.slice(between).to_ascii_lowercase();
        let mut rows = self.rows_of(left)?;
        let others = self.rows_of(right)?;
        if !words.contains("union") {
            return Ok(Rows::unknown());
        }
        rows.uncertain |= others.uncertain;
        for row in others.rows {
            if words.contains("all") || !rows.rows.contains(&row) {
                rows.rows.push(row);
            }
        }
        Ok(rows)
    }

    fn select(&mut self, query: &Query, select: &Select) -> Applied<Rows> {
        self.levels.push(Level::default());
        let result = self.select_within(query, select);
        let level = self.levels.pop().unwrap_or_default();
        let mut rows = result?;
        rows.uncertain |= level.uncertain;
        Ok(rows)
    }

    fn select_within(&mut self, query: &Query, select: &Select) -> Applied<Rows> {
        let combinations = self.combinations(&select.from, select.filter.as_ref())?;
        let mut calls = Vec::new();
        let ordering = query.order_by.iter().chain(&select.having);
        for expression in select
            .targets
            .iter()
            .map(|target| &target.value)
            .chain(ordering)
        {
            aggregates(expression, &mut calls);
        }
        let mut columns = columns(&select.targets);
        let mut found = Vec::new();
        if calls.is_empty() && select.group_by.is_empty() {
            for items in combinations {
                self.stand_on(items);
                self.outputs(query, select, &mut columns, &mut found)?;
            }
        } else {
            for group in self.groups(select, combinations)? {
                self.aggregate(&calls, &group)?;
                self.stand_on(group.into_iter().next().unwrap_or_default());
                if self.holds(select.having.as_ref())? {
                    self.outputs(query, select, &mut columns, &mut found)?;
                }
                self.aggregates.clear();
            }
        }
        found.sort_by(|a, b| self.order(&a.keys, &b.keys));
        let mut rows: Vec<Vec<Value>> = found.into_iter().map(|ordered| ordered.row).collect();
        if self.is_distinct(query) {
            let mut kept: Vec<Vec<Value>> = Vec::with_capacity(rows.len());
            for row in rows {
                if !self.burn() || !kept.contains(&row) {
                    kept.push(row);
                }
            }
            rows = kept;
        }
        Ok(Rows {
            columns,
            rows,
            uncertain: false,
        })
    }

    /// Makes a combination of rows the one that columns are of.
    pub(super) fn stand_on(&mut self, items: Vec<Bound>) {
        if let Some(level) = self.levels.last_mut() {
            level.items = items;
        }
    }

    pub(super) fn doubt(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.uncertain = true;
        }
    }

    /// Whether a condition holds for the present rows; when that is not known, rows may be missing.
    pub(super) fn holds(&mut self, condition: Option<&Expression>) -> Applied<bool> {
        let Some(condition) = condition else {
            return Ok(true);
        };
        match self.value(condition)?.truth() {
            Truth::True => Ok(true),
            Truth::False | Truth::Null => Ok(false),
            Truth::Unknown => {
                self.doubt();
                Ok(false)
            }
        }
    }

    /// The rows that the present ones give: one, or as many as a function in the list returns.
    fn outputs(
        &mut self,
        query: &Query,
        select: &Select,
        columns: &mut Vec<Identifier>,
        found: &mut Vec<Ordered>,
    ) -> Applied {
        let mut calls = select
            .targets
            .iter()
            .filter_map(|target| called(&target.value));
        let Some(call) = calls.find(|call| SET_RETURNING.contains(&call.name.name.as_str())) else {
            found.push(self.output(query, select, columns)?);
            return Ok(());
        };
        let rows = self.rows_of_call(call)?;
        if rows.uncertain {
            self.doubt();
        }
        let address = std::ptr::from_ref::<Call>(call).addr();
        for row in rows.rows {
            let value = row.into_iter().next().unwrap_or(Value::Null);
            self.aggregates.insert(address, value);
            found.push(self.output(query, select, columns)?);
        }
        self.aggregates.remove(&address);
        Ok(())
    }

    fn output(
        &mut self,
        query: &Query,
        select: &Select,
        columns: &mut Vec<Identifier>,
    ) -> Applied<Ordered> {
        let mut row = Vec::with_capacity(select.targets.len());
        let mut names = Vec::with_capacity(select.targets.len());
        for target in &select.targets {
            if let ExpressionKind::Star(words) = &target.value.kind {
                let alias = words.last().map(|word| &word.text);
                for (name, value) in self.starred(alias) {
                    names.push(name);
                    row.push(value);
                }
                continue;
            }
            names.push(name_of_target(target));
            row.push(self.value(&target.value)?);
        }
        let has_star = select
            .targets
            .iter()
            .any(|target| matches!(target.value.kind, ExpressionKind::Star(_)));
        if has_star {
            return Ok(self.starred_output(columns, names, row));
        }
        let mut keys = Vec::with_capacity(query.order_by.len());
        for expression in &query.order_by {
            keys.push(self.key(expression, columns, &row)?);
        }
        Ok(Ordered { keys, row })
    }

    /// A row with a star in it: its columns are only known now.
    fn starred_output(
        &self,
        columns: &mut Vec<Identifier>,
        names: Vec<Identifier>,
        row: Vec<Value>,
    ) -> Ordered {
        *columns = names;
        // In the order that the rows were found in.
        Ordered {
            keys: Vec::new(),
            row,
        }
    }

    /// What a row is ordered by: a column of the result by name or number, or any expression.
    fn key(
        &mut self,
        expression: &Expression,
        columns: &[Identifier],
        row: &[Value],
    ) -> Applied<Value> {
        let place = match &expression.kind {
            ExpressionKind::Number(number) => number
                .parse::<usize>()
                .ok()
                .and_then(|number| number.checked_sub(1)),
            ExpressionKind::Column(words) => match words.as_slice() {
                [name] => columns.iter().position(|column| *column == name.text),
                _ => None,
            },
            _ => None,
        };
        match place.and_then(|place| row.get(place)) {
            Some(value) => Ok(value.clone()),
            None => self.value(expression),
        }
    }

    pub(super) fn order(&self, left: &[Value], right: &[Value]) -> std::cmp::Ordering {
        let pairs = left.iter().zip(right);
        let orders = pairs.filter_map(|(left, right)| left.compare(right, self.session));
        orders
            .into_iter()
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    }

    /// Whether the query says `DISTINCT`.
    fn is_distinct(&self, query: &Query) -> bool {
        let text = self.session.slice(query.span);
        let mut words = text.split_ascii_whitespace().skip(1);
        words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("distinct"))
    }

    /// Cuts the rows at `LIMIT`; an offset is taken for a limit that is not known.
    fn limit(&mut self, query: &Query, rows: &mut Rows) -> Applied {
        match query.limits.as_slice() {
            [] => {}
            [limit] => match self.value(limit)? {
                Value::Integer(most) => {
                    let most = usize::try_from(most).unwrap_or_default();
                    // What is known comes first only when all of it is.
                    rows.rows.truncate(most);
                }
                _ => rows.uncertain = true,
            },
            _ => rows.uncertain = true,
        }
        Ok(())
    }
}

/// Functions that give several rows in a select list.
const SET_RETURNING: &[&str] = &["unnest", "generate_series"];

/// The call that an expression is, under casts.
fn called(expression: &Expression) -> Option<&Call> {
    match &expression.kind {
        ExpressionKind::Call(call) => Some(call),
        ExpressionKind::Cast(inner, _) => called(inner),
        _ => None,
    }
}

fn numbered(number: usize) -> Identifier {
    smol_str::format_smolstr!("column{number}")
}

fn rename(rows: &mut Rows, table: &CommonTable) {
    for (column, name) in rows.columns.iter_mut().zip(&table.columns) {
        column.clone_from(&name.text);
    }
}

/// The names of the columns of a result.
pub(super) fn columns(targets: &[Target]) -> Vec<Identifier> {
    targets.iter().map(name_of_target).collect()
}

fn name_of_target(target: &Target) -> Identifier {
    match &target.alias {
        Some(alias) => alias.text.clone(),
        None => name_of(&target.value),
    }
}

fn name_of(expression: &Expression) -> Identifier {
    match &expression.kind {
        ExpressionKind::Column(words) => words
            .last()
            .map_or_else(Identifier::default, |word| word.text.clone()),
        ExpressionKind::Field(_, field) => field.text.clone(),
        ExpressionKind::Call(call) => call.name.name.clone(),
        ExpressionKind::Cast(value, to) => match name_of(value).as_str() {
            "?column?" => to.name.name.clone(),
            name => name.into(),
        },
        ExpressionKind::Coalesce(_) => "coalesce".into(),
        ExpressionKind::Case { .. } => "case".into(),
        ExpressionKind::Exists(_) => "exists".into(),
        ExpressionKind::Array(_) | ExpressionKind::ArrayQuery(_) => "array".into(),
        _ => "?column?".into(),
    }
}

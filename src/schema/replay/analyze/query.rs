//! Queries to the columns they give: `analyze.c`.

use super::{
    analyzer::{Analyzer, Field, Traits, Value},
    clause::{At, Clause},
    level::Level,
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::types::TypeRef,
};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind},
        name::Identifier,
        query::{Query, QueryBody, Values},
    },
};

/// The columns of a query, literals among them not yet text.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<(Identifier, Value)>,
    pub(super) open: bool,
}

/// The columns of a query that is done.
#[derive(Clone, Debug, Default)]
pub(super) struct Finished {
    pub(super) columns: Vec<Field>,
    pub(super) open: bool,
}

/// A set operation's kind as far as messages tell.
const SET_OPERATIONS: [&str; 3] = ["UNION", "INTERSECT", "EXCEPT"];

impl Analyzer<'_> {
    /// A query within another: what it contains is no concern of the expression around it.
    pub(super) fn subquery(&mut self, query: &Query, parent: &Level<'_>) -> Applied<Finished> {
        let outer = std::mem::take(&mut self.traits);
        let windows = std::mem::take(&mut self.windows);
        let rows = self.deeper(|analyzer| analyzer.rows(query, parent));
        self.windows = windows;
        let inner = std::mem::replace(&mut self.traits, outer);
        self.traits.calls(inner.volatility);
        Ok(self.finished(rows?))
    }

    /// Makes text of the literals that nothing gave a type.
    pub(super) fn finished(&self, rows: Rows) -> Finished {
        let columns = rows.columns.into_iter().map(|(name, value)| Field {
            name,
            data_type: self.settled(value.data_type),
            origin: value.origin,
        });
        Finished {
            columns: columns.collect(),
            open: rows.open,
        }
    }

    pub(super) fn rows(&mut self, query: &Query, parent: &Level<'_>) -> Applied<Rows> {
        let Some(with) = &query.with else {
            return self.body(query, parent);
        };
        let mut level = Level::inside(parent);
        self.with(with, &mut level)?;
        self.body(query, &level)
    }

    fn body(&mut self, query: &Query, parent: &Level<'_>) -> Applied<Rows> {
        match &query.body {
            QueryBody::Select(select) => self.select(select, query, parent),
            QueryBody::Set(..) => self.set_operation(query, parent),
            QueryBody::Values(values) => self.values_rows(values, query, parent),
            QueryBody::Table(name) => {
                let mut level = Level::inside(parent);
                let source = self.named_source(name, &level)?;
                level.sources.push(source);
                let rows = self.all_columns(&level, query.span);
                self.order_and_limits(query, &rows, &level)?;
                Ok(rows)
            }
        }
    }

    /// Every column of a level, as `*` gives them.
    pub(super) fn all_columns(&mut self, level: &Level<'_>, span: Span) -> Rows {
        let mut rows = Rows::default();
        for source in level.sources.iter().filter(|source| source.bare) {
            rows.open |= source.open;
            for column in &source.columns {
                let value = self.take(source, column, span);
                rows.columns.push((column.name.clone(), value));
            }
        }
        rows
    }

    fn values_rows(&mut self, values: &Values, query: &Query, parent: &Level<'_>) -> Applied<Rows> {
        let rows = self.value_lists(values, parent)?;
        let width = rows.first().map_or(0, Vec::len);
        let mut columns = Vec::with_capacity(width);
        for index in 0..width {
            let column: Vec<&Value> = rows.iter().map(|row| &row[index]).collect();
            let value = match column.as_slice() {
                [only] => Value {
                    origin: None,
                    ..(*only).clone()
                },
                all => Value::new(self.common_type(all, "VALUES")?, query.span),
            };
            let name = smol_str::format_smolstr!("column{}", index + 1);
            columns.push((name, value));
        }
        let result = Rows {
            columns,
            open: false,
        };
        let level = Level::inside(parent);
        self.order_and_limits(query, &result, &level)?;
        Ok(result)
    }

    /// The values of `VALUES`, every row as wide as the first.
    ///
    /// # Errors
    ///
    /// 42601 when one is not.
    pub(super) fn value_lists(
        &mut self,
        values: &Values,
        parent: &Level<'_>,
    ) -> Applied<Vec<Vec<Value>>> {
        let level = Level::inside(parent);
        let at = At::new(&level, Clause::Values);
        let mut rows: Vec<Vec<Value>> = Vec::with_capacity(values.rows.len());
        for list in &values.rows {
            let mut row = Vec::with_capacity(list.len());
            for expression in list {
                match &expression.kind {
                    ExpressionKind::Star(_) | ExpressionKind::FieldStar(_) => {
                        let expanded = self.expand_star(expression, at)?;
                        row.extend(expanded.columns.into_iter().map(|(_, value)| value));
                    }
                    // Means something in INSERT only, which looks at the expressions itself.
                    ExpressionKind::Default => row.push(Value::untyped(expression.span)),
                    _ => row.push(self.expression(expression, at)?),
                }
            }
            if let Some(first) = rows.first()
                && first.len() != row.len()
            {
                let span = row.first().map_or(Span::default(), |value| value.span);
                let message = "VALUES lists must all be the same length";
                return Err(Stop::failed("42601", message).at(span));
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn set_operation(&mut self, query: &Query, parent: &Level<'_>) -> Applied<Rows> {
        let rows = self.set_tree(query, parent)?;
        let fields = rows.columns.iter().map(|(name, value)| Field {
            name: name.clone(),
            data_type: value.data_type.clone(),
            origin: None,
        });
        // What orders the whole can only name its columns.
        let mut level = Level::inside(parent);
        let number = self.next_source();
        level.sources = vec![super::level::Source::computed(
            number,
            None,
            fields.collect(),
        )];
        for expression in &query.order_by {
            self.order_of_set(expression, &rows, &level)?;
        }
        self.limits(query, &Level::inside(parent))?;
        Ok(rows)
    }

    fn order_of_set(&mut self, expression: &Expression, rows: &Rows, level: &Level<'_>) -> Applied {
        match &expression.kind {
            ExpressionKind::Column(_) | ExpressionKind::Number(_) => {
                let at = At::new(level, Clause::OrderBy);
                self.order_by(expression, rows, at).map(|_| ())
            }
            _ => {
                let message = "invalid UNION/INTERSECT/EXCEPT ORDER BY clause";
                let stop = Stop::failed("0A000", message).at(expression.span).help(
                    "Add the expression/function to every SELECT, or move the UNION into a FROM clause.",
                );
                self.forgiven(stop)
            }
        }
    }

    /// A tree of set operations, whose queries are joined from left to right however it nests.
    fn set_tree(&mut self, query: &Query, parent: &Level<'_>) -> Applied<Rows> {
        let leaves = leaves(query);
        let Some((first, rest)) = leaves.split_first() else {
            return Ok(Rows::default());
        };
        let mut rows = self.leaf(first, parent)?;
        let mut end = first.span.end;
        for right in rest {
            let other = self.leaf(right, parent)?;
            let what = self.set_word(end, right.span.start);
            rows = self.united(rows, other, what, right.span)?;
            end = right.span.end;
        }
        Ok(rows)
    }

    fn leaf(&mut self, query: &Query, parent: &Level<'_>) -> Applied<Rows> {
        let outer = std::mem::take(&mut self.traits);
        let windows = std::mem::take(&mut self.windows);
        let rows = self.deeper(|analyzer| analyzer.rows(query, parent));
        self.windows = windows;
        let inner = std::mem::replace(&mut self.traits, outer);
        self.traits.calls(inner.volatility);
        rows
    }

    /// The word that joins two queries, which only the text between them tells.
    fn set_word(&self, start: u32, end: u32) -> &'static str {
        let text = self.session.slice(Span { start, end }).to_ascii_uppercase();
        let found = SET_OPERATIONS.iter().find(|word| text.contains(**word));
        found.copied().unwrap_or(SET_OPERATIONS[0])
    }

    fn united(&mut self, left: Rows, right: Rows, what: &str, span: Span) -> Applied<Rows> {
        let open = left.open || right.open;
        if left.columns.len() != right.columns.len() {
            if !open {
                let message = format!("each {what} query must have the same number of columns");
                let at = right.columns.first().map_or(span, |(_, value)| value.span);
                self.forgiven(Stop::failed("42601", message).at(at))?;
            }
            return Ok(Rows { open, ..left });
        }
        let mut columns = Vec::with_capacity(left.columns.len());
        for ((name, a), (_, b)) in left.columns.into_iter().zip(right.columns) {
            let data_type = self.common_type(&[&a, &b], what)?;
            // A literal that is still none of a type waits for the next operation.
            let keep = data_type.as_ref().is_some_and(|it| self.is_unknown(it));
            let value = if keep {
                a
            } else {
                Value::new(data_type, a.span)
            };
            columns.push((name, value));
        }
        Ok(Rows { columns, open })
    }

    /// `ORDER BY`, `LIMIT` and `OFFSET` of what is no set operation.
    pub(super) fn order_and_limits(
        &mut self,
        query: &Query,
        rows: &Rows,
        level: &Level<'_>,
    ) -> Applied {
        for expression in &query.order_by {
            self.order_by(expression, rows, At::new(level, Clause::OrderBy))?;
        }
        self.limits(query, level)
    }

    pub(super) fn limits(&mut self, query: &Query, level: &Level<'_>) -> Applied {
        for limit in &query.limits {
            let from = self.references.len();
            let value = self.expression(limit, At::new(level, Clause::Limit))?;
            let to = TypeRef::plain(self.types.int8);
            self.of_type(&value, &to, "LIMIT")?;
            let own = |number: u32| level.sources.iter().any(|it| it.number == number);
            let named = self.references[from..]
                .iter()
                .find(|reference| own(reference.source));
            if let Some(reference) = named {
                let message = "argument of LIMIT must not contain variables";
                return Err(Stop::failed("42P10", message).at(reference.span));
            }
        }
        Ok(())
    }

    /// Starts an expression anew, and gives what it contained when it is done.
    pub(super) fn traits_of<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Applied<T>,
    ) -> Applied<(T, Traits)> {
        let outer = std::mem::take(&mut self.traits);
        let result = inner(self);
        let traits = std::mem::replace(&mut self.traits, outer);
        self.traits.merge(traits);
        Ok((result?, traits))
    }
}

/// The queries that set operations join, from left to right.
fn leaves(query: &Query) -> Vec<&Query> {
    let mut leaves = Vec::new();
    let mut waiting = vec![query];
    while let Some(next) = waiting.pop() {
        let is_whole = std::ptr::eq(next, query);
        let is_plain = next.with.is_none() && next.order_by.is_empty() && next.limits.is_empty();
        match &next.body {
            QueryBody::Set(left, right) if is_whole || is_plain => {
                waiting.extend([right.as_ref(), left.as_ref()]);
            }
            QueryBody::Set(..)
            | QueryBody::Select(_)
            | QueryBody::Values(_)
            | QueryBody::Table(_) => leaves.push(next),
        }
    }
    leaves
}

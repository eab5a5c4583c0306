//! `INSERT`, `UPDATE`, `DELETE` and `MERGE`.

use super::{
    analyzer::{Analyzer, Literal, Value},
    assignment::Destination,
    clause::{At, Clause},
    level::{Level, Source},
    query::{Finished, Rows},
};
use crate::schema::replay::{
    failure::{Applied, Stop, undefined_relation},
    state::{
        ColumnNumber, ObjectId,
        object::{Class, Kind},
    },
};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind},
        name::Word,
        query::{Change, ChangeKind, Insert, Merge, Query, QueryBody, Update},
    },
};

/// What a change does to rows, as far as constants tell.
#[derive(Clone, Debug, Default)]
pub(super) struct Changed {
    pub(super) returning: Rows,
    /// `None` when it is missing and that was let pass.
    pub(super) target: Option<ObjectId>,
    /// Of `INSERT`: the columns given.
    pub(super) columns: Vec<ColumnNumber>,
    /// Of `INSERT … VALUES`: the rows; a missing value is a default.
    pub(super) rows: Vec<Vec<Option<Value>>>,
}

/// What a change inserts.
#[derive(Clone, Debug, Default)]
pub struct Insertion {
    /// The relation changed; `None` when it is missing and that was let pass.
    pub target: Option<ObjectId>,
    /// The columns given.
    pub columns: Vec<ColumnNumber>,
    /// The rows of `VALUES`; empty when they come from elsewhere.
    pub rows: Vec<Vec<Inserted>>,
}

/// A value of a row that is inserted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Inserted {
    Default,
    Constant(Literal),
    /// Anything that is computed.
    Computed,
}

impl From<Changed> for Insertion {
    fn from(changed: Changed) -> Self {
        let inserted = |value: Option<Value>| match value {
            None => Inserted::Default,
            Some(value) => value.literal.map_or(Inserted::Computed, Inserted::Constant),
        };
        let row = |row: Vec<Option<Value>>| row.into_iter().map(inserted).collect();
        Self {
            target: changed.target,
            columns: changed.columns,
            rows: changed.rows.into_iter().map(row).collect(),
        }
    }
}

impl Analyzer<'_> {
    /// A change within a query.
    pub(super) fn nested_change(
        &mut self,
        change: &Change,
        parent: &Level<'_>,
    ) -> Applied<Finished> {
        let outer = std::mem::take(&mut self.traits);
        let windows = std::mem::take(&mut self.windows);
        let changed = self.deeper(|analyzer| analyzer.change(change, parent));
        self.windows = windows;
        self.traits = outer;
        Ok(self.finished(changed?.returning))
    }

    pub(super) fn change(&mut self, change: &Change, parent: &Level<'_>) -> Applied<Changed> {
        let mut outer = Level::inside(parent);
        if let Some(with) = &change.with {
            self.with(with, &mut outer)?;
        }
        let mut level = Level::inside(&outer);
        let (target, source) = self.target(change)?;
        level.sources.push(source);
        let mut changed = Changed {
            target,
            ..Changed::default()
        };
        match &change.kind {
            ChangeKind::Insert(insert) => {
                self.insert(insert, change, &mut changed, &mut level, &outer)?;
            }
            ChangeKind::Update(update) => return self.update(update, change, changed, level),
            ChangeKind::Delete(delete) => {
                self.from(&delete.using, &mut level)?;
                if let Some(filter) = &delete.filter {
                    self.condition(filter, At::new(&level, Clause::Where))?;
                }
            }
            ChangeKind::Merge(merge) => self.merge_rows(merge, &mut level)?,
        }
        changed.returning = self.targets(&change.returning, &level, Clause::Returning)?;
        Ok(changed)
    }

    /// The relation that is changed, as a source.
    fn target(&mut self, change: &Change) -> Applied<(Option<ObjectId>, Source)> {
        let found = self.session.find(Class::Relation, &change.target);
        let object = found.and_then(|id| self.session.state.object(id));
        let (id, mut source) = match object.map(|object| &object.kind) {
            Some(Kind::Relation(_)) => {
                let id = found.unwrap_or(ObjectId(0));
                (found, self.relation_source(id, &change.target))
            }
            Some(Kind::Sequence(_)) => {
                let message = format!("cannot change sequence \"{}\"", change.target.name);
                return Err(Stop::failed("42809", message));
            }
            Some(_) => {
                let message = format!("cannot open relation \"{}\"", change.target.name);
                return Err(Stop::failed("42809", message).at(change.target.span));
            }
            None => {
                self.session.tolerate(undefined_relation(&change.target))?;
                let number = self.next_source();
                let name = Some(change.target.name.clone());
                let mut source = Source::computed(number, name, Vec::new());
                source.open = true;
                (None, source)
            }
        };
        if let Some(alias) = &change.alias {
            source.name = Some(alias.text.clone());
            source.aliased = true;
        }
        Ok((id, source))
    }

    fn insert(
        &mut self,
        insert: &Insert,
        change: &Change,
        changed: &mut Changed,
        level: &mut Level<'_>,
        outer: &Level<'_>,
    ) -> Applied {
        let destinations = self.destinations(&insert.columns, changed.target, change)?;
        changed.columns = destinations.iter().filter_map(|it| it.number).collect();
        match &insert.source {
            None => changed.rows.push(Vec::new()),
            Some(query) => match plain_values(query) {
                Some(lists) => {
                    changed.rows =
                        self.inserted_rows(lists, insert, &destinations, change, outer)?;
                }
                None => {
                    let rows = self.rows(query, outer)?;
                    let values: Vec<Value> =
                        rows.columns.into_iter().map(|(_, value)| value).collect();
                    if !rows.open {
                        self.check_count(values.len(), &values, insert, &destinations)?;
                    }
                    for (value, destination) in values.iter().zip(&destinations) {
                        self.assign(value, destination, change)?;
                    }
                }
            },
        }
        match &insert.conflict {
            Some(conflict) => self.conflict(conflict, changed.target, change, level),
            None => Ok(()),
        }
    }

    fn inserted_rows(
        &mut self,
        lists: &[Vec<Expression>],
        insert: &Insert,
        destinations: &[Destination],
        change: &Change,
        outer: &Level<'_>,
    ) -> Applied<Vec<Vec<Option<Value>>>> {
        let level = Level::inside(outer);
        let at = At::new(&level, Clause::Values);
        let width = lists.first().map_or(0, Vec::len);
        let mut rows = Vec::with_capacity(lists.len());
        for list in lists {
            if list.len() != width {
                let message = "VALUES lists must all be the same length";
                let span = list.first().map_or(change.span, |first| first.span);
                return Err(Stop::failed("42601", message).at(span));
            }
            let mut row = Vec::with_capacity(list.len());
            for expression in list {
                row.push(match expression.kind {
                    ExpressionKind::Default => None,
                    _ => Some(self.expression(expression, at)?),
                });
            }
            rows.push(row);
        }
        let first = lists.first().map_or(&[][..], Vec::as_slice);
        let placed: Vec<Value> = first
            .iter()
            .map(|expression| Value::untyped(expression.span))
            .collect();
        self.check_count(width, &placed, insert, destinations)?;
        for row in &rows {
            for (value, destination) in row.iter().zip(destinations) {
                if let Some(value) = value {
                    self.assign(value, destination, change)?;
                }
            }
        }
        Ok(rows)
    }

    /// # Errors
    ///
    /// 42601 when there are more values than columns, or fewer than columns named.
    fn check_count(
        &self,
        count: usize,
        values: &[Value],
        insert: &Insert,
        destinations: &[Destination],
    ) -> Applied {
        if destinations.iter().any(|destination| destination.open) {
            return Ok(());
        }
        if let Some(extra) = values.get(destinations.len()) {
            let message = "INSERT has more expressions than target columns";
            return self.forgiven(Stop::failed("42601", message).at(extra.span));
        }
        if let Some(word) = insert.columns.get(count) {
            let message = "INSERT has more target columns than expressions";
            return self.forgiven(Stop::failed("42601", message).at(word.span));
        }
        Ok(())
    }

    fn update(
        &mut self,
        update: &Update,
        change: &Change,
        mut changed: Changed,
        mut level: Level<'_>,
    ) -> Applied<Changed> {
        self.from(&update.from, &mut level)?;
        let at = At::new(&level, Clause::Update);
        let mut assigned = Vec::new();
        for assignment in &update.assignments {
            assigned.push(self.assigned(assignment, at)?);
        }
        if let Some(filter) = &update.filter {
            self.condition(filter, at.clause(Clause::Where))?;
        }
        changed.returning = self.targets(&change.returning, &level, Clause::Returning)?;
        let mut seen: Vec<&Word> = Vec::new();
        for (assignment, values) in update.assignments.iter().zip(assigned) {
            self.assign_all(assignment, values, changed.target, change)?;
            for word in &assignment.columns {
                if seen.iter().any(|known| known.text == word.text) && !self.has_subscript(word) {
                    let message = format!("multiple assignments to same column \"{}\"", word.text);
                    return Err(Stop::failed("42601", message));
                }
                seen.push(word);
            }
        }
        Ok(changed)
    }

    /// Whether only a part of a column is assigned: `a[1] = …`, `a.b = …`.
    fn has_subscript(&self, word: &Word) -> bool {
        let rest = self.session.text.get(word.span.end as usize..);
        rest.is_some_and(|rest| rest.trim_start().starts_with(['[', '.']))
    }

    fn merge_rows(&mut self, merge: &Merge, level: &mut Level<'_>) -> Applied {
        self.item(&merge.source, level)?;
        self.condition(&merge.condition, At::new(level, Clause::Join))?;
        let target = level.sources.first().and_then(|source| source.relation);
        let at = At::new(level, Clause::Merge);
        let span = merge.condition.span;
        for assignment in &merge.assignments {
            let values = self.assigned(assignment, at)?;
            let destinations = self.find_destinations(&assignment.columns, target, span)?;
            for (value, destination) in values.iter().zip(&destinations) {
                if let Some(value) = value {
                    self.coerce_to(value, destination)?;
                }
            }
        }
        for (columns, values) in &merge.inserted {
            let destinations = self.find_destinations(columns, target, span)?;
            for (index, expression) in values.iter().enumerate() {
                if expression.kind == ExpressionKind::Default {
                    continue;
                }
                let value = self.expression(expression, at)?;
                if let Some(destination) = destinations.get(index) {
                    self.coerce_to(&value, destination)?;
                }
            }
        }
        Ok(())
    }

    /// The span of a change, for what is at fault as a whole.
    pub(super) fn whole(change: &Change) -> Span {
        change.span
    }
}

/// The lists of a query that is nothing but `VALUES`.
fn plain_values(query: &Query) -> Option<&[Vec<Expression>]> {
    match &query.body {
        QueryBody::Values(values)
            if query.with.is_none() && query.order_by.is_empty() && query.limits.is_empty() =>
        {
            Some(&values.rows)
        }
        QueryBody::Values(_) | QueryBody::Select(_) | QueryBody::Set(..) | QueryBody::Table(_) => {
            None
        }
    }
}

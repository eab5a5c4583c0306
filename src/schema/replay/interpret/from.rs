//! What a query reads from.

use super::{
    catalogue::{Hint, Table},
    environment::{Bound, Interpreter, Rows, Source},
    value::{Truth, Value},
};
use crate::{
    schema::replay::{
        apply::query::set_rows,
        failure::Applied,
        state::{ObjectId, object::Class},
    },
    sql::{
        expression::{Expression, ExpressionKind},
        name::{Identifier, Name},
        query::{FromItem, FromKind, FromValue, JoinCondition, JoinKind},
    },
};

/// One thing that is read, and the condition under which it is joined as the outer side.
#[derive(Clone, Copy)]
struct Part<'a> {
    item: &'a FromItem,
    outer: Option<&'a Expression>,
}

/// The parts of `FROM`, and the conditions of their joins.
#[derive(Default)]
struct Parts<'a> {
    parts: Vec<Part<'a>>,
    conditions: Vec<&'a Expression>,
    /// Whether there is a join that is not followed.
    beyond: bool,
}

impl<'a> Parts<'a> {
    fn add(&mut self, item: &'a FromItem) {
        let FromKind::Join(join) = &item.kind else {
            self.parts.push(Part { item, outer: None });
            return;
        };
        let is_simple = !matches!(join.right.kind, FromKind::Join(_));
        match (join.kind, &join.condition) {
            (JoinKind::Inner | JoinKind::Cross, JoinCondition::On(condition)) => {
                self.add(&join.left);
                self.add(&join.right);
                conjuncts(condition, &mut self.conditions);
            }
            (JoinKind::Inner | JoinKind::Cross, JoinCondition::None) => {
                self.add(&join.left);
                self.add(&join.right);
            }
            (JoinKind::Left, JoinCondition::On(condition)) if is_simple => {
                self.add(&join.left);
                self.parts.push(Part {
                    item: &join.right,
                    outer: Some(condition),
                });
            }
            _ => self.beyond = true,
        }
    }
}

fn conjuncts<'a>(condition: &'a Expression, found: &mut Vec<&'a Expression>) {
    match &condition.kind {
        ExpressionKind::And(operands) => {
            operands
                .iter()
                .for_each(|operand| conjuncts(operand, found));
        }
        _ => found.push(condition),
    }
}

impl Interpreter<'_> {
    /// The combinations of rows that fulfil all conditions.
    pub(super) fn combinations(
        &mut self,
        from: &[FromItem],
        filter: Option<&Expression>,
    ) -> Applied<Vec<Vec<Bound>>> {
        let mut parts = Parts::default();
        from.iter().for_each(|item| parts.add(item));
        if let Some(filter) = filter {
            conjuncts(filter, &mut parts.conditions);
        }
        if parts.beyond {
            self.doubt();
            return Ok(Vec::new());
        }
        let mut combinations = vec![Vec::new()];
        let mut left = parts.parts;
        while !left.is_empty() {
            let next = self.next_part(&left, &parts.conditions, combinations.first())?;
            let part = left.remove(next);
            combinations = self.join(part, &parts.conditions, combinations)?;
        }
        let mut kept = Vec::with_capacity(combinations.len());
        for items in combinations {
            self.replace_items(items.clone());
            if self.all_hold(&parts.conditions)? {
                kept.push(items);
            }
        }
        self.replace_items(Vec::new());
        Ok(kept)
    }

    fn replace_items(&mut self, items: Vec<Bound>) {
        if let Some(level) = self.levels.last_mut() {
            level.items = items;
        }
    }

    /// Whether all conditions hold; one that is known not to hold settles the others.
    fn all_hold(&mut self, conditions: &[&Expression]) -> Applied<bool> {
        let mut all = Truth::True;
        for condition in conditions {
            all = all.and(self.value(condition)?.truth());
            if matches!(all, Truth::False | Truth::Null) {
                return Ok(false);
            }
        }
        if all == Truth::Unknown {
            self.doubt();
        }
        Ok(all == Truth::True)
    }

    /// The part of which the fewest rows are looked at: what is known of one of its columns.
    fn next_part(
        &mut self,
        parts: &[Part<'_>],
        conditions: &[&Expression],
        first: Option<&Vec<Bound>>,
    ) -> Applied<usize> {
        self.replace_items(first.cloned().unwrap_or_default());
        for (index, part) in parts.iter().enumerate() {
            if part.outer.is_some() {
                break;
            }
            let Some((_, table)) = self.table(part.item) else {
                continue;
            };
            let hints = self.hints(part.item, table, conditions)?;
            if table.is_indexed(&hints) {
                return Ok(index);
            }
        }
        Ok(0)
    }

    fn join(
        &mut self,
        part: Part<'_>,
        conditions: &[&Expression],
        combinations: Vec<Vec<Bound>>,
    ) -> Applied<Vec<Vec<Bound>>> {
        let mut joined = Vec::new();
        let mut own = Vec::new();
        if let Some(condition) = part.outer {
            conjuncts(condition, &mut own);
        }
        let searched = if part.outer.is_some() {
            own.as_slice()
        } else {
            conditions
        };
        for items in combinations {
            self.replace_items(items.clone());
            let found = self.bind_rows(part.item, searched)?;
            let mut matched = false;
            for bound in found {
                if !self.burn() {
                    self.doubt();
                    return Ok(joined);
                }
                let mut extended = items.clone();
                extended.push(bound);
                if part.outer.is_some() {
                    self.replace_items(extended.clone());
                    if !self.all_hold(&own)? {
                        continue;
                    }
                }
                matched = true;
                joined.push(extended);
            }
            if part.outer.is_some() && !matched {
                let mut extended = items;
                extended.push(Bound {
                    alias: alias(part.item),
                    source: Source::Nulls,
                });
                joined.push(extended);
            }
        }
        Ok(joined)
    }

    /// The rows of one part that can fulfil the conditions.
    fn bind_rows(&mut self, item: &FromItem, conditions: &[&Expression]) -> Applied<Vec<Bound>> {
        let alias = alias(item);
        if let Some((_, table)) = self.table(item) {
            let hints = self.hints(item, table, conditions)?;
            if table.is_partial(&hints) {
                self.doubt();
            }
            let entities = table.entities(self.session, &hints);
            let bound = entities.into_iter().map(|entity| Bound {
                alias: alias.clone(),
                source: Source::Entity(entity),
            });
            return Ok(bound.collect());
        }
        let mut rows = match &item.kind {
            FromKind::Relation(name) => self.rows_of_relation(name),
            FromKind::Subquery(query) => self.rows_of(query)?,
            FromKind::Function { calls, ordinality } => {
                let mut rows = self.rows_of_calls(calls)?;
                if *ordinality {
                    number(&mut rows);
                }
                rows
            }
            FromKind::Join(_) | FromKind::Table { .. } => Rows::unknown(),
        };
        if rows.uncertain {
            self.doubt();
        }
        name_columns(item, &mut rows);
        let columns = rows.columns;
        let bound = rows.rows.into_iter().map(|row| Bound {
            alias: alias.clone(),
            source: Source::Values(columns.iter().cloned().zip(row).collect()),
        });
        Ok(bound.collect())
    }

    /// The table of the catalog that is read, and its id.
    fn table(&self, item: &FromItem) -> Option<(ObjectId, Table)> {
        let FromKind::Relation(name) = &item.kind else {
            return None;
        };
        let is_common =
            name.schema.is_none() && self.tables.iter().any(|(table, _)| *table == name.name);
        if is_common {
            return None;
        }
        let id = self.session.find(Class::Relation, name)?;
        let object = self.session.state.object(id)?;
        let schema = self.session.state.object(object.parent?)?;
        Some((id, Table::of(&schema.name, &object.name)?))
    }

    fn rows_of_relation(&self, name: &Name) -> Rows {
        if name.schema.is_none() {
            let tables = self.tables.iter().rev();
            let mut tables = tables.filter(|(table, _)| *table == name.name);
            if let Some((_, rows)) = tables.next() {
                return rows.clone();
            }
        }
        let held = self.session.find(Class::Relation, name);
        let is_empty = held.is_some_and(|id| set_rows::is_empty(self.session, id));
        Rows {
            uncertain: !is_empty,
            ..Rows::default()
        }
    }

    /// What the conditions say a part's columns are equal to.
    fn hints(
        &mut self,
        item: &FromItem,
        table: Table,
        conditions: &[&Expression],
    ) -> Applied<Vec<Hint>> {
        let alias = alias(item);
        let mut hints = Vec::new();
        for condition in conditions {
            let ExpressionKind::Operator {
                operator,
                left: Some(left),
                right: Some(right),
            } = &condition.kind
            else {
                continue;
            };
            if operator.symbol != "=" {
                continue;
            }
            for (column, other) in [(left, right), (right, left)] {
                let Some(column) = column_of(column, &alias, table) else {
                    continue;
                };
                let value = self.value(other)?;
                if !value.is_unknown() {
                    hints.push(Hint { column, value });
                    break;
                }
            }
        }
        Ok(hints)
    }
}

/// Adds the column of `WITH ORDINALITY`.
fn number(rows: &mut Rows) {
    rows.columns.push("ordinality".into());
    for (number, row) in (1..).zip(&mut rows.rows) {
        row.push(Value::Integer(number));
    }
}

/// The name that a part goes by.
fn alias(item: &FromItem) -> Identifier {
    let given = item.alias.as_ref().and_then(|alias| alias.name.as_ref());
    if let Some(given) = given {
        return given.text.clone();
    }
    match &item.kind {
        FromKind::Relation(name) => name.name.clone(),
        FromKind::Function { calls, .. } => match calls.first().map(|call| &call.value) {
            Some(FromValue::Call(call)) => call.name.name.clone(),
            Some(FromValue::Expression(_)) | None => Identifier::default(),
        },
        FromKind::Subquery(_) | FromKind::Join(_) | FromKind::Table { .. } => Identifier::default(),
    }
}

/// Gives the columns the names that the alias has for them.
fn name_columns(item: &FromItem, rows: &mut Rows) {
    let Some(alias) = &item.alias else {
        return;
    };
    // The only column of a function is called as the function is.
    if let (FromKind::Function { .. }, Some(name), [only, ..]) =
        (&item.kind, &alias.name, rows.columns.as_mut_slice())
    {
        only.clone_from(&name.text);
    }
    for (column, name) in rows.columns.iter_mut().zip(&alias.columns) {
        column.clone_from(&name.text);
    }
}

/// The column of a part that an expression is.
fn column_of(expression: &Expression, alias: &Identifier, table: Table) -> Option<Identifier> {
    let expression = match &expression.kind {
        // `oid::regclass = …`, `relname::text = …`
        ExpressionKind::Cast(inner, _) => inner,
        _ => expression,
    };
    let ExpressionKind::Column(words) = &expression.kind else {
        return None;
    };
    match words.as_slice() {
        [name] if table.has_column(&name.text) => Some(name.text.clone()),
        [.., row, name] if row.text == *alias => Some(name.text.clone()),
        _ => None,
    }
}

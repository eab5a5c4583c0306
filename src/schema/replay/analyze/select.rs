//! `SELECT`: its parts in the order that Postgres looks at them.

use super::{
    analyzer::{Analyzer, Value},
    clause::{At, Clause},
    grouping::Groups,
    level::{Level, Source},
    query::Rows,
};
use crate::schema::replay::failure::{Applied, Stop};
use crate::{
    source::Span,
    sql::{
        expression::{Expression, ExpressionKind},
        name::Word,
        query::{Query, Select, Target},
    },
};

impl Analyzer<'_> {
    pub(super) fn select(
        &mut self,
        select: &Select,
        query: &Query,
        parent: &Level<'_>,
    ) -> Applied<Rows> {
        let mut level = Level::inside(parent);
        let start = self.references.len();
        self.windows
            .extend(select.windows.iter().map(|(name, _)| name.text.clone()));
        self.from(&select.from, &mut level)?;
        let (rows, mut traits) =
            self.traits_of(|analyzer| analyzer.targets(&select.targets, &level, Clause::Targets))?;
        if let Some(filter) = &select.filter {
            self.condition(filter, At::new(&level, Clause::Where))?;
        }
        if let Some(having) = &select.having {
            let at = At::new(&level, Clause::Having);
            let ((), more) = self.traits_of(|analyzer| analyzer.condition(having, at))?;
            traits.merge(more);
        }
        let at = At::new(&level, Clause::OrderBy);
        let ((), more) = self.traits_of(|analyzer| {
            query
                .order_by
                .iter()
                .try_for_each(|expression| analyzer.order_by(expression, &rows, at).map(|_| ()))
        })?;
        traits.merge(more);
        let groups = self.group_by(select, &rows, &level)?;
        for expression in &select.distinct_on {
            self.order_by(expression, &rows, at)?;
        }
        self.limits(query, &level)?;
        for (_, window) in &select.windows {
            self.window(window, At::new(&level, Clause::Window))?;
        }
        if traits.aggregate || select.having.is_some() || !select.group_by.is_empty() {
            let ordered: Vec<&Expression> = self.own_order(query, &rows);
            self.check_grouping(select, &ordered, &groups, &level)?;
        }
        // What is left is of the levels around this one.
        let own = |number: u32| level.sources.iter().any(|source| source.number == number);
        let mut kept = self.references.split_off(start);
        kept.retain(|reference| !own(reference.source));
        self.references.extend(kept);
        Ok(rows)
    }

    /// The expressions of `ORDER BY` that are no output columns.
    fn own_order<'q>(&self, query: &'q Query, rows: &Rows) -> Vec<&'q Expression> {
        let is_output = |expression: &&Expression| match &expression.kind {
            ExpressionKind::Number(_) => true,
            ExpressionKind::Column(words) => match words.as_slice() {
                [word] => rows.columns.iter().any(|(name, _)| *name == word.text),
                _ => false,
            },
            _ => false,
        };
        let expressions = query.order_by.iter();
        expressions
            .filter(|expression| !is_output(expression))
            .collect()
    }

    /// The columns of a select list or `RETURNING`.
    pub(super) fn targets(
        &mut self,
        targets: &[Target],
        level: &Level<'_>,
        clause: Clause,
    ) -> Applied<Rows> {
        let at = At::new(level, clause);
        let mut rows = Rows::default();
        for target in targets {
            if matches!(
                target.value.kind,
                ExpressionKind::Star(_) | ExpressionKind::FieldStar(_)
            ) {
                let expanded = self.expand_star(&target.value, at)?;
                rows.columns.extend(expanded.columns);
                rows.open |= expanded.open;
                continue;
            }
            let value = self.expression(&target.value, at)?;
            let name = match &target.alias {
                Some(alias) => alias.text.clone(),
                None => self.output_name(&target.value),
            };
            rows.columns.push((name, value));
        }
        Ok(rows)
    }

    /// `*`, `t.*`, `(value).*`
    pub(super) fn expand_star(&mut self, star: &Expression, at: At<'_>) -> Applied<Rows> {
        let span = star.span;
        match &star.kind {
            ExpressionKind::Star(words) if words.is_empty() => {
                if !at.level.sources.iter().any(|source| source.bare) {
                    let message = "SELECT * with no tables specified is not valid";
                    return Err(Stop::failed("42601", message).at(span));
                }
                Ok(self.all_columns(at.level, span))
            }
            ExpressionKind::Star(words) => self.expand_source(words, span, at),
            ExpressionKind::FieldStar(value) => {
                let value = self.expression(value, at)?;
                self.expand_value(&value, span)
            }
            _ => Ok(Rows::default()),
        }
    }

    fn expand_source(&mut self, words: &[Word], span: Span, at: At<'_>) -> Applied<Rows> {
        if let Some(source) = self.source_of(words, at.level) {
            return Ok(self.columns_of_source(source, span));
        }
        let (schema, table) = match words {
            [.., schema, table] => (Some(schema), table),
            [table] => (None, table),
            [] => return Ok(Rows::default()),
        };
        // A variable of a row type may be meant.
        if schema.is_none() {
            let value = self.scope.variables.iter();
            let mut named = value.filter(|(name, _)| *name == table.text);
            if let Some((_, data_type)) = named.next_back() {
                let value = Value::new(data_type.clone(), span);
                return self.expand_value(&value, span);
            }
        }
        if !self.scope.open {
            self.forgiven(self.no_source(schema, table, at.level).at(span))?;
        }
        Ok(Rows {
            open: true,
            ..Rows::default()
        })
    }

    fn columns_of_source(&mut self, source: &Source, span: Span) -> Rows {
        let mut rows = Rows {
            open: source.open,
            ..Rows::default()
        };
        if let Some(relation) = source.relation {
            self.uses_object(relation);
        }
        for column in &source.columns {
            let value = self.take(source, column, span);
            rows.columns.push((column.name.clone(), value));
        }
        rows
    }

    fn expand_value(&mut self, value: &Value, span: Span) -> Applied<Rows> {
        let unknown = || Rows {
            open: true,
            ..Rows::default()
        };
        let Some(data_type) = &value.data_type else {
            return Ok(unknown());
        };
        let fields = match &value.fields {
            Some(fields) => Some(fields.clone()),
            None => self.fields_of(data_type),
        };
        if let Some(relation) = self.relation_of(data_type) {
            self.uses_object(relation);
        }
        if let Some(fields) = fields {
            let columns = fields.into_iter();
            let columns = columns.map(|field| (field.name, Value::new(field.data_type, span)));
            return Ok(Rows {
                columns: columns.collect(),
                ..Rows::default()
            });
        }
        if self.is_composite(data_type) {
            return Ok(unknown());
        }
        let stop = if self.is_record(data_type) {
            Stop::failed("0A000", "record type has not been registered")
        } else {
            let words = self.words(data_type);
            Stop::failed("42809", format!("type {words} is not composite"))
        };
        self.forgiven(stop.at(span))?;
        Ok(unknown())
    }

    /// One expression of `ORDER BY`: an output column, or one of the level's own; the output
    /// column's index.
    pub(super) fn order_by(
        &mut self,
        expression: &Expression,
        rows: &Rows,
        at: At<'_>,
    ) -> Applied<Option<usize>> {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Number(number) => self.position(number, rows, "ORDER BY", span),
            ExpressionKind::Column(words) => {
                if let [word] = words.as_slice()
                    && let Some(index) = self.output_column(word, rows, "ORDER BY")?
                {
                    return Ok(Some(index));
                }
                self.expression(expression, at)?;
                Ok(None)
            }
            _ => {
                self.expression(expression, at)?;
                Ok(None)
            }
        }
    }

    /// The output column that a single name means.
    fn output_column(&self, word: &Word, rows: &Rows, clause: &str) -> Applied<Option<usize>> {
        let columns = rows.columns.iter().enumerate();
        let mut named = columns.filter(|(_, (name, _))| *name == word.text);
        let Some((index, (_, first))) = named.next() else {
            return Ok(None);
        };
        let same = |value: &Value| {
            // Twice the same expression is no ambiguity; two places can only be told apart by it.
            self.session.slice(value.span) == self.session.slice(first.span)
        };
        if named.any(|(_, (_, value))| !same(value)) {
            let message = format!("{clause} \"{}\" is ambiguous", word.text);
            return Err(Stop::failed("42702", message).at(word.span));
        }
        Ok(Some(index))
    }

    fn position(
        &self,
        number: &str,
        rows: &Rows,
        clause: &str,
        span: Span,
    ) -> Applied<Option<usize>> {
        let Ok(position) = number.parse::<usize>() else {
            let message = format!("non-integer constant in {clause}");
            return Err(Stop::failed("42601", message).at(span));
        };
        if (1..=rows.columns.len()).contains(&position) {
            return Ok(Some(position - 1));
        }
        if rows.open {
            return Ok(None);
        }
        let message = format!("{clause} position {position} is not in select list");
        Err(Stop::failed("42P10", message).at(span))
    }

    /// What `GROUP BY` lists.
    fn group_by<'q>(
        &mut self,
        select: &'q Select,
        rows: &Rows,
        level: &Level<'_>,
    ) -> Applied<Groups<'q>> {
        let mut groups = Groups::default();
        let mut waiting: Vec<&Expression> = select.group_by.iter().rev().collect();
        while let Some(expression) = waiting.pop() {
            match &expression.kind {
                ExpressionKind::Row(values) => waiting.extend(values.iter().rev()),
                ExpressionKind::Other(values) => {
                    groups.sets = true;
                    waiting.extend(values.iter().rev());
                }
                ExpressionKind::Call(call)
                    if matches!(call.name.name.as_str(), "rollup" | "cube")
                        && call.name.schema.is_none() =>
                {
                    groups.sets = true;
                    waiting.extend(call.arguments.iter().map(|argument| &argument.value).rev());
                }
                ExpressionKind::Number(number) => {
                    let index = self.position(number, rows, "GROUP BY", expression.span)?;
                    groups.targets.extend(index);
                }
                ExpressionKind::Column(words) if words.len() == 1 => {
                    let is_column = level
                        .sources
                        .iter()
                        .filter(|source| source.bare)
                        .any(|source| source.columns.iter().any(|it| it.name == words[0].text));
                    let output = self.output_column(&words[0], rows, "GROUP BY");
                    match output {
                        Ok(Some(index)) if !is_column => groups.targets.push(index),
                        Err(stop) if !is_column => return Err(stop),
                        Ok(_) | Err(_) => self.group(expression, level, &mut groups)?,
                    }
                }
                _ => self.group(expression, level, &mut groups)?,
            }
        }
        Ok(groups)
    }

    fn group<'q>(
        &mut self,
        expression: &'q Expression,
        level: &Level<'_>,
        groups: &mut Groups<'q>,
    ) -> Applied {
        self.expression(expression, At::new(level, Clause::GroupBy))?;
        groups.expressions.push(expression);
        Ok(())
    }
}

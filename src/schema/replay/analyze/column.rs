//! Names of columns, rows and variables.

use super::{
    analyzer::{Analyzer, Value},
    clause::At,
    level::{Level, Reference, Source, SourceColumn},
};
use crate::schema::{
    replay::{
        failure::{Applied, Stop},
        state::types::{TypeRef, Use},
    },
    statement::{Missing, MissingKind},
};
use crate::{
    source::Span,
    sql::name::{Identifier, Word},
};

/// Columns that every table has.
const SYSTEM: [(&str, &str); 6] = [
    ("ctid", "tid"),
    ("xmin", "xid"),
    ("xmax", "xid"),
    ("cmin", "cid"),
    ("cmax", "cid"),
    ("tableoid", "oid"),
];

/// What a lookup of a column in the sources of a level gives.
enum Lookup {
    Found(Value),
    /// There is none, but there may be columns that are not known.
    Perhaps,
    Absent,
}

impl Analyzer<'_> {
    /// `a`, `t.a`, `s.t.a`
    pub(super) fn column(&mut self, words: &[Word], span: Span, at: At<'_>) -> Applied<Value> {
        match words {
            [] => Ok(Value::untyped(span)),
            [name] => self.bare_column(name, span, at),
            [table, name] => self.column_of(None, table, name, span, at),
            [schema, table, name] => self.column_of(Some(schema), table, name, span, at),
            [.., schema, table, name] => self.column_of(Some(schema), table, name, span, at),
        }
    }

    fn bare_column(&mut self, name: &Word, span: Span, at: At<'_>) -> Applied<Value> {
        let mut perhaps = false;
        for sources in at.level.in_sight() {
            match self.bare_in(sources, name, span)? {
                Lookup::Found(value) => return Ok(value),
                Lookup::Perhaps => perhaps = true,
                Lookup::Absent => {}
            }
        }
        if let Some(source) = find_source(at.level, &name.text) {
            return Ok(self.whole_row(source, span));
        }
        if let Some(value) = self.variable(&name.text, span) {
            return Ok(value);
        }
        if perhaps || self.scope.open {
            return Ok(Value::untyped(span));
        }
        let missing = absent_column(at.level, &name.text);
        let stop = Stop::failed("42703", format!("column \"{}\" does not exist", name.text));
        self.forgive(stop.at(span).missing(missing), span)
    }

    fn bare_in(&mut self, sources: &[Source], name: &Word, span: Span) -> Applied<Lookup> {
        let mut found = None;
        let mut perhaps = false;
        for source in sources.iter().filter(|source| source.bare) {
            match self.column_in(source, &name.text, span)? {
                Lookup::Found(value) => {
                    if found.is_some() {
                        return Err(ambiguous(&name.text).at(span));
                    }
                    found = Some(value);
                }
                Lookup::Perhaps => perhaps = true,
                Lookup::Absent => {}
            }
        }
        Ok(match found {
            Some(value) => Lookup::Found(value),
            None if perhaps => Lookup::Perhaps,
            None => Lookup::Absent,
        })
    }

    /// A column of one source by its name.
    fn column_in(&mut self, source: &Source, name: &str, span: Span) -> Applied<Lookup> {
        let mut matching = source.columns.iter().filter(|column| column.name == name);
        if let Some(column) = matching.next() {
            if matching.next().is_some() {
                return Err(ambiguous(name).at(span));
            }
            return Ok(Lookup::Found(self.take(source, column, span)));
        }
        if source.relation.is_some()
            && let Some((_, data_type)) = SYSTEM.iter().find(|(system, _)| *system == name)
        {
            let data_type = self.session.builtin(data_type);
            return Ok(Lookup::Found(Value::new(data_type, span)));
        }
        Ok(if source.open {
            Lookup::Perhaps
        } else {
            Lookup::Absent
        })
    }

    /// The value of a column that was found.
    pub(super) fn take(&mut self, source: &Source, column: &SourceColumn, span: Span) -> Value {
        for &used in &column.uses {
            self.used(used);
        }
        self.references.push(Reference {
            span,
            source: source.number,
            identity: Some(column.identity),
        });
        Value {
            origin: column.origin,
            ..Value::new(column.data_type.clone(), span)
        }
    }

    /// The row of a source as one value.
    pub(super) fn whole_row(&mut self, source: &Source, span: Span) -> Value {
        self.references.push(Reference {
            span,
            source: source.number,
            identity: None,
        });
        if let Some(relation) = source.relation {
            self.used(Use {
                object: relation,
                column: None,
            });
        }
        let row = source.row.clone();
        let record = || Some(TypeRef::plain(self.types.record));
        Value {
            data_type: if source.open {
                row
            } else {
                row.or_else(record)
            },
            fields: (!source.open && !source.scalar).then(|| source.fields()),
            ..Value::untyped(span)
        }
    }

    fn column_of(
        &mut self,
        schema: Option<&Word>,
        table: &Word,
        name: &Word,
        span: Span,
        at: At<'_>,
    ) -> Applied<Value> {
        let source = match schema {
            None => find_source(at.level, &table.text),
            Some(schema) => self.find_qualified(at.level, &schema.text, &table.text),
        };
        if let Some(source) = source {
            return self.column_of_source(source, name, span);
        }
        if let Some(value) = self.field_of_variable(schema, table, name, span) {
            return value;
        }
        let stop = self.no_source(schema, table, at.level).at(span);
        self.forgive(stop, span)
    }

    fn column_of_source(&mut self, source: &Source, name: &Word, span: Span) -> Applied<Value> {
        match self.column_in(source, &name.text, span)? {
            Lookup::Found(value) => return Ok(value),
            Lookup::Perhaps => {
                self.uses_row(source);
                return Ok(Value::untyped(span));
            }
            Lookup::Absent => {}
        }
        let row = self.whole_row(source, span);
        if let Some(value) = self.function_of_row(&name.text, &row, span)? {
            return Ok(value);
        }
        let table = source.name.clone().unwrap_or_default();
        let missing = self.missing_column(source, &name.text);
        let message = format!("column {table}.{} does not exist", name.text);
        let stop = Stop::failed("42703", message).at(span).missing(missing);
        self.forgive(stop, span)
    }

    fn uses_row(&mut self, source: &Source) {
        if let Some(relation) = source.relation {
            self.uses_object(relation);
        }
    }

    fn missing_column(&self, source: &Source, name: &str) -> Missing {
        let relation = source.relation.and_then(|id| self.session.state.object(id));
        Missing {
            kind: MissingKind::Column,
            schema: None,
            relation: relation
                .map(|relation| relation.name.to_string())
                .or_else(|| source.name.as_ref().map(ToString::to_string)),
            name: name.to_owned(),
        }
    }

    /// The source of a relation that is named with its schema.
    pub(super) fn find_qualified<'l>(
        &self,
        level: &'l Level<'_>,
        schema: &str,
        table: &str,
    ) -> Option<&'l Source> {
        let schema = self.session.state.schema(schema);
        let mut sources = level.in_sight().flatten();
        sources.find(|source| {
            let relation = source.relation.and_then(|id| self.session.state.object(id));
            source.named
                && !source.aliased
                && relation.is_some_and(|relation| {
                    relation.name == table && relation.parent == schema && schema.is_some()
                })
        })
    }

    /// The error that a name before a dot is none of a source.
    pub(super) fn no_source(&self, schema: Option<&Word>, table: &Word, level: &Level<'_>) -> Stop {
        let name = &table.text;
        let all = || level.all_sources();
        let invalid = || {
            Stop::failed(
                "42P01",
                format!("invalid reference to FROM-clause entry for table \"{name}\""),
            )
        };
        let by_name = all().find(|source| source.name.as_ref() == Some(name));
        if by_name.is_some() {
            return invalid().help(format!(
                "There is an entry for table \"{name}\", but it cannot be referenced from this part of the query."
            ));
        }
        let aliased = all().find(|source| {
            let relation = source.relation.and_then(|id| self.session.state.object(id));
            schema.is_none() && source.aliased && relation.is_some_and(|found| found.name == *name)
        });
        if let Some(alias) = aliased.and_then(|source| source.name.as_ref()) {
            return invalid().help(format!(
                "Perhaps you meant to reference the table alias \"{alias}\"."
            ));
        }
        Stop::failed(
            "42P01",
            format!("missing FROM-clause entry for table \"{name}\""),
        )
    }

    fn variable(&self, name: &Identifier, span: Span) -> Option<Value> {
        let mut variables = self.scope.variables.iter().rev();
        let (_, data_type) = variables.find(|(variable, _)| variable == name)?;
        Some(Value::new(data_type.clone(), span))
    }

    /// `variable.field`; also `function.parameter`, where the scope does not know the function.
    fn field_of_variable(
        &mut self,
        schema: Option<&Word>,
        table: &Word,
        name: &Word,
        span: Span,
    ) -> Option<Applied<Value>> {
        let first = schema.unwrap_or(table);
        if let Some(row) = self.variable(&first.text, span) {
            let field = if schema.is_some() { table } else { name };
            return Some(self.field(row, field, span));
        }
        let is_parameter = || self.variable(&name.text, span);
        if self.scope.open {
            return Some(Ok(Value::untyped(span)));
        }
        if self.scope.label.as_ref() == Some(&table.text) {
            return is_parameter().map(Ok);
        }
        None
    }

    /// A single word that may name a source, for `t.*`.
    pub(super) fn source_of<'l>(&self, words: &[Word], level: &'l Level<'_>) -> Option<&'l Source> {
        match words {
            [table] => find_source(level, &table.text),
            [.., schema, table] => self.find_qualified(level, &schema.text, &table.text),
            [] => None,
        }
    }
}

/// The source of this name, from the innermost level outwards.
fn find_source<'l>(level: &'l Level<'_>, name: &str) -> Option<&'l Source> {
    let mut sources = level.in_sight().flatten();
    sources.find(|source| source.named && source.name.as_deref() == Some(name))
}

fn ambiguous(name: &str) -> Stop {
    Stop::failed("42702", format!("column reference \"{name}\" is ambiguous"))
}

/// What is missing when no source has a column: the relation is told where it can only be one.
fn absent_column(level: &Level<'_>, name: &str) -> Missing {
    let mut sources = level.sources.iter().filter(|source| source.bare);
    let only = match (sources.next(), sources.next()) {
        (Some(source), None) => source.name.as_ref(),
        (Some(_) | None, _) => None,
    };
    Missing {
        kind: MissingKind::Column,
        schema: None,
        relation: only.map(ToString::to_string),
        name: name.to_owned(),
    }
}

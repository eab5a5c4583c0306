//! Functions in `FROM`.

use super::{
    analyzer::{Analyzer, Field},
    call::Called,
    clause::{At, Clause},
    level::{Level, Source},
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::{object::Object, types::Use},
};
use crate::{
    source::Span,
    sql::{
        expression::{Argument, Call},
        name::{Identifier, Name},
        query::{Alias, ColumnDefinition, FromCall, FromValue},
    },
};

impl Analyzer<'_> {
    pub(super) fn function_source(
        &mut self,
        calls: &[FromCall],
        ordinality: bool,
        alias: Option<&Alias>,
        level: &Level<'_>,
    ) -> Applied<Source> {
        let inner = Level::inside(level);
        let at = At::new(&inner, Clause::From);
        let calls = split_unnest(calls);
        let single = calls.len() == 1;
        let mut fields = Vec::new();
        let mut name = None;
        let mut row = None;
        let mut open = false;
        let mut scalar = false;
        for call in &calls {
            let (called, own, span) = self.called_in_from(call, at)?;
            let definitions = match alias {
                Some(alias) if call.columns.is_empty() => &alias.definitions,
                Some(_) | None => &call.columns,
            };
            let columns = self.columns_of(&called, definitions, &own, alias, single, span)?;
            match columns {
                Columns::Row(columns) => fields.extend(columns),
                Columns::Scalar(column) => {
                    scalar = single && !ordinality;
                    fields.push(column);
                }
                Columns::Unknown => open = true,
            }
            row = called.value.data_type.clone();
            name.get_or_insert(own);
        }
        if ordinality {
            fields.push(Field {
                name: "ordinality".into(),
                data_type: self.session.builtin("int8"),
                origin: None,
            });
        }
        let mut source = Source::computed(self.next_source(), name, fields);
        source.open = open;
        source.scalar = scalar;
        let is_record = row.as_ref().is_some_and(|row| self.is_record(row));
        source.row = row.filter(|_| single && !ordinality && !is_record);
        self.note_row(&mut source);
        Ok(source)
    }

    /// Says of the columns of a function's rows which columns of a relation they are.
    fn note_row(&self, source: &mut Source) {
        let relation = source.row.as_ref().and_then(|row| self.relation_of(row));
        let Some(id) = relation else { return };
        let held = self.session.state.object(id).and_then(Object::relation);
        for (number, held) in held.into_iter().flat_map(|held| held.live_columns()) {
            let mut columns = source.columns.iter_mut();
            if let Some(column) = columns.find(|column| column.name == held.name) {
                column.uses.push(Use {
                    object: id,
                    column: Some(number),
                });
            }
        }
    }

    /// What a call gives, with its own name.
    fn called_in_from(
        &mut self,
        call: &FromCall,
        at: At<'_>,
    ) -> Applied<(Called, Identifier, Span)> {
        match &call.value {
            FromValue::Call(call) => {
                let span = call.name.span;
                let called = self.called(call, span, at)?;
                Ok((called, call.name.name.clone(), span))
            }
            FromValue::Expression(expression) => {
                let value = self.expression(expression, at)?;
                let called = Called {
                    value,
                    ..Called::default()
                };
                Ok((called, self.output_name(expression), expression.span))
            }
        }
    }

    fn columns_of(
        &mut self,
        called: &Called,
        definitions: &[ColumnDefinition],
        own: &Identifier,
        alias: Option<&Alias>,
        single: bool,
        span: Span,
    ) -> Applied<Columns> {
        if !definitions.is_empty() {
            let mut columns = Vec::with_capacity(definitions.len());
            for definition in definitions {
                columns.push(Field {
                    name: definition.name.text.clone(),
                    data_type: self.named_type(&definition.data_type)?,
                    origin: None,
                });
            }
            return Ok(Columns::Row(columns));
        }
        if let Some(fields) = &called.value.fields {
            return Ok(Columns::Row(fields.clone()));
        }
        let Some(data_type) = called.value.data_type.clone() else {
            return Ok(Columns::Unknown);
        };
        if self.is_record(&data_type) {
            let message = "a column definition list is required for functions returning \"record\"";
            return match self.forgiven(Stop::failed("42601", message).at(span)) {
                Ok(()) => Ok(Columns::Unknown),
                Err(stop) => Err(stop),
            };
        }
        if self.is_composite(&data_type) {
            if let Some(relation) = self.relation_of(&data_type) {
                self.uses_object(relation);
            }
            return Ok(match self.fields_of(&data_type) {
                Some(fields) => Columns::Row(fields),
                None => Columns::Unknown,
            });
        }
        let alias = alias.and_then(|alias| alias.name.as_ref());
        let name = match (&called.output, alias) {
            (Some(output), _) => output.clone(),
            (None, Some(alias)) if single => alias.text.clone(),
            (None, _) => own.clone(),
        };
        Ok(Columns::Scalar(Field {
            name,
            data_type: Some(data_type),
            origin: None,
        }))
    }
}

/// What columns a function gives.
enum Columns {
    Row(Vec<Field>),
    Scalar(Field),
    Unknown,
}

/// `unnest(a, b)` is two calls, side by side.
fn split_unnest(calls: &[FromCall]) -> Vec<FromCall> {
    let split = |from: &FromCall| -> Option<Vec<FromCall>> {
        let FromValue::Call(call) = &from.value else {
            return None;
        };
        if call.name.name != "unnest" || call.arguments.len() < 2 || !from.columns.is_empty() {
            return None;
        }
        let one = |argument: &Argument| FromCall {
            value: FromValue::Call(Call {
                name: Name::clone(&call.name),
                arguments: vec![argument.clone()],
                ..call.clone()
            }),
            columns: Vec::new(),
        };
        Some(call.arguments.iter().map(one).collect())
    };
    calls
        .iter()
        .flat_map(|call| split(call).unwrap_or_else(|| vec![call.clone()]))
        .collect()
}

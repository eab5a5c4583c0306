//! Fields of rows, and functions of rows that are written like fields.

use super::{
    analyzer::{Analyzer, Value},
    function::{Found, Passed},
};
use crate::schema::replay::{
    failure::{Applied, Stop},
    state::{object::Class, types::Use},
};
use crate::{
    source::Span,
    sql::{
        expression::Call,
        name::{Name, Word},
    },
};

impl Analyzer<'_> {
    /// `column(row)`, when that is what a call means.
    pub(super) fn projection(
        &mut self,
        call: &Call,
        passed: &Passed<'_>,
        span: Span,
    ) -> Option<Value> {
        let [row] = passed.values else {
            return None;
        };
        if call.name.schema.is_some() || call.over.is_some() || call.star {
            return None;
        }
        let data_type = row.data_type.as_ref()?;
        if !self.is_record(data_type) && !self.is_composite(data_type) {
            return None;
        }
        if self.session.find(Class::Routine, &call.name).is_some() {
            return None;
        }
        self.field_in(row, &call.name.name, span)
    }

    /// `function(row)` written `row.function`; `None` when there is no such function.
    pub(super) fn function_of_row(
        &mut self,
        name: &str,
        row: &Value,
        span: Span,
    ) -> Applied<Option<Value>> {
        let name = Name {
            schema: None,
            name: name.into(),
            span,
        };
        let values = [row.clone()];
        let passed = Passed {
            values: &values,
            names: &[None],
            variadic: false,
        };
        let Found::Routine(candidate) = self.find_routine(&name, &passed)? else {
            return Ok(None);
        };
        let Some(routine) = self.routine(candidate.of.id) else {
            return Ok(None);
        };
        let (result, volatility) = (routine.returns.data_type.clone(), routine.volatility);
        self.uses_object(candidate.of.id);
        self.traits.calls(Some(volatility));
        Ok(Some(Value::new(result, span)))
    }

    /// `(value).field`
    pub(super) fn field(&mut self, row: Value, field: &Word, span: Span) -> Applied<Value> {
        let Some(data_type) = row.data_type.clone() else {
            return Ok(Value::untyped(span));
        };
        if let Some(value) = self.field_in(&row, &field.text, span) {
            return Ok(value);
        }
        let is_row = self.is_record(&data_type) || self.is_composite(&data_type);
        if is_row && let Some(value) = self.function_of_row(&field.text, &row, span)? {
            return Ok(value);
        }
        let stop = if self.is_record(&data_type) {
            if row.fields.is_none() {
                return Ok(Value::untyped(span));
            }
            let message = format!(
                "could not identify column \"{}\" in record data type",
                field.text
            );
            Stop::failed("42703", message)
        } else if is_row {
            let words = self.words(&data_type);
            let message = format!("column \"{}\" not found in data type {words}", field.text);
            Stop::failed("42703", message)
        } else {
            let words = self.words(&data_type);
            let message = format!(
                "column notation .{} applied to type {words}, which is not a composite type",
                field.text
            );
            Stop::failed("42809", message)
        };
        self.forgive(stop.at(row.span), span)
    }

    /// A field of a row by its name.
    pub(super) fn field_in(&mut self, row: &Value, name: &str, span: Span) -> Option<Value> {
        let data_type = row.data_type.as_ref()?;
        if let Some(fields) = &row.fields {
            let field = fields.iter().find(|field| field.name == name)?;
            return Some(Value::new(field.data_type.clone(), span));
        }
        let id = self.relation_of(data_type)?;
        let relation = self.session.state.object(id)?.relation()?;
        if let Some((number, column)) = relation.column(name) {
            let data_type = column.data_type.clone();
            self.used(Use {
                object: id,
                column: Some(number),
            });
            return Some(Value::new(data_type, span));
        }
        relation.open.then(|| Value::untyped(span))
    }
}

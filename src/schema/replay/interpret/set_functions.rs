//! Functions that give rows.

use super::{
    environment::{Interpreter, Rows},
    value::Value,
};
use crate::{
    schema::replay::failure::Applied,
    sql::{
        expression::Call,
        query::{FromCall, FromValue},
    },
};

impl Interpreter<'_> {
    /// The rows of the functions that a part of `FROM` calls.
    pub(super) fn rows_of_calls(&mut self, calls: &[FromCall]) -> Applied<Rows> {
        let [call] = calls else {
            return Ok(Rows::unknown());
        };
        match &call.value {
            FromValue::Call(call) => self.rows_of_call(call),
            FromValue::Expression(_) => Ok(Rows::unknown()),
        }
    }

    /// The rows that a function gives.
    pub(super) fn rows_of_call(&mut self, call: &Call) -> Applied<Rows> {
        match call.name.name.as_str() {
            "unnest" => self.unnested(call),
            "string_to_table" | "regexp_split_to_table" => Ok(Rows::unknown()),
            "generate_series" => self.series(call),
            name => {
                // A function that gives one value is a table of one row.
                let value = self.called(call)?;
                Ok(match value {
                    Value::Unknown => Rows::unknown(),
                    value => Rows {
                        columns: vec![name.into()],
                        rows: vec![vec![value]],
                        uncertain: false,
                    },
                })
            }
        }
    }

    fn unnested(&mut self, call: &Call) -> Applied<Rows> {
        let mut arrays = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            match self.value(&argument.value)? {
                Value::Array(values) => arrays.push(values),
                Value::Null => arrays.push(Vec::new()),
                _ => return Ok(Rows::unknown()),
            }
        }
        let longest = arrays.iter().map(Vec::len).max().unwrap_or_default();
        let rows = (0..longest).map(|index| {
            let values = arrays.iter();
            let values = values.map(|array| array.get(index).cloned().unwrap_or(Value::Null));
            values.collect()
        });
        Ok(Rows {
            columns: vec!["unnest".into(); arrays.len()],
            rows: rows.collect(),
            uncertain: false,
        })
    }

    fn series(&mut self, call: &Call) -> Applied<Rows> {
        let mut bounds = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            match self.value(&argument.value)? {
                Value::Integer(bound) => bounds.push(bound),
                _ => return Ok(Rows::unknown()),
            }
        }
        let (from, to, step) = match bounds.as_slice() {
            [from, to] => (*from, *to, 1),
            [from, to, step] if *step > 0 => (*from, *to, *step),
            _ => return Ok(Rows::unknown()),
        };
        let step = usize::try_from(step).unwrap_or(1);
        let numbers = (from..=to).step_by(step).take(self.fuel as usize);
        Ok(Rows {
            columns: vec!["generate_series".into()],
            rows: numbers.map(|number| vec![Value::Integer(number)]).collect(),
            uncertain: false,
        })
    }
}

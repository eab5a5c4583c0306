//! Loops.

use super::{
    block::Flow,
    environment::{Interpreter, Rows},
    value::{Truth, Value},
};
use crate::{
    schema::replay::failure::{Applied, Stop},
    sql::{
        self,
        expression::Expression,
        name::{Identifier, Word},
        procedural::{LoopKind, Step},
        statement::Statement,
    },
};

/// Whether a loop goes on.
enum Turn {
    Next,
    Break,
    Leave(Flow),
}

impl Interpreter<'_> {
    /// Runs a loop.
    pub(super) fn repeat(
        &mut self,
        label: Option<&Identifier>,
        kind: &LoopKind,
        body: &[Step],
    ) -> Applied<Flow> {
        match kind {
            LoopKind::Endless => self.repeat_while(label, None, body),
            LoopKind::While(condition) => self.repeat_while(label, Some(condition), body),
            LoopKind::Range { variable, .. } => {
                let Some(numbers) = self.numbers(kind)? else {
                    return self.either(&[body]);
                };
                let outer = self.variables.len();
                let data_type = self.session.builtin("int4");
                let name = variable.text.clone();
                self.declare(name, label.cloned(), data_type, Value::Null);
                let rows = numbers
                    .into_iter()
                    .map(|number| vec![Value::Integer(number)]);
                let rows = Rows {
                    columns: vec![variable.text.clone()],
                    rows: rows.collect(),
                    uncertain: false,
                };
                let flow = self.for_rows(label, std::slice::from_ref(variable), rows, body);
                self.variables.truncate(outer);
                flow
            }
            LoopKind::Query { variables, query } => {
                let rows = self.outside(query)?;
                self.for_rows(label, variables, rows, body)
            }
            LoopKind::Execute {
                variables,
                command,
                using,
            } => {
                let rows = self.rows_of_text(command, using)?;
                self.for_rows(label, variables, rows, body)
            }
            LoopKind::Cursor { variables, cursor } => {
                let rows = rows_of_cursor(self.lookup(std::slice::from_ref(cursor)));
                let outer = self.variables.len();
                for variable in variables {
                    let record = self.session.builtin("record");
                    self.declare(variable.text.clone(), None, record, Value::Null);
                }
                let flow = self.for_rows(label, variables, rows, body);
                self.variables.truncate(outer);
                flow
            }
            LoopKind::Each { variables, array } => {
                let rows = match self.checked(array)? {
                    Value::Array(values) => Rows {
                        columns: vec!["value".into()],
                        rows: values.into_iter().map(|value| vec![value]).collect(),
                        uncertain: false,
                    },
                    Value::Null => {
                        let message = "FOREACH expression must not be null";
                        return Err(Stop::failed("22004", message));
                    }
                    _ => Rows::unknown(),
                };
                self.for_rows(label, variables, rows, body)
            }
        }
    }

    fn repeat_while(
        &mut self,
        label: Option<&Identifier>,
        condition: Option<&Expression>,
        body: &[Step],
    ) -> Applied<Flow> {
        loop {
            if !self.burn() {
                return Err(Stop::Opaque(
                    "a loop runs for too long to be followed".into(),
                ));
            }
            if let Some(condition) = condition {
                match self.checked(condition)?.truth() {
                    Truth::True => {}
                    Truth::False | Truth::Null => return Ok(Flow::Next),
                    Truth::Unknown => return self.either(&[body]),
                }
            }
            match self.turn(label, body)? {
                Turn::Next => {}
                Turn::Break => return Ok(Flow::Next),
                Turn::Leave(flow) => return Ok(flow),
            }
        }
    }

    /// Runs the body once.
    fn turn(&mut self, label: Option<&Identifier>, body: &[Step]) -> Applied<Turn> {
        Ok(match self.steps(body)? {
            Flow::Next | Flow::Continue(None) => Turn::Next,
            Flow::Exit(None) => Turn::Break,
            Flow::Continue(Some(to)) if Some(&to) == label => Turn::Next,
            Flow::Exit(Some(from)) if Some(&from) == label => Turn::Break,
            flow @ (Flow::Continue(Some(_)) | Flow::Exit(Some(_)) | Flow::Return(_)) => {
                Turn::Leave(flow)
            }
        })
    }

    /// The numbers of a range, when they are known and not too many.
    fn numbers(&mut self, kind: &LoopKind) -> Applied<Option<Vec<i64>>> {
        let LoopKind::Range {
            low,
            high,
            step,
            reverse,
            ..
        } = kind
        else {
            return Ok(None);
        };
        let step = match step {
            Some(step) => self.checked(step)?,
            None => Value::Integer(1),
        };
        let bounds = (self.checked(low)?, self.checked(high)?, step);
        let (Value::Integer(from), Value::Integer(to), Value::Integer(step)) = bounds else {
            return Ok(None);
        };
        let (Ok(step), Ok(fuel)) = (usize::try_from(step), usize::try_from(self.fuel)) else {
            return Ok(None);
        };
        if step == 0 {
            let message = "BY value of FOR loop must be greater than zero";
            return Err(Stop::failed("22023", message));
        }
        let numbers: Vec<i64> = if *reverse {
            (to..=from).rev().step_by(step).take(fuel).collect()
        } else {
            (from..=to).step_by(step).take(fuel).collect()
        };
        Ok(Some(numbers))
    }

    /// Runs the body for each row.
    fn for_rows(
        &mut self,
        label: Option<&Identifier>,
        variables: &[Word],
        rows: Rows,
        body: &[Step],
    ) -> Applied<Flow> {
        let Rows {
            columns,
            rows,
            uncertain,
        } = rows;
        if uncertain {
            for variable in variables {
                self.assign(std::slice::from_ref(variable), Value::Unknown);
            }
            return self.either(&[body]);
        }
        self.set_found(Truth::from(!rows.is_empty()));
        for row in rows {
            if !self.burn() {
                return Err(Stop::Opaque(
                    "a loop runs for too long to be followed".into(),
                ));
            }
            self.bind(variables, &columns, row);
            match self.turn(label, body)? {
                Turn::Next => {}
                Turn::Break => break,
                Turn::Leave(flow) => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    fn bind(&mut self, variables: &[Word], columns: &[Identifier], row: Vec<Value>) {
        match variables {
            [only] if row.len() != 1 || self.is_record(std::slice::from_ref(only)) => {
                let fields = columns.iter().cloned().zip(row);
                self.assign(std::slice::from_ref(only), Value::Row(fields.collect()));
            }
            variables => {
                let row = row.into_iter().chain(std::iter::repeat(Value::Null));
                for (variable, value) in variables.iter().zip(row) {
                    self.assign(std::slice::from_ref(variable), value);
                }
            }
        }
    }

    /// The rows of a query that is put together.
    fn rows_of_text(&mut self, command: &Expression, using: &[Expression]) -> Applied<Rows> {
        let Value::Text(text) = self.checked(command)? else {
            return Ok(Rows::unknown());
        };
        let mut parameters = Vec::with_capacity(using.len());
        for value in using {
            parameters.push(self.checked(value)?);
        }
        let script = sql::parse(&text);
        let mut rows = Rows::unknown();
        let first = script.statements.first().map(|item| &item.statement);
        if let Some(Statement::Query(query)) = first {
            self.within(&text, parameters, |inside| {
                rows = inside.outside(query)?;
                Ok(())
            })?;
        }
        Ok(rows)
    }
}

/// A cursor as the value of its variable: its rows.
pub(super) fn cursor(rows: Rows) -> Value {
    if rows.uncertain {
        return Value::Unknown;
    }
    let columns = rows.columns;
    let records = rows.rows.into_iter().map(|row| {
        let fields = columns.iter().cloned().zip(row);
        Value::Row(fields.collect())
    });
    Value::Array(records.collect())
}

fn rows_of_cursor(value: Value) -> Rows {
    let Value::Array(records) = value else {
        return Rows::unknown();
    };
    let mut rows = Rows::default();
    for record in records {
        let Value::Row(fields) = record else {
            return Rows::unknown();
        };
        let (columns, values) = fields.into_iter().unzip();
        rows.columns = columns;
        rows.rows.push(values);
    }
    rows
}

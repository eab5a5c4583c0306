//! Calls of routines that the migrations define.

use std::sync::Arc;

use super::{
    block::Flow,
    environment::{DEEPEST, Interpreter},
    execute::unplaced,
    names,
    value::Value,
};
use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        state::{ObjectId, object::Kind, routine::Routine},
    },
    sql::{
        Item,
        expression::Expression,
        name::Identifier,
        statement::{Body, Statement},
    },
};

impl Interpreter<'_> {
    /// Calls a routine with the values of its arguments.
    pub(super) fn call(&mut self, routine: ObjectId, arguments: &[Expression]) -> Applied<Value> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.value(argument)?);
        }
        self.enter(routine, values)
    }

    /// Runs the body of a routine; its result.
    pub(super) fn enter(&mut self, id: ObjectId, values: Vec<Value>) -> Applied<Value> {
        let Some(object) = self.session.state.object(id) else {
            return Ok(Value::Unknown);
        };
        let Kind::Routine(routine) = &object.kind else {
            return Ok(Value::Unknown);
        };
        let (name, routine) = (object.name.clone(), routine.clone());
        let Some(body) = routine.body.clone() else {
            return Ok(Value::Unknown);
        };
        if self.session.depth >= DEEPEST {
            return Err(Stop::Opaque("calls nest too deeply to be followed".into()));
        }
        let before = self.session.clone_settings();
        let (base, handled) = (self.base, self.handled);
        let levels = std::mem::take(&mut self.levels);
        self.base = self.variables.len();
        self.session.depth += 1;
        let outer = routine
            .text
            .clone()
            .map(|text| std::mem::replace(&mut self.session.text, text));
        self.parameters(&name, &routine, values);
        let result = self.body(&routine, &body).map_err(unplaced);
        if let Some(outer) = outer {
            self.session.text = outer;
        }
        self.session.depth -= 1;
        self.variables.truncate(self.base);
        self.levels = levels;
        self.base = base;
        self.handled = handled;
        // `SET` clauses hold for the call only.
        if !routine.settings.is_empty() {
            self.session.restore_settings(before);
        }
        result
    }

    fn parameters(&mut self, name: &Identifier, routine: &Routine, values: Vec<Value>) {
        let mut values = values.into_iter();
        for (index, argument) in routine.arguments.iter().enumerate() {
            let value = match (argument.mode.is_input(), argument.has_default) {
                (false, _) => Value::Null,
                // Defaults are not kept as expressions.
                (true, true) => values.next().unwrap_or(Value::Unknown),
                (true, false) => values.next().unwrap_or(Value::Null),
            };
            let value = names::coerce(self.session, value, argument.data_type.as_ref());
            let data_type = argument.data_type.clone();
            let position = smol_str::format_smolstr!("${}", index + 1);
            self.declare(
                position,
                Some(name.clone()),
                data_type.clone(),
                value.clone(),
            );
            if !argument.name.is_empty() {
                self.declare(argument.name.clone(), Some(name.clone()), data_type, value);
            }
        }
        self.declare_found();
        if let Some((_, path)) = routine
            .settings
            .iter()
            .find(|(name, _)| name == "search_path")
        {
            self.session.search_path = path.iter().map(Identifier::from).collect();
        }
    }

    fn body(&mut self, routine: &Routine, body: &Arc<Body>) -> Applied<Value> {
        match &**body {
            Body::Procedural(block) => {
                let flow = self.block(block)?;
                Ok(match flow {
                    Flow::Return(value) if !routine.returns.set => value,
                    Flow::Return(_) | Flow::Next | Flow::Exit(_) | Flow::Continue(_) => {
                        Value::Unknown
                    }
                })
            }
            Body::Sql(items) => self.statements(routine, items),
            Body::Expression(value) => self.value(value),
            Body::Opaque(_) => Ok(Value::Unknown),
        }
    }

    fn statements(&mut self, routine: &Routine, items: &[Item]) -> Applied<Value> {
        let mut last = Value::Unknown;
        for item in items {
            last = match &item.statement {
                Statement::Query(query) if !routine.returns.set => {
                    let rows = self.rows_of(query)?;
                    match rows.rows.first() {
                        _ if rows.uncertain => Value::Unknown,
                        Some(row) => row.first().cloned().unwrap_or(Value::Unknown),
                        None => Value::Null,
                    }
                }
                statement => {
                    self.sql(statement, &[])?;
                    Value::Unknown
                }
            };
        }
        Ok(last)
    }
}

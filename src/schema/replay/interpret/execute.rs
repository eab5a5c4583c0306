//! Statements of SQL within a block, written or put together.

use super::{
    effects,
    environment::{DEEPEST, Interpreter, Rows},
    value::{Truth, Value},
};
use crate::{
    schema::replay::{
        analyze,
        apply::{apply, query::set_rows},
        failure::{Applied, Failure, Stop},
        session::Mode,
    },
    sql::{
        self,
        expression::{Argument, Expression},
        name::{Name, Word},
        query::{Change, Query, QueryBody},
        statement::{
            Body, Statement,
            routine::{RoutineReference, RoutineReferenceKind},
        },
    },
};

impl Interpreter<'_> {
    /// Runs a statement, and gives what it returns to the variables of `INTO`.
    pub(super) fn sql(&mut self, statement: &Statement, into: &[Vec<Word>]) -> Applied {
        match statement {
            Statement::Query(query) => self.query(query, into),
            Statement::Change(change) => self.change(change, into),
            Statement::Call { name, arguments } => self.procedure(name, arguments),
            Statement::Do(Body::Procedural(block)) => {
                self.session.depth += 1;
                let result = if self.session.depth > DEEPEST {
                    Err(Stop::Opaque("blocks nest too deeply to be followed".into()))
                } else {
                    Interpreter::new(self.session).top(block)
                };
                self.session.depth -= 1;
                result
            }
            Statement::Transaction(_) => Ok(()),
            statement => apply(self.session, statement),
        }
    }

    fn query(&mut self, query: &Query, into: &[Vec<Word>]) -> Applied {
        if creates_table(query) {
            return apply(self.session, &Statement::Query(Box::new(query.clone())));
        }
        if self.session.mode == Mode::Strict {
            let scope = self.scope();
            if let Err(stop @ Stop::Failed(_)) = analyze::query(self.session, query, &scope) {
                return Err(stop);
            }
        }
        let rows = self.rows_of(query)?;
        if rows.uncertain && effects::of_query(self.session, query) {
            return Err(Stop::Opaque(
                "for which rows a function is called is not known".to_owned(),
            ));
        }
        self.take(rows, into);
        Ok(())
    }

    /// Gives the first row to the variables, and says in `FOUND` whether there is one.
    fn take(&mut self, rows: Rows, into: &[Vec<Word>]) {
        self.set_found(match (rows.rows.is_empty(), rows.uncertain) {
            (false, _) => Truth::True,
            (true, false) => Truth::False,
            (true, true) => Truth::Unknown,
        });
        let first = rows.rows.into_iter().next();
        let values = match first {
            _ if rows.uncertain => None,
            Some(row) => Some(row),
            None => Some(vec![Value::Null; rows.columns.len()]),
        };
        match (into, values) {
            // A star over no rows.
            ([only], Some(values)) if values.is_empty() => self.assign(only, Value::Null),
            ([only], Some(values)) if values.len() != 1 || self.is_record(only) => {
                let fields = rows.columns.into_iter().zip(values);
                self.assign(only, Value::Row(fields.collect()));
            }
            (targets, Some(values)) => {
                let values = values.into_iter().chain(std::iter::repeat(Value::Null));
                for (target, value) in targets.iter().zip(values) {
                    self.assign(target, value);
                }
            }
            (targets, None) => {
                for target in targets {
                    self.assign(target, Value::Unknown);
                }
            }
        }
    }

    /// Whether a variable takes whole rows.
    pub(super) fn is_record(&self, target: &[Word]) -> bool {
        let [name] = target else {
            return false;
        };
        let found = self.variable(None, &name.text);
        let data_type = found.and_then(|index| self.variables[index].data_type.as_ref());
        data_type.is_some_and(|data_type| {
            let is_record = self.session.builtin("record").as_ref() == Some(data_type);
            let kind = self.session.type_kind(data_type.id);
            is_record
                || !data_type.array
                    && matches!(
                        kind,
                        Some(crate::schema::replay::state::types::TypeKind::Composite(_))
                    )
        })
    }

    fn change(&mut self, change: &Change, into: &[Vec<Word>]) -> Applied {
        if self.session.mode == Mode::Strict {
            let scope = self.scope();
            if let Err(stop @ Stop::Failed(_)) = analyze::change(self.session, change, &scope) {
                return Err(stop);
            }
        }
        set_rows::changed(self.session, change);
        for target in into {
            self.assign(target, Value::Unknown);
        }
        self.set_found(Truth::Unknown);
        Ok(())
    }

    fn procedure(&mut self, name: &Name, arguments: &[Argument]) -> Applied {
        let reference = RoutineReference {
            name: name.clone(),
            arguments: None,
        };
        let kind = RoutineReferenceKind::Procedure;
        let found =
            crate::schema::replay::apply::routine::find::find(self.session, &reference, kind);
        let Ok(id) = found else {
            let call = Statement::Call {
                name: name.clone(),
                arguments: arguments.to_vec(),
            };
            return apply(self.session, &call);
        };
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.value(&argument.value)?);
        }
        match self.enter(id, values) {
            Err(Stop::Opaque(_)) if !effects::of_routine(self.session, id) => Ok(()),
            result => result.map(drop),
        }
    }

    /// `EXECUTE`
    pub(super) fn execute(
        &mut self,
        command: &Expression,
        into: &[Vec<Word>],
        using: &[Expression],
    ) -> Applied {
        match self.checked(command)? {
            Value::Text(text) => {
                let mut parameters = Vec::with_capacity(using.len());
                for value in using {
                    parameters.push(self.checked(value)?);
                }
                self.dynamic(&text, parameters, into)
            }
            Value::Null => {
                let message = "query string argument of EXECUTE is null";
                Err(Stop::failed("22004", message))
            }
            _ if into.is_empty() => Err(Stop::Opaque(
                "the text of an `EXECUTE` is not known".to_owned(),
            )),
            // What gives a value is a query.
            _ => {
                for target in into {
                    self.assign(target, Value::Unknown);
                }
                Ok(())
            }
        }
    }

    /// Runs the statements of a text.
    fn dynamic(&mut self, text: &str, parameters: Vec<Value>, into: &[Vec<Word>]) -> Applied {
        let script = sql::parse(text);
        self.within(text, parameters, |inside| {
            for item in &script.statements {
                match &item.statement {
                    Statement::Query(query) if !into.is_empty() => {
                        let rows = inside.outside(query)?;
                        inside.taken = Some(rows);
                    }
                    statement => inside.sql(statement, &[])?,
                }
            }
            Ok(())
        })?;
        if let Some(rows) = self.taken.take() {
            self.take(rows, into);
        } else {
            for target in into {
                self.assign(target, Value::Unknown);
            }
        }
        Ok(())
    }

    /// The rows of a query that stands in a text.
    pub(super) fn outside(&mut self, query: &Query) -> Applied<Rows> {
        if self.session.mode == Mode::Strict {
            let scope = self.scope();
            if let Err(stop @ Stop::Failed(_)) = analyze::query(self.session, query, &scope) {
                return Err(stop);
            }
        }
        self.rows_of(query)
    }

    /// Does something in a text that no variable is seen from.
    pub(super) fn within(
        &mut self,
        text: &str,
        parameters: Vec<Value>,
        run: impl FnOnce(&mut Self) -> Applied,
    ) -> Applied {
        if self.session.depth >= DEEPEST {
            return Err(Stop::Opaque(
                "`EXECUTE` nests too deeply to be followed".into(),
            ));
        }
        let outer = std::mem::replace(&mut self.session.text, text.into());
        let parameters = std::mem::replace(&mut self.parameters, parameters);
        let levels = std::mem::take(&mut self.levels);
        let (base, variables) = (self.base, self.variables.len());
        self.base = variables;
        self.session.depth += 1;
        let result = run(self);
        self.session.depth -= 1;
        self.base = base;
        self.variables.truncate(variables);
        self.levels = levels;
        self.parameters = parameters;
        self.session.text = outer;
        result.map_err(unplaced)
    }
}

/// The same error, which is nowhere in the text that calls.
pub(super) fn unplaced(stop: Stop) -> Stop {
    match stop {
        Stop::Failed(failure) => {
            let error = failure.error;
            Stop::Failed(Box::new(Failure { error, span: None }))
        }
        Stop::Opaque(reason) => Stop::Opaque(reason),
    }
}

/// `SELECT … INTO table`
fn creates_table(query: &Query) -> bool {
    match &query.body {
        QueryBody::Select(select) => select.into.is_some(),
        QueryBody::Set(..) | QueryBody::Values(_) | QueryBody::Table(_) => false,
    }
}

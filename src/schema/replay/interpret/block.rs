//! Blocks and their steps.

use super::{
    effects,
    environment::Interpreter,
    handlers,
    value::{Truth, Value},
};
use crate::{
    schema::replay::{
        apply,
        failure::{Applied, Stop},
        session::Mode,
    },
    sql::{
        expression::Expression,
        name::Identifier,
        procedural::{Block, Declaration, DeclarationKind, Raise, Step, StepKind},
    },
};

/// Where to go on after a step.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Flow {
    Next,
    /// Out of the loop or block of the label, or the innermost loop.
    Exit(Option<Identifier>),
    Continue(Option<Identifier>),
    Return(Value),
}

impl Interpreter<'_> {
    /// Runs the outermost block.
    pub(super) fn top(&mut self, block: &Block) -> Applied {
        if self.session.mode == Mode::Strict {
            apply::routine::compiles(self.session, block)?;
        }
        self.block(block).map(drop)
    }

    pub(super) fn block(&mut self, block: &Block) -> Applied<Flow> {
        let outer = self.variables.len();
        let result = self.block_within(block);
        self.variables.truncate(outer);
        match result? {
            Flow::Exit(Some(label)) if Some(&label) == block.label.as_ref() => Ok(Flow::Next),
            flow @ (Flow::Next | Flow::Exit(_) | Flow::Continue(_) | Flow::Return(_)) => Ok(flow),
        }
    }

    fn block_within(&mut self, block: &Block) -> Applied<Flow> {
        for declaration in &block.declarations {
            self.declaration(block.label.as_ref(), declaration)?;
        }
        if block.handlers.is_empty() {
            return self.steps(&block.body);
        }
        let mark = self.session.state.mark();
        let settings = self.session.clone_settings();
        let (levels, tables) = (self.levels.len(), self.tables.len());
        self.handled += 1;
        let result = self.steps(&block.body);
        self.handled -= 1;
        let failure = match result {
            Err(Stop::Failed(failure)) => failure,
            result @ (Ok(_) | Err(Stop::Opaque(_))) => return result,
        };
        let raised = self.raised.take();
        let sqlstate = match &raised {
            Some(raised) if failure.error.sqlstate == "P0001" => raised.as_str(),
            Some(_) | None => failure.error.sqlstate,
        };
        let handler = block
            .handlers
            .iter()
            .find(|handler| handlers::catches(&handler.conditions, sqlstate));
        let Some(handler) = handler else {
            self.raised = raised;
            return Err(Stop::Failed(failure));
        };
        self.session.state.roll_back(mark);
        self.session.restore_settings(settings);
        self.levels.truncate(levels);
        self.tables.truncate(tables);
        let text = self.session.builtin("text");
        let state = Value::text(sqlstate);
        self.declare("sqlstate".into(), None, text.clone(), state);
        let message = Value::text(failure.error.message.clone());
        self.declare("sqlerrm".into(), None, text, message);
        match self.steps(&handler.body) {
            // `RAISE` without anything raises again what was caught.
            Err(Stop::Failed(again)) if again.error.sqlstate == RERAISED => {
                Err(Stop::Failed(failure))
            }
            flow => flow,
        }
    }

    fn declaration(&mut self, label: Option<&Identifier>, declaration: &Declaration) -> Applied {
        let name = declaration.name.text.clone();
        match &declaration.kind {
            DeclarationKind::Variable { data_type, value } => {
                let found = apply::routine::variable_type(self.session, data_type);
                let found = found.unwrap_or(None);
                let value = match value {
                    Some(value) => self.checked(value)?,
                    None => Value::Null,
                };
                let value = super::names::coerce(self.session, value, found.as_ref());
                self.declare(name, label.cloned(), found, value);
            }
            DeclarationKind::Alias(of) => {
                let value = self.lookup(std::slice::from_ref(of));
                self.declare(name, label.cloned(), None, value);
            }
            DeclarationKind::Cursor(query) => {
                let rows = self.rows_of(query)?;
                self.declare(name, label.cloned(), None, super::loops::cursor(rows));
            }
        }
        Ok(())
    }

    pub(super) fn steps(&mut self, steps: &[Step]) -> Applied<Flow> {
        for step in steps {
            if !self.burn() {
                return Err(Stop::Opaque(
                    "a block runs for too long to be followed".into(),
                ));
            }
            let flow = self
                .recovering(step)
                .map_err(|stop| stop.within(step.span))?;
            if flow != Flow::Next {
                return Ok(flow);
            }
        }
        Ok(Flow::Next)
    }

    /// Runs a step; in lenient mode, what fails is passed over unless something handles it.
    fn recovering(&mut self, step: &Step) -> Applied<Flow> {
        if self.session.mode == Mode::Strict {
            return self.step(step);
        }
        let is_raised = matches!(step.kind, StepKind::Raise(_));
        let is_simple = matches!(
            step.kind,
            StepKind::Sql { .. } | StepKind::Execute { .. } | StepKind::Assign { .. }
        );
        let mark = self.session.state.mark();
        match self.step(step) {
            Err(Stop::Opaque(_)) => Ok(Flow::Next),
            Err(Stop::Failed(_)) if is_simple && !is_raised && self.handled == 0 => {
                self.session.state.roll_back(mark);
                Ok(Flow::Next)
            }
            result => result,
        }
    }

    fn step(&mut self, step: &Step) -> Applied<Flow> {
        match &step.kind {
            StepKind::Block(block) => return self.block(block),
            StepKind::Assign { target, value } => {
                let value = self.checked(value)?;
                self.assign(target, value);
            }
            StepKind::If {
                branches,
                otherwise,
            } => return self.branches(branches, otherwise),
            StepKind::Case {
                subject,
                branches,
                otherwise,
            } => return self.cases(subject.as_ref(), branches, otherwise.as_deref()),
            StepKind::Loop { label, kind, body } => {
                return self.repeat(label.as_ref(), kind, body);
            }
            StepKind::Exit { label, when } => {
                return self.leave(when.as_ref(), Flow::Exit(label.clone()));
            }
            StepKind::Continue { label, when } => {
                return self.leave(when.as_ref(), Flow::Continue(label.clone()));
            }
            StepKind::Execute {
                command,
                into,
                using,
            } => self.execute(command, into, using)?,
            StepKind::Sql { statement, into } => self.sql(statement, into)?,
            StepKind::Raise(raise) => self.raise(raise)?,
            StepKind::Return(value) => {
                let value = match value {
                    Some(value) => self.checked(value)?,
                    None => Value::Unknown,
                };
                return Ok(Flow::Return(value));
            }
            StepKind::Assert(condition) => self.assert(condition)?,
            StepKind::Diagnostics(targets) => {
                for target in targets {
                    self.assign(std::slice::from_ref(target), Value::Unknown);
                }
            }
            StepKind::Cursor { into, .. } => {
                for target in into {
                    self.assign(target, Value::Unknown);
                }
                self.set_found(Truth::Unknown);
            }
            StepKind::ReturnExecute { command, using } => self.execute(command, &[], using)?,
            StepKind::ReturnNext(_)
            | StepKind::ReturnQuery(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback => {}
        }
        Ok(Flow::Next)
    }

    pub(super) fn set_found(&mut self, found: Truth) {
        if let Some(index) = self.variable(None, "found") {
            self.variables[index].value = found.value();
        }
    }

    fn branches(
        &mut self,
        branches: &[(Expression, Vec<Step>)],
        otherwise: &[Step],
    ) -> Applied<Flow> {
        for (index, (condition, body)) in branches.iter().enumerate() {
            match self.checked(condition)?.truth() {
                Truth::True => return self.steps(body),
                Truth::False | Truth::Null => {}
                Truth::Unknown => {
                    let bodies = branches[index..].iter().map(|(_, body)| body.as_slice());
                    let bodies: Vec<_> = bodies.chain([otherwise]).collect();
                    return self.either(&bodies);
                }
            }
        }
        self.steps(otherwise)
    }

    fn cases(
        &mut self,
        subject: Option<&Expression>,
        branches: &[(Vec<Expression>, Vec<Step>)],
        otherwise: Option<&[Step]>,
    ) -> Applied<Flow> {
        let subject = match subject {
            Some(subject) => Some(self.checked(subject)?),
            None => None,
        };
        for (index, (values, body)) in branches.iter().enumerate() {
            let mut matches = Truth::False;
            for value in values {
                let value = self.checked(value)?;
                let found = match &subject {
                    Some(subject) => super::operators::equal(self.session, subject, &value),
                    None => value.truth(),
                };
                matches = matches.or(found);
            }
            match matches {
                Truth::True => return self.steps(body),
                Truth::False | Truth::Null => {}
                Truth::Unknown => {
                    let bodies = branches[index..].iter().map(|(_, body)| body.as_slice());
                    let bodies: Vec<_> = bodies.chain(otherwise).collect();
                    return self.either(&bodies);
                }
            }
        }
        match otherwise {
            Some(body) => self.steps(body),
            None => Err(Stop::failed("20000", "case not found")),
        }
    }

    /// One of several bodies runs, and it is not known which.
    ///
    /// In lenient mode the first one does, so that what it makes is not lost.
    pub(super) fn either(&mut self, bodies: &[&[Step]]) -> Applied<Flow> {
        let changes = bodies
            .iter()
            .any(|body| effects::of_steps(self.session, body));
        match (changes, self.session.mode) {
            (false, _) => {}
            (true, Mode::Strict) => {
                return Err(Stop::Opaque(
                    "a condition that decides what is changed is not known".to_owned(),
                ));
            }
            (true, Mode::Lenient) => {
                let first = bodies
                    .iter()
                    .find(|body| effects::of_steps(self.session, body));
                self.steps(first.copied().unwrap_or_default())?;
            }
        }
        for target in bodies.iter().flat_map(|body| effects::assigned(body)) {
            self.assign(target, Value::Unknown);
        }
        self.set_found(Truth::Unknown);
        Ok(Flow::Next)
    }

    fn leave(&mut self, when: Option<&Expression>, flow: Flow) -> Applied<Flow> {
        let Some(when) = when else {
            return Ok(flow);
        };
        match self.checked(when)?.truth() {
            Truth::True => Ok(flow),
            Truth::False | Truth::Null => Ok(Flow::Next),
            // Whether the rest of a loop runs is then not known.
            Truth::Unknown => Err(Stop::Opaque(
                "a condition that ends a loop is not known".to_owned(),
            )),
        }
    }

    fn assert(&mut self, condition: &Expression) -> Applied {
        match self.checked(condition)?.truth() {
            Truth::False | Truth::Null => Err(Stop::failed("P0004", "assertion failed")),
            Truth::True | Truth::Unknown => Ok(()),
        }
    }

    fn raise(&mut self, raise: &Raise) -> Applied {
        let mut values = Vec::with_capacity(raise.parameters.len());
        for parameter in &raise.parameters {
            values.push(self.checked(parameter)?);
        }
        if !raise.is_exception {
            return Ok(());
        }
        if raise.message.is_none() && raise.condition.is_none() && values.is_empty() {
            return Err(Stop::failed(RERAISED, "raised again"));
        }
        let condition = raise.condition.as_deref();
        let sqlstate = handlers::sqlstate(condition.unwrap_or("raise_exception"));
        self.raised = condition.map(Identifier::from);
        let message = match &raise.message {
            Some(message) => self.filled(message, &values),
            None => condition.unwrap_or_default().to_owned(),
        };
        Err(Stop::failed(sqlstate, message))
    }

    /// A message with its `%` replaced; what is not known stays `%`.
    fn filled(&self, message: &str, values: &[Value]) -> String {
        let mut text = String::with_capacity(message.len());
        let mut values = values.iter();
        let mut characters = message.chars().peekable();
        while let Some(character) = characters.next() {
            if character != '%' {
                text.push(character);
            } else if characters.peek() == Some(&'%') {
                characters.next();
                text.push('%');
            } else {
                match values.next() {
                    Some(Value::Null) => text.push_str("<NULL>"),
                    Some(value) => {
                        let printed = value.print(self.session);
                        text.push_str(printed.as_deref().unwrap_or("%"));
                    }
                    None => text.push('%'),
                }
            }
        }
        text
    }
}

/// Not an SQLSTATE of Postgres: marks the bare `RAISE` on its way to its handler.
const RERAISED: &str = "-----";

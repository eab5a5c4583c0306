//! What could change the catalog, without running it.

use std::{cell::RefCell, collections::BTreeSet};

use crate::{
    schema::replay::{
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind},
        },
    },
    sql::{
        expression::{Call, Expression, ExpressionKind},
        name::Word,
        parts,
        procedural::{Block, LoopKind, Step, StepKind},
        query::{CommonBody, FromItem, FromKind, FromValue, Query, QueryBody, Select},
        statement::{Body, Statement},
    },
};

/// Whether a routine could change the catalog.
pub(super) fn of_routine(session: &Session, routine: ObjectId) -> bool {
    let seen = RefCell::default();
    Effects::new(session, &seen).routine(routine)
}

/// Whether steps could change the catalog.
pub(super) fn of_steps(session: &Session, steps: &[Step]) -> bool {
    let seen = RefCell::default();
    Effects::new(session, &seen).steps(steps)
}

/// Whether a query calls what could change the catalog.
pub(super) fn of_query(session: &Session, query: &Query) -> bool {
    let seen = RefCell::default();
    Effects::new(session, &seen).query(query)
}

#[derive(Clone, Copy)]
struct Effects<'a> {
    session: &'a Session,
    /// Routines that were looked into: the first one that changes something ends the search.
    seen: &'a RefCell<BTreeSet<ObjectId>>,
}

impl<'a> Effects<'a> {
    fn new(session: &'a Session, seen: &'a RefCell<BTreeSet<ObjectId>>) -> Self {
        Self { session, seen }
    }

    fn routine(self, id: ObjectId) -> bool {
        if !self.seen.borrow_mut().insert(id) {
            return false;
        }
        let object = self.session.state.object(id);
        let Some(Kind::Routine(routine)) = object.map(|object| &object.kind) else {
            return false;
        };
        match routine.body.as_deref() {
            Some(Body::Procedural(block)) => self.block(block),
            Some(Body::Sql(items)) => items.iter().any(|item| self.statement(&item.statement)),
            Some(Body::Expression(value)) => self.expression(value),
            Some(Body::Opaque(_)) | None => false,
        }
    }

    fn block(self, block: &Block) -> bool {
        let mut handlers = block.handlers.iter();
        self.steps(&block.body) || handlers.any(|handler| self.steps(&handler.body))
    }

    fn steps(self, steps: &[Step]) -> bool {
        steps.iter().any(|step| self.step(step))
    }

    fn step(self, step: &Step) -> bool {
        match &step.kind {
            StepKind::Block(block) => self.block(block),
            StepKind::Assign { value, .. } => self.expression(value),
            StepKind::If {
                branches,
                otherwise,
            } => {
                let mut branches = branches.iter();
                branches.any(|(when, body)| self.expression(when) || self.steps(body))
                    || self.steps(otherwise)
            }
            StepKind::Case {
                branches,
                otherwise,
                ..
            } => {
                let mut branches = branches.iter();
                branches.any(|(_, body)| self.steps(body))
                    || otherwise.as_ref().is_some_and(|body| self.steps(body))
            }
            StepKind::Loop { kind, body, .. } => self.source(kind) || self.steps(body),
            // What gives a value is a query.
            StepKind::Execute { into, .. } => into.is_empty(),
            StepKind::Sql { statement, .. } => self.statement(statement),
            StepKind::Return(value) | StepKind::ReturnNext(value) => {
                value.as_ref().is_some_and(|value| self.expression(value))
            }
            StepKind::ReturnQuery(query) => self.query(query),
            StepKind::Exit { .. }
            | StepKind::Continue { .. }
            | StepKind::Raise(_)
            | StepKind::ReturnExecute { .. }
            | StepKind::Diagnostics(_)
            | StepKind::Assert(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback
            | StepKind::Cursor { .. } => false,
        }
    }

    fn source(self, kind: &LoopKind) -> bool {
        match kind {
            LoopKind::Query { query, .. } => self.query(query),
            LoopKind::Endless
            | LoopKind::While(_)
            | LoopKind::Range { .. }
            | LoopKind::Execute { .. }
            | LoopKind::Cursor { .. }
            | LoopKind::Each { .. } => false,
        }
    }

    fn statement(self, statement: &Statement) -> bool {
        match statement {
            Statement::Query(query) => self.query(query),
            Statement::Call { name, .. } => {
                let schema = name.schema.as_deref();
                self.named(schema, &name.name)
            }
            Statement::Do(Body::Procedural(block)) => self.block(block),
            Statement::Change(_)
            | Statement::Do(_)
            | Statement::Copy { .. }
            | Statement::Truncate { .. }
            | Statement::Lock(_)
            | Statement::Maintain(_)
            | Statement::Explain(_)
            | Statement::RefreshMaterializedView(_)
            | Statement::Transaction(_)
            | Statement::Set { .. }
            | Statement::Reset(_)
            | Statement::NoEffect
            | Statement::Empty => false,
            _ => true,
        }
    }

    fn query(self, query: &Query) -> bool {
        let with = query.with.iter().flat_map(|with| &with.tables);
        let mut with = with.filter_map(|table| match &table.body {
            CommonBody::Query(query) => Some(query),
            CommonBody::Change(_) => None,
        });
        with.any(|query| self.query(query))
            || match &query.body {
                QueryBody::Select(select) => self.select(select),
                QueryBody::Set(left, right) => self.query(left) || self.query(right),
                QueryBody::Values(values) => {
                    let mut values = values.rows.iter().flatten();
                    values.any(|value| self.expression(value))
                }
                QueryBody::Table(_) => false,
            }
    }

    fn select(self, select: &Select) -> bool {
        select.into.is_some()
            || select
                .targets
                .iter()
                .any(|target| self.expression(&target.value))
            || select.from.iter().any(|item| self.from(item))
            || select
                .filter
                .as_ref()
                .is_some_and(|filter| self.expression(filter))
    }

    fn from(self, item: &FromItem) -> bool {
        match &item.kind {
            FromKind::Subquery(query) => self.query(query),
            FromKind::Function { calls, .. } => calls.iter().any(|call| match &call.value {
                FromValue::Call(call) => self.call(call),
                FromValue::Expression(value) => self.expression(value),
            }),
            FromKind::Join(join) => self.from(&join.left) || self.from(&join.right),
            FromKind::Relation(_) | FromKind::Table { .. } => false,
        }
    }

    fn expression(self, expression: &Expression) -> bool {
        let mut waiting = vec![expression];
        while let Some(next) = waiting.pop() {
            if let ExpressionKind::Call(call) = &next.kind
                && self.is_changing(call)
            {
                return true;
            }
            if parts::query(next).is_some_and(|query| self.query(query)) {
                return true;
            }
            waiting.extend(parts::operands(next));
        }
        false
    }

    fn call(self, call: &Call) -> bool {
        let mut arguments = call.arguments.iter();
        self.is_changing(call) || arguments.any(|argument| self.expression(&argument.value))
    }

    fn is_changing(self, call: &Call) -> bool {
        let schema = call.name.schema.as_deref();
        schema == Some("cron") || self.named(schema, &call.name.name)
    }

    /// Whether any routine of this name could.
    fn named(self, schema: Option<&str>, name: &str) -> bool {
        let state = &self.session.state;
        let schemas = match schema {
            Some(schema) => state.schema(schema).into_iter().collect(),
            None => self.session.path(),
        };
        schemas.into_iter().any(|schema| {
            let found = state.find_all(Class::Routine, Some(schema), name);
            found.iter().any(|&id| self.routine(id))
        })
    }
}

/// What steps assign to, wherever in them.
pub(super) fn assigned(steps: &[Step]) -> Vec<&[Word]> {
    let mut targets = Vec::new();
    let mut waiting: Vec<&Step> = steps.iter().collect();
    while let Some(step) = waiting.pop() {
        match &step.kind {
            StepKind::Assign { target, .. } => targets.push(target.as_slice()),
            StepKind::Execute { into, .. }
            | StepKind::Sql { into, .. }
            | StepKind::Cursor { into, .. } => targets.extend(into.iter().map(Vec::as_slice)),
            StepKind::Diagnostics(words) => targets.extend(words.iter().map(std::slice::from_ref)),
            StepKind::Block(block) => {
                waiting.extend(&block.body);
                waiting.extend(block.handlers.iter().flat_map(|handler| &handler.body));
            }
            StepKind::If {
                branches,
                otherwise,
            } => {
                waiting.extend(branches.iter().flat_map(|(_, body)| body));
                waiting.extend(otherwise);
            }
            StepKind::Case {
                branches,
                otherwise,
                ..
            } => {
                waiting.extend(branches.iter().flat_map(|(_, body)| body));
                waiting.extend(otherwise.iter().flatten());
            }
            StepKind::Loop { body, .. } => waiting.extend(body),
            StepKind::Exit { .. }
            | StepKind::Continue { .. }
            | StepKind::Raise(_)
            | StepKind::Return(_)
            | StepKind::ReturnNext(_)
            | StepKind::ReturnQuery(_)
            | StepKind::ReturnExecute { .. }
            | StepKind::Assert(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback => {}
        }
    }
    targets
}

//! The tables that a routine may insert into.

use crate::{
    schema::replay::{
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind, Provenance},
            relation::Rows,
        },
    },
    sql::{
        name::Name,
        procedural::{Step, StepKind},
        query::{Change, ChangeKind, CommonBody, Query, QueryBody},
        statement::{Body, Statement},
    },
};

/// What the statements of a routine write.
#[derive(Default)]
struct Written {
    tables: Vec<Name>,
    /// Whether there are statements that only running them shows.
    dynamic: bool,
}

/// Notes that a routine ran: what it may insert into may have rows.
pub(super) fn by_routine(session: &mut Session, routine: ObjectId) {
    let Some(object) = session.state.object(routine) else {
        return;
    };
    let body = match &object.kind {
        Kind::Routine(routine) if object.provenance == Provenance::Migration => {
            routine.body.clone()
        }
        _ => None,
    };
    let Some(body) = body else { return };
    let written = Written::of(&body);
    session.rows_uncertain |= written.dynamic;
    for name in &written.tables {
        let Some(id) = session.find(Class::Relation, name) else {
            continue;
        };
        let object = session.state.object(id);
        let relation = object.and_then(|object| object.relation());
        if relation.is_some_and(|relation| relation.rows == Rows::None) {
            super::set_rows::set(session, id, Rows::Unknown);
            // Its own triggers may run too.
            session.rows_uncertain |= has_triggers(session, id);
        }
    }
}

fn has_triggers(session: &Session, id: ObjectId) -> bool {
    let mut children = session.state.children(id);
    children.any(|(_, child)| matches!(child.kind, Kind::Trigger(_) | Kind::Rule))
}

impl Written {
    fn of(body: &Body) -> Self {
        let mut written = Self::default();
        match body {
            Body::Procedural(block) => {
                block
                    .steps()
                    .into_iter()
                    .for_each(|step| written.step(step));
            }
            Body::Sql(items) => items
                .iter()
                .for_each(|item| written.statement(&item.statement)),
            Body::Expression(_) => {}
            Body::Opaque(_) => written.dynamic = true,
        }
        written
    }

    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::Execute { .. } | StepKind::ReturnExecute { .. } => self.dynamic = true,
            StepKind::Sql { statement, .. } => self.statement(statement),
            StepKind::ReturnQuery(query) => self.query(query),
            StepKind::Block(_)
            | StepKind::If { .. }
            | StepKind::Case { .. }
            | StepKind::Loop { .. }
            | StepKind::Assign { .. }
            | StepKind::Exit { .. }
            | StepKind::Continue { .. }
            | StepKind::Raise(_)
            | StepKind::Return(_)
            | StepKind::ReturnNext(_)
            | StepKind::Diagnostics(_)
            | StepKind::Assert(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback
            | StepKind::Cursor { .. } => {}
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Change(change) => self.change(change),
            Statement::Query(query) => self.query(query),
            Statement::Call { .. } | Statement::Do(_) | Statement::Copy { .. } => {
                self.dynamic = true;
            }
            // Nothing else inserts rows into tables that are there.
            _ => {}
        }
    }

    fn query(&mut self, query: &Query) {
        for table in query.with.iter().flat_map(|with| &with.tables) {
            if let CommonBody::Change(change) = &table.body {
                self.change(change);
            }
        }
        if let QueryBody::Select(select) = &query.body {
            // Functions of its own that are called for their effect.
            let mut calls = super::calls(&select.targets);
            let is_own = |schema: Option<&str>| schema == Some("public");
            self.dynamic |= select.from.is_empty()
                && calls.any(|(call, _)| is_own(call.name.schema.as_deref()));
        }
    }

    fn change(&mut self, change: &Change) {
        for table in change.with.iter().flat_map(|with| &with.tables) {
            if let CommonBody::Change(change) = &table.body {
                self.change(change);
            }
        }
        match &change.kind {
            ChangeKind::Insert(_) | ChangeKind::Merge(_) => {
                self.tables.push(change.target.clone());
            }
            ChangeKind::Update(_) | ChangeKind::Delete(_) => {}
        }
    }
}

//! What a trigger's function may assign to the row that is written.

use std::collections::BTreeSet;

use crate::{
    schema::{
        catalog::trigger::TriggerTiming,
        replay::{
            session::Session,
            state::{
                ObjectId,
                object::{Kind, Object},
                relation::Trigger,
            },
        },
    },
    sql::{
        name::{Identifier, Word},
        procedural::{LoopKind, Step, StepKind},
        statement::Body,
    },
};

/// Columns of the relation that the trigger's function may assign to `new`, in their order.
pub(super) fn columns(session: &Session, relation: ObjectId, trigger: &Trigger) -> Vec<Identifier> {
    if !trigger.for_each_row || trigger.timing == TriggerTiming::After {
        return Vec::new();
    }
    let function = trigger.function.and_then(|id| session.state.object(id));
    let Some(Kind::Routine(routine)) = function.map(|function| &function.kind) else {
        return Vec::new();
    };
    let Some(Body::Procedural(block)) = routine.body.as_deref() else {
        return Vec::new();
    };
    let mut found = Assigned::default();
    block.steps().into_iter().for_each(|step| found.step(step));
    let held = session.state.object(relation).and_then(Object::relation);
    let names = held.into_iter().flat_map(|held| held.live_columns());
    let names = names.map(|(_, column)| column.name.clone());
    names
        .filter(|name| found.whole || found.names.contains(name))
        .collect()
}

/// Looks again at what a function assigns, for all triggers that call it.
pub(in crate::schema::replay) fn refresh(session: &mut Session, function: ObjectId) {
    for dependent in session.state.dependents(function, None) {
        let id = dependent.id;
        let Some(object) = session.state.object(id) else {
            continue;
        };
        let (Kind::Trigger(trigger), Some(relation)) = (&object.kind, object.parent) else {
            continue;
        };
        let assigned = columns(session, relation, trigger);
        session.state.change(id, |object| {
            if let Kind::Trigger(trigger) = &mut object.kind {
                trigger.assigns = assigned;
            }
        });
    }
}

#[derive(Default)]
struct Assigned {
    names: BTreeSet<Identifier>,
    /// Whether the row is assigned as a whole.
    whole: bool,
}

impl Assigned {
    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::Assign { target, .. } => self.target(target),
            StepKind::Loop { kind, .. } => self.loop_variables(kind),
            StepKind::Execute { into, .. }
            | StepKind::Sql { into, .. }
            | StepKind::Cursor { into, .. } => into.iter().for_each(|target| self.target(target)),
            StepKind::Block(_)
            | StepKind::If { .. }
            | StepKind::Case { .. }
            | StepKind::Exit { .. }
            | StepKind::Continue { .. }
            | StepKind::Raise(_)
            | StepKind::Return(_)
            | StepKind::ReturnNext(_)
            | StepKind::ReturnQuery(_)
            | StepKind::ReturnExecute { .. }
            | StepKind::Diagnostics(_)
            | StepKind::Assert(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback => {}
        }
    }

    /// A row variable of a loop takes every row.
    fn loop_variables(&mut self, kind: &LoopKind) {
        match kind {
            LoopKind::Query { variables, .. }
            | LoopKind::Execute { variables, .. }
            | LoopKind::Cursor { variables, .. }
            | LoopKind::Each { variables, .. } => self.target(variables),
            LoopKind::Endless | LoopKind::While(_) | LoopKind::Range { .. } => {}
        }
    }

    fn target(&mut self, target: &[Word]) {
        match target {
            [row] if row.text == "new" => self.whole = true,
            [row, column, ..] if row.text == "new" => {
                self.names.insert(column.text.clone());
            }
            _ => {}
        }
    }
}

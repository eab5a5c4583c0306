//! Whether the variables that a body assigns to are there.

use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        state::routine::Routine,
    },
    sql::{
        name::{Identifier, Word},
        procedural::{Block, LoopKind, Step, StepKind},
    },
};

/// Variables that PL/pgSQL itself declares, all of them in triggers only but for the first.
const ALWAYS: &[&str] = &[
    "found",
    "new",
    "old",
    "tg_name",
    "tg_when",
    "tg_level",
    "tg_op",
    "tg_relid",
    "tg_relname",
    "tg_table_name",
    "tg_table_schema",
    "tg_nargs",
    "tg_argv",
    "tg_event",
    "tg_tag",
    "sqlstate",
    "sqlerrm",
];

/// Whether everything that a body assigns to is a variable.
///
/// # Errors
///
/// 42601 for the first that is none.
pub(super) fn check(name: Option<&Identifier>, routine: &Routine, block: &Block) -> Applied {
    let parameters = routine
        .arguments
        .iter()
        .map(|argument| argument.name.clone());
    let mut known = Known {
        names: parameters.chain(name.cloned()).collect(),
    };
    known.block(block)
}

struct Known {
    /// The innermost last.
    names: Vec<Identifier>,
}

impl Known {
    fn block(&mut self, block: &Block) -> Applied {
        let outer = self.names.len();
        let declared = block.declarations.iter();
        self.names
            .extend(declared.map(|declaration| declaration.name.text.clone()));
        self.names.extend(block.label.clone());
        let handlers = block.handlers.iter().map(|handler| &handler.body);
        let result = std::iter::once(&block.body)
            .chain(handlers)
            .try_for_each(|steps| self.steps(steps));
        self.names.truncate(outer);
        result
    }

    fn steps(&mut self, steps: &[Step]) -> Applied {
        steps.iter().try_for_each(|step| self.step(step))
    }

    fn step(&mut self, step: &Step) -> Applied {
        match &step.kind {
            StepKind::Block(block) => self.block(block),
            StepKind::Assign { target, .. } => self.target(target),
            StepKind::If {
                branches,
                otherwise,
            } => {
                branches.iter().try_for_each(|(_, body)| self.steps(body))?;
                self.steps(otherwise)
            }
            StepKind::Case {
                branches,
                otherwise,
                ..
            } => {
                branches.iter().try_for_each(|(_, body)| self.steps(body))?;
                otherwise.iter().try_for_each(|body| self.steps(body))
            }
            StepKind::Loop { label, kind, body } => {
                let outer = self.names.len();
                self.names.extend(label.clone());
                self.names.extend(declared(kind));
                let result = self.steps(body);
                self.names.truncate(outer);
                result
            }
            StepKind::Execute { into, .. }
            | StepKind::Sql { into, .. }
            | StepKind::Cursor { into, .. } => {
                into.iter().try_for_each(|target| self.target(target))
            }
            StepKind::Exit { .. }
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
            | StepKind::Rollback => Ok(()),
        }
    }

    fn target(&self, target: &[Word]) -> Applied {
        let Some(first) = target.first() else {
            return Ok(());
        };
        let name = first.text.as_str();
        let is_known = name.is_empty()
            || name.starts_with('$')
            || ALWAYS.contains(&name)
            || self.names.contains(&first.text);
        if is_known {
            return Ok(());
        }
        let words: Vec<&str> = target.iter().map(|word| word.text.as_str()).collect();
        let message = format!("\"{}\" is not a known variable", words.join("."));
        Err(Stop::failed("42601", message).at(first.span))
    }
}

/// The variable that a loop declares.
fn declared(kind: &LoopKind) -> Vec<Identifier> {
    match kind {
        LoopKind::Range { variable, .. } => vec![variable.text.clone()],
        LoopKind::Cursor { variables, .. } => {
            variables.iter().map(|word| word.text.clone()).collect()
        }
        LoopKind::Endless
        | LoopKind::While(_)
        | LoopKind::Query { .. }
        | LoopKind::Execute { .. }
        | LoopKind::Each { .. } => Vec::new(),
    }
}

//! What PL/pgSQL uses.

use super::walker::Walker;
use crate::{
    source::Span,
    sql::{
        self,
        expression::{Expression, ExpressionKind},
        name::Word,
        procedural::{Block, Declaration, DeclarationKind, LoopKind, Raise, Step, StepKind},
        statement::Statement,
    },
};

impl Walker<'_> {
    /// A block and all within it; names that any part declares may be variables in all of it.
    pub(super) fn block(&mut self, block: &Block) {
        self.declare(block);
        let steps = block.steps();
        for step in &steps {
            match &step.kind {
                StepKind::Block(inner) => self.declare(inner),
                StepKind::Loop { kind, .. } => self.declare_loop(kind),
                _ => {}
            }
        }
        for step in steps {
            self.step(step);
        }
    }

    fn declare(&mut self, block: &Block) {
        for Declaration { name, kind } in &block.declarations {
            self.variables.insert(name.text.to_string());
            match kind {
                DeclarationKind::Variable { data_type, value } => {
                    self.data_type(data_type);
                    self.expressions(value);
                }
                DeclarationKind::Alias(_) => {}
                DeclarationKind::Cursor(query) => self.query(query),
            }
        }
    }

    fn declare_loop(&mut self, kind: &LoopKind) {
        let variables: &[Word] = match kind {
            LoopKind::Range { variable, .. } => std::slice::from_ref(variable),
            LoopKind::Query { variables, .. }
            | LoopKind::Execute { variables, .. }
            | LoopKind::Cursor { variables, .. }
            | LoopKind::Each { variables, .. } => variables,
            LoopKind::Endless | LoopKind::While(_) => &[],
        };
        let names = variables.iter().map(|word| word.text.to_string());
        self.variables.extend(names);
    }

    /// What a step does itself; the steps within it are walked on their own.
    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::Assign { target, value } => {
                self.assigned(target);
                self.expression(value);
            }
            StepKind::If { branches, .. } => {
                self.expressions(branches.iter().map(|(condition, _)| condition));
            }
            StepKind::Case {
                subject, branches, ..
            } => {
                self.expressions(subject);
                self.expressions(branches.iter().flat_map(|(values, _)| values));
            }
            StepKind::Loop { kind, .. } => self.loop_of(kind, step.span),
            StepKind::Exit { when, .. } | StepKind::Continue { when, .. } => self.expressions(when),
            StepKind::Execute { command, using, .. }
            | StepKind::ReturnExecute { command, using } => {
                self.execute(command, step.span);
                self.expressions(using);
            }
            StepKind::Sql { statement, into } => {
                into.iter().for_each(|target| self.assigned(target));
                self.statement(statement);
            }
            StepKind::Raise(Raise { parameters, .. }) => self.expressions(parameters),
            // What a trigger returns is the row it was given.
            StepKind::Return(Some(value)) if is_row(value) => {}
            StepKind::Return(value) | StepKind::ReturnNext(value) => self.expressions(value),
            StepKind::ReturnQuery(query) => self.query(query),
            StepKind::Assert(condition) => self.expression(condition),
            StepKind::Cursor { query, command, .. } => {
                query.iter().for_each(|query| self.query(query));
                if let Some(command) = command {
                    self.execute(command, step.span);
                }
            }
            StepKind::Block(_)
            | StepKind::Diagnostics(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback => {}
        }
    }

    /// A column of the row that a trigger is run for, or a variable.
    fn assigned(&mut self, target: &[Word]) {
        if let [row, _, ..] = target
            && matches!(row.text.as_str(), "new" | "old")
        {
            self.column(&target[..2]);
        }
    }

    fn loop_of(&mut self, kind: &LoopKind, span: Span) {
        match kind {
            LoopKind::Endless | LoopKind::Cursor { .. } => {}
            LoopKind::While(condition) => self.expression(condition),
            LoopKind::Range {
                low, high, step, ..
            } => {
                self.expressions([low, high]);
                self.expressions(step);
            }
            LoopKind::Query { query, .. } => self.query(query),
            LoopKind::Execute { command, using, .. } => {
                self.execute(command, span);
                self.expressions(using);
            }
            LoopKind::Each { array, .. } => self.expression(array),
        }
    }

    /// SQL in a text; one that is put together from names is not known.
    fn execute(&mut self, command: &Expression, span: Span) {
        self.expression(command);
        let Some(text) = literal(command) else {
            self.is_dynamic = true;
            return;
        };
        if self.depth > Self::DEEPEST {
            return;
        }
        self.depth += 1;
        let outer = self.fixed_span.replace(self.span(span));
        for item in &sql::parse(&text).statements {
            self.statement(&item.statement);
        }
        self.fixed_span = outer;
        self.depth -= 1;
    }
}

/// `NEW` or `OLD`
fn is_row(value: &Expression) -> bool {
    match &value.kind {
        ExpressionKind::Column(words) => match words.as_slice() {
            [word] => matches!(word.text.as_str(), "new" | "old"),
            _ => false,
        },
        _ => false,
    }
}

/// The text of a command that names no object at run time only.
fn literal(command: &Expression) -> Option<String> {
    match &command.kind {
        ExpressionKind::String(text) => Some(text.clone()),
        ExpressionKind::Call(call) if call.name.name == "format" => {
            let template = call.arguments.first()?;
            let ExpressionKind::String(text) = &template.value.kind else {
                return None;
            };
            let has_names = text.contains("%I") || text.contains("%s") || text.contains('$');
            (!has_names).then(|| text.replace("%L", "null"))
        }
        ExpressionKind::Cast(value, _) => literal(value),
        _ => None,
    }
}

/// The statement that a step is.
pub(super) fn statement(step: &Step) -> Option<&Statement> {
    match &step.kind {
        StepKind::Sql { statement, .. } => Some(statement),
        _ => None,
    }
}

/// The texts that a block runs as SQL.
pub(super) fn commands(block: &Block) -> Vec<String> {
    let steps = block.steps().into_iter();
    let commands = steps.filter_map(|step| match &step.kind {
        StepKind::Execute { command, .. } => literal(command),
        _ => None,
    });
    commands.collect()
}

/// The errors about missing things that a block is ready for.
pub(super) fn expects_missing(block: &Block) -> bool {
    const EXPECTED: [&str; 6] = [
        "undefined_table",
        "undefined_column",
        "undefined_function",
        "42p01",
        "42703",
        "42883",
    ];
    let inner = block.steps().into_iter();
    let inner = inner.filter_map(|step| match &step.kind {
        StepKind::Block(block) => Some(block),
        _ => None,
    });
    let blocks = std::iter::once(block).chain(inner);
    let handlers = blocks.flat_map(|block| &block.handlers);
    let mut conditions = handlers.flat_map(|handler| &handler.conditions);
    conditions.any(|condition| EXPECTED.contains(&condition.to_ascii_lowercase().as_str()))
}

impl Walker<'_> {
    /// Notes the names whose existence a block asks for, in texts that are no SQL.
    pub(super) fn asks_for(&mut self, text: &str) {
        let texts = text.split('\'').skip(1).step_by(2);
        for text in texts {
            let name = text.rsplit('.').next().unwrap_or(text);
            let is_name = |character: char| character.is_alphanumeric() || character == '_';
            if !name.is_empty() && name.len() < 64 && name.chars().all(is_name) {
                self.asked_for.insert(name.to_owned());
            }
        }
    }
}

//! PL/pgSQL: the bodies of functions and `DO` blocks.

use super::{
    expression::Expression,
    name::{Identifier, TypeName, Word},
    query::Query,
    statement::Statement,
};
use crate::source::Span;

/// `DECLARE … BEGIN … EXCEPTION … END`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    pub label: Option<Identifier>,
    pub declarations: Vec<Declaration>,
    pub body: Vec<Step>,
    pub handlers: Vec<Handler>,
    /// Where the parser could not follow, and what it expected; what is there is not in `body`.
    pub errors: Vec<(Span, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    pub name: Word,
    pub kind: DeclarationKind,
}

#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "most declarations are of the largest"
)]
pub enum DeclarationKind {
    Variable {
        data_type: TypeName,
        value: Option<Expression>,
    },
    Alias(Word),
    Cursor(Box<Query>),
}

/// `WHEN condition OR … THEN`
#[derive(Clone, Debug, PartialEq)]
pub struct Handler {
    /// Names in lower case (`duplicate_object`, `others`), or five characters of an SQLSTATE.
    pub conditions: Vec<Identifier>,
    pub body: Vec<Step>,
}

/// One statement of PL/pgSQL and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub kind: StepKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a body has few steps")]
pub enum StepKind {
    Block(Block),
    /// `target := value`; the target's words (`new.updated_at`), without subscripts.
    Assign {
        target: Vec<Word>,
        value: Expression,
    },
    If {
        branches: Vec<(Expression, Vec<Step>)>,
        otherwise: Vec<Step>,
    },
    Case {
        subject: Option<Expression>,
        branches: Vec<(Vec<Expression>, Vec<Step>)>,
        /// `None` without `ELSE`: then no match is an error.
        otherwise: Option<Vec<Step>>,
    },
    Loop {
        label: Option<Identifier>,
        kind: LoopKind,
        body: Vec<Step>,
    },
    Exit {
        label: Option<Identifier>,
        when: Option<Expression>,
    },
    Continue {
        label: Option<Identifier>,
        when: Option<Expression>,
    },
    /// `EXECUTE command INTO … USING …`
    Execute {
        command: Expression,
        into: Vec<Vec<Word>>,
        using: Vec<Expression>,
    },
    /// Any statement of SQL, with the variables of its `INTO`; `PERFORM` is a query.
    Sql {
        statement: Box<Statement>,
        into: Vec<Vec<Word>>,
    },
    Raise(Raise),
    Return(Option<Expression>),
    ReturnNext(Option<Expression>),
    ReturnQuery(Box<Query>),
    ReturnExecute {
        command: Expression,
        using: Vec<Expression>,
    },
    /// `GET DIAGNOSTICS`; the variables set.
    Diagnostics(Vec<Word>),
    Assert(Expression),
    Null,
    Commit,
    Rollback,
    /// `OPEN`, `FETCH`, `MOVE`, `CLOSE`: the query, the command and the variables of `INTO`.
    Cursor {
        query: Option<Box<Query>>,
        command: Option<Expression>,
        into: Vec<Vec<Word>>,
    },
}

#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a body has few loops")]
pub enum LoopKind {
    Endless,
    While(Expression),
    Range {
        variable: Word,
        low: Expression,
        high: Expression,
        step: Option<Expression>,
        reverse: bool,
    },
    Query {
        variables: Vec<Word>,
        query: Box<Query>,
    },
    Execute {
        variables: Vec<Word>,
        command: Expression,
        using: Vec<Expression>,
    },
    Cursor {
        variables: Vec<Word>,
        cursor: Word,
    },
    Each {
        variables: Vec<Word>,
        array: Expression,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Raise {
    /// Whether it ends the block: `EXCEPTION`, or no level at all.
    pub is_exception: bool,
    /// A name of a condition or an SQLSTATE, `P0001` unless given.
    pub condition: Option<Identifier>,
    pub message: Option<String>,
    pub parameters: Vec<Expression>,
}

impl Block {
    /// Every step in it, those of branches, loops, handlers and blocks within too; a step before
    /// what it holds.
    pub fn steps(&self) -> Vec<&Step> {
        let mut found = Vec::new();
        let mut waiting = Vec::new();
        push(self.bodies(), &mut waiting);
        while let Some(step) = waiting.pop() {
            found.push(step);
            push(step.bodies(), &mut waiting);
        }
        found
    }

    fn bodies(&self) -> Vec<&[Step]> {
        let handlers = self.handlers.iter();
        let handlers = handlers.map(|handler| handler.body.as_slice());
        std::iter::once(self.body.as_slice())
            .chain(handlers)
            .collect()
    }
}

/// Puts the steps of some bodies onto a stack, the first on top.
fn push<'a>(bodies: Vec<&'a [Step]>, waiting: &mut Vec<&'a Step>) {
    let steps = bodies.into_iter().rev();
    waiting.extend(steps.flat_map(|body| body.iter().rev()));
}

impl Step {
    /// The steps that it holds, body by body.
    fn bodies(&self) -> Vec<&[Step]> {
        match &self.kind {
            StepKind::Block(block) => block.bodies(),
            StepKind::If {
                branches,
                otherwise,
            } => {
                let branches = branches.iter().map(|(_, body)| body.as_slice());
                branches.chain([otherwise.as_slice()]).collect()
            }
            StepKind::Case {
                branches,
                otherwise,
                ..
            } => {
                let branches = branches.iter().map(|(_, body)| body.as_slice());
                branches.chain(otherwise.as_deref()).collect()
            }
            StepKind::Loop { body, .. } => vec![body],
            StepKind::Assign { .. }
            | StepKind::Exit { .. }
            | StepKind::Continue { .. }
            | StepKind::Execute { .. }
            | StepKind::Sql { .. }
            | StepKind::Raise(_)
            | StepKind::Return(_)
            | StepKind::ReturnNext(_)
            | StepKind::ReturnQuery(_)
            | StepKind::ReturnExecute { .. }
            | StepKind::Diagnostics(_)
            | StepKind::Assert(_)
            | StepKind::Null
            | StepKind::Commit
            | StepKind::Rollback
            | StepKind::Cursor { .. } => Vec::new(),
        }
    }
}

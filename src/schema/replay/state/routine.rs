//! Routines and operators.

use std::sync::Arc;

use super::types::TypeRef;
use crate::{
    schema::catalog::routine::{ArgumentMode, RoutineKind, Volatility},
    sql::{name::Identifier, statement::Body},
};

/// A row of `pg_proc`.
#[derive(Clone, Debug)]
pub struct Routine {
    pub kind: RoutineKind,
    /// All of them; those of mode `Table` are the columns of the result.
    pub arguments: Vec<Argument>,
    pub returns: Returns,
    pub language: Identifier,
    pub volatility: Volatility,
    pub security_definer: bool,
    /// Names of its `SET` clauses, in lower case, with their values.
    pub settings: Vec<(Identifier, Vec<String>)>,
    pub body: Option<Arc<Body>>,
    /// What the spans of the body count in.
    pub text: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
pub struct Argument {
    /// Empty when it has none.
    pub name: Identifier,
    pub mode: ArgumentMode,
    /// `None` when unknown.
    pub data_type: Option<TypeRef>,
    pub has_default: bool,
}

/// What a call gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Returns {
    /// `None` when unknown. `record` with `Table` or several `Out` arguments is a row of these.
    pub data_type: Option<TypeRef>,
    pub set: bool,
    /// Procedures give nothing but their `InOut` arguments.
    pub nothing: bool,
}

/// A row of `pg_operator`.
#[derive(Clone, Debug)]
pub struct Operator {
    /// `None` for a prefix operator.
    pub left: Option<TypeRef>,
    pub right: TypeRef,
    pub result: TypeRef,
    /// Of the function behind it.
    pub volatility: Volatility,
}

impl Routine {
    /// The arguments that a call passes, in order.
    pub fn inputs(&self) -> impl Iterator<Item = &Argument> {
        self.arguments
            .iter()
            .filter(|argument| argument.mode.is_input())
    }

    /// The arguments that are part of the result, in order.
    pub fn outputs(&self) -> impl Iterator<Item = &Argument> {
        self.arguments
            .iter()
            .filter(|argument| argument.mode.is_output())
    }
}

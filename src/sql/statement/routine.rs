//! Functions, procedures and aggregates.

use super::Body;
use crate::sql::{
    expression::Expression,
    name::{Identifier, Name, TypeName, Word},
};

#[derive(Clone, Debug, PartialEq)]
pub struct CreateRoutine {
    pub name: Name,
    pub kind: RoutineKind,
    pub or_replace: bool,
    pub parameters: Vec<Parameter>,
    /// `None` without `RETURNS`: then the `OUT` parameters are the result, or it is a procedure.
    pub returns: Option<Returns>,
    /// In lower case; `None` without `LANGUAGE`.
    pub language: Option<Identifier>,
    pub volatility: Option<Volatility>,
    pub security_definer: bool,
    /// Names of the `SET` clauses, in lower case, with their values.
    pub settings: Vec<(Identifier, Vec<String>)>,
    /// `None` when there is none, or it has errors that make it useless.
    pub body: Option<Body>,
    /// For aggregates: the type of the state, from which the result's is taken without a final
    /// function; with the name of the final function.
    pub state_type: Option<TypeName>,
    pub final_function: Option<Name>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RoutineKind {
    Function,
    Procedure,
    Aggregate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub name: Option<Word>,
    pub mode: ParameterMode,
    pub data_type: TypeName,
    pub default: Option<Expression>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ParameterMode {
    #[default]
    In,
    Out,
    InOut,
    Variadic,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Returns {
    /// With `SETOF` in the type.
    Type(TypeName),
    Table(Vec<(Word, TypeName)>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Volatility {
    Immutable,
    Stable,
    Volatile,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AlterRoutine {
    pub kind: RoutineReferenceKind,
    pub routine: RoutineReference,
    pub action: AlterRoutineAction,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RoutineReferenceKind {
    Function,
    Procedure,
    Aggregate,
    /// `ROUTINE`: any of them.
    Routine,
}

/// A routine by its name and the types of its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct RoutineReference {
    pub name: Name,
    /// Input arguments; `None` where the statement leaves them out.
    pub arguments: Option<Vec<TypeName>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AlterRoutineAction {
    Rename(Word),
    Owner(Word),
    Schema(Word),
    Change {
        volatility: Option<Volatility>,
        security_definer: Option<bool>,
        settings: Vec<(Identifier, Vec<String>)>,
    },
    /// Depends on an extension, cost, rows, …
    Other,
}

//! What queries and expressions give, and what they need: Postgres' parse analysis.
//!
//! Nothing here changes the state.

pub mod scope;

use self::scope::Scope;
use super::{
    failure::{Applied, Stop},
    session::Session,
    state::types::{TypeRef, Use},
};
use crate::{
    schema::catalog::routine::Volatility,
    sql::{
        expression::Expression,
        name::Identifier,
        query::{Change, Query},
    },
};

/// What a query gives.
#[derive(Clone, Debug, Default)]
pub struct Analysed {
    pub columns: Vec<Output>,
    /// What it needs, ascending and without repetition.
    pub uses: Vec<Use>,
    /// Whether there may be more columns: it reads something unknown. Only in lenient mode.
    pub open: bool,
}

/// A column of a result.
#[derive(Clone, Debug)]
pub struct Output {
    /// `?column?` when nothing gives it a name.
    pub name: Identifier,
    /// `None` when unknown. A literal that nothing gave a type to is `text`.
    pub data_type: Option<TypeRef>,
}

/// What an expression gives.
#[derive(Clone, Debug)]
pub struct Typed {
    /// `None` when it is not known; a bare literal is of the pseudo-type `unknown`.
    pub data_type: Option<TypeRef>,
    /// What it needs, ascending and without repetition.
    pub uses: Vec<Use>,
    /// The least fixed of what it calls; `None` when something it calls is not known.
    pub volatility: Option<Volatility>,
    pub has_aggregate: bool,
    pub has_window: bool,
    pub has_subquery: bool,
    pub returns_set: bool,
}

/// The columns and needs of a query.
///
/// # Errors
///
/// What Postgres says when it analyses the query.
pub fn query(_session: &Session, _query: &Query, _scope: &Scope) -> Applied<Analysed> {
    Err(Stop::Opaque("it is not analysed yet".into()))
}

/// The type and needs of an expression.
///
/// # Errors
///
/// What Postgres says when it analyses the expression.
pub fn expression(_session: &Session, _expression: &Expression, _scope: &Scope) -> Applied<Typed> {
    Err(Stop::Opaque("it is not analysed yet".into()))
}

/// The columns that `RETURNING` gives, and the needs of the whole statement.
///
/// # Errors
///
/// What Postgres says when it analyses the statement.
pub fn change(_session: &Session, _change: &Change, _scope: &Scope) -> Applied<Analysed> {
    Err(Stop::Opaque("it is not analysed yet".into()))
}

/// Whether a value of one type can be assigned to a column of another without being asked for:
/// what defaults, inserts and `USING`-less changes of type need. Unknown types always can.
pub fn is_assignable(_session: &Session, _from: Option<&TypeRef>, _to: Option<&TypeRef>) -> bool {
    true
}

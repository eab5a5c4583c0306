//! Operators and casts.

use crate::sql::name::{Name, TypeName};

#[derive(Clone, Debug, PartialEq)]
pub struct CreateOperator {
    /// The symbol.
    pub name: Name,
    /// `None` for a prefix operator.
    pub left: Option<TypeName>,
    pub right: Option<TypeName>,
    pub function: Option<Name>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CreateCast {
    pub source: TypeName,
    pub target: TypeName,
    pub context: CastContext,
}

/// Where a cast is made without being asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CastContext {
    Explicit,
    Assignment,
    Implicit,
}

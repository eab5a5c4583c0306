//! What names an expression can use.

use crate::{
    schema::replay::state::{ObjectId, types::TypeRef},
    sql::name::Identifier,
};

/// What surrounds a query or expression.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Rows that columns can be named of: the table of a check, `new` and `old` of a trigger.
    pub rows: Vec<Row>,
    /// Single values: variables and parameters of a routine, `VALUE` of a domain's check.
    pub variables: Vec<(Identifier, Option<TypeRef>)>,
    /// Types of `$1`, `$2`, …
    pub parameters: Vec<Option<TypeRef>>,
    /// Relations that are not in the state: transition tables of a trigger.
    pub relations: Vec<(Identifier, ObjectId)>,
    /// What variables can be named after: the routine they are parameters of.
    pub label: Option<Identifier>,
    /// Whether unknown single names are let pass, because they may be variables.
    pub open: bool,
}

/// A row by the name it goes by.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: Identifier,
    pub relation: ObjectId,
    /// Whether its columns can be named without the row's name.
    pub bare: bool,
}

impl Scope {
    /// The columns of one relation, by themselves or after the relation's name.
    pub fn of_relation(name: Identifier, relation: ObjectId) -> Self {
        Self {
            rows: vec![Row {
                name,
                relation,
                bare: true,
            }],
            ..Self::default()
        }
    }
}

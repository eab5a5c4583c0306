//! Indexes.

use crate::sql::{
    expression::Expression,
    name::{Identifier, Name, Word},
};

#[derive(Clone, Debug, PartialEq)]
pub struct CreateIndex {
    /// `None`: Postgres makes one.
    pub name: Option<Word>,
    pub if_not_exists: bool,
    pub unique: bool,
    pub concurrently: bool,
    pub table: Name,
    /// `None` is `btree`.
    pub method: Option<Identifier>,
    pub columns: Vec<IndexColumn>,
    pub include: Vec<Word>,
    pub filter: Option<Expression>,
    /// Of `WITH (…)`: the names.
    pub parameters: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct IndexColumn {
    /// A column is an expression too.
    pub value: Expression,
    pub operator_class: Option<Name>,
    pub collation: Option<Name>,
}

//! Names and types as SQL writes them.

use smol_str::SmolStr;

use super::expression::Expression;
use crate::source::Span;

/// An identifier as Postgres stores it: folded to lower case unless quoted, cut to 63 bytes.
pub type Identifier = SmolStr;

/// An identifier and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Word {
    pub text: Identifier,
    pub span: Span,
}

/// A possibly qualified name of an object.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Name {
    /// A database before the schema is dropped.
    pub schema: Option<Identifier>,
    pub name: Identifier,
    pub span: Span,
}

/// A type as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypeName {
    /// Words that the grammar knows become the name in `pg_catalog`, with that schema: `int` is
    /// `pg_catalog.int4`, `character varying` is `pg_catalog.varchar`, `timestamp with time zone`
    /// is `pg_catalog.timestamptz`. `serial` and its like stay as they are, without a schema.
    pub name: Name,
    /// What stands in parentheses, `varchar(20)`; for intervals the fields in words first.
    pub modifiers: Vec<Expression>,
    /// `[]` or `array`, however many.
    pub array: bool,
    pub set_of: bool,
    /// `name` is a relation or, with `column`, a column of one.
    pub like: Option<TypeLike>,
    pub span: Span,
}

/// `%TYPE` and `%ROWTYPE`.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeLike {
    /// `relation.column%TYPE`, or `variable%TYPE`, then without a name of a relation.
    Column(Identifier),
    /// `relation%ROWTYPE`
    Row,
}

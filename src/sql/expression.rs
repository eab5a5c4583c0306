//! Expressions.

use super::{
    name::{Identifier, Name, TypeName, Word},
    query::Query,
};
use crate::source::Span;

/// An expression and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    pub kind: ExpressionKind,
    pub span: Span,
}

/// What an expression is; parentheses leave no trace.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    Null,
    Boolean(bool),
    /// As written.
    Number(Identifier),
    /// Decoded: quotes, escapes and dollar quotes are gone.
    String(String),
    BitString(String),
    /// `$1`
    Parameter(u32),
    /// `DEFAULT` where a value is expected.
    Default,
    /// `a`, `t.a`, `s.t.a`: a column, or an attribute of one, or a function of the row.
    Column(Vec<Word>),
    /// `*`, `t.*`, `s.t.*`; the words before the star.
    Star(Vec<Word>),
    /// `(value).field`
    Field(Box<Expression>, Word),
    /// `(value).*`
    FieldStar(Box<Expression>),
    Call(Box<Call>),
    /// `COALESCE`
    Coalesce(Vec<Expression>),
    /// `GREATEST` and `LEAST`
    Extreme(Vec<Expression>),
    NullIf(Box<Expression>, Box<Expression>),
    /// `CURRENT_DATE`, `CURRENT_USER`, …: the word in lower case.
    Current(Identifier),
    /// `CAST`, `::` and `type 'literal'`
    Cast(Box<Expression>, TypeName),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    /// `IS NULL`, `IS NOT NULL`, `IS TRUE`, …: always boolean.
    IsTest(Box<Expression>, IsTest),
    /// `IS [NOT] DISTINCT FROM`
    Distinct {
        left: Box<Expression>,
        right: Box<Expression>,
        negated: bool,
    },
    /// Operators by their name in `pg_operator`: `LIKE` is `~~`, `NOT ILIKE` is `!~~*`.
    Operator {
        operator: Operator,
        left: Option<Box<Expression>>,
        right: Option<Box<Expression>>,
    },
    Between {
        value: Box<Expression>,
        low: Box<Expression>,
        high: Box<Expression>,
        negated: bool,
    },
    InList {
        value: Box<Expression>,
        list: Vec<Expression>,
        negated: bool,
    },
    InQuery {
        value: Box<Expression>,
        query: Box<Query>,
        negated: bool,
    },
    /// `left operator ANY (array)`; `ALL` likewise.
    AnyArray {
        left: Box<Expression>,
        operator: Operator,
        array: Box<Expression>,
    },
    /// `left operator ANY (query)`; `ALL` likewise.
    AnyQuery {
        left: Box<Expression>,
        operator: Operator,
        query: Box<Query>,
    },
    Exists(Box<Query>),
    Subquery(Box<Query>),
    Array(Vec<Expression>),
    ArrayQuery(Box<Query>),
    Row(Vec<Expression>),
    Case {
        operand: Option<Box<Expression>>,
        branches: Vec<(Expression, Expression)>,
        otherwise: Option<Box<Expression>>,
    },
    /// `value[index]`
    Index(Box<Expression>, Box<Expression>),
    /// `value[from:to]`
    Slice(Box<Expression>),
    Collate(Box<Expression>, Name),
    /// Valid SQL that is not modelled further (XML and JSON constructors, …), with its operands.
    Other(Vec<Expression>),
}

/// `IS …`, without its `NOT`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IsTest {
    Null,
    NotNull,
    True,
    NotTrue,
    False,
    NotFalse,
    Unknown,
    NotUnknown,
    /// `IS DOCUMENT`, `IS NORMALIZED`, `IS JSON`, …
    Other,
}

/// An operator by its symbol.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operator {
    /// Of `OPERATOR(schema.+)`.
    pub schema: Option<Identifier>,
    pub symbol: Identifier,
    pub span: Span,
}

/// A call of a function, aggregate or window function.
///
/// What has a grammar of its own is a call of what it stands for: `EXTRACT(x FROM y)` of
/// `pg_catalog.extract`, `SUBSTRING(a FROM b)` of `pg_catalog.substring`, `POSITION(a IN b)` of
/// `pg_catalog.position(b, a)`, `x AT TIME ZONE z` of `pg_catalog.timezone(z, x)`, `TRIM(…)` of
/// `pg_catalog.btrim`, `ltrim` or `rtrim`, `OVERLAY` of `pg_catalog.overlay`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub name: Name,
    pub arguments: Vec<Argument>,
    /// `count(*)`
    pub star: bool,
    pub distinct: bool,
    pub order_by: Vec<Expression>,
    pub within_group: Vec<Expression>,
    pub filter: Option<Expression>,
    pub over: Option<Window>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Of `name => value`.
    pub name: Option<Word>,
    pub value: Expression,
    pub variadic: bool,
}

/// What follows `OVER`, or a definition in a `WINDOW` clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// The window named, to use or to build on.
    pub name: Option<Word>,
    pub partition_by: Vec<Expression>,
    pub order_by: Vec<Expression>,
}

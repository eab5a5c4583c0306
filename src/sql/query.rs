//! Queries, and the statements that change rows.

use super::{
    expression::{Call, Expression, Window},
    name::{Name, TypeName, Word},
};
use crate::source::Span;

/// `SELECT`, `VALUES`, `TABLE` and what joins them.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub with: Option<With>,
    pub body: QueryBody,
    pub order_by: Vec<Expression>,
    /// `LIMIT`, `FETCH` and `OFFSET`.
    pub limits: Vec<Expression>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct With {
    pub recursive: bool,
    pub tables: Vec<CommonTable>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CommonTable {
    pub name: Word,
    pub columns: Vec<Word>,
    pub body: CommonBody,
    /// Columns that `SEARCH` and `CYCLE` add, with no type known.
    pub added: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CommonBody {
    Query(Query),
    Change(Change),
}

#[derive(Clone, Debug, PartialEq)]
pub enum QueryBody {
    Select(Box<Select>),
    /// `UNION`, `INTERSECT`, `EXCEPT`.
    Set(Box<Query>, Box<Query>),
    /// Only the first [`Values::MOST`] rows.
    Values(Values),
    /// `TABLE name`
    Table(Name),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    pub rows: Vec<Vec<Expression>>,
    /// How many rows there are in the text.
    pub count: usize,
}

impl Values {
    /// How many rows are kept: dumps insert thousands at once, and they are all alike.
    pub const MOST: usize = 100;
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// Of `DISTINCT ON`.
    pub distinct_on: Vec<Expression>,
    pub targets: Vec<Target>,
    /// Of `SELECT … INTO table`.
    pub into: Option<Name>,
    pub from: Vec<FromItem>,
    pub filter: Option<Expression>,
    pub group_by: Vec<Expression>,
    pub having: Option<Expression>,
    pub windows: Vec<(Word, Window)>,
}

/// One entry of a select list or `RETURNING`; stars are expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub value: Expression,
    pub alias: Option<Word>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FromItem {
    pub kind: FromKind,
    pub alias: Option<Alias>,
    pub lateral: bool,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FromKind {
    Relation(Name),
    Subquery(Box<Query>),
    /// One function, or several of `ROWS FROM`, each with its own column definitions.
    Function {
        calls: Vec<FromCall>,
        ordinality: bool,
    },
    Join(Box<Join>),
    /// `XMLTABLE`, `JSON_TABLE`: columns with their types, and operands.
    Table {
        columns: Vec<(Word, Option<TypeName>)>,
        operands: Vec<Expression>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct FromCall {
    /// A call, or what is called like one (`CURRENT_DATE`, a cast).
    pub value: FromValue,
    pub columns: Vec<ColumnDefinition>,
}

#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "most are of the largest")]
pub enum FromValue {
    Call(Call),
    Expression(Expression),
}

/// `AS x(a int, b text)`
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnDefinition {
    pub name: Word,
    pub data_type: TypeName,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// Missing only in `AS (a int, …)`.
    pub name: Option<Word>,
    pub columns: Vec<Word>,
    pub definitions: Vec<ColumnDefinition>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    pub left: FromItem,
    pub right: FromItem,
    pub kind: JoinKind,
    pub condition: JoinCondition,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum JoinKind {
    Inner,
    Left,
    Right,
    Full,
    Cross,
}

#[derive(Clone, Debug, PartialEq)]
pub enum JoinCondition {
    None,
    On(Expression),
    /// With the alias of the merged columns.
    Using(Vec<Word>, Option<Word>),
    Natural,
}

/// A statement that changes rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub kind: ChangeKind,
    pub with: Option<With>,
    pub target: Name,
    pub alias: Option<Word>,
    pub returning: Vec<Target>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    Insert(Box<Insert>),
    Update(Box<Update>),
    Delete(Box<Delete>),
    Merge(Box<Merge>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insert {
    /// Empty when the statement names none.
    pub columns: Vec<Word>,
    /// `None` is `DEFAULT VALUES`.
    pub source: Option<Query>,
    pub conflict: Option<Conflict>,
}

/// `ON CONFLICT`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflict {
    /// Columns, or expressions of an index.
    pub target: Vec<Expression>,
    /// The `WHERE` of the target.
    pub target_filter: Option<Expression>,
    pub constraint: Option<Word>,
    /// Of `DO UPDATE SET`; empty for `DO NOTHING`.
    pub assignments: Vec<Assignment>,
    pub filter: Option<Expression>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Several in `(a, b) = …`.
    pub columns: Vec<Word>,
    pub value: Expression,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    pub assignments: Vec<Assignment>,
    pub from: Vec<FromItem>,
    pub filter: Option<Expression>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delete {
    pub using: Vec<FromItem>,
    pub filter: Option<Expression>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    pub source: FromItem,
    pub condition: Expression,
    /// All assignments and inserted values of its branches.
    pub assignments: Vec<Assignment>,
    pub inserted: Vec<(Vec<Word>, Vec<Expression>)>,
}

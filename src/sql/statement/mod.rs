//! Statements.

pub mod index;

pub mod operator;

pub mod policy;

pub mod routine;

pub mod table;

pub mod types;

use self::{
    index::CreateIndex,
    operator::{CreateCast, CreateOperator},
    policy::{AlterPolicy, CreatePolicy, CreateTrigger},
    routine::{AlterRoutine, CreateRoutine, RoutineReference},
    table::{AlterTable, CreateTable, CreateView, SequenceOptions},
    types::{AlterDomain, AlterEnum, CreateDomain, CreateType},
};
use super::{
    Item,
    expression::{Argument, Expression},
    name::{Identifier, Name, TypeName, Word},
    procedural::Block,
    query::{Change, Query},
};
use crate::source::Span;

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    // Relations.
    CreateTable(Box<CreateTable>),
    CreateView(Box<CreateView>),
    CreateIndex(Box<CreateIndex>),
    CreateSequence(CreateSequence),
    /// Tables, foreign tables, views, materialized views, sequences and indexes.
    AlterTable(Box<AlterTable>),
    // Types.
    CreateType(CreateType),
    CreateDomain(Box<CreateDomain>),
    AlterEnum(AlterEnum),
    AlterDomain(Box<AlterDomain>),
    // Routines.
    CreateRoutine(Box<CreateRoutine>),
    AlterRoutine(Box<AlterRoutine>),
    // What hangs on relations.
    CreateTrigger(Box<CreateTrigger>),
    CreatePolicy(Box<CreatePolicy>),
    AlterPolicy(Box<AlterPolicy>),
    CreateRule {
        name: Word,
        table: Name,
        or_replace: bool,
    },
    // The rest.
    CreateSchema(CreateSchema),
    CreateExtension {
        name: Word,
        if_not_exists: bool,
        schema: Option<Word>,
        cascade: bool,
    },
    CreatePublication {
        name: Word,
        objects: PublicationObjects,
    },
    AlterPublication {
        name: Word,
        action: PublicationAction,
    },
    CreateRole(Word),
    CreateOperator(Box<CreateOperator>),
    CreateCast(Box<CreateCast>),
    /// Any other object that has a name: collations, servers, statistics, event triggers, …
    CreateOther {
        kind: ObjectKind,
        name: Name,
        if_not_exists: bool,
        or_replace: bool,
    },
    /// `ALTER` of anything but what has a variant of its own: rename, owner, schema.
    AlterObject {
        object: Object,
        action: ObjectAction,
    },
    Drop(Drop),
    Comment {
        object: Object,
        /// `None` removes it.
        text: Option<String>,
    },
    Grant(Box<Grant>),
    /// `DROP OWNED BY`
    DropOwned {
        roles: Vec<Word>,
        cascade: bool,
    },
    /// `REASSIGN OWNED BY … TO`
    ReassignOwned {
        roles: Vec<Word>,
        to: Word,
    },
    /// `ALTER DEFAULT PRIVILEGES`
    DefaultPrivileges {
        /// Empty for all.
        schemas: Vec<Word>,
        grant: Box<Grant>,
    },
    // Rows.
    Query(Box<Query>),
    Change(Box<Change>),
    Copy {
        target: Option<Name>,
        columns: Vec<Word>,
        query: Option<Box<Query>>,
    },
    Truncate {
        tables: Vec<Name>,
        cascade: bool,
    },
    /// `LOCK TABLE`
    Lock(Vec<Name>),
    /// `ANALYZE` and `VACUUM` of relations.
    Maintain(Vec<Name>),
    /// `EXPLAIN` of a query.
    Explain(Box<Query>),
    RefreshMaterializedView(Name),
    Call {
        name: Name,
        arguments: Vec<Argument>,
    },
    Do(Body),
    // The session.
    Transaction(Transaction),
    Set {
        local: bool,
        /// In lower case, dotted ones too: `search_path`, `app.user`.
        name: Identifier,
        /// Empty for `DEFAULT`.
        values: Vec<String>,
    },
    /// `None` is `RESET ALL`.
    Reset(Option<Identifier>),
    /// Valid and without effect on a catalog: `NOTIFY`, `CLUSTER`, `CHECKPOINT`, …
    NoEffect,
    /// Valid, and its effect is not modelled; the words that begin it (`CREATE OPERATOR CLASS`).
    Unsupported(String),
    /// A syntax error: Postgres' message, and where it points.
    Invalid {
        message: String,
        span: Span,
    },
    /// Nothing between two semicolons.
    Empty,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CreateSequence {
    pub name: Name,
    pub if_not_exists: bool,
    pub temporary: bool,
    pub options: SequenceOptions,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CreateSchema {
    /// Missing in `CREATE SCHEMA AUTHORIZATION role`: then the role's name.
    pub name: Option<Word>,
    pub if_not_exists: bool,
    pub owner: Option<Word>,
    pub elements: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PublicationObjects {
    None,
    AllTables,
    Tables(Vec<Name>),
    /// `TABLES IN SCHEMA`, possibly with tables.
    Schemas(Vec<Word>, Vec<Name>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum PublicationAction {
    Add(PublicationObjects),
    Set(PublicationObjects),
    Drop(PublicationObjects),
    Rename(Word),
    Other,
}

/// Kinds of objects as `DROP`, `COMMENT ON`, `GRANT … ON` and `ALTER` name them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ObjectKind {
    AccessMethod,
    Aggregate,
    Cast,
    Collation,
    Column,
    Constraint,
    Conversion,
    Database,
    Domain,
    EventTrigger,
    Extension,
    ForeignDataWrapper,
    ForeignTable,
    Function,
    Index,
    Language,
    MaterializedView,
    Operator,
    OperatorClass,
    OperatorFamily,
    Policy,
    Procedure,
    Publication,
    Role,
    Routine,
    Rule,
    Schema,
    Sequence,
    Server,
    Statistics,
    Subscription,
    Table,
    Tablespace,
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
    Transform,
    Trigger,
    Type,
    UserMapping,
    View,
    Other,
}

/// An object that a statement is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    pub kind: ObjectKind,
    /// For columns the column's; for constraints, policies, rules and triggers their own.
    pub name: Name,
    /// Of columns, constraints, policies, rules and triggers; a constraint's may be a domain.
    pub relation: Option<Name>,
    /// Of routines and operators; `None` where the statement leaves them out.
    pub arguments: Option<Vec<TypeName>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ObjectAction {
    Rename(Word),
    Owner(Word),
    Schema(Word),
    /// Anything that changes neither name, schema nor owner.
    Other,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Drop {
    pub objects: Vec<Object>,
    pub if_exists: bool,
    pub cascade: bool,
}

/// `GRANT` and `REVOKE`
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    pub revoke: bool,
    /// In upper case, each with its columns; empty for `ALL`.
    pub privileges: Vec<(Identifier, Vec<Word>)>,
    pub on: GrantObjects,
    /// `public` for everyone.
    pub roles: Vec<Word>,
    pub cascade: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum GrantObjects {
    /// The kind is `Table` when the statement names none.
    Objects(ObjectKind, Vec<Name>),
    Routines(Vec<RoutineReference>),
    /// `ALL TABLES IN SCHEMA …`; of `DEFAULT PRIVILEGES`, without schemas.
    AllInSchemas(ObjectKind, Vec<Word>),
    /// Membership: the roles granted.
    Roles(Vec<Word>),
}

/// Code within a statement, decoded; `Box` because it is large.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Procedural(Box<Block>),
    /// The statements of a function in SQL, quoted or `BEGIN ATOMIC`.
    Sql(Vec<Item>),
    /// `RETURN expression`
    Expression(Box<Expression>),
    /// Of any other language, or of C.
    Opaque(String),
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Transaction {
    Begin,
    Commit,
    /// `COMMIT AND CHAIN`
    CommitAndBegin,
    Rollback,
    /// `ROLLBACK AND CHAIN`
    RollbackAndBegin,
    Savepoint(Identifier),
    Release(Identifier),
    RollbackTo(Identifier),
    /// Two-phase commit, `SET CONSTRAINTS`, modes.
    Other,
}

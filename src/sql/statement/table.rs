//! Tables, views and sequences.

use crate::{
    source::Span,
    sql::{
        expression::Expression,
        name::{Identifier, Name, TypeName, Word},
        query::Query,
        statement::ObjectKind,
    },
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CreateTable {
    pub name: Name,
    pub if_not_exists: bool,
    pub persistence: Persistence,
    /// `CREATE FOREIGN TABLE`
    pub foreign: bool,
    /// `SERVER` of a foreign table.
    pub server: Option<Word>,
    pub elements: Vec<TableElement>,
    pub inherits: Vec<Name>,
    pub partition_of: Option<Name>,
    /// Whether there is a `PARTITION BY`, and what it names.
    pub partition_by: Option<Vec<Expression>>,
    /// `OF type`
    pub of_type: Option<Name>,
    /// `AS query`, with the column names before it.
    pub query: Option<(Vec<Word>, Query)>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Persistence {
    #[default]
    Permanent,
    Unlogged,
    Temporary,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TableElement {
    Column(ColumnDefinition),
    Constraint(TableConstraint),
    Like {
        relation: Name,
        options: Vec<LikeOption>,
    },
}

/// `INCLUDING` or `EXCLUDING` something, in the order written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LikeOption {
    pub including: bool,
    pub what: LikeWhat,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LikeWhat {
    All,
    Comments,
    Constraints,
    Defaults,
    Generated,
    Identity,
    Indexes,
    /// Compression, statistics, storage.
    Other,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ColumnDefinition {
    pub name: Word,
    /// `None` in typed tables and partitions.
    pub data_type: Option<TypeName>,
    pub collation: Option<Name>,
    pub constraints: Vec<ColumnConstraint>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ColumnConstraint {
    pub name: Option<Word>,
    pub kind: ColumnConstraintKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ColumnConstraintKind {
    NotNull,
    Null,
    Default(Expression),
    Identity {
        always: bool,
        /// Of `SEQUENCE NAME`.
        sequence: Option<Name>,
    },
    Generated(Expression),
    Check(Expression),
    Unique,
    PrimaryKey,
    References(References),
}

#[derive(Clone, Debug, PartialEq)]
pub struct References {
    pub table: Name,
    /// Empty: the primary key.
    pub columns: Vec<Word>,
    pub on_delete: ReferentialAction,
    pub on_update: ReferentialAction,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ReferentialAction {
    #[default]
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TableConstraint {
    pub name: Option<Word>,
    pub kind: TableConstraintKind,
    pub not_valid: bool,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TableConstraintKind {
    Check(Expression),
    Unique {
        columns: Vec<Word>,
        include: Vec<Word>,
    },
    PrimaryKey {
        columns: Vec<Word>,
        include: Vec<Word>,
    },
    /// `UNIQUE USING INDEX` and `PRIMARY KEY USING INDEX`
    UsingIndex {
        index: Word,
        primary: bool,
    },
    ForeignKey {
        columns: Vec<Word>,
        references: References,
    },
    /// Each element, a column or expression, on both sides of its operator.
    Exclude {
        /// `None` is `btree`.
        method: Option<Identifier>,
        elements: Vec<Expression>,
        filter: Option<Expression>,
    },
}

/// Views and materialized views.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateView {
    pub name: Name,
    pub materialized: bool,
    pub or_replace: bool,
    pub if_not_exists: bool,
    pub temporary: bool,
    pub recursive: bool,
    pub columns: Vec<Word>,
    pub security_invoker: bool,
    pub query: Query,
    /// Of `WITH (…)`: the names.
    pub parameters: Vec<Word>,
}

/// What `CREATE SEQUENCE`, `ALTER SEQUENCE` and identity columns say of a sequence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SequenceOptions {
    pub data_type: Option<TypeName>,
    pub owned_by: Option<OwnedBy>,
    /// `MINVALUE` and `MAXVALUE`, where they are given and fit.
    pub least: Option<i64>,
    pub greatest: Option<i64>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OwnedBy {
    None,
    Column { table: Name, column: Word },
}

#[derive(Clone, Debug, PartialEq)]
pub struct AlterTable {
    /// `Table`, `ForeignTable`, `View`, `MaterializedView`, `Sequence`, `Index` or, for
    /// attributes, `Type`: the word after `ALTER`.
    pub kind: ObjectKind,
    pub name: Name,
    pub if_exists: bool,
    pub only: bool,
    /// Several, separated by commas, but for the renames.
    pub actions: Vec<AlterAction>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AlterAction {
    pub kind: AlterActionKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AlterActionKind {
    AddColumn {
        column: ColumnDefinition,
        if_not_exists: bool,
    },
    DropColumn {
        name: Word,
        if_exists: bool,
        cascade: bool,
    },
    SetType {
        column: Word,
        data_type: TypeName,
        using: Option<Expression>,
    },
    SetDefault {
        column: Word,
        value: Expression,
    },
    DropDefault(Word),
    SetNotNull(Word),
    DropNotNull(Word),
    AddIdentity {
        column: Word,
        always: bool,
        /// Of `SEQUENCE NAME`.
        sequence: Option<Name>,
    },
    SetIdentity {
        column: Word,
        always: Option<bool>,
    },
    DropIdentity {
        column: Word,
        if_exists: bool,
    },
    DropExpression {
        column: Word,
        if_exists: bool,
    },
    /// Statistics, storage, options of a column that must exist.
    ColumnOption(Word),
    AddConstraint(TableConstraint),
    DropConstraint {
        name: Word,
        if_exists: bool,
        cascade: bool,
    },
    AlterConstraint(Word),
    ValidateConstraint(Word),
    RenameTable(Word),
    RenameColumn {
        from: Word,
        to: Word,
    },
    RenameConstraint {
        from: Word,
        to: Word,
    },
    SetSchema(Word),
    Owner(Word),
    EnableRowSecurity,
    DisableRowSecurity,
    ForceRowSecurity,
    NoForceRowSecurity,
    /// The trigger, or `all` or `user` unquoted.
    EnableTrigger(Identifier),
    DisableTrigger(Identifier),
    EnableRule(Word),
    DisableRule(Word),
    Inherit(Name),
    NoInherit(Name),
    AttachPartition(Name),
    DetachPartition(Name),
    OfType(Name),
    NotOf,
    /// Of an index that must exist.
    ClusterOn(Word),
    ReplicaIdentity {
        index: Option<Word>,
    },
    SequenceOptions(SequenceOptions),
    /// `SET (…)` and `RESET (…)`: names in lower case with their values.
    Options(Vec<(Identifier, Option<String>)>),
    /// Changes nothing that a catalog tells: tablespace, persistence, access method, …
    Other,
}

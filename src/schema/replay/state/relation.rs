//! Relations, and what hangs on them.

use std::{collections::BTreeSet, sync::Arc};

use super::{ColumnNumber, ObjectId, types::TypeRef};
use crate::{
    schema::{
        catalog::trigger::{TriggerEvent, TriggerTiming},
        catalog::{constraint::ReferenceAction, trigger::PolicyCommand},
    },
    sql::name::Identifier,
};

/// A row of `pg_class` that has columns.
#[derive(Clone, Debug)]
pub struct Relation {
    pub kind: RelationKind,
    /// Dropped ones stay, so that the number of a column never changes.
    pub columns: Vec<Column>,
    /// The type of its rows, of the same name and schema.
    pub row_type: ObjectId,
    pub temporary: bool,
    /// Whether no statement creates it: others only change it.
    pub assumed: bool,
    /// Whether columns may be missing: it is assumed, or made from what is not known.
    pub open: bool,
    pub row_security: bool,
    pub force_row_security: bool,
    pub security_invoker: bool,
    /// In order; a partition's only parent is what it is a partition of.
    pub inherits: Vec<ObjectId>,
    pub is_partition: bool,
    pub is_partitioned: bool,
    /// The columns that decide on the partition; `None` where an expression does.
    pub partition_key: Vec<Option<ColumnNumber>>,
    /// Of a view: as written.
    pub query: Option<String>,
    /// Of a view: the relations it reads.
    pub reads: Vec<ObjectId>,
    /// Of a view: the relation that rows written through it go to, if its query allows that.
    pub writes: Option<ObjectId>,
    pub rows: Rows,
    /// Constant keys of its unique indexes that were inserted, as far as they are known.
    pub keys: Arc<InsertedKeys>,
}

/// Constant keys, each with the unique index that it is of.
pub type InsertedKeys = BTreeSet<(ObjectId, Vec<String>)>;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RelationKind {
    Table,
    View,
    MaterializedView,
    ForeignTable,
    /// A composite type of its own.
    Composite,
}

/// Whether a table has rows, as far as the migrations tell.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Rows {
    #[default]
    None,
    /// At least one.
    Some,
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: Identifier,
    /// `None` when unknown.
    pub data_type: Option<TypeRef>,
    pub not_null: bool,
    /// As written.
    pub default: Option<String>,
    /// Of the default before it becomes one of the column's; `None` when that is not known.
    pub default_type: Option<TypeRef>,
    pub generated: Option<Generated>,
    pub dropped: bool,
    /// From how many parents it is inherited.
    pub inherited: u16,
    /// Whether the relation itself declares it.
    pub local: bool,
    pub comment: Option<String>,
    /// The statement that made it.
    pub definition: Option<super::object::Definition>,
    /// Of a view: the column of a relation that it is, as it stands.
    pub source: Option<(ObjectId, ColumnNumber)>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Generated {
    IdentityAlways,
    IdentityByDefault,
    /// With its expression as written.
    Stored(String),
}

#[derive(Clone, Debug)]
pub struct Index {
    pub relation: ObjectId,
    pub unique: bool,
    pub primary: bool,
    /// The constraint that it is part of.
    pub constraint: Option<ObjectId>,
    /// Key columns in order; `None` where the key is an expression.
    pub columns: Vec<Option<ColumnNumber>>,
    /// What Postgres calls the key columns: those of expressions have names too.
    pub names: Vec<Identifier>,
    pub include: Vec<ColumnNumber>,
    pub partial: bool,
    pub method: Identifier,
    /// Whether a key names an operator class.
    pub has_classes: bool,
    /// The index of the partitioned table that it is a piece of.
    pub parent: Option<ObjectId>,
}

#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The column that owns it.
    pub owned_by: Option<(ObjectId, ColumnNumber)>,
    /// Whether it is the machinery of an identity column.
    pub identity: bool,
    pub temporary: bool,
}

/// A constraint of its parent, a relation or a domain.
#[derive(Clone, Debug)]
pub struct Constraint {
    pub kind: ConstraintKind,
    /// Key columns in order; for checks the columns named, ascending.
    pub columns: Vec<ColumnNumber>,
    /// The index of a primary key, unique or exclusion constraint.
    pub index: Option<ObjectId>,
    /// From how many parents it is inherited.
    pub inherited: u16,
    pub local: bool,
    pub valid: bool,
}

#[derive(Clone, Debug)]
pub enum ConstraintKind {
    PrimaryKey,
    Unique,
    /// With its condition as written.
    Check(String),
    Exclusion,
    ForeignKey(ForeignKey),
}

#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// `None` when it is missing and that was let pass.
    pub relation: Option<ObjectId>,
    /// Schema and name of what is missing.
    pub missing: Option<(Identifier, Identifier)>,
    pub columns: Vec<ColumnNumber>,
    pub on_delete: ReferenceAction,
    pub on_update: ReferenceAction,
}

#[derive(Clone, Debug)]
pub struct Trigger {
    pub timing: TriggerTiming,
    pub events: Vec<TriggerEvent>,
    pub update_columns: Vec<ColumnNumber>,
    pub for_each_row: bool,
    pub enabled: bool,
    /// `None` when it is missing and that was let pass.
    pub function: Option<ObjectId>,
    /// The condition of `WHEN`, as written.
    pub condition: Option<String>,
    /// Columns of the relation that the function may assign to `NEW`.
    pub assigns: Vec<Identifier>,
    /// Whether the trigger was made for a partition by its parent's.
    pub inherited: bool,
}

#[derive(Clone, Debug)]
pub struct Policy {
    pub permissive: bool,
    pub command: PolicyCommand,
    /// Sorted; `public` is everyone.
    pub roles: Vec<Identifier>,
    /// As written.
    pub using: Option<String>,
    pub with_check: Option<String>,
}

impl Relation {
    /// A relation without columns.
    pub fn new(kind: RelationKind, row_type: ObjectId) -> Self {
        Self {
            kind,
            columns: Vec::new(),
            row_type,
            temporary: false,
            assumed: false,
            open: false,
            row_security: false,
            force_row_security: false,
            security_invoker: false,
            inherits: Vec::new(),
            is_partition: false,
            is_partitioned: false,
            partition_key: Vec::new(),
            query: None,
            reads: Vec::new(),
            writes: None,
            rows: Rows::None,
            keys: Arc::default(),
        }
    }

    /// The columns that are there, each with its number.
    pub fn live_columns(&self) -> impl Iterator<Item = (ColumnNumber, &Column)> {
        let numbered = self.columns.iter().enumerate();
        numbered
            .filter(|(_, column)| !column.dropped)
            .map(|(index, column)| (ColumnNumber(index as u16 + 1), column))
    }

    /// The column of this name; system columns are not among them.
    pub fn column(&self, name: &str) -> Option<(ColumnNumber, &Column)> {
        self.live_columns().find(|(_, column)| column.name == name)
    }

    /// The column of this number, unless it was dropped.
    pub fn numbered(&self, number: ColumnNumber) -> Option<&Column> {
        let column = self.columns.get(usize::from(number.0).checked_sub(1)?)?;
        (!column.dropped).then_some(column)
    }

    pub fn numbered_mut(&mut self, number: ColumnNumber) -> Option<&mut Column> {
        let index = usize::from(number.0).checked_sub(1)?;
        self.columns.get_mut(index)
    }
}

impl Column {
    /// A nullable column without a default that the relation itself declares.
    pub fn new(name: Identifier, data_type: Option<TypeRef>) -> Self {
        Self {
            name,
            data_type,
            not_null: false,
            default: None,
            default_type: None,
            generated: None,
            dropped: false,
            inherited: 0,
            local: true,
            comment: None,
            definition: None,
            source: None,
        }
    }
}

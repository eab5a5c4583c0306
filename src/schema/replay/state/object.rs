//! What is in a database.

use std::collections::BTreeSet;

use super::{
    ColumnNumber, ObjectId,
    relation::{Constraint, Index, Policy, Relation, Sequence, Trigger},
    routine::{Operator, Routine},
    types::Type,
};
use crate::{
    source::Span,
    sql::{name::Identifier, statement::ObjectKind},
};

/// One object: what all have, and what its kind has.
#[derive(Clone, Debug)]
pub struct Object {
    pub name: Identifier,
    /// The schema it lies in, or the relation or domain it hangs on; `None` for what the whole
    /// database shares.
    pub parent: Option<ObjectId>,
    pub kind: Kind,
    pub owner: Option<Identifier>,
    pub provenance: Provenance,
    /// What it needs, as in `pg_depend`. Being within its parent is not among it.
    pub depends: Vec<Dependency>,
    pub grants: Vec<Privileges>,
    pub comment: Option<String>,
    pub definition: Option<Definition>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Schema,
    Relation(Relation),
    Index(Index),
    Sequence(Sequence),
    Type(Type),
    Routine(Routine),
    Operator(Operator),
    Cast(super::types::Cast),
    Constraint(Constraint),
    Trigger(Trigger),
    Policy(Policy),
    Rule,
    Extension,
    Publication(Publication),
    Role,
    /// Anything else that has a name.
    Other(ObjectKind),
}

/// Objects of one class and parent do not share a name, but for routines and operators.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Class {
    Schema,
    /// `pg_class`: relations, indexes and sequences.
    Relation,
    /// `pg_type`: types, domains and the rows of relations.
    Type,
    Routine,
    Operator,
    Cast,
    Constraint,
    Trigger,
    Policy,
    Rule,
    Extension,
    Publication,
    Role,
    Other(ObjectKind),
}

/// Who put an object there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Provenance {
    /// A migration.
    #[default]
    Migration,
    /// `CREATE EXTENSION`: it goes when the extension goes.
    Extension(ObjectId),
    /// Postgres itself, or the platform, before the first migration.
    Platform,
}

/// A statement that defines an object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Definition {
    /// An index into the files of the replay.
    pub file: u32,
    /// In that file; for dynamic SQL, of the statement that executes it.
    pub span: Span,
}

/// Something that an object, or a part of it, needs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Dependency {
    /// The part that needs it.
    pub part: Part,
    pub on: ObjectId,
    /// The column needed, when `on` is a relation and one column is meant.
    pub column: Option<ColumnNumber>,
    pub strength: Strength,
}

/// What of an object needs another.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Part {
    Whole,
    /// A column's type: the column goes.
    Column(ColumnNumber),
    /// A column's default: the default goes and the column stays.
    Default(ColumnNumber),
}

/// What happens to the dependent when what it needs is dropped; `pg_depend.deptype`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Strength {
    /// The drop fails, unless it cascades.
    Normal,
    /// The dependent is dropped too.
    Auto,
    /// The dependent is a piece of it: dropped too, and cannot be dropped alone.
    Internal,
}

/// What a role may do with an object.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Privileges {
    /// `public` is everyone.
    pub role: Identifier,
    /// In upper case.
    pub privileges: BTreeSet<Identifier>,
    /// The columns it is limited to, by name; empty for all.
    pub columns: Vec<Identifier>,
}

#[derive(Clone, Debug, Default)]
pub struct Publication {
    pub all_tables: bool,
    pub tables: BTreeSet<ObjectId>,
    pub schemas: BTreeSet<ObjectId>,
}

impl Object {
    /// An object of a migration that needs nothing yet.
    pub fn new(name: Identifier, parent: Option<ObjectId>, kind: Kind) -> Self {
        Self {
            name,
            parent,
            kind,
            owner: None,
            provenance: Provenance::Migration,
            depends: Vec::new(),
            grants: Vec::new(),
            comment: None,
            definition: None,
        }
    }

    /// What only kinds with columns have.
    pub fn relation(&self) -> Option<&Relation> {
        if let Kind::Relation(relation) = &self.kind {
            Some(relation)
        } else {
            None
        }
    }

    pub fn relation_mut(&mut self) -> Option<&mut Relation> {
        if let Kind::Relation(relation) = &mut self.kind {
            Some(relation)
        } else {
            None
        }
    }

    pub fn class(&self) -> Class {
        match &self.kind {
            Kind::Schema => Class::Schema,
            Kind::Relation(_) | Kind::Index(_) | Kind::Sequence(_) => Class::Relation,
            Kind::Type(_) => Class::Type,
            Kind::Routine(_) => Class::Routine,
            Kind::Operator(_) => Class::Operator,
            Kind::Cast(_) => Class::Cast,
            Kind::Constraint(_) => Class::Constraint,
            Kind::Trigger(_) => Class::Trigger,
            Kind::Policy(_) => Class::Policy,
            Kind::Rule => Class::Rule,
            Kind::Extension => Class::Extension,
            Kind::Publication(_) => Class::Publication,
            Kind::Role => Class::Role,
            Kind::Other(kind) => Class::Other(*kind),
        }
    }
}

impl Dependency {
    /// The whole object needs another as a whole, and does not let it go.
    pub fn on(on: ObjectId) -> Self {
        Self {
            part: Part::Whole,
            on,
            column: None,
            strength: Strength::Normal,
        }
    }
}

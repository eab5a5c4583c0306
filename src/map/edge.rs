//! What moves between two nodes.

use std::collections::BTreeSet;

use crate::{
    access::{Access, Certainty, TargetKind},
    operation::Operation,
};

/// Everything that one unit does to one target with one effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edge {
    pub effect: Effect,
    /// What is done; empty where that is not known, and for edges that touch no rows.
    pub operations: BTreeSet<Operation>,
    /// The columns of the relation that are named.
    pub columns: BTreeSet<String>,
    /// Whether all columns are meant.
    pub all_columns: bool,
    /// Indices into the accesses that the map was made of, ascending.
    pub accesses: Vec<usize>,
    /// What SQL says: the database, and the index into what its references use; ascending.
    pub references: Vec<(usize, usize)>,
    /// How well the best known of the accesses is known; what SQL says is literal.
    pub certainty: Certainty,
}

/// What an edge means, and which way data moves.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// From the relation to the unit.
    Read,
    /// From the unit to the relation.
    Write,
    /// From the unit to the routine or edge function, and what it answers back.
    Call,
    /// Either way: a bucket, or a relation with an operation that is not known.
    Use,
    /// From a relation to what runs when its rows change.
    Fires,
    /// From a policy to the relation whose rows it lets through.
    Guards,
    /// From a relation to the one that its foreign key needs.
    ForeignKey,
    /// From a unit of code to one that it runs.
    Runs,
    /// From a module to one that it imports, on the way from an entry point to an access.
    Imports,
}

impl Effect {
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::Write,
        Self::Call,
        Self::Use,
        Self::Fires,
        Self::Guards,
        Self::ForeignKey,
        Self::Runs,
        Self::Imports,
    ];

    /// What an access does to its target.
    pub fn of(access: &Access) -> Self {
        match access.target.kind {
            TargetKind::Routine | TargetKind::EdgeFunction => return Self::Call,
            TargetKind::Bucket => return Self::Use,
            TargetKind::Relation => {}
        }
        match access.operation {
            Some(operation) => Self::of_operation(operation),
            None => Self::Use,
        }
    }

    /// What an operation does to a relation.
    pub fn of_operation(operation: Operation) -> Self {
        match operation {
            Operation::Select | Operation::Subscribe => Self::Read,
            Operation::Insert | Operation::Upsert | Operation::Update | Operation::Delete => {
                Self::Write
            }
            Operation::Call => Self::Call,
        }
    }

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Call => "call",
            Self::Use => "use",
            Self::Fires => "fires",
            Self::Guards => "guards",
            Self::ForeignKey => "foreign_key",
            Self::Runs => "runs",
            Self::Imports => "imports",
        }
    }

    /// Whether the edge runs from the target to the unit that does something with it.
    pub(super) fn is_from_target(self) -> bool {
        match self {
            Self::Read => true,
            Self::Write
            | Self::Call
            | Self::Use
            | Self::Fires
            | Self::Guards
            | Self::ForeignKey
            | Self::Runs
            | Self::Imports => false,
        }
    }
}

impl Edge {
    pub(super) fn new(effect: Effect) -> Self {
        Self {
            effect,
            operations: BTreeSet::new(),
            columns: BTreeSet::new(),
            all_columns: false,
            accesses: Vec::new(),
            references: Vec::new(),
            certainty: Certainty::Literal,
        }
    }
}

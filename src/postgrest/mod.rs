//! What PostgREST makes of a request: accesses held against the catalog the way the server would.
//!
//! The truth is the server itself; `tests/it/postgrest` asks it. Behaviour that surprises has its
//! answer beside it.

use crate::{
    access::Access,
    schema::Database,
    source::{Location, Sources},
};

/// The part of a database that the API serves, with indexes to look things up by.
#[derive(Debug)]
pub struct Served<'a> {
    pub database: &'a Database,
}

/// Something in a request that the server refuses, or that cannot be meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// In source code; within a text wherever the text stands there as it is.
    pub location: Location,
    /// One sentence without a full stop, naming the thing.
    pub message: String,
    pub help: Option<String>,
    /// The relation, routine or bucket, with its schema unless that is the default one.
    pub target: String,
    /// The column, argument or embed; may be empty.
    pub part: String,
}

/// The kinds of problems; each has a rule of its name.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ProblemKind {
    UnknownSchema,
    UnknownRelation,
    UnknownColumn,
    UnknownRoutine,
    UnknownArgument,
    MissingArgument,
    /// No relationship between two relations, or something asked of a relation that is not embedded.
    UnknownEmbed,
    AmbiguousEmbed,
    ConflictTarget,
    MissingRequiredColumn,
    UnwritableTarget,
    InvalidValue,
    /// A text that does not parse, an operator that the type lacks, an aggregate that is switched
    /// off, and the like.
    InvalidQuery,
}

impl<'a> Served<'a> {
    pub fn new(database: &'a Database) -> Self {
        Self { database }
    }
}

/// Everything that is wrong with an access, in the order of its places.
///
/// Nothing is said about what the code leaves open, nor about relations whose columns are open.
pub fn problems(_served: &Served<'_>, _sources: &Sources, _access: &Access) -> Vec<Problem> {
    Vec::new()
}

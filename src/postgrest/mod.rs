//! What PostgREST makes of a request: accesses held against the catalog the way the server would.
//!
//! The truth is the server itself; `tests/it/postgrest` asks it. Behaviour that surprises has its
//! answer beside it.

mod arguments;

mod cast;

mod column;

mod comparison;

mod condition;

mod conflict;

mod embed;

#[cfg(test)]
mod fixture;

mod given;

mod known;

mod operator;

mod refusal;

mod relationship;

mod request;

mod required;

mod routine;

mod search;

mod sent;

mod served;

mod suggest;

mod target;

pub mod touch;

mod types;

mod value;

mod view;

mod walk;

mod writable;

mod write;

use crate::{access::Access, source::Location};

use self::request::Request;
pub use self::served::Served;

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
    /// The text that it is about, where others that are possible have no problem.
    pub alternative: Option<Alternative>,
}

/// One of several texts that code may hand over: an element of a list, a side of a conditional.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Alternative {
    pub text: String,
    /// What is handed over.
    pub location: Location,
    /// Whether the text is written there, as in a conditional, and not where it comes from.
    pub is_written_there: bool,
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

/// Everything that is wrong with an access, in the order of its places.
///
/// Nothing is said about what the code leaves open, nor about relations whose columns are open.
pub fn problems(served: &Served<'_>, access: &Access) -> Vec<Problem> {
    let Some(schema) = target::schema(served, access) else {
        return Vec::new();
    };
    let request = Request {
        served,
        access,
        schema,
    };
    let mut problems = walk::problems(&request);
    problems.sort_by(|a, b| {
        let key = |problem: &Problem| (problem.location, problem.kind);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    problems.dedup_by(|a, b| (a.location, a.kind, &a.message) == (b.location, b.kind, &b.message));
    problems
}

//! How the statements of migrations ended.

use super::history::Change;
use crate::source::Span;

/// What became of the statements of one database's migrations.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Paths of the files, in the order they were applied; places name them by index.
    pub files: Vec<String>,
    pub applied: usize,
    /// In the order they were tried.
    pub failed: Vec<Failed>,
    /// In the order they were passed over.
    pub opaque: Vec<Opaque>,
    /// What was taken away or renamed and is not there again, in the order it happened.
    pub changes: Vec<Change>,
}

/// A statement that Postgres rejects.
#[derive(Clone, Debug)]
pub struct Failed {
    pub place: Place,
    pub error: SqlError,
    /// The failed statement, as an index into [`Statements::failed`], without whose failure this
    /// one would not have failed.
    pub caused_by: Option<usize>,
    /// What it would have created, as Postgres names it (`table public.posts`).
    pub would_create: Vec<String>,
}

/// A statement whose effect is not known.
#[derive(Clone, Debug)]
pub struct Opaque {
    pub place: Place,
    /// A clause without a full stop.
    pub reason: String,
}

/// A statement in one of the files.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// An index into [`Statements::files`].
    pub file: usize,
    /// The whole statement, without what stands before its first word.
    pub statement: Span,
    /// What in it is at fault; within `statement`.
    pub span: Span,
}

impl Place {
    /// Whether it is in this statement of this file.
    pub fn is_of(self, (file, statement): (usize, Span)) -> bool {
        (self.file, self.statement) == (file, statement)
    }
}

/// An error as Postgres reports it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SqlError {
    /// Five characters, as in Postgres' appendix of error codes.
    pub sqlstate: &'static str,
    /// Postgres' own words: `relation "public.personas" does not exist`.
    pub message: String,
    /// Postgres' `HINT`, or what would mend it when that is known.
    pub help: Option<String>,
    /// What the statement missed, when the error is that something does not exist.
    pub missing: Option<Missing>,
}

/// Something that a statement needs and that is not there.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Missing {
    pub kind: MissingKind,
    /// `None` when the statement leaves it to the search path.
    pub schema: Option<String>,
    /// For columns, constraints, policies and triggers: the relation they should be part of.
    pub relation: Option<String>,
    pub name: String,
}

/// What kind of thing is missing.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum MissingKind {
    Schema,
    Relation,
    Column,
    Type,
    Routine,
    Constraint,
    Index,
    Policy,
    Trigger,
    EnumLabel,
    Role,
    Extension,
    Publication,
    /// Anything rarer: operators, collations, servers, …
    Other,
}

//! What code asks of the database: the model every later step works on.

use crate::{
    clause::Clause,
    facts::UnitKind,
    operation::{Api, ColumnUse, Modifiers, Operation},
    source::{FileId, Location, Span},
};

/// One request to the database, where the code makes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Access {
    pub target: Target,
    /// `None` exactly when the verb is not known.
    pub operation: Option<Operation>,
    /// What its links ask for, in the order of the chain; links added elsewhere come last.
    pub clauses: Vec<Clause>,
    /// What `clauses` says of columns.
    pub columns: Vec<ColumnUse>,
    /// Whether more columns are possible than `columns` names.
    pub columns_open: bool,
    /// `select("*")` or a bare `select()`.
    pub all_columns: bool,
    pub modifiers: Modifiers,
    pub api: Api,
    pub evidence: Evidence,
    /// How the name got here, from the call site to the literal; empty for a literal.
    pub via: Vec<Step>,
    pub certainty: Certainty,
    /// The call site of a wrapper: what it reaches is counted at its callers instead.
    pub wrapper: bool,
    pub file: FileId,
    /// The token `from`, `rpc`, …; for a wrapper's caller, the name of the wrapper.
    pub method_span: Span,
    /// The argument that names the target.
    pub target_span: Span,
    /// The whole chain, from the client to the last link.
    pub statement_span: Span,
    pub unit: Unit,
}

/// What an access is for.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Target {
    pub kind: TargetKind,
    /// As the code writes it; `None` exactly when it is not known.
    pub name: Option<String>,
    /// As the code sets it by `.schema(…)` or the client's options.
    pub schema: SchemaRef,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum TargetKind {
    Relation,
    Routine,
    Bucket,
    EdgeFunction,
}

/// The Postgres schema that a client or builder is set to.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SchemaRef {
    /// The code does not say: the server's first exposed schema, `public` as a rule.
    #[default]
    Default,
    Named(String),
    /// Set to something known only at run time.
    Unknown,
}

/// How well a name is known, weakest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Certainty {
    /// Known only at run time; nothing is claimed about it.
    Dynamic(Reason),
    /// One of several names; the access stands once for each.
    OneOf,
    /// Handed in by the caller of a wrapper; the access stands at the call.
    Passed,
    /// A constant, followed to the literal that defines it.
    Constant,
    /// A literal at the call site.
    Literal,
}

impl Certainty {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dynamic(_) => "dynamic",
            Self::OneOf => "one_of",
            Self::Passed => "passed",
            Self::Constant => "constant",
            Self::Literal => "literal",
        }
    }
}

/// Why a value is not known.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Reason {
    /// A parameter of a function that is called from elsewhere, or not at all.
    Parameter,
    /// Data of a request: a body, a query string, a form, command line arguments.
    Request,
    /// An environment variable without a default.
    Environment,
    /// Computed at run time: from data, a library's answer, a loop over something unknown.
    Computed,
    /// Defined in a module that is not among the files read.
    MissingModule,
    /// Comes from a library.
    External,
    /// More names than are worth listing.
    TooMany,
    /// Too deep or circular to follow.
    TooDeep,
    /// No verb is ever called on the builder where we can see it.
    NoVerb,
    /// A form of code that we do not understand: a defect of ours.
    Unsupported,
}

impl Reason {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Request => "request",
            Self::Environment => "environment",
            Self::Computed => "computed",
            Self::MissingModule => "missing_module",
            Self::External => "external",
            Self::TooMany => "too_many",
            Self::TooDeep => "too_deep",
            Self::NoVerb => "no_verb",
            Self::Unsupported => "unsupported",
        }
    }
}

/// Why the receiver is held to be a database client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Evidence {
    pub kind: EvidenceKind,
    /// From the call site to where the client comes from.
    pub chain: Vec<Step>,
}

/// The kinds of evidence, strongest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum EvidenceKind {
    /// The value of a constructor or factory of a client package.
    Created,
    /// A type of a client package.
    Annotated,
    /// Imported from a module that cannot be read but is named as a client's.
    Imported,
    /// Only its name says so.
    Named,
    /// Only the methods called on it say so.
    Shape,
}

impl EvidenceKind {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Annotated => "annotated",
            Self::Imported => "imported",
            Self::Named => "named",
            Self::Shape => "shape",
        }
    }
}

/// One step of the way that a value took.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Step {
    pub kind: StepKind,
    pub location: Location,
}

/// What happens to a value at a step.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum StepKind {
    /// The literal itself.
    Literal,
    /// A variable's definition or an assignment to it.
    Constant,
    /// An import.
    Import,
    /// A member of an object, an enum or a class.
    Member,
    /// An element of an array.
    Element,
    /// An argument handed to a parameter.
    Argument,
    /// What a function returns.
    Return,
    /// One side of a conditional.
    Branch,
    /// The default of an environment variable.
    EnvironmentDefault,
    /// A type annotation or cast.
    Annotation,
    /// A context, `provide`/`inject` or request local that hands a value on.
    Context,
    /// A call that creates a client.
    Created,
}

impl StepKind {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Constant => "constant",
            Self::Import => "import",
            Self::Member => "member",
            Self::Element => "element",
            Self::Argument => "argument",
            Self::Return => "return",
            Self::Branch => "branch",
            Self::EnvironmentDefault => "environment_default",
            Self::Annotation => "annotation",
            Self::Context => "context",
            Self::Created => "created",
        }
    }
}

/// The named piece of code around an access.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Unit {
    pub kind: UnitKind,
    /// Qualified: `PostingQueue.process`, `default export`, `GET`; empty for the module itself.
    pub name: String,
    /// The whole of it.
    pub span: Span,
}

/// A unit by the file it stands in and its name: several of one name in a file are one.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CodeUnit {
    pub file: FileId,
    /// As in [`Unit`]: empty for the module itself.
    pub name: String,
}

impl Access {
    /// The unit around it.
    pub fn code_unit(&self) -> CodeUnit {
        CodeUnit {
            file: self.file,
            name: self.unit.name.clone(),
        }
    }
}

/// A `.from(…)` or `.rpc(…)` whose receiver is not a client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rejected {
    pub file: FileId,
    /// The token `from`, `rpc`, …
    pub method_span: Span,
    /// What it is instead, as a phrase: "a value of the package `knex`".
    pub because: String,
    /// From the call site to where the receiver comes from.
    pub chain: Vec<Step>,
}

//! What the links of a chain ask for: the parts of a request, as far as the code tells them.
//!
//! A value that may be one of several stands here with all of them, each with its place; `open`
//! says that it may be something else, too. Nothing is combined over branches: a text is wrong for
//! certain only when every alternative is.

use crate::{
    operation::Known,
    source::{Location, Span},
};

/// What one link of a chain asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause {
    /// The method as the code writes it: `select`, `insert`, `eq`, `order`, …; for plain HTTP the
    /// method of postgrest-js that sends the same.
    pub method: &'static str,
    /// The name of the method in the code.
    pub location: Location,
    pub kind: ClauseKind,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ClauseKind {
    /// `select(list)`; `None` without an argument, which asks for all columns.
    Select { list: Option<Texts> },
    /// `eq(column, value)` and all others of its form; `filter` and `not` name the operator.
    Filter {
        column: Texts,
        /// `None` when the method is the operator; of `textSearch` the one that its option `type`
        /// makes it.
        operator: Option<Texts>,
        value: Values,
        /// The option `referencedTable` or `foreignTable`.
        referenced: Option<Texts>,
    },
    /// `match({ column: value })`
    Match { columns: Rows },
    /// `or(filters)`
    Or {
        filters: Texts,
        referenced: Option<Texts>,
    },
    /// `order(column)`
    Order {
        column: Texts,
        referenced: Option<Texts>,
    },
    /// `limit` and `range`
    Limit { referenced: Option<Texts> },
    /// `insert`, `upsert` and `update`
    Write {
        rows: Rows,
        /// The option `onConflict`.
        on_conflict: Option<Texts>,
        /// The option `defaultToNull`, which is on unless set.
        default_to_null: Known,
        /// The option `ignoreDuplicates`.
        ignore_duplicates: Known,
    },
    /// `rpc(name, arguments)`; without a second argument `rows` is one empty row.
    Arguments {
        rows: Rows,
        /// `{ get: true }` or `{ head: true }`: the arguments go into the address.
        in_address: Known,
    },
    /// The options of `on("postgres_changes", …)`.
    Changes {
        event: Option<Texts>,
        filter: Option<Texts>,
    },
    /// `single` and `maybeSingle`
    Single,
    /// Any other method: `csv`, `throwOnError`, …, or one that is not known.
    Other,
}

/// A text that the code hands over, in each form it may have.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Texts {
    pub alternatives: Vec<Text>,
    /// What is handed over, without its quotes when it is a literal.
    pub location: Location,
    /// Whether it may be another text, known only at run time.
    pub open: bool,
}

/// A text and where it comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text {
    pub text: String,
    /// The literal without its quotes, wherever it stands; else the expression that hands the text
    /// over.
    pub location: Location,
    /// Whether the source holds the text byte for byte at `location`, so that a place in the text
    /// is a place in the file.
    pub verbatim: bool,
}

/// A value, in each form it may have.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Values {
    pub alternatives: Vec<Given>,
    /// Whether it may be another value, known only at run time.
    pub open: bool,
}

/// A value and where the code writes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Given {
    pub literal: Literal,
    pub location: Location,
}

/// A value as it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Literal {
    Text(String),
    /// As the source writes it, a sign included.
    Number(String),
    Boolean(bool),
    Null,
    Undefined,
    /// An array, each element by itself.
    List(Vec<Values>),
    /// An object: JSON.
    Object,
}

/// Rows, in each form they may be put together.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rows {
    pub alternatives: Vec<RowSet>,
    /// Whether they may be other rows, known only at run time.
    pub open: bool,
}

/// The rows of one request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RowSet {
    pub rows: Vec<Row>,
    /// Whether there may be rows of other forms than these.
    pub open: bool,
    /// Whether each may stand there any number of times, or not at all: `list.map(…)`.
    pub repeated: bool,
    /// Whether they are handed over as an array.
    pub is_list: bool,
    /// The expression that is handed over, at the caller of a wrapper what that makes of it.
    pub location: Location,
}

/// One row: an object's keys, in the order they are written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Row {
    pub keys: Vec<Key>,
    /// Whether there may be more keys than these.
    pub open: bool,
}

/// One key of a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key {
    pub name: String,
    pub location: Location,
    pub value: Values,
    /// Whether every run has it: not when it is spread under a condition or assigned later.
    pub always: bool,
}

impl Texts {
    /// The text, when it is the only one possible.
    pub fn only(&self) -> Option<&Text> {
        match self.alternatives.as_slice() {
            [text] if !self.open => Some(text),
            _ => None,
        }
    }
}

impl Text {
    /// The place of a span of the text: within it where the source holds it as it is, else the
    /// whole.
    pub fn place(&self, span: Span) -> Location {
        if !self.verbatim {
            return self.location;
        }
        let start = self.location.span.start;
        Location {
            span: Span {
                start: start.saturating_add(span.start),
                end: start.saturating_add(span.end),
            },
            ..self.location
        }
    }
}

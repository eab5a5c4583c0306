//! The words that facts and accesses share: operations, columns, modifiers.

use crate::source::Location;

/// What is asked of the database.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Operation {
    Select,
    Insert,
    Upsert,
    Update,
    Delete,
    Call,
    Subscribe,
}

impl Operation {
    pub const ALL: [Self; 7] = [
        Self::Select,
        Self::Insert,
        Self::Upsert,
        Self::Update,
        Self::Delete,
        Self::Call,
        Self::Subscribe,
    ];

    /// The operation of a query builder's verb, as postgrest-js names it.
    pub fn of_verb(method: &str) -> Option<Self> {
        match method {
            "select" => Some(Self::Select),
            "insert" => Some(Self::Insert),
            "upsert" => Some(Self::Upsert),
            "update" => Some(Self::Update),
            "delete" => Some(Self::Delete),
            _ => None,
        }
    }

    /// The operation of a request to PostgREST over plain HTTP.
    ///
    /// A `POST` with `Prefer: resolution=…` is an upsert, which the method alone does not tell.
    pub fn of_http_method(method: &str) -> Option<Self> {
        match method {
            "GET" | "HEAD" => Some(Self::Select),
            "POST" => Some(Self::Insert),
            "PUT" => Some(Self::Upsert),
            "PATCH" => Some(Self::Update),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }

    /// Whether data flows from the target to the code.
    pub fn reads(self) -> bool {
        matches!(self, Self::Select | Self::Subscribe | Self::Call)
    }

    /// Whether data flows from the code to the target.
    pub fn writes(self) -> bool {
        matches!(
            self,
            Self::Insert | Self::Upsert | Self::Update | Self::Delete | Self::Call
        )
    }

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Upsert => "upsert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Call => "call",
            Self::Subscribe => "subscribe",
        }
    }
}

/// The library or language an access is written in.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Api {
    /// supabase-js and postgrest-js.
    Supabase,
    /// PostgREST over plain HTTP.
    Rest,
}

impl Api {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Supabase => "supabase",
            Self::Rest => "rest",
        }
    }
}

/// What an access does with a column.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ColumnRole {
    /// A whole select list as the code writes it; its grammar is PostgREST's.
    Select,
    /// A key of a written row.
    Written,
    /// A column that a filter tests, or the text of an `or` filter.
    Filter,
    Order,
    /// A column of `onConflict`.
    Conflict,
    /// The embedded relation that a filter, an order or a limit is for.
    Referenced,
    /// An argument of a routine.
    Argument,
}

impl ColumnRole {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Written => "written",
            Self::Filter => "filter",
            Self::Order => "order",
            Self::Conflict => "conflict",
            Self::Referenced => "referenced",
            Self::Argument => "argument",
        }
    }
}

/// One mention of a column.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct ColumnUse {
    /// The column, or the text that holds it (`Select`, an `or` filter), as the code writes it.
    pub name: String,
    pub role: ColumnRole,
    /// The method that names it: `select`, `insert`, `eq`, `order`, …
    pub method: &'static str,
    /// The token that names it, without quotes.
    pub location: Location,
}

/// A yes or no that may not be known.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Known {
    Yes,
    No,
    #[default]
    Unknown,
}

impl Known {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// `Yes` when so, else `No`.
    pub fn of(known: bool) -> Self {
        if known { Self::Yes } else { Self::No }
    }
}

/// What else is known of an access.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Modifiers {
    /// At least one filter (`eq`, `match`, `or`, …).
    pub filter: Known,
    /// A `limit` or `range`.
    pub limit: Known,
    /// `single` or `maybeSingle`.
    pub single: Known,
    /// A write that returns its rows.
    pub returning: Known,
    /// Counts without returning rows.
    pub head: Known,
    /// Asks for a count.
    pub count: Known,
    pub throw_on_error: Known,
    pub awaited: Known,
    /// The result's `error` is looked at.
    pub error_read: Known,
    pub in_loop: Known,
    /// The file is a test.
    pub in_test: Known,
    /// The code reckons with the target being missing: a test, a check of what the schema holds, or
    /// an error that is compared with those for what does not exist.
    pub expects_failure: Known,
}

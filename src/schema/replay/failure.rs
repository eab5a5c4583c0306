//! Why a statement has no effect.

use crate::{
    schema::statement::{Missing, MissingKind, SqlError},
    source::Span,
    sql::name::{Name, Word},
};

/// What applying a statement gives.
pub type Applied<T = ()> = Result<T, Stop>;

/// Why a statement, or a part of it, was not applied.
#[derive(Clone, Debug)]
pub enum Stop {
    /// Postgres rejects it.
    Failed(Box<Failure>),
    /// What it does is not known; a clause without a full stop.
    Opaque(String),
}

/// An error, and the part of the statement that is at fault.
#[derive(Clone, Debug)]
pub struct Failure {
    pub error: SqlError,
    /// In the text of the statement; `None` for the statement as a whole.
    pub span: Option<Span>,
}

impl Stop {
    /// An error by its SQLSTATE and Postgres' message.
    pub fn failed(sqlstate: &'static str, message: impl Into<String>) -> Self {
        Self::Failed(Box::new(Failure {
            error: SqlError {
                sqlstate,
                message: message.into(),
                help: None,
                missing: None,
            },
            span: None,
        }))
    }

    /// The same error, pointing at a part of the statement.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.span = Some(span);
        }
        self
    }

    /// The same error, pointing at a part of the statement unless it points already.
    #[must_use]
    pub fn within(mut self, span: Span) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.span.get_or_insert(span);
        }
        self
    }

    /// The same error with Postgres' `HINT`.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.error.help = Some(help.into());
        }
        self
    }

    /// The same error, without a hint.
    #[must_use]
    pub fn without_help(mut self) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.error.help = None;
        }
        self
    }

    /// The same error, because something is missing.
    #[must_use]
    pub fn missing(mut self, missing: Missing) -> Self {
        if let Self::Failed(failure) = &mut self {
            failure.error.missing = Some(missing);
        }
        self
    }

    /// Whether the cause is that something does not exist.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Failed(failure) => failure.error.missing.is_some(),
            Self::Opaque(_) => false,
        }
    }
}

/// 42P01: `relation "…" does not exist`
pub fn undefined_relation(name: &Name) -> Stop {
    Stop::failed(
        "42P01",
        format!("relation \"{}\" does not exist", written(name)),
    )
    .at(name.span)
    .missing(missing(MissingKind::Relation, name))
}

/// 42704: `type "…" does not exist`
pub fn undefined_type(name: &Name) -> Stop {
    Stop::failed(
        "42704",
        format!("type \"{}\" does not exist", written(name)),
    )
    .at(name.span)
    .missing(missing(MissingKind::Type, name))
}

/// 3F000: `schema "…" does not exist`
pub fn undefined_schema(name: &str, span: Span) -> Stop {
    Stop::failed("3F000", format!("schema \"{name}\" does not exist"))
        .at(span)
        .missing(Missing {
            kind: MissingKind::Schema,
            schema: None,
            relation: None,
            name: name.to_owned(),
        })
}

/// 42703: `column "…" of relation "…" does not exist`
pub fn undefined_column_of(column: &Word, schema: Option<&str>, relation: &str) -> Stop {
    let Word { text, span } = column;
    Stop::failed(
        "42703",
        format!("column \"{text}\" of relation \"{relation}\" does not exist"),
    )
    .at(*span)
    .missing(Missing {
        kind: MissingKind::Column,
        schema: schema.map(str::to_owned),
        relation: Some(relation.to_owned()),
        name: text.to_string(),
    })
}

/// What is missing, by a name in the statement.
pub fn missing(kind: MissingKind, name: &Name) -> Missing {
    Missing {
        kind,
        schema: name.schema.as_ref().map(ToString::to_string),
        relation: None,
        name: name.name.to_string(),
    }
}

/// A name as Postgres' messages repeat it: qualified when it was written so, without quotes.
pub fn written(name: &Name) -> String {
    match &name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name.to_string(),
    }
}

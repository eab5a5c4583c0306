//! What definitions of columns and tables ask for beside columns.

use crate::{
    schema::replay::failure::Stop,
    source::Span,
    sql::{
        expression::Expression,
        name::{Identifier, Name, Word},
        statement::table::{References, TableConstraint, TableConstraintKind},
    },
};

/// What is made once the columns are there, each list in the order written.
#[derive(Debug, Default)]
pub(in crate::schema::replay) struct Pending<'a> {
    /// Defaults, and the expressions of generated columns.
    pub(in crate::schema::replay) defaults: Vec<(Identifier, &'a Expression)>,
    pub(in crate::schema::replay) sequences: Vec<NewSequence>,
    pub(in crate::schema::replay) checks: Vec<Check<'a>>,
    pub(in crate::schema::replay) keys: Vec<Key<'a>>,
    pub(in crate::schema::replay) foreign_keys: Vec<Foreign<'a>>,
}

/// A sequence that a column brings along.
#[derive(Clone, Debug)]
pub(in crate::schema::replay) struct NewSequence {
    pub(in crate::schema::replay) column: Identifier,
    pub(in crate::schema::replay) machinery: Machinery,
    /// `None`: Postgres makes one up.
    pub(in crate::schema::replay) name: Option<Name>,
}

/// What a sequence that was not asked for serves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::schema::replay) enum Machinery {
    Serial,
    Identity,
}

#[derive(Clone, Copy, Debug)]
pub(in crate::schema::replay) struct Check<'a> {
    pub(in crate::schema::replay) name: Option<&'a Word>,
    pub(in crate::schema::replay) condition: &'a Expression,
    pub(in crate::schema::replay) valid: bool,
    pub(in crate::schema::replay) span: Span,
}

/// A constraint that an index enforces.
#[derive(Clone, Debug)]
pub(in crate::schema::replay) struct Key<'a> {
    pub(in crate::schema::replay) name: Option<&'a Word>,
    pub(in crate::schema::replay) kind: KeyKind<'a>,
    pub(in crate::schema::replay) include: &'a [Word],
    pub(in crate::schema::replay) span: Span,
}

#[derive(Clone, Debug)]
pub(in crate::schema::replay) enum KeyKind<'a> {
    Primary(Vec<Word>),
    Unique(Vec<Word>),
    Exclusion {
        method: &'a str,
        elements: &'a [Expression],
        filter: Option<&'a Expression>,
    },
    UsingIndex {
        index: &'a Word,
        primary: bool,
    },
}

#[derive(Clone, Debug)]
pub(in crate::schema::replay) struct Foreign<'a> {
    pub(in crate::schema::replay) name: Option<&'a Word>,
    pub(in crate::schema::replay) columns: Vec<Word>,
    pub(in crate::schema::replay) references: &'a References,
    pub(in crate::schema::replay) valid: bool,
    pub(in crate::schema::replay) span: Span,
}

impl Key<'_> {
    pub(in crate::schema::replay) fn is_primary(&self) -> bool {
        match self.kind {
            KeyKind::Primary(_) | KeyKind::UsingIndex { primary: true, .. } => true,
            KeyKind::Unique(_) | KeyKind::Exclusion { .. } | KeyKind::UsingIndex { .. } => false,
        }
    }
}

impl<'a> Pending<'a> {
    /// Takes in a constraint of a table.
    pub(in crate::schema::replay) fn constraint(&mut self, constraint: &'a TableConstraint) {
        let name = constraint.name.as_ref();
        let span = constraint.span;
        let mut key = |kind, include| {
            self.keys.push(Key {
                name,
                kind,
                include,
                span,
            });
        };
        match &constraint.kind {
            TableConstraintKind::Check(condition) => self.checks.push(Check {
                name,
                condition,
                valid: !constraint.not_valid,
                span,
            }),
            TableConstraintKind::Unique { columns, include } => {
                key(KeyKind::Unique(columns.clone()), include);
            }
            TableConstraintKind::PrimaryKey { columns, include } => {
                key(KeyKind::Primary(columns.clone()), include);
            }
            &TableConstraintKind::UsingIndex { ref index, primary } => {
                key(KeyKind::UsingIndex { index, primary }, &[]);
            }
            TableConstraintKind::Exclude {
                method,
                elements,
                filter,
            } => {
                let exclusion = KeyKind::Exclusion {
                    method: method.as_deref().unwrap_or("btree"),
                    elements,
                    filter: filter.as_ref(),
                };
                key(exclusion, &[]);
            }
            TableConstraintKind::ForeignKey {
                columns,
                references,
            } => self.foreign_keys.push(Foreign {
                name,
                columns: columns.clone(),
                references,
                valid: !constraint.not_valid,
                span,
            }),
        }
    }
}

/// 42P16: `multiple primary keys for table "…" are not allowed`
pub(in crate::schema::replay) fn multiple_primary_keys(table: &str) -> Stop {
    Stop::failed(
        "42P16",
        format!("multiple primary keys for table \"{table}\" are not allowed"),
    )
}

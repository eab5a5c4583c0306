//! How Postgres' messages name kinds of objects.

use crate::sql::statement::ObjectKind;

/// The words for a kind whose objects have a name of their own here; `None` for all others.
pub(super) fn noun(kind: ObjectKind) -> Option<&'static str> {
    match kind {
        ObjectKind::AccessMethod => Some("access method"),
        ObjectKind::Collation => Some("collation"),
        ObjectKind::Conversion => Some("conversion"),
        ObjectKind::EventTrigger => Some("event trigger"),
        ObjectKind::ForeignDataWrapper => Some("foreign-data wrapper"),
        ObjectKind::Language => Some("language"),
        ObjectKind::Server => Some("server"),
        ObjectKind::Statistics => Some("statistics object"),
        ObjectKind::Subscription => Some("subscription"),
        ObjectKind::Tablespace => Some("tablespace"),
        ObjectKind::TextSearchConfiguration => Some("text search configuration"),
        ObjectKind::TextSearchDictionary => Some("text search dictionary"),
        ObjectKind::TextSearchParser => Some("text search parser"),
        ObjectKind::TextSearchTemplate => Some("text search template"),
        ObjectKind::Aggregate
        | ObjectKind::Cast
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Database
        | ObjectKind::Domain
        | ObjectKind::Extension
        | ObjectKind::ForeignTable
        | ObjectKind::Function
        | ObjectKind::Index
        | ObjectKind::MaterializedView
        | ObjectKind::Operator
        | ObjectKind::OperatorClass
        | ObjectKind::OperatorFamily
        | ObjectKind::Policy
        | ObjectKind::Procedure
        | ObjectKind::Publication
        | ObjectKind::Role
        | ObjectKind::Routine
        | ObjectKind::Rule
        | ObjectKind::Schema
        | ObjectKind::Sequence
        | ObjectKind::Table
        | ObjectKind::Transform
        | ObjectKind::Trigger
        | ObjectKind::Type
        | ObjectKind::UserMapping
        | ObjectKind::View
        | ObjectKind::Other => None,
    }
}

/// Whether objects of a kind that [`noun`] knows lie in schemas.
pub(super) fn is_in_schema(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::Collation
            | ObjectKind::Conversion
            | ObjectKind::Statistics
            | ObjectKind::TextSearchConfiguration
            | ObjectKind::TextSearchDictionary
            | ObjectKind::TextSearchParser
            | ObjectKind::TextSearchTemplate
    )
}

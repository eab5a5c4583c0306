//! The words that string fields of the map may hold, for its JSON Schema.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::{
    access::{EvidenceKind, Reason, StepKind},
    declared::Class,
    map::{edge::Effect, node::SqlKind, summary::Usage},
    notice::NoticeKind,
    operation::{Api, ColumnRole, Known, Operation},
    reach::{EntryKind, Side},
    schema::catalog::{relation::RelationKind, routine::RoutineKind},
};

pub(super) fn operation(_: &mut SchemaGenerator) -> Schema {
    let words = Operation::ALL.map(|operation| Some(operation.as_str()));
    let words: Vec<_> = words.into_iter().chain([None]).collect();
    json_schema!({ "type": ["string", "null"], "enum": words })
}

pub(super) fn operations(_: &mut SchemaGenerator) -> Schema {
    let words = Operation::ALL.map(Operation::as_str);
    json_schema!({ "type": "array", "items": { "type": "string", "enum": words } })
}

pub(super) fn reason(_: &mut SchemaGenerator) -> Schema {
    words(
        [
            Reason::Parameter,
            Reason::Request,
            Reason::Environment,
            Reason::Computed,
            Reason::MissingModule,
            Reason::External,
            Reason::TooMany,
            Reason::TooDeep,
            Reason::NoVerb,
            Reason::Unsupported,
        ]
        .map(Reason::as_str),
    )
}

pub(super) fn api(_: &mut SchemaGenerator) -> Schema {
    words([Api::Supabase, Api::Rest].map(Api::as_str))
}

pub(super) fn certainty(_: &mut SchemaGenerator) -> Schema {
    words(["literal", "constant", "passed", "one_of", "dynamic"])
}

pub(super) fn column_role(_: &mut SchemaGenerator) -> Schema {
    words(
        [
            ColumnRole::Select,
            ColumnRole::Written,
            ColumnRole::Filter,
            ColumnRole::Order,
            ColumnRole::Conflict,
            ColumnRole::Referenced,
            ColumnRole::Argument,
        ]
        .map(ColumnRole::as_str),
    )
}

pub(super) fn known(_: &mut SchemaGenerator) -> Schema {
    words([Known::Yes, Known::No, Known::Unknown].map(Known::as_str))
}

pub(super) fn evidence(_: &mut SchemaGenerator) -> Schema {
    words(
        [
            EvidenceKind::Created,
            EvidenceKind::Annotated,
            EvidenceKind::Imported,
            EvidenceKind::Named,
            EvidenceKind::Shape,
        ]
        .map(EvidenceKind::as_str),
    )
}

pub(super) fn step(_: &mut SchemaGenerator) -> Schema {
    words(
        [
            StepKind::Literal,
            StepKind::Constant,
            StepKind::Import,
            StepKind::Member,
            StepKind::Element,
            StepKind::Argument,
            StepKind::Return,
            StepKind::Branch,
            StepKind::EnvironmentDefault,
            StepKind::Annotation,
            StepKind::Context,
            StepKind::Created,
        ]
        .map(StepKind::as_str),
    )
}

pub(super) fn usage(_: &mut SchemaGenerator) -> Schema {
    words(Usage::ALL.map(Usage::as_str))
}

pub(super) fn class(_: &mut SchemaGenerator) -> Schema {
    words_or_null(Class::ALL.map(Class::as_str))
}

pub(super) fn effect(_: &mut SchemaGenerator) -> Schema {
    words(Effect::ALL.map(Effect::as_str))
}

pub(super) fn end(_: &mut SchemaGenerator) -> Schema {
    let of_sql = SqlKind::ALL.map(SqlKind::as_str);
    let words = ["code", "table", "routine", "bucket", "edge_function"];
    let words: Vec<&str> = words.into_iter().chain(of_sql).collect();
    json_schema!({ "type": "string", "enum": words })
}

pub(super) fn sql_kind(_: &mut SchemaGenerator) -> Schema {
    words(SqlKind::ALL.map(SqlKind::as_str))
}

pub(super) fn entry_kind(_: &mut SchemaGenerator) -> Schema {
    words(
        [
            EntryKind::Page,
            EntryKind::Route,
            EntryKind::ServerAction,
            EntryKind::Middleware,
            EntryKind::EdgeFunction,
            EntryKind::Worker,
            EntryKind::Job,
            EntryKind::Script,
            EntryKind::Main,
            EntryKind::Test,
        ]
        .map(EntryKind::as_str),
    )
}

pub(super) fn side(_: &mut SchemaGenerator) -> Schema {
    words([Side::Browser, Side::Server, Side::Both, Side::Unknown].map(Side::as_str))
}

pub(super) fn relation_kind(_: &mut SchemaGenerator) -> Schema {
    let kinds = [
        RelationKind::Table,
        RelationKind::View,
        RelationKind::MaterializedView,
        RelationKind::ForeignTable,
    ];
    words_or_null(kinds.map(relation_word))
}

/// The word for a kind of relation, as the Schema JSON has it.
pub(super) fn relation_word(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Table => "table",
        RelationKind::View => "view",
        RelationKind::MaterializedView => "materialized_view",
        RelationKind::ForeignTable => "foreign_table",
    }
}

pub(super) fn routine_kind(_: &mut SchemaGenerator) -> Schema {
    let kinds = [
        RoutineKind::Function,
        RoutineKind::Procedure,
        RoutineKind::Aggregate,
        RoutineKind::Window,
    ];
    words_or_null(kinds.map(routine_word))
}

/// The word for a kind of routine, as the Schema JSON has it.
pub(super) fn routine_word(kind: RoutineKind) -> &'static str {
    match kind {
        RoutineKind::Function => "function",
        RoutineKind::Procedure => "procedure",
        RoutineKind::Aggregate => "aggregate",
        RoutineKind::Window => "window",
    }
}

pub(super) fn notice(_: &mut SchemaGenerator) -> Schema {
    words(
        [
            NoticeKind::Unreadable,
            NoticeKind::InvalidUtf8,
            NoticeKind::TooLarge,
            NoticeKind::Minified,
            NoticeKind::Generated,
            NoticeKind::SyntaxError,
            NoticeKind::Manifest,
            NoticeKind::Schema,
            NoticeKind::Cache,
        ]
        .map(NoticeKind::as_str),
    )
}

/// A field that is `true` whenever it is there.
pub(super) fn present(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": true })
}

fn words_or_null<const N: usize>(words: [&'static str; N]) -> Schema {
    let words: Vec<_> = words.into_iter().map(Some).chain([None]).collect();
    json_schema!({ "type": ["string", "null"], "enum": words })
}

fn words<const N: usize>(words: [&'static str; N]) -> Schema {
    json_schema!({ "type": "string", "enum": words.to_vec() })
}

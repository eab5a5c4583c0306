//! The words that string fields of the map may hold, for its JSON Schema.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::{
    access::{EvidenceKind, Reason, StepKind},
    map::{edge::Effect, node::SqlKind, summary::Usage},
    notice::NoticeKind,
    operation::{Api, ColumnRole, Known, Operation},
};

pub(super) fn operation(_: &mut SchemaGenerator) -> Schema {
    let words = Operation::ALL.map(|operation| Some(operation.as_str()));
    let words: Vec<_> = words.into_iter().chain([None]).collect();
    json_schema!({ "type": ["string", "null"], "enum": words })
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

pub(super) fn class(_: &mut SchemaGenerator) -> Schema {
    words(Usage::ALL.map(Usage::as_str))
}

pub(super) fn effect(_: &mut SchemaGenerator) -> Schema {
    words(Effect::ALL.map(Effect::as_str))
}

pub(super) fn flow_end(_: &mut SchemaGenerator) -> Schema {
    let of_sql = SqlKind::ALL.map(SqlKind::as_str);
    let words = ["code", "table", "routine", "bucket", "edge_function"];
    let words: Vec<&str> = words.into_iter().chain(of_sql).collect();
    json_schema!({ "type": "string", "enum": words })
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

fn words<const N: usize>(words: [&'static str; N]) -> Schema {
    json_schema!({ "type": "string", "enum": words.to_vec() })
}

//! Keys and checks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Origin;

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Constraint {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: ConstraintKind,
    /// In the order of the key; for checks, the columns named, in the order of the table.
    pub columns: Vec<String>,
    pub references: Option<Reference>,
    /// Of a check: its condition, as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    pub origin: Option<Origin>,
}

/// `pg_constraint.contype`
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub enum ConstraintKind {
    #[default]
    #[serde(rename = "p")]
    PrimaryKey,
    #[serde(rename = "u")]
    Unique,
    #[serde(rename = "f")]
    ForeignKey,
    #[serde(rename = "c")]
    Check,
    #[serde(rename = "x")]
    Exclusion,
}

/// The far end of a foreign key.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Reference {
    pub schema: String,
    pub relation: String,
    /// As many as the constraint has columns; empty when unknown.
    pub columns: Vec<String>,
    pub on_delete: ReferenceAction,
    pub on_update: ReferenceAction,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceAction {
    #[default]
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

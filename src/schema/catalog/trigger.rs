//! What runs by itself on every access: policies and triggers.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Origin;

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Policy {
    pub name: String,
    pub permissive: bool,
    pub command: PolicyCommand,
    /// Sorted; `public` is everyone.
    pub roles: Vec<String>,
    /// The condition on rows that are there, as the source writes it.
    #[serde(rename = "using")]
    pub using_expression: Option<String>,
    /// The condition on rows that are written, as the source writes it.
    pub with_check: Option<String>,
    pub origin: Option<Origin>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyCommand {
    #[default]
    All,
    Select,
    Insert,
    Update,
    Delete,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Trigger {
    pub name: String,
    pub timing: TriggerTiming,
    pub events: BTreeSet<TriggerEvent>,
    /// Of `UPDATE OF`; empty for any.
    pub update_columns: Vec<String>,
    pub for_each_row: bool,
    pub enabled: bool,
    /// The function as `schema.name`.
    pub function: String,
    /// Columns that the function may assign to `NEW`, where its body is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assigns: Vec<String>,
    /// The condition of `WHEN`, as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    pub origin: Option<Origin>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerTiming {
    #[default]
    Before,
    After,
    InsteadOf,
}

#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum TriggerEvent {
    Insert,
    Update,
    Delete,
    Truncate,
}

//! Functions and procedures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Grant, Origin, State, relation::Column};

/// A function, procedure or aggregate; each overload is one of its own.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Routine {
    pub schema: String,
    pub name: String,
    pub kind: RoutineKind,
    pub state: State,
    /// All of them, those that are part of the result too.
    pub arguments: Vec<Argument>,
    /// As `pg_get_function_result` prints it (`SETOF profiles`, `TABLE(id uuid)`, `trigger`, …);
    /// `None` for procedures, or when unknown.
    pub returns: Option<String>,
    /// What a source without Postgres' types gives for `returns`; an `object` is a row of `columns`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typescript: Option<String>,
    /// The columns of its result, where a source lists them without saying whether they are those
    /// of a relation, of `RETURNS TABLE` or of output arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
    pub language: Option<String>,
    pub volatility: Option<Volatility>,
    pub security_definer: bool,
    /// Whether the routine sets a `search_path` of its own.
    pub sets_search_path: bool,
    pub grants: Vec<Grant>,
    pub owner: Option<String>,
    pub comment: Option<String>,
    /// The whole statement, as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    pub origin: Option<Origin>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RoutineKind {
    #[default]
    Function,
    Procedure,
    Aggregate,
    Window,
}

#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Volatility {
    Immutable,
    Stable,
    Volatile,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Argument {
    /// Empty when it has none.
    pub name: String,
    pub mode: ArgumentMode,
    /// As `format_type` prints it; `None` when unknown.
    #[serde(rename = "type")]
    pub data_type: Option<String>,
    pub has_default: bool,
    /// The values that a source without Postgres' types gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typescript: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentMode {
    #[default]
    In,
    Out,
    InOut,
    Variadic,
    /// A column of `RETURNS TABLE`.
    Table,
}

impl Routine {
    /// Schema, name and the types of the arguments that a call passes, by which routines are
    /// sorted.
    pub fn key(&self) -> (&str, &str, Vec<Option<&str>>) {
        let passed = self
            .arguments
            .iter()
            .filter(|argument| match argument.mode {
                ArgumentMode::In | ArgumentMode::InOut | ArgumentMode::Variadic => true,
                ArgumentMode::Out | ArgumentMode::Table => false,
            });
        let types = passed.map(|argument| argument.data_type.as_deref());
        (&self.schema, &self.name, types.collect())
    }
}

impl ArgumentMode {
    /// Whether a call passes it.
    pub fn is_input(self) -> bool {
        match self {
            Self::In | Self::InOut | Self::Variadic => true,
            Self::Out | Self::Table => false,
        }
    }

    /// Whether it is part of the result.
    pub fn is_output(self) -> bool {
        match self {
            Self::Out | Self::InOut | Self::Table => true,
            Self::In | Self::Variadic => false,
        }
    }
}

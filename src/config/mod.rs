//! `tabletrace.toml`: what a project says about itself.

pub mod error;

mod file;

mod options;

mod place;

pub mod template;

#[cfg(test)]
mod tests;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};

use self::{error::ConfigError, file::File};
use crate::{finding::Severity, rules};

/// The name of the file.
pub const FILE: &str = "tabletrace.toml";

/// The configuration of a project, as far as it was understood: all of it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The sources of the only database, relative to the project root; without them they are
    /// looked for.
    pub schema: Vec<String>,
    pub databases: Vec<DatabaseConfig>,
    /// Globs of the only source files that are read; all of them when there are none.
    pub include: Vec<String>,
    /// Globs of what is not read.
    pub exclude: Vec<String>,
    pub fail_on: FailOn,
    /// Whether a run without a schema fails.
    pub require_schema: bool,
    pub rules: rules::options::Options,
}

/// One database.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DatabaseConfig {
    /// Unique in the project.
    #[schemars(required)]
    pub name: String,
    /// The folder that the database belongs to.
    pub root: Option<String>,
    /// Its sources; without them they are looked for below `root`.
    pub schema: Vec<String>,
    /// The schemas that the API exposes, the default one first.
    pub exposed: Vec<String>,
    /// Globs of the code that asks it, in gitignore syntax; without them it is the code below
    /// `root`.
    pub paths: Vec<String>,
}

/// The least severity of findings that makes the exit code 1.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    #[default]
    Error,
    Warning,
    Note,
    /// Findings never make it 1.
    None,
}

impl FailOn {
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Note, Self::None];

    /// The word for it on the command line and in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::None => "none",
        }
    }

    /// Whether a finding of this severity makes the exit code 1.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Note => true,
            Self::None => false,
        }
    }
}

/// The configuration that a text holds.
///
/// # Errors
///
/// When the text is no TOML, a key or a rule is not known, a value is of another type or no glob,
/// or two databases have one name.
pub fn read(text: &str) -> Result<Config, ConfigError> {
    let file: File = toml::from_str(text).map_err(|error| ConfigError::of_toml(text, &error))?;
    file::check_databases(&file, text)?;
    let rules = options::of(&file, text)?;
    let File {
        schema,
        include,
        exclude,
        fail_on,
        require_schema,
        database: databases,
        ..
    } = file;
    Ok(Config {
        schema,
        databases,
        include,
        exclude,
        fail_on,
        require_schema,
        rules,
    })
}

/// The JSON Schema of the file.
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<File>().to_value()
}

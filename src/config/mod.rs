//! `tabletrace.toml`: what a project says about itself.

#[cfg(test)]
mod tests;

use std::{ops::Range, sync::Arc};

use miette::{NamedSource, SourceSpan};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Deserialize;

/// The name of the file.
pub const FILE: &str = "tabletrace.toml";

/// The configuration of a project; everything may be left out.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The sources of the only database, relative to this file: folders of migrations, files of
    /// SQL, a `schema.prisma`, generated types, snapshots. Without them they are looked for.
    pub schema: Vec<String>,
    /// The databases of the project, where they are more than one or not as they are found.
    pub database: Vec<DatabaseConfig>,
}

/// One database.
#[derive(Clone, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DatabaseConfig {
    /// Unique in the project.
    #[schemars(required)]
    pub name: String,
    /// The folder that the database belongs to, relative to this file.
    pub root: Option<String>,
    /// Its sources, relative to this file; without them they are looked for below `root`.
    pub schema: Vec<String>,
    /// The schemas that the API exposes, the default one first.
    pub exposed: Vec<String>,
}

/// Why a configuration cannot be used.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
#[error("{message}")]
#[diagnostic(code(config::invalid))]
pub struct ConfigError {
    message: String,
    #[source_code]
    text: Arc<NamedSource<String>>,
    #[label]
    span: Option<SourceSpan>,
    #[help]
    help: Option<String>,
}

/// The configuration that a text holds.
///
/// # Errors
///
/// When the text is no TOML, a key is not known, a value is of another type, or two databases have
/// one name.
pub fn read(text: &str) -> Result<Config, ConfigError> {
    let invalid = |message: String, span: Option<Range<usize>>| ConfigError {
        help: suggestion(&message),
        message: told(&message).to_owned(),
        text: Arc::new(NamedSource::new(FILE, text.to_owned())),
        span: span.map(SourceSpan::from),
    };
    let config: Config = toml::from_str(text)
        .map_err(|error| invalid(error.message().trim().to_owned(), error.span()))?;
    let mut names: Vec<&str> = Vec::new();
    for database in &config.database {
        let name = database.name.as_str();
        let span = || {
            let start = text.find(&format!("\"{name}\""));
            start.map(|start| start..start + name.len() + 2)
        };
        if name.is_empty() {
            let span = text.find("[[database]]").map(|start| start..start + 12);
            return Err(invalid("a database has no `name`".to_owned(), span));
        }
        if names.contains(&name) {
            let message = format!("two databases are called `{name}`");
            return Err(invalid(message, span()));
        }
        if database.schema.is_empty() && database.root.is_none() {
            let message = format!("database `{name}` has neither `schema` nor `root`");
            return Err(invalid(message, span()));
        }
        names.push(name);
    }
    Ok(config)
}

/// The JSON Schema of the file.
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<Config>().to_value()
}

/// The message without the list of all keys, which says less than the one that was meant.
fn told(message: &str) -> &str {
    if message.starts_with("unknown field") {
        message.split(", expected ").next().unwrap_or(message)
    } else {
        message
    }
}

/// What an unknown key was probably meant to be.
fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message
        .starts_with("unknown field")
        .then(|| names.next())??;
    let known: Vec<&str> = names.collect();
    let near = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(unknown, known), known))
        .min()
        .filter(|(distance, _)| *distance <= 2);
    Some(match near {
        Some((_, near)) => format!("did you mean `{near}`?"),
        None => format!("the keys here are {}", known.join(", ")),
    })
}

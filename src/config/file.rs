//! The keys of the file.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{
    DatabaseConfig, FailOn,
    error::ConfigError,
    place::{self, Step},
};
use crate::{declared::Class, rules::RULES};

/// The configuration of a project. Everything may be left out; all paths are relative to the
/// project root, the folder of this file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "tabletrace.toml")]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    /// The sources of the only database: folders of migrations, files of SQL, a `schema.prisma`,
    /// generated types, snapshots. Without them they are looked for.
    pub(super) schema: Vec<String>,
    /// Globs of the only source files that are read, in gitignore syntax.
    pub(super) include: Vec<String>,
    /// Globs of files and folders that are not read, in gitignore syntax.
    pub(super) exclude: Vec<String>,
    /// The least severity of findings that makes the exit code 1.
    pub(super) fail_on: FailOn,
    /// Fail with exit code 2 when no source of schema is found.
    pub(super) require_schema: bool,
    /// Report suppressions that give no reason after `--`.
    pub(super) require_reason: bool,
    /// Relations about which nothing is said, by name or glob, with or without their schema.
    pub(super) ignore_relations: Vec<String>,
    /// Severities of rules.
    pub(super) rules: Rules,
    /// Severities of rules for parts of the project; the last one that names a path and a rule
    /// decides.
    #[serde(rename = "override")]
    pub(super) overrides: Vec<OverrideConfig>,
    /// Relations that should not be used any more.
    pub(super) legacy: Vec<LegacyConfig>,
    /// Relations whose class the map gets wrong; the last one that names a relation decides.
    #[serde(rename = "class")]
    pub(super) classes: Vec<ClassConfig>,
    /// The databases of the project, where they are more than one or not as they are found.
    pub(super) database: Vec<DatabaseConfig>,
}

/// Severities of rules for a part of the project.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OverrideConfig {
    /// Globs in gitignore syntax.
    pub(super) paths: Vec<String>,
    /// Severities of rules.
    pub(super) rules: Rules,
}

/// A relation that should not be used any more.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LegacyConfig {
    /// With its schema unless that is the default one.
    pub(super) relation: String,
    /// What to use instead.
    pub(super) replaced_by: Option<String>,
}

/// Relations whose class the map gets wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ClassConfig {
    /// Names or globs, with or without their schema.
    pub(super) relations: Vec<String>,
    pub(super) class: Class,
    /// Why, as a clause that is shown with the class.
    pub(super) because: Option<String>,
}

/// The severity of each rule that is named.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Rules(pub(super) BTreeMap<String, RuleLevel>);

/// The severity of a rule.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RuleLevel {
    Error,
    Warning,
    Note,
    /// The rule does not run.
    Off,
}

impl JsonSchema for Rules {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<RuleLevel>();
        let properties: serde_json::Map<String, serde_json::Value> = RULES
            .iter()
            .map(|rule| {
                let mut property = level.clone();
                property.insert("description".to_owned(), rule.summary.into());
                (rule.id.to_owned(), property.to_value())
            })
            .collect();
        json_schema!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

/// Holds databases to having names of their own, and a place.
pub(super) fn check_databases(file: &File, text: &str) -> Result<(), ConfigError> {
    let databases = &file.database;
    if !file.schema.is_empty() && !databases.is_empty() {
        let span = place::of(text, &[Step::Key("schema")]);
        let message = "`schema` names the sources of the only database, and there are others";
        let help = "give each `[[database]]` a `schema` of its own";
        return Err(ConfigError::new(text, message, span).help(Some(help.to_owned())));
    }
    let at = |index, key| {
        let way = [Step::Key("database"), Step::Item(index), Step::Key(key)];
        place::of(text, &way).or_else(|| place::of(text, &way[..2]))
    };
    for (index, database) in databases.iter().enumerate() {
        let name = database.name.as_str();
        let invalid = |message: String, key| Err(ConfigError::new(text, message, at(index, key)));
        if name.is_empty() {
            return invalid("a database has no `name`".to_owned(), "name");
        }
        if databases[..index].iter().any(|before| before.name == name) {
            return invalid(format!("two databases are called `{name}`"), "name");
        }
        if database.schema.is_empty() && database.root.is_none() {
            let message = format!("database `{name}` has neither `schema` nor `root`");
            return invalid(message, "name");
        }
    }
    Ok(())
}

//! The baseline as a file.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};

use super::{Baseline, Identity};
use crate::finding::Subject;

/// The name of the file, in the root of the project.
pub const FILE: &str = "tabletrace-baseline.json";

/// The version of the format.
const VERSION: u32 = 1;

/// Why a baseline cannot be used.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum BaselineError {
    #[error("`{FILE}` is no baseline: {problem}")]
    #[diagnostic(
        code(baseline::invalid),
        help("write it anew with `tabletrace baseline`, or leave it aside with `--no-baseline`")
    )]
    Invalid { problem: String },
    #[error("`{FILE}` is of version {version}, of which this tabletrace knows nothing")]
    #[diagnostic(
        code(baseline::version),
        help("write it anew with `tabletrace baseline`, or leave it aside with `--no-baseline`")
    )]
    Version { version: u32 },
}

/// Findings that are known already and not shown. `tabletrace baseline` writes this file.
#[derive(Debug, Deserialize, JsonSchema, Serialize)]
#[schemars(title = "tabletrace-baseline.json")]
#[serde(deny_unknown_fields)]
struct File {
    /// The version of this format.
    version: u32,
    /// Ordered by rule, then by path.
    findings: Vec<Entry>,
}

/// Findings that are alike.
#[derive(Debug, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    /// Relative to the project root; empty for what is about the whole project.
    path: String,
    /// The name of the database, where there is more than one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    database: String,
    /// The relation, routine, bucket or migration.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    target: String,
    /// The column, argument or whatever else of the target is meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    part: String,
    /// The code unit around it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
    /// What the findings are known by in other formats; the keys above decide.
    fingerprint: String,
    /// How many findings are like this.
    #[schemars(range(min = 1))]
    count: usize,
}

/// The baseline that a text holds.
///
/// # Errors
///
/// When the text is no baseline, or of another version.
pub fn read(text: &str) -> Result<Baseline, BaselineError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let invalid = |error: serde_json::Error| BaselineError::Invalid {
        problem: error.to_string(),
    };
    let Versioned { version } = serde_json::from_str(text).map_err(invalid)?;
    if version != VERSION {
        return Err(BaselineError::Version { version });
    }
    let file: File = serde_json::from_str(text).map_err(invalid)?;
    let mut baseline = Baseline::default();
    for entry in file.findings.into_iter().filter(|entry| entry.count > 0) {
        let identity = Identity {
            rule: entry.rule,
            path: entry.path,
            subject: Subject {
                database: entry.database,
                target: entry.target,
                part: entry.part,
                unit: entry.unit,
            },
        };
        *baseline.entries.entry(identity).or_default() += entry.count;
    }
    Ok(baseline)
}

impl Baseline {
    /// The text of the file; the same for the same findings.
    pub fn to_json(&self) -> String {
        let entries = self.entries.iter();
        let findings = entries
            .map(|(identity, &count)| {
                let subject = identity.subject.clone();
                Entry {
                    rule: identity.rule.clone(),
                    path: identity.path.clone(),
                    database: subject.database,
                    target: subject.target,
                    part: subject.part,
                    unit: subject.unit,
                    fingerprint: identity.fingerprint().to_string(),
                    count,
                }
            })
            .collect();
        let file = File {
            version: VERSION,
            findings,
        };
        let text = serde_json::to_string_pretty(&file);
        text.expect("texts and numbers are always JSON") + "\n"
    }
}

/// The JSON Schema of the file.
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<File>().to_value()
}

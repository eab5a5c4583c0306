//! What is wrong with the user's code or schema, and where.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// Something that a rule reports.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    pub severity: Severity,
    /// One sentence without a full stop, naming the thing.
    pub message: String,
    pub place: Place,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    pub subject: Subject,
}

/// How much a finding matters, least first.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

/// A span of a file that was read: source code or SQL.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Place {
    /// Relative to the project root; empty when the finding is about the whole project.
    pub path: String,
    pub span: Span,
}

/// A place that explains a finding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Label {
    pub place: Place,
    /// A clause without a full stop.
    pub message: String,
}

/// What a finding is about; with the rule and the path it is the finding's identity.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Subject {
    /// The name of the database; empty when there is only one.
    pub database: String,
    /// The relation, routine, bucket or migration, with its schema unless that is the default one.
    pub target: String,
    /// The column, argument, embed or whatever else of the target is meant; may be empty.
    pub part: String,
    /// The code unit around it; empty for SQL.
    pub unit: String,
}

/// The identity of a finding over time: it has nothing of lines and columns.
///
/// Findings that are alike share it, so it is counted, not only looked up.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Fingerprint(pub [u8; 16]);

impl Severity {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Finding {
    /// What findings are drawn together by: database, rule and target.
    pub fn group(&self) -> (&str, &'static str, &str) {
        (&self.subject.database, self.rule, &self.subject.target)
    }

    /// The identity with the path of the file.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.rule, &self.subject, &self.place.path)
    }

    /// The identity without the path, by which a finding in a moved file is known again.
    pub fn pathless_fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.rule, &self.subject, "")
    }
}

impl Fingerprint {
    /// BLAKE3 over the parts, each with its length in front.
    pub fn of(rule: &str, subject: &Subject, path: &str) -> Self {
        let Subject {
            database,
            target,
            part,
            unit,
        } = subject;
        let mut hasher = blake3::Hasher::new();
        for text in [rule, database, target, part, unit, path] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self(bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

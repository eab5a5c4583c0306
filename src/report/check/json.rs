//! Findings as JSON.

use std::{borrow::Cow, io};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

use super::CheckReport;
use crate::{
    finding::{Finding, Place, Severity},
    report::{secrets, texts::Texts},
};

/// The version of the format, raised when a reader of it could break.
pub const VERSION: u32 = 1;

/// What [`write()`] writes.
#[derive(Debug, JsonSchema, Serialize)]
struct Findings<'a> {
    version: u32,
    /// Ordered by file, then by place.
    findings: Vec<Entry<'a>>,
    summary: Summary<'a>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Entry<'a> {
    rule: &'a str,
    severity: Severity,
    message: Cow<'a, str>,
    #[serde(flatten)]
    at: At<'a>,
    help: Option<Cow<'a, str>>,
    /// The relation, routine, bucket or migration that it is about.
    target: &'a str,
    /// The column, argument or embed that it is about; empty for the target as a whole.
    part: &'a str,
    /// The code unit around it; empty for SQL and for the top of a module.
    function: &'a str,
    /// The database, when the project has more than one.
    database: Option<&'a str>,
    /// The same for all findings about one thing: rule and target, with the database if there is
    /// more than one.
    group: String,
    /// The identity over time, without lines and columns; findings that are alike share it.
    fingerprint: String,
    /// Other places that explain it.
    labels: Vec<Label<'a>>,
}

/// A place; lines and columns count from 1, columns in characters, the end is behind the last one.
#[derive(Debug, JsonSchema, Serialize)]
struct At<'a> {
    /// Relative to the project root; empty when the finding is about the whole project.
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Label<'a> {
    message: Cow<'a, str>,
    #[serde(flatten)]
    at: At<'a>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Summary<'a> {
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Source files that were read.
    files: usize,
    /// Accesses to relations and routines.
    accesses: usize,
    /// Of those, the ones whose target and operation are known.
    resolved: usize,
    /// Accesses that belong to none of the databases, and were not checked.
    unassigned: usize,
    /// Findings that the baseline hides.
    hidden_by_baseline: usize,
    /// Entries of the baseline that no finding matches any more.
    stale_in_baseline: usize,
    /// Findings that a comment hides.
    suppressed: usize,
    /// Rules that did not run, and why.
    skipped_rules: Vec<SkippedRule<'a>>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct SkippedRule<'a> {
    rule: &'a str,
    database: Option<&'a str>,
    reason: &'a str,
}

/// Writes the findings, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &CheckReport<'_>, mut out: impl io::Write) -> io::Result<()> {
    let findings = Findings {
        version: VERSION,
        findings: report
            .findings
            .iter()
            .map(|finding| entry(report.texts, finding))
            .collect(),
        summary: summary(report),
    };
    serde_json::to_writer_pretty(&mut out, &findings)?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    generator
        .into_root_schema_for::<Findings<'static>>()
        .to_value()
}

fn entry<'a>(texts: Texts<'a>, finding: &'a Finding) -> Entry<'a> {
    let subject = &finding.subject;
    let database = (!subject.database.is_empty()).then_some(subject.database.as_str());
    let group = [database, Some(finding.rule), Some(&subject.target)];
    let group: Vec<&str> = group.into_iter().flatten().collect();
    let labels = finding.labels.iter().map(|label| Label {
        message: secrets::mask(&label.message),
        at: at(texts, &label.place),
    });
    Entry {
        rule: finding.rule,
        severity: finding.severity,
        message: secrets::mask(&finding.message),
        at: at(texts, &finding.place),
        help: finding.help.as_deref().map(secrets::mask),
        target: &subject.target,
        part: &subject.part,
        function: &subject.unit,
        database,
        group: group.join("/"),
        fingerprint: finding.fingerprint().to_string(),
        labels: labels.collect(),
    }
}

fn at<'a>(texts: Texts<'a>, place: &'a Place) -> At<'a> {
    let range = texts.range(place);
    At {
        file: &place.path,
        line: range.start.line,
        column: range.start.column,
        end_line: range.end.line,
        end_column: range.end.column,
    }
}

fn summary<'a>(report: &CheckReport<'a>) -> Summary<'a> {
    let counts = report.counts();
    let summary = report.summary;
    let skipped = summary.skipped.iter().map(|skipped| SkippedRule {
        rule: skipped.rule,
        database: skipped.database.as_deref(),
        reason: &skipped.reason,
    });
    Summary {
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
        files: summary.files,
        accesses: summary.accesses,
        resolved: summary.resolved,
        unassigned: summary.unassigned,
        hidden_by_baseline: summary.hidden,
        stale_in_baseline: summary.stale,
        suppressed: summary.suppressed,
        skipped_rules: skipped.collect(),
    }
}

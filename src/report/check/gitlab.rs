//! Findings as GitLab's code quality report: Code Climate's format, of which GitLab reads a part.

use std::{collections::BTreeMap, io};

use serde::Serialize;

use super::CheckReport;
use crate::{
    finding::{Fingerprint, Severity},
    report::secrets,
};

#[derive(Debug, Serialize)]
struct Issue<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    check_name: &'a str,
    description: String,
    categories: [&'static str; 1],
    severity: &'static str,
    /// Unique in the report.
    fingerprint: String,
    location: Location<'a>,
}

#[derive(Debug, Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the report, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &CheckReport<'_>, mut out: impl io::Write) -> io::Result<()> {
    let mut seen: BTreeMap<Fingerprint, usize> = BTreeMap::new();
    let issues = report.findings.iter().map(|finding| {
        let range = report.texts.range(&finding.place);
        let fingerprint = finding.fingerprint();
        // GitLab takes findings of one fingerprint for one: those after the first get a number.
        let number = seen.entry(fingerprint).or_default();
        *number += 1;
        Issue {
            kind: "issue",
            check_name: finding.rule,
            description: secrets::mask(&finding.message).into_owned(),
            categories: ["Bug Risk"],
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            fingerprint: match *number {
                1 => fingerprint.to_string(),
                number => format!("{fingerprint}-{number}"),
            },
            location: Location {
                path: &finding.place.path,
                lines: Lines {
                    begin: range.start.line,
                    end: range.end.line,
                },
            },
        }
    });
    let issues: Vec<Issue<'_>> = issues.collect();
    serde_json::to_writer_pretty(&mut out, &issues)?;
    out.write_all(b"\n")
}

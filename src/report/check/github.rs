//! Findings as GitHub's workflow commands, which become annotations.
//!
//! GitHub shows ten of each kind for one step, so the most important come first and a closing notice
//! says how many were left out; see "Workflow commands for GitHub Actions" in its documentation.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::CheckReport;
use crate::{
    finding::{Finding, Severity},
    report::{secrets, words},
};

/// How many annotations of a kind GitHub keeps; one of the notices is the closing one.
const LIMIT: usize = 10;

/// Writes the annotations.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &CheckReport<'_>, mut out: impl Write) -> io::Result<()> {
    let mut written: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut left_out = 0;
    for finding in report.by_importance() {
        let written = written.entry(finding.severity).or_default();
        let limit = match finding.severity {
            Severity::Note => LIMIT - 1,
            Severity::Warning | Severity::Error => LIMIT,
        };
        if *written == limit {
            left_out += 1;
            continue;
        }
        *written += 1;
        annotation(report, finding, &mut out)?;
    }
    if left_out > 0 {
        let more = words::counted(left_out, "more finding", "more findings");
        writeln!(
            out,
            "::notice title=tabletrace::{more}: GitHub shows ten annotations of a kind; the job \
             summary lists all"
        )?;
    }
    Ok(())
}

fn annotation(report: &CheckReport<'_>, finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(out, "::{command} ")?;
    if !finding.place.path.is_empty() {
        let range = report.texts.range(&finding.place);
        let file = property(&finding.place.path);
        write!(out, "file={file},line={}", range.start.line)?;
        write!(
            out,
            ",endLine={},col={}",
            range.end.line, range.start.column
        )?;
        // Columns are heeded on one line only.
        if range.end.line == range.start.line {
            write!(out, ",endColumn={}", range.end.column)?;
        }
        write!(out, ",")?;
    }
    let mut message = secrets::mask(&finding.message).into_owned();
    if let Some(help) = &finding.help {
        message += &format!("\n{}", secrets::mask(help));
    }
    let title = property(&format!("tabletrace {}", finding.rule));
    writeln!(out, "title={title}::{}", data(&message))
}

/// A message: `%` and line ends are escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A value of a property: what separates properties is escaped, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

//! Findings a line each, as compilers write them: `file:line:column: severity[rule]: message`.

use std::io::{self, Write};

use super::CheckReport;
use crate::report::secrets;

/// Writes one line for each finding.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &CheckReport<'_>, mut out: impl Write) -> io::Result<()> {
    for finding in report.findings {
        let start = report.texts.range(&finding.place).start;
        let severity = finding.severity.as_str();
        if !finding.place.path.is_empty() {
            let path = &finding.place.path;
            write!(out, "{path}:{}:{}: ", start.line, start.column)?;
        }
        let message = secrets::mask(&finding.message).replace('\n', " ");
        write!(out, "{severity}[{}]: {message}", finding.rule)?;
        if let Some(help) = &finding.help {
            // What needs several lines is told by the other formats.
            let first = help.lines().next().unwrap_or_default();
            write!(out, " ({})", secrets::mask(first))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

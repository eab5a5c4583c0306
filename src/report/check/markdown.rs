//! Findings as Markdown: for a job's summary or a comment on a pull request.

use std::io::{self, Write};

use super::CheckReport;
use crate::{
    finding::{Finding, Severity},
    report::{secrets, words},
};

/// How many groups are listed: a job's summary ends at one megabyte, a comment at 65,536 characters.
const GROUPS: usize = 100;

/// How many places of one group are named.
const PLACES: usize = 5;

/// Writes a title, the counts and a table of the findings, one row for each group.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &CheckReport<'_>, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "## tabletrace: {}\n", report.counts().words())?;
    let groups = report.groups();
    if !groups.is_empty() {
        writeln!(out, "| | rule | finding | where |\n|---|---|---|---|")?;
        for group in groups.iter().take(GROUPS) {
            row(report, group, &mut out)?;
        }
        if groups.len() > GROUPS {
            let more = words::grouped(groups.len() - GROUPS);
            writeln!(out, "\n… and {more} more rows.")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", footer(report))
}

fn row(report: &CheckReport<'_>, group: &[&Finding], out: &mut impl Write) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let sign = match first.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Note => "ℹ️",
    };
    let mut text = inline(&first.message);
    if let Some(help) = &first.help {
        text += &format!("<br>{}", inline(help));
    }
    let places = group.iter().take(PLACES).map(|finding| {
        let line = report.texts.range(&finding.place).start.line;
        match finding.place.path.as_str() {
            "" => String::new(),
            path => format!("`{}:{line}`", path.replace('|', "\\|")),
        }
    });
    let mut places = places.collect::<Vec<String>>().join("<br>");
    if group.len() > PLACES {
        let more = words::grouped(group.len() - PLACES);
        places += &format!("<br>and {more} more");
    }
    let rule = first.rule;
    writeln!(out, "| {sign} | `{rule}` | {text} | {places} |")
}

/// A text within a cell: its own Markdown and markup have no effect, but for names in backticks.
fn inline(text: &str) -> String {
    let mut escaped = String::new();
    let mut is_code = false;
    for character in secrets::mask(text).chars() {
        match character {
            '`' => {
                is_code = !is_code;
                escaped.push('`');
            }
            '|' => escaped += "\\|",
            '\n' => escaped += "<br>",
            '\r' => {}
            _ if is_code => escaped.push(character),
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '&' => escaped += "&amp;",
            '*' | '_' | '[' | ']' | '\\' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// What was looked at and what is not shown, in one line.
fn footer(report: &CheckReport<'_>) -> String {
    let summary = report.summary;
    let mut parts = vec![
        words::counted(summary.files, "file", "files"),
        format!(
            "{} of {} accesses resolved",
            words::grouped(summary.resolved),
            words::grouped(summary.accesses)
        ),
    ];
    if summary.hidden > 0 {
        let hidden = words::grouped(summary.hidden);
        parts.push(format!("{hidden} hidden by the baseline"));
    }
    if summary.suppressed > 0 {
        let suppressed = words::grouped(summary.suppressed);
        parts.push(format!("{suppressed} suppressed"));
    }
    if !summary.skipped.is_empty() {
        let skipped = words::counted(summary.skipped.len(), "rule", "rules");
        parts.push(format!("{skipped} did not run"));
    }
    parts.join(" · ")
}

//! Findings drawn at the code, group by group, for people.
//!
//! Styles are always written; the stream that this goes to strips them where they are not wanted.

use std::io::{self, Write};

use miette::MietteDiagnostic;

use super::CheckReport;
use crate::{
    finding::{Finding, Place, Severity},
    report::{
        secrets,
        text::style::DIM,
        window::{Drawing, Window},
        words,
    },
};

/// How many places of a group are named under the one that is drawn.
const PLACES: usize = 3;

/// How many groups of notes are told.
const NOTES: usize = 30;

/// Which findings of a group are drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Detail {
    /// The first, with the places of the others; of notes a line.
    Groups,
    /// Every one.
    All,
}

/// Writes the findings for a terminal of `width` columns.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(
    report: &CheckReport<'_>,
    detail: Detail,
    width: usize,
    mut out: impl Write,
) -> io::Result<()> {
    let is_short =
        |group: &Vec<&Finding>| detail == Detail::Groups && group[0].severity == Severity::Note;
    let (notes, drawn): (Vec<_>, Vec<_>) = report.groups().into_iter().partition(is_short);
    for group in drawn {
        match (detail, group.as_slice()) {
            (Detail::Groups, [first, others @ ..]) => {
                let others = others_line(report, others);
                draw(report, first, others, width, &mut out)?;
            }
            (Detail::All, findings) => {
                for finding in findings {
                    draw(report, finding, None, width, &mut out)?;
                }
            }
            (Detail::Groups, []) => {}
        }
    }
    write_notes(report, &notes, &mut out)
}

/// Notes in short: they should not stand between the reader and what matters.
fn write_notes(
    report: &CheckReport<'_>,
    notes: &[Vec<&Finding>],
    out: &mut impl Write,
) -> io::Result<()> {
    for group in notes.iter().take(NOTES) {
        let first = group[0];
        let message = secrets::mask(&first.message).replace('\n', " ");
        writeln!(out, "{DIM}note[{}]{DIM:#} {message}", first.rule)?;
        if !first.place.path.is_empty() {
            let line = report.texts.range(&first.place).start.line;
            write!(out, "  {DIM}{}:{line}", first.place.path)?;
            match group.len() - 1 {
                0 => {}
                more => write!(
                    out,
                    " and {}",
                    words::counted(more, "more place", "more places")
                )?,
            }
            writeln!(out, "{DIM:#}")?;
        }
    }
    if notes.len() > NOTES {
        let more = words::grouped(notes.len() - NOTES);
        writeln!(out, "{DIM}and {more} more notes{DIM:#}")?;
    }
    if !notes.is_empty() {
        writeln!(out, "{DIM}(--all draws every note){DIM:#}\n")?;
    }
    Ok(())
}

/// "and 23 more places: a.ts:3, b.ts:4, …"
fn others_line(report: &CheckReport<'_>, others: &[&Finding]) -> Option<String> {
    if others.is_empty() {
        return None;
    }
    let places = others.iter().take(PLACES).map(|finding| {
        let line = report.texts.range(&finding.place).start.line;
        format!("{}:{line}", finding.place.path)
    });
    let mut named: Vec<String> = places.collect();
    if others.len() > PLACES {
        named.push("…".to_owned());
    }
    let number = words::counted(others.len(), "more place", "more places");
    Some(format!("and {number}: {}", named.join(", ")))
}

fn draw(
    report: &CheckReport<'_>,
    finding: &Finding,
    others: Option<String>,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let message = secrets::mask(&finding.message).into_owned();
    let mut diagnostic = MietteDiagnostic::new(message)
        .with_code(format!("{}[{}]", finding.severity.as_str(), finding.rule))
        .with_severity(severity(finding.severity));
    diagnostic.help = finding
        .help
        .as_deref()
        .map(|help| secrets::mask(help).into_owned());
    let window = |place: &Place| {
        let file = report.texts.file(&place.path);
        file.map(|file| Window::new(file, place.span))
    };
    let drawing = Drawing::new(diagnostic, window(&finding.place));
    writeln!(out, "{}", drawing.text(width).trim_end())?;
    for label in &finding.labels {
        let message = secrets::mask(&label.message).into_owned();
        let diagnostic = MietteDiagnostic::new(message).with_severity(miette::Severity::Advice);
        let drawing = Drawing::new(diagnostic, window(&label.place));
        writeln!(out, "{}", drawing.text(width).trim_end())?;
    }
    if let Some(others) = others {
        writeln!(out, "  {DIM}{others}{DIM:#}")?;
    }
    writeln!(out)
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Note => miette::Severity::Advice,
        Severity::Warning => miette::Severity::Warning,
        Severity::Error => miette::Severity::Error,
    }
}

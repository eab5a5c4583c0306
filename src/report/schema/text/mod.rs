//! Databases for the terminal: where each comes from, what fails, what it holds.
//!
//! Styles are always written; the stream that this goes to strips them where they are not wanted.

mod listing;

mod problems;

use std::io::{self, Write};

use super::{SchemaReport, failures, source_line};
use crate::{
    report::{
        text::style::{DIM, HEADING, WARNING},
        words,
    },
    schema::{Database, source::LeftOut},
};

/// How many files left out are named.
const LEFT_OUT: usize = 3;

/// Writes all databases for a terminal of `width` columns.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &SchemaReport<'_>, width: usize, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    for (index, database) in report.databases.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        header(database, out)?;
        problems::write(database, report.files, width, out)?;
        listing::write(database, out)?;
        writeln!(out, "{}", coverage_line(database))?;
    }
    Ok(())
}

fn header(database: &Database, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{HEADING}{}{HEADING:#}", database.name)?;
    for (index, source) in database.sources.iter().enumerate() {
        let role = if index == 0 { "from" } else { "also" };
        writeln!(out, "  {DIM}{role}{DIM:#} {}", source_line(source))?;
    }
    writeln!(out)
}

/// What is known of how much, in one line.
pub fn coverage_line(database: &Database) -> String {
    let mut parts = Vec::new();
    let relations = database.catalog.relations.len();
    parts.push(words::counted(relations, "relation", "relations"));
    let statements = &database.statements;
    let tried = statements.applied + statements.failed.len() + statements.opaque.len();
    if tried > 0 {
        let applied = words::counted(statements.applied, "statement", "statements");
        parts.push(format!("{applied} applied"));
    }
    if !statements.failed.is_empty() {
        let causes = failures::causes(statements).len();
        let causes = words::counted(causes, "cause", "causes");
        let failed = words::grouped(statements.failed.len());
        parts.push(format!("{failed} failed ({causes})"));
    }
    if !statements.opaque.is_empty() {
        let opaque = words::grouped(statements.opaque.len());
        parts.push(format!("{opaque} of unknown effect"));
    }
    let mut line = parts.join(", ");
    for gap in &database.gaps {
        line += &format!("\n{WARNING}incomplete:{WARNING:#} {gap}");
    }
    line
}

/// What was left out, in one line, or `None` when nothing was.
pub fn left_out_line(left_out: &[LeftOut]) -> Option<String> {
    if left_out.is_empty() {
        return None;
    }
    let first = left_out.iter().take(LEFT_OUT);
    let named: Vec<String> = first.map(left_out_words).collect();
    let mut line = format!("left out {}", named.join(", "));
    if left_out.len() > LEFT_OUT {
        let rest = words::grouped(left_out.len() - LEFT_OUT);
        line += &format!(" and {rest} more");
    }
    Some(line)
}

/// One file or folder left out, and why.
pub fn left_out_words(left_out: &LeftOut) -> String {
    format!("{} ({})", left_out.path, left_out.reason)
}

//! Differences for the terminal, those of presence first.

use std::io::{self, Write};

use super::{DiffReport, aspect_word, item_word, paths};
use crate::{
    report::{
        text::style::{DIM, HEADING},
        words,
    },
    schema::diff::{Aspect, Difference},
};

/// Writes the differences.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &DiffReport<'_>, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    let (left, right) = (paths(report.left), paths(report.right));
    for (path, other) in [(&left, true), (&right, false)] {
        let is_here =
            |found: &&Difference| found.aspect == Aspect::Presence && found.left.is_some() == other;
        let only: Vec<&Difference> = report.differences.iter().filter(is_here).collect();
        if only.is_empty() {
            continue;
        }
        let number = words::grouped(only.len());
        writeln!(
            out,
            "{HEADING}Only in {path}{HEADING:#} {DIM}{number}{DIM:#}"
        )?;
        for found in only {
            let word = item_word(found.item);
            let what = found.left.as_deref().or(found.right.as_deref());
            let what = what.unwrap_or_default();
            let line = format!("  {word} {}  {what}", found.name);
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    let differing = report.differences.iter();
    let differing: Vec<&Difference> = differing
        .filter(|found| found.aspect != Aspect::Presence)
        .collect();
    if !differing.is_empty() {
        let number = words::grouped(differing.len());
        writeln!(out, "{HEADING}Different{HEADING:#} {DIM}{number}{DIM:#}")?;
        for found in differing {
            let word = item_word(found.item);
            let aspect = aspect_word(found.aspect);
            let left = found.left.as_deref().unwrap_or_default();
            let right = found.right.as_deref().unwrap_or_default();
            writeln!(
                out,
                "  {word} {}  {DIM}{aspect}{DIM:#} {left} {DIM}→{DIM:#} {right}",
                found.name
            )?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", report.summary())
}

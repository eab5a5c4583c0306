//! Differences as a table for people.

use std::io::{self, Write};

use super::{DiffReport, aspect_word, item_word, paths};
use crate::report::schema::markdown::cell;

/// Writes the document.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &DiffReport<'_>, mut out: impl Write) -> io::Result<()> {
    let (left, right) = (paths(report.left), paths(report.right));
    writeln!(out, "# Schema differences\n")?;
    writeln!(out, "`{left}` against `{right}`: {}.", report.summary())?;
    if report.differences.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n| | name | what | `{left}` | `{right}` |\n|---|---|---|---|---|"
    )?;
    for difference in report.differences {
        let side = |side: &Option<String>| match side.as_deref() {
            None => "missing".to_owned(),
            Some("") => "there".to_owned(),
            Some(text) => cell(text),
        };
        writeln!(
            out,
            "| {} | `{}` | {} | {} | {} |",
            item_word(difference.item),
            difference.name,
            aspect_word(difference.aspect),
            side(&difference.left),
            side(&difference.right)
        )?;
    }
    Ok(())
}

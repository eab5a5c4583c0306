//! The terminal's summary: what is touched most, and what is not known.
//!
//! Styles are always written; the stream that this goes to strips them where they are not wanted.

pub mod style;

mod table;

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{
    access::{Access, Reason, TargetKind},
    map::{dynamic_reason, summary::Summary},
    operation::Operation,
    report::{
        Report,
        text::{
            style::{DIM, HEADING, WARNING},
            table::{Cell, Table},
        },
        words,
    },
};

/// How many rows of a list are drawn.
const RELATIONS: usize = 25;
const OTHERS: usize = 10;
const DYNAMIC: usize = 5;

/// The narrowest layout; a narrower terminal wraps.
const NARROWEST: usize = 60;
/// The widest: further columns would only be further apart.
const WIDEST: usize = 120;

/// Writes the summary for a terminal of `width` columns.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, width: usize, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    let width = width.clamp(NARROWEST, WIDEST);
    relations(report, width, out)?;
    users(
        report,
        TargetKind::Routine,
        ["Routines", "calls", "called by"],
        width,
        out,
    )?;
    users(
        report,
        TargetKind::Bucket,
        ["Buckets", "accesses", "used by"],
        width,
        out,
    )?;
    let edge_functions = ["Edge functions", "calls", "called by"];
    users(report, TargetKind::EdgeFunction, edge_functions, width, out)?;
    subscriptions(report, width, out)?;
    dynamic(report, width, out)?;
    coverage(report, out)
}

fn relations(report: &Report<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let relations = report.by_frequency(TargetKind::Relation);
    if relations.is_empty() {
        return Ok(());
    }
    let shown = &relations[..relations.len().min(RELATIONS)];
    let longest = shown
        .iter()
        .map(|relation| relation.label().chars().count());
    let mut table = Table::new(width, headers(width, longest.max().unwrap_or_default()));
    for relation in shown {
        let counts = &relation.counts;
        let mut row = vec![Cell::plain(relation.label())];
        row.extend(
            [
                counts.get(Operation::Select),
                counts.get(Operation::Insert),
                counts.get(Operation::Upsert),
                counts.get(Operation::Update),
                counts.get(Operation::Delete),
                relation.readers.len(),
                relation.writers.len(),
            ]
            .map(Cell::number),
        );
        table.row(row);
    }
    table.title("Relations", relations.len());
    table.write(out)?;
    more(relations.len(), shown.len(), out)
}

/// The column heads, shortened where they would cost the names their room.
fn headers(width: usize, longest: usize) -> &'static [&'static str] {
    const FULL: [&str; 7] = [
        "select", "insert", "upsert", "update", "delete", "readers", "writers",
    ];
    const SHORT: [&str; 7] = ["sel", "ins", "ups", "upd", "del", "readers", "writers"];
    let needed: usize = FULL.iter().map(|head| head.len() + table::GAP).sum();
    if table::INDENT + longest + needed <= width {
        const { &FULL }
    } else {
        const { &SHORT }
    }
}

/// A list of targets that are only called or used.
fn users(
    report: &Report<'_>,
    kind: TargetKind,
    [title, number, users]: [&'static str; 3],
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let targets = report.by_frequency(kind);
    if targets.is_empty() {
        return Ok(());
    }
    let shown = &targets[..targets.len().min(OTHERS)];
    let heads = [number, users];
    let mut table = Table::new(width, &heads);
    for target in shown {
        table.row(vec![
            Cell::plain(target.label()),
            Cell::number(target.counts.total()),
            Cell::dim(first_of(target)),
        ]);
    }
    table.title(title, targets.len());
    table.write(out)?;
    more(targets.len(), shown.len(), out)
}

/// The first unit that uses a target, and how many more do.
fn first_of(target: &Summary) -> String {
    match (target.units.first(), target.units.len()) {
        (Some(unit), 1) => unit.clone(),
        (Some(unit), number) => format!("{unit} and {} more", number - 1),
        (None, _) => String::new(),
    }
}

fn subscriptions(report: &Report<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let mut by_name: BTreeMap<String, Vec<&Access>> = BTreeMap::new();
    for access in report.accesses().filter(|access| !access.wrapper) {
        if access.operation == Some(Operation::Subscribe)
            && let Some(name) = report.target_label(access)
        {
            by_name.entry(name).or_default().push(access);
        }
    }
    if by_name.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(width, &["places", "first at"]);
    for (name, accesses) in by_name.iter().take(OTHERS) {
        let first = accesses[0];
        table.row(vec![
            Cell::plain(name.clone()),
            Cell::number(accesses.len()),
            Cell::dim(report.place(first.file, first.method_span)),
        ]);
    }
    table.title("Subscriptions", by_name.len());
    table.write(out)?;
    more(by_name.len(), by_name.len().min(OTHERS), out)
}

fn dynamic(report: &Report<'_>, width: usize, out: &mut impl Write) -> io::Result<()> {
    let mut by_reason: BTreeMap<Reason, Vec<&Access>> = BTreeMap::new();
    for access in report.accesses().filter(|access| !access.wrapper) {
        if let Some(reason) = dynamic_reason(access) {
            by_reason.entry(reason).or_default().push(access);
        }
    }
    if by_reason.is_empty() {
        return Ok(());
    }
    let number = by_reason.values().map(Vec::len).sum();
    let number = words::grouped(number);
    writeln!(out, "{HEADING}Dynamic{HEADING:#} {DIM}{number}{DIM:#}")?;
    for (reason, accesses) in by_reason {
        let number = words::grouped(accesses.len());
        let (word, phrase) = (reason.as_str(), words::reason(reason));
        writeln!(
            out,
            "  {WARNING}{word}{WARNING:#} {DIM}{number}  {phrase}{DIM:#}"
        )?;
        let mut table = Table::untitled(width);
        for access in accesses.iter().take(DYNAMIC) {
            table.row(vec![
                Cell::dim(report.place(access.file, access.method_span)),
                Cell::plain(report.code(access)),
            ]);
        }
        table.write_rows(out)?;
        more_rows(accesses.len(), accesses.len().min(DYNAMIC), "    ", out)?;
    }
    writeln!(out)
}

fn coverage(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    if report.analysis.accesses.is_empty() {
        let files = words::counted(report.analysis.statistics.files, "file", "files");
        return writeln!(out, "no access to a database in {files}");
    }
    writeln!(out, "{}", report.coverage_line())
}

/// The line under a list that was cut, and the empty line after every list.
fn more(all: usize, shown: usize, out: &mut impl Write) -> io::Result<()> {
    more_rows(all, shown, "  ", out)?;
    writeln!(out)
}

fn more_rows(all: usize, shown: usize, indent: &str, out: &mut impl Write) -> io::Result<()> {
    if all == shown {
        return Ok(());
    }
    let rest = words::grouped(all - shown);
    writeln!(
        out,
        "{indent}{DIM}and {rest} more (--format markdown lists all){DIM:#}"
    )
}

#[cfg(test)]
mod tests;

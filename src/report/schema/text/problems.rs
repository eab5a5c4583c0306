//! Statements that fail, drawn at the SQL, and statements whose effect is not known.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use miette::MietteDiagnostic;

use crate::{
    report::{
        schema::failures::{self, Cause},
        secrets,
        text::style::{DIM, HEADING, WARNING},
        window::{Drawing, Window},
        words,
    },
    schema::{
        Database,
        source::{self, SchemaFile},
        statement::{Failed, Place, Statements},
    },
};

/// How many causes are drawn, and how many names and places of one are told.
const CAUSES: usize = 40;
const NAMES: usize = 6;
const PLACES: usize = 3;
const OPAQUE: usize = 10;

pub(super) fn write(
    database: &Database,
    files: &[SchemaFile],
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let statements = &database.statements;
    let causes = failures::causes(statements);
    for cause in causes.iter().take(CAUSES) {
        let drawn = drawn(cause, statements, files, width);
        writeln!(out, "{}", drawn.trim_end())?;
        writeln!(out)?;
    }
    if causes.len() > CAUSES {
        let rest = words::grouped(causes.len() - CAUSES);
        writeln!(
            out,
            "{DIM}and {rest} more causes (--format json lists all){DIM:#}\n"
        )?;
    }
    opaque(statements, files, out)
}

/// One cause as miette draws it, with what falls with it.
fn drawn(cause: &Cause<'_>, statements: &Statements, files: &[SchemaFile], width: usize) -> String {
    let Failed { place, error, .. } = cause.root;
    let mut diagnostic =
        MietteDiagnostic::new(secrets::mask(&error.message)).with_code(error.sqlstate);
    diagnostic.help = help(cause, statements, files);
    let path = statements.files.get(place.file).map_or("", String::as_str);
    let window = source::by_path(files, path).map(|file| Window::new(file.into(), place.span));
    Drawing::new(diagnostic, window).text(width)
}

/// What would mend it, where else it fails, and what falls with it.
fn help(cause: &Cause<'_>, statements: &Statements, files: &[SchemaFile]) -> Option<String> {
    let mut lines = Vec::new();
    lines.extend(
        cause
            .root
            .error
            .help
            .as_deref()
            .map(|help| secrets::mask(help).into_owned()),
    );
    if !cause.again.is_empty() {
        let places = cause.again.iter().take(PLACES);
        let places: Vec<String> = places
            .map(|failed| place(&failed.place, statements, files))
            .collect();
        let more = cause.again.len().saturating_sub(PLACES);
        let more = match more {
            0 => String::new(),
            more => format!(" and {} more places", words::grouped(more)),
        };
        lines.push(format!("the same again at {}{more}", places.join(", ")));
    }
    if !cause.victims.is_empty() {
        lines.push(victims(cause));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// "table public.a is not created and takes down 12 statements: table public.posts, …"
fn victims(cause: &Cause<'_>) -> String {
    let victims = &cause.victims;
    let created = cause.root.would_create.first();
    let missing = created.map_or(String::new(), |name| format!("{name} is not created and "));
    let number = words::counted(victims.len(), "statement", "statements");
    let mut names: Vec<&str> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let all = || victims.iter().flat_map(|failed| &failed.would_create);
    // What hangs on a relation goes without saying.
    let is_relation = |name: &&String| name.starts_with("table ") || name.contains("view ");
    for name in all().filter(is_relation).chain(all()) {
        if seen.insert(name) {
            names.push(name);
        }
        if names.len() > NAMES {
            break;
        }
    }
    let more = names.len() > NAMES;
    names.truncate(NAMES);
    let names = names.join(", ");
    let end = if more { ", …" } else { "" };
    let colon = if names.is_empty() { "" } else { ": " };
    format!("{missing}takes down {number}{colon}{names}{end}")
}

fn opaque(statements: &Statements, files: &[SchemaFile], out: &mut impl Write) -> io::Result<()> {
    let opaque = &statements.opaque;
    if opaque.is_empty() {
        return Ok(());
    }
    let number = words::grouped(opaque.len());
    writeln!(
        out,
        "{HEADING}Of unknown effect{HEADING:#} {DIM}{number}{DIM:#}"
    )?;
    for opaque in opaque.iter().take(OPAQUE) {
        let place = place(&opaque.place, statements, files);
        let reason = &opaque.reason;
        writeln!(out, "  {DIM}{place}{DIM:#}  {WARNING}{reason}{WARNING:#}")?;
    }
    if opaque.len() > OPAQUE {
        let rest = words::grouped(opaque.len() - OPAQUE);
        writeln!(
            out,
            "  {DIM}and {rest} more (--format json lists all){DIM:#}"
        )?;
    }
    writeln!(out)
}

fn place(place: &Place, statements: &Statements, files: &[SchemaFile]) -> String {
    let path = statements.files.get(place.file).map_or("", String::as_str);
    match source::by_path(files, path) {
        Some(file) => {
            let line = file.lines.position(&file.text, place.span.start).line;
            format!("{path}:{line}")
        }
        None => path.to_owned(),
    }
}

//! Databases as JSON, for other programs.

use std::{borrow::Cow, io};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

use super::SchemaReport;
use crate::{
    report::secrets,
    schema::{
        Database,
        catalog::Catalog,
        source::{self, LeftOut, SchemaFile, Source},
        statement::{Place, Statements},
    },
    source::Position,
};

/// The version of the format, raised when a reader of it could break.
pub const VERSION: u32 = 1;

/// Either one database at the top level, or several in a list.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
enum Document<'a> {
    One(One<'a>),
    Several(Several<'a>),
}

#[derive(JsonSchema, Serialize)]
struct One<'a> {
    version: u32,
    #[serde(flatten)]
    database: DatabaseDocument<'a>,
    notices: Vec<Notice<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct Several<'a> {
    version: u32,
    databases: Vec<DatabaseDocument<'a>>,
    notices: Vec<Notice<'a>>,
}

/// One database.
#[derive(JsonSchema, Serialize)]
struct DatabaseDocument<'a> {
    name: &'a str,
    /// The folder it belongs to, relative to the project root; empty for the root itself.
    root: &'a str,
    /// The schemas that the API exposes; the first is the default one.
    exposed: &'a [String],
    /// The most rows that one request of the API returns.
    max_rows: Option<u32>,
    /// The most trusted first; it made the catalog.
    sources: &'a [Source],
    /// What looks like a source and was not used.
    left_out: &'a [LeftOut],
    #[serde(flatten)]
    catalog: &'a Catalog,
    statements: StatementsDocument<'a>,
    /// Whether everything that the database holds is in here, as far as can be told.
    complete: bool,
    /// Why it is not complete.
    gaps: &'a [String],
}

/// How the statements of migrations ended.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Statements")]
struct StatementsDocument<'a> {
    /// The files, in the order they were applied.
    files: &'a [String],
    applied: usize,
    failed: Vec<Failed<'a>>,
    opaque: Vec<Opaque<'a>>,
}

/// A statement that Postgres rejects.
#[derive(JsonSchema, Serialize)]
struct Failed<'a> {
    file: &'a str,
    /// Of what is at fault in the statement, 1-based.
    line: u32,
    /// 1-based, in characters.
    column: u32,
    /// Where the statement begins.
    statement_line: u32,
    sqlstate: &'a str,
    message: Cow<'a, str>,
    /// What would mend it, when that is known.
    help: Option<Cow<'a, str>>,
    /// The failed statement, as an index into this list, without whose failure this one would not
    /// have failed.
    caused_by: Option<usize>,
    /// What it would have created.
    would_create: &'a [String],
}

/// A statement whose effect is not known.
#[derive(JsonSchema, Serialize)]
struct Opaque<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    reason: &'a str,
}

/// What could not be read.
#[derive(JsonSchema, Serialize)]
struct Notice<'a> {
    /// Null when the notice is about the whole run.
    file: Option<&'a str>,
    line: Option<u32>,
    kind: &'a str,
    message: Cow<'a, str>,
}

/// Writes the databases, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &SchemaReport<'_>, mut out: impl io::Write) -> io::Result<()> {
    let database = |database| database_document(database, report.files);
    let notices = notices(report);
    let document = match report.databases {
        [only] => Document::One(One {
            version: VERSION,
            database: database(only),
            notices,
        }),
        several => Document::Several(Several {
            version: VERSION,
            databases: several.iter().map(database).collect(),
            notices,
        }),
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    generator
        .into_root_schema_for::<Document<'static>>()
        .to_value()
}

fn database_document<'a>(database: &'a Database, files: &'a [SchemaFile]) -> DatabaseDocument<'a> {
    DatabaseDocument {
        name: &database.name,
        root: &database.root,
        exposed: &database.exposed,
        max_rows: database.max_rows,
        sources: &database.sources,
        left_out: &database.left_out,
        catalog: &database.catalog,
        statements: statements(&database.statements, files),
        complete: database.gaps.is_empty(),
        gaps: &database.gaps,
    }
}

fn statements<'a>(statements: &'a Statements, files: &'a [SchemaFile]) -> StatementsDocument<'a> {
    let file = |place: &Place| statements.files.get(place.file).map_or("", String::as_str);
    let position = |place: &Place, offset| position(files, file(place), offset);
    let failed = statements.failed.iter().map(|failed| {
        let Position { line, column } = position(&failed.place, failed.place.span.start);
        Failed {
            file: file(&failed.place),
            line,
            column,
            statement_line: position(&failed.place, failed.place.statement.start).line,
            sqlstate: failed.error.sqlstate,
            message: secrets::mask(&failed.error.message),
            help: failed.error.help.as_deref().map(secrets::mask),
            caused_by: failed.caused_by,
            would_create: &failed.would_create,
        }
    });
    let opaque = statements.opaque.iter().map(|opaque| {
        let Position { line, column } = position(&opaque.place, opaque.place.span.start);
        Opaque {
            file: file(&opaque.place),
            line,
            column,
            reason: &opaque.reason,
        }
    });
    StatementsDocument {
        files: &statements.files,
        applied: statements.applied,
        failed: failed.collect(),
        opaque: opaque.collect(),
    }
}

fn position(files: &[SchemaFile], path: &str, offset: u32) -> Position {
    let start = Position { line: 1, column: 1 };
    source::by_path(files, path).map_or(start, |file| file.lines.position(&file.text, offset))
}

fn notices<'a>(report: &SchemaReport<'a>) -> Vec<Notice<'a>> {
    let notices = report.notices.iter();
    notices
        .map(|notice| Notice {
            file: (!notice.path.is_empty()).then_some(notice.path.as_str()),
            line: notice.line,
            kind: notice.kind.as_str(),
            message: secrets::mask(&notice.message),
        })
        .collect()
}

//! Differences as JSON.

use std::io;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

use super::DiffReport;
use crate::schema::{diff::Difference, source::Source};

/// The version of the format, raised when a reader of it could break.
pub const VERSION: u32 = 1;

#[derive(JsonSchema, Serialize)]
struct Document<'a> {
    version: u32,
    left: &'a [Source],
    right: &'a [Source],
    differences: &'a [Difference],
}

/// Writes the differences, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &DiffReport<'_>, mut out: impl io::Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        left: report.left,
        right: report.right,
        differences: report.differences,
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

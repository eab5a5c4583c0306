//! A change and what it breaks, as JSON.

use std::io;

use schemars::generate::SchemaSettings;

use super::model::Document;
use crate::{map::impact::Impact, survey::Survey};

/// Writes it, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(survey: &Survey<'_>, impact: &Impact, mut out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &Document::new(survey, impact))?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    generator.into_root_schema_for::<Document>().to_value()
}

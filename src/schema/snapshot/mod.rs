//! Snapshots: what a database said of itself, kept in a file.
//!
//! The query is also for people who may not connect from here: they run it in an SQL editor and
//! paste back what that exports.

mod export;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::catalog::Catalog;

/// The statement that makes a snapshot: one row with one column, which holds JSON.
pub const QUERY: &str = include_str!("catalog.sql");

/// The version of the document that [`QUERY`] makes.
const VERSION: u32 = 1;

/// A catalog, and who said so.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Snapshot {
    pub version: u32,
    /// The version of the server, as `15.4`.
    #[serde(default)]
    pub server: String,
    pub catalog: Catalog,
}

/// Why a text is no snapshot.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum SnapshotError {
    #[error("it holds no row of a catalog query")]
    #[diagnostic(
        code(snapshot::empty),
        help("export the result of `tabletrace snapshot --print-queries` as JSON or CSV")
    )]
    Empty,

    #[error("it is no JSON of a snapshot")]
    #[diagnostic(
        code(snapshot::json),
        help("an editor may have cut the cell; export the result instead of copying it")
    )]
    Json(#[source] serde_json::Error),

    #[error("version {0} of snapshots is not known")]
    #[diagnostic(code(snapshot::version), help("a newer tabletrace wrote it"))]
    Version(u32),
}

impl Snapshot {
    /// The text of a snapshot file: JSON, one item per line where that is short.
    pub fn to_json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("a snapshot has only strings as keys");
        text.push('\n');
        text
    }
}

/// The snapshot that a text holds.
///
/// It may be the JSON that [`QUERY`] makes, an array with the one row that held it, the same as
/// CSV, or what psql prints, with or without the column's name.
///
/// # Errors
///
/// When the text is none of these, or of a version that is not known.
pub fn read(text: &str) -> Result<Snapshot, SnapshotError> {
    let document = export::document(text).ok_or(SnapshotError::Empty)?;
    let mut values = serde_json::Deserializer::from_str(&document).into_iter();
    let value: serde_json::Value = values
        .next()
        .ok_or(SnapshotError::Empty)?
        .map_err(SnapshotError::Json)?;
    let value = export::cell(value).ok_or(SnapshotError::Empty)?;
    let version = value.get("version").and_then(serde_json::Value::as_u64);
    if let Some(version) = version
        && version != u64::from(VERSION)
    {
        return Err(SnapshotError::Version(
            u32::try_from(version).unwrap_or(u32::MAX),
        ));
    }
    let mut snapshot: Snapshot = serde_json::from_value(value).map_err(SnapshotError::Json)?;
    snapshot.catalog.sort();
    Ok(snapshot)
}

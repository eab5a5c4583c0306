//! `meta/_journal.json`, in which Drizzle keeps the order of its migrations.

use std::collections::BTreeMap;

use serde_json::Value;

use super::paths;
use crate::schema::source::SchemaFile;

/// The files in the order of the journal when that knows all of them, else as they are.
pub(super) fn ordered<'a>(mut files: Vec<&'a SchemaFile>, journal: &str) -> Vec<&'a SchemaFile> {
    let tags = tags(journal);
    let ranks: BTreeMap<&str, usize> = tags.iter().map(String::as_str).zip(0..).collect();
    let rank = |file: &&SchemaFile| {
        let name = paths::name(&file.path).trim_end_matches(".sql");
        ranks.get(name).copied()
    };
    if files.iter().all(|file| rank(file).is_some()) {
        files.sort_by_cached_key(rank);
    }
    files
}

/// The names of the migrations without `.sql`, in order; none when the journal cannot be read.
fn tags(text: &str) -> Vec<String> {
    let Ok(journal) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let entries = journal["entries"].as_array();
    let mut entries: Vec<(i64, String)> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some((entry["idx"].as_i64()?, entry["tag"].as_str()?.to_owned())))
        .collect();
    entries.sort();
    entries.into_iter().map(|(_, tag)| tag).collect()
}

/// Whether the journal is of migrations for Postgres; older ones call it `pg`.
pub(super) fn is_postgres(text: &str) -> bool {
    let journal = serde_json::from_str::<Value>(text).unwrap_or_default();
    journal["dialect"]
        .as_str()
        .is_none_or(|dialect| dialect.starts_with("p"))
}

//! `meta/_journal.json`, in which Drizzle keeps the order of its migrations.

use serde_json::Value;

/// The names of the migrations without `.sql`, in order; none when the journal cannot be read.
pub(super) fn tags(text: &str) -> Vec<String> {
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

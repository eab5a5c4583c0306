//! Snapshots as people paste them back.

use serde_json::json;

use super::{QUERY, SnapshotError, read};

const DOCUMENT: &str = r#"{"version": 1, "server": "15.4", "catalog": {"relations": [
  {"schema": "public", "name": "b"},
  {"schema": "public", "name": "a", "columns": [{"name": "say \"hi\"", "type": "text"}]}
]}}"#;

fn names(text: &str) -> Vec<String> {
    let snapshot = read(text).unwrap();
    let relations = snapshot.catalog.relations.iter();
    relations.map(|relation| relation.name.clone()).collect()
}

fn csv(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn every_export_is_read() {
    let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
    let exports = [
        DOCUMENT.to_owned(),
        format!("\u{feff}{DOCUMENT}\r\n"),
        json!([{"snapshot": document}]).to_string(),
        json!([{"snapshot": DOCUMENT}]).to_string(),
        json!({"snapshot": document}).to_string(),
        csv(DOCUMENT),
        format!("snapshot\r\n{}\r\n", csv(DOCUMENT)),
        format!("\"snapshot\"\n{}\n", csv(DOCUMENT)),
        format!("snapshot\n{DOCUMENT}\n(1 row)\n"),
        format!(" snapshot \n----------\n {DOCUMENT}\n(1 row)\n\n"),
    ];
    for export in exports {
        assert_eq!(names(&export), ["a", "b"], "{export}");
    }
}

#[test]
fn what_is_written_is_read() {
    let snapshot = read(DOCUMENT).unwrap();
    assert_eq!(read(&snapshot.to_json()).unwrap(), snapshot);
}

#[test]
fn other_texts_are_refused() {
    let error = |text: &str| read(text).unwrap_err();
    for empty in [
        "",
        "  \n",
        "snapshot",
        "snapshot\n",
        "(0 rows)\n",
        "[]",
        "a,b\n1,2\n",
        "\"",
        "[[[[[[1]]]]]]",
        "\"\"\n\"\"",
    ] {
        assert!(matches!(error(empty), SnapshotError::Empty), "{empty}");
    }
    let cut = &DOCUMENT[..DOCUMENT.len() - 5];
    assert!(matches!(error(cut), SnapshotError::Json(_)));
    let newer = DOCUMENT.replacen("\"version\": 1", "\"version\": 2", 1);
    assert!(matches!(error(&newer), SnapshotError::Version(2)));
    assert!(matches!(error(r#"{"catalog": 1}"#), SnapshotError::Json(_)));
}

#[test]
fn the_query_is_one_statement() {
    let statements = QUERY.lines().filter(|line| line.trim_end().ends_with(';'));
    assert_eq!(statements.count(), 1);
    assert!(QUERY.trim_end().ends_with(';'));
}

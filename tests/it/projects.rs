//! Whole small projects, read from the disk by the binary: `testdata/projects/<name>/`.
//!
//! The map that is expected of each is its `expected.json`, rewritten by `UPDATE_EXPECT=1`.

use std::{fs, path::Path, str};

use assert_cmd::Command;
use serde_json::Value;
use tabletrace::report::json;

use crate::folder::{self, check_file};

/// The map of a project, as the binary writes it.
fn map(project: &Path) -> String {
    let mut command = Command::cargo_bin("tabletrace").unwrap();
    let output = command
        .args(["map", "--no-cache", "--format", "json"])
        .arg(project)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        str::from_utf8(&output.stderr).unwrap()
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn maps_are_as_expected() {
    let projects = folder::folders(&folder::testdata("projects"));
    let wrong: Vec<String> = projects
        .iter()
        .filter_map(|project| check_file(&project.join("expected.json"), &map(project)).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The published schema is for whoever reads maps, so it must hold for every map.
#[test]
fn maps_fit_their_schema() {
    let schema = serde_json::to_value(json::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for project in folder::folders(&folder::testdata("projects")) {
        let expected = fs::read_to_string(project.join("expected.json")).unwrap();
        let map: Value = serde_json::from_str(&expected).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&map)
            .map(|error| error.to_string())
            .collect();
        assert!(
            errors.is_empty(),
            "{}: {}",
            project.display(),
            errors.join("\n")
        );
    }
}

#[test]
fn nothing_is_unsupported() {
    for project in folder::folders(&folder::testdata("projects")) {
        let expected = fs::read_to_string(project.join("expected.json")).unwrap();
        assert!(
            !expected.contains("\"unsupported\""),
            "{}",
            project.display()
        );
    }
}

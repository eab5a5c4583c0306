use std::{env, fs};

use expect_test::expect_file;
use serde_json::Value;

use crate::{
    report::{Report, tests::analysis},
    survey::Survey,
};

use super::{schema, write};

fn written() -> String {
    let (sources, analysis) = analysis();
    let mut out = Vec::new();
    write(
        &Report::new(&Survey::of_code(&sources, &analysis)),
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_map_is_as_documented() {
    expect_file!["golden.json"].assert_eq(&written());
}

#[test]
fn the_output_fits_its_schema() {
    let map: Value = serde_json::from_str(&written()).unwrap();
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&map)
        .map(|error| format!("{}: {error}", error.instance_path))
        .collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn the_schema_refuses_what_is_not_a_map() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for (pointer, wrong) in [
        ("/version", Value::from("1")),
        ("/reads/0/operation", Value::from("read")),
        ("/reads/0/certainty", Value::Null),
        ("/reads/0/modifiers/filter", Value::from(true)),
        ("/calls/0/routine", Value::from(1)),
        ("/summary", Value::Null),
    ] {
        let mut map: Value = serde_json::from_str(&written()).unwrap();
        *map.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&map), "{pointer}");
    }
}

#[test]
fn the_schema_is_the_one_in_docs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/map.schema.json");
    let schema = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, &schema).unwrap();
    }
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        schema,
        "UPDATE_EXPECT=1 accepts"
    );
}

#[test]
fn the_same_analysis_gives_the_same_bytes() {
    let (sources, mut analysis) = analysis();
    let before = written();
    analysis.accesses.reverse();
    analysis.notices.reverse();
    let mut out = Vec::new();
    write(
        &Report::new(&Survey::of_code(&sources, &analysis)),
        &mut out,
    )
    .unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), before);
}

use std::collections::BTreeMap;

use super::*;
use crate::{
    declared::Class,
    finding::Severity,
    rules::options::{Level, Reasons},
};

fn check(text: &str, message: &str, marked: &str, help: Option<&str>) {
    let error = read(text).unwrap_err();
    assert_eq!(error.message, message);
    let span = error.span.unwrap();
    assert_eq!(&text[span.offset()..][..span.len()], marked, "{message}");
    assert_eq!(error.help.as_deref(), help);
}

#[test]
fn everything_may_be_left_out() {
    let config = read("").unwrap();
    assert!(config.schema.is_empty() && config.databases.is_empty());
    assert_eq!(config.fail_on, FailOn::Error);
    assert_eq!(read("schema = [\"db\"]\n").unwrap().schema, ["db"]);
}

#[test]
fn every_key_is_taken() {
    let config = read(
        r#"
        include = ["src"]
        exclude = ["src/old"]
        fail-on = "none"
        require-schema = true
        require-reason = true
        ignore-relations = ["tmp_*"]

        [rules]
        unknown-relation = "off"

        [[override]]
        paths = ["scripts"]
        rules = { unknown-relation = "note" }

        [[legacy]]
        relation = "users_old"
        replaced-by = "users"

        [[class]]
        relations = ["flags", "audit.*"]
        class = "critical"
        because = "read by the apps"

        [[database]]
        name = "shop"
        root = "apps/shop"
        paths = ["apps/shop", "packages/cart"]
        "#,
    )
    .unwrap();
    assert_eq!(
        (&*config.include, &*config.exclude),
        (&["src".to_owned()][..], &["src/old".to_owned()][..])
    );
    assert_eq!(config.fail_on, FailOn::None);
    assert!(config.require_schema);
    let rules = config.rules;
    assert_eq!(rules.reasons, Reasons::Required);
    assert!(rules.ignored_relations.hold("tmp_a", "public"));
    assert_eq!(
        rules.levels,
        BTreeMap::from([("unknown-relation", Level::Off)])
    );
    let in_scripts = rules.level("unknown-relation", "scripts/a.ts");
    assert_eq!(in_scripts, Some(Level::At(Severity::Note)));
    assert_eq!(
        rules.declared.legacy[0].replaced_by.as_deref(),
        Some("users")
    );
    let declared = rules.declared.class_of("audit", "events").unwrap();
    assert_eq!(declared.class, Class::Critical);
    assert_eq!(declared.because.as_deref(), Some("read by the apps"));
    assert!(rules.declared.class_of("public", "events").is_none());
    assert_eq!(rules.belongings[0].database, "shop");
    assert!(rules.belongings[0].paths.hold("packages/cart/a.ts"));
}

#[test]
fn errors_point_at_their_place() {
    check(
        "shema = []\n",
        "unknown field `shema`",
        "shema",
        Some("did you mean `schema`?"),
    );
    check(
        "[[legacy]]\nrelation = \"a\"\nother = 1\n",
        "unknown field `other`",
        "other",
        Some("the keys here are relation, replaced-by"),
    );
    check(
        "fail-on = \"eror\"\n",
        "unknown variant `eror`, expected one of `error`, `warning`, `note`, `none`",
        "\"eror\"",
        Some("did you mean `error`?"),
    );
    check(
        "schema = \"db\"\n",
        "invalid type: string \"db\", expected a sequence",
        "\"db\"",
        None,
    );
}

#[test]
fn rules_must_be_known() {
    check(
        "[rules]\nunkown-relation = \"off\"\n",
        "no rule is called `unkown-relation`",
        "unkown-relation",
        Some("did you mean `unknown-relation`?"),
    );
    check(
        "[[override]]\npaths = [\"a\"]\nrules = {}\n[[override]]\npaths = [\"b\"]\n\
         [override.rules]\nno-such-thing = \"off\"\n",
        "no rule is called `no-such-thing`",
        "no-such-thing",
        Some("`tabletrace rules` lists the rules"),
    );
}

#[test]
fn globs_must_be_globs() {
    let message = |text: &str| {
        let error = read(text).unwrap_err();
        let span = error.span.unwrap();
        (
            error.message,
            text[span.offset()..][..span.len()].to_owned(),
        )
    };
    let (said, marked) = message("[[override]]\nrules = {}\npaths = [\"a{\"]\n");
    assert!(said.starts_with("`a{` is not a glob: "), "{said}");
    assert_eq!(marked, "paths");
    assert_eq!(
        message("ignore-relations = [\"a{\"]\n").1,
        "ignore-relations"
    );
    let class = "[[class]]\nclass = \"dead\"\nrelations = [\"a{\"]\n";
    assert_eq!(message(class).1, "relations");
    let database = "[[database]]\nname = \"a\"\nroot = \"\"\npaths = [\"a{\"]\n";
    assert_eq!(message(database).1, "paths");
}

#[test]
fn the_examples_of_the_readme_can_be_read() {
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> = readme.split("```toml\n").skip(1).collect();
    assert!(blocks.len() >= 2);
    for block in blocks {
        let (block, _) = block.split_once("```").unwrap();
        read(block).unwrap();
    }
}

#[test]
fn databases_have_names_of_their_own() {
    check(
        "schema = [\"db\"]\n[[database]]\nname = \"a\"\nroot = \"b\"\n",
        "`schema` names the sources of the only database, and there are others",
        "schema",
        Some("give each `[[database]]` a `schema` of its own"),
    );
    check(
        "[[database]]\nname = \"a\"\nroot = \"\"\n[[database]]\nroot = \"b\"\nname = \"a\"\n",
        "two databases are called `a`",
        "name",
        None,
    );
    check(
        "[[database]]\nname = \"a\"\n",
        "database `a` has neither `schema` nor `root`",
        "name",
        None,
    );
    check(
        "[[database]]\nroot = \"a\"\n",
        "a database has no `name`",
        "[[database]]",
        None,
    );
}

#[test]
fn a_threshold_is_reached_from_below() {
    for (fail_on, reached) in [
        (FailOn::Error, [false, false, true]),
        (FailOn::Warning, [false, true, true]),
        (FailOn::Note, [true, true, true]),
        (FailOn::None, [false, false, false]),
    ] {
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        let actual = severities.map(|severity| fail_on.is_reached_by(severity));
        assert_eq!(actual, reached, "{fail_on:?}");
    }
}

//! Each `BAD` in a text is a finding of `unknown-relation`.

use super::*;
use crate::{
    finding::Severity,
    rules::{by_id, options::Options},
    schema::source::SchemaFile,
    source::{Dialect, SourceFile, Sources},
};

/// What is left, each as its line and rule: `2 unknown-relation`.
fn left(
    path: &str,
    text: &str,
    options: &Options,
    ran: &dyn Fn(&str, &str) -> bool,
) -> Vec<String> {
    let mut sources = Vec::new();
    let mut files = Vec::new();
    match Dialect::of_path(path) {
        Some(dialect) => sources.push(SourceFile::new(path.into(), text.into(), dialect)),
        None => files.push(SchemaFile::new(path.into(), text.into())),
    }
    let context = Context {
        sources: &Sources::new(sources),
        files: &files,
        accesses: &[],
        databases: &[],
        assigned: &[],
        problems: &[],
        completeness: &[],
        references: &[],
        options,
    };
    let rule = by_id("unknown-relation").unwrap();
    let findings = text.match_indices("BAD").map(|(at, found)| {
        let span = Span {
            start: at as u32,
            end: (at + found.len()) as u32,
        };
        let place = Place {
            path: path.to_owned(),
            span,
        };
        rule.finding(place, Subject::default(), "it is".to_owned())
    });
    let applied = apply(&context, findings.collect(), ran);
    let lines = LineIndex::default();
    let mut left = applied.findings;
    left.sort_by_key(|finding| (finding.place.span, finding.rule));
    let left = left.into_iter().map(|finding| {
        let line = lines.position(text, finding.place.span.start).line;
        format!("{line} {}", finding.rule)
    });
    left.collect()
}

#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let left = left(path, text, &Options::default(), &|_, _| true);
    assert_eq!(left, expected, "{text}");
}

#[test]
fn a_comment_hides_what_is_on_its_line_or_below_it() {
    check(
        "a.ts",
        "f(BAD); // tabletrace-ignore unknown-relation\nf(BAD);\n",
        &["2 unknown-relation"],
    );
    check(
        "a.ts",
        "// tabletrace-ignore unknown-relation\nf(BAD);\n",
        &[],
    );
    check(
        "a.ts",
        "/* tabletrace-ignore unknown-relation */ f(BAD);\n",
        &[],
    );
    check(
        "a.ts",
        "// tabletrace-ignore unknown-relation\n// More of it.\n/* And\n more. */\nf(BAD);\n",
        &[],
    );
    check(
        "a.ts",
        "// tabletrace-ignore unknown-relation\n\nf(BAD);\n",
        &["1 unused-suppression", "3 unknown-relation"],
    );
}

#[test]
fn a_comment_hides_what_is_in_the_statement_below_it() {
    let statements = [
        "const { data } =\n  await client\n    .from(BAD)\n    .select();\n",
        "export const load =\n  f(BAD);\n",
        "return f(\n  BAD,\n);\n",
        "class A {\n  // tabletrace-ignore unknown-relation\n  a =\n    f(BAD);\n}\n",
    ];
    for statement in statements {
        let text = match statement.contains("tabletrace") {
            true => statement.to_owned(),
            false => format!("// tabletrace-ignore unknown-relation\n{statement}"),
        };
        check("a.ts", &text, &[]);
    }
    // A function's body is another statement.
    check(
        "a.ts",
        "// tabletrace-ignore unknown-relation\nfunction g() {\n  f(BAD);\n}\n",
        &["1 unused-suppression", "3 unknown-relation"],
    );
    check(
        "a.ts",
        "// tabletrace-ignore unknown-relation\nconst g = () =>\n  f(BAD);\n",
        &["1 unused-suppression", "3 unknown-relation"],
    );
}

#[test]
fn every_language_has_its_comments() {
    check(
        "a.tsx",
        "const A = () => (\n  <div>\n    {/* tabletrace-ignore unknown-relation -- so */}\n\
         \x20   <button\n      onClick={f(BAD)}\n    />\n  </div>\n);\n",
        &[],
    );
    check(
        "a.vue",
        "<script setup>\n// tabletrace-ignore unknown-relation\nf(BAD)\n</script>\n<template>\n\
         \x20 <!-- tabletrace-ignore unknown-relation -->\n  <p @click=\"f(BAD)\" />\n</template>\n",
        &[],
    );
    check(
        "a.svelte",
        "<!-- tabletrace-ignore-file unknown-relation -->\n<p>{f(BAD)}</p>\n<p>{f(BAD)}</p>\n",
        &[],
    );
    check(
        "a.sql",
        "-- tabletrace-ignore unknown-relation\nalter table\n  BAD add a int;\n\
         drop table BAD; /* tabletrace-ignore unknown-relation */\n\
         create function f() returns void language sql as $$\n\
         \x20 -- tabletrace-ignore unknown-relation\n  select BAD;\n$$;\n",
        &[],
    );
}

#[test]
fn what_is_no_comment_hides_nothing() {
    let directive = "tabletrace-ignore unknown-relation";
    check(
        "a.ts",
        &format!("f('// {directive}', BAD);\n"),
        &["1 unknown-relation"],
    );
    check(
        "a.ts",
        &format!("f(`\n// {directive}\n${{BAD}}`);\n"),
        &["3 unknown-relation"],
    );
    check(
        "a.ts",
        &format!("f(/[/]/, \"/* {directive} */\", BAD);\n"),
        &["1 unknown-relation"],
    );
    check(
        "a.vue",
        &format!("<script>\nf('<!-- {directive} -->', BAD)\n</script>\n"),
        &["2 unknown-relation"],
    );
    check(
        "a.sql",
        &format!("select '-- {directive}', BAD;\n"),
        &["1 unknown-relation"],
    );
    check(
        "a.sql",
        &format!("select \"-- {directive}\", BAD;\n"),
        &["1 unknown-relation"],
    );
}

#[test]
fn a_file_is_told_of_in_its_first_comment() {
    let directive = "// tabletrace-ignore-file unknown-relation\n";
    check(
        "a.ts",
        &format!("#!/usr/bin/env node\n// Old.\n{directive}f(BAD);\nf(BAD);\n"),
        &[],
    );
    check(
        "a.ts",
        &format!("f(BAD);\n{directive}"),
        &["1 unknown-relation", "2 invalid-suppression"],
    );
    check(
        "a.sql",
        "-- tabletrace-ignore-file unknown-relation\ndrop table BAD;\n",
        &[],
    );
}

#[test]
fn what_hides_nothing_is_told_of() {
    check(
        "a.ts",
        "f(BAD); // tabletrace-ignore unknown-relation, unknown-column\n",
        &["1 unused-suppression"],
    );
    check(
        "a.ts",
        "f(); // tabletrace-ignore unused-suppression\n",
        &["1 unused-suppression"],
    );
    check(
        "a.ts",
        "f(); // tabletrace-ignore unused-suppression, unknown-column\n",
        &[],
    );
    let off = |rule: &str, _: &str| rule != "unknown-column";
    let text = "f(); // tabletrace-ignore unknown-column\n";
    assert!(left("a.ts", text, &Options::default(), &off).is_empty());
}

#[test]
fn a_reason_can_be_required() {
    let options = Options {
        reasons: Reasons::Required,
        ..Options::default()
    };
    let ran = |_: &str, _: &str| true;
    let with = "f(BAD); // tabletrace-ignore unknown-relation -- made elsewhere\n";
    assert!(left("a.ts", with, &options, &ran).is_empty());
    let without = "f(BAD); // tabletrace-ignore unknown-relation\n";
    assert_eq!(
        left("a.ts", without, &options, &ran),
        ["1 invalid-suppression"]
    );
}

#[test]
fn what_is_hidden_is_kept_with_its_reason() {
    let text = "f(BAD); // tabletrace-ignore unknown-relation -- made elsewhere\n";
    let sources = Sources::new(vec![SourceFile::new(
        "a.ts".into(),
        text.into(),
        Dialect::TypeScript,
    )]);
    let context = Context {
        sources: &sources,
        files: &[],
        accesses: &[],
        databases: &[],
        assigned: &[],
        problems: &[],
        completeness: &[],
        references: &[],
        options: &Options::default(),
    };
    let place = Place {
        path: "a.ts".to_owned(),
        span: Span { start: 2, end: 5 },
    };
    let rule = by_id("unknown-relation").unwrap();
    let finding = rule.finding(place, Subject::default(), "it is".to_owned());
    assert_eq!(finding.severity, Severity::Error);
    let applied = apply(&context, vec![finding.clone()], &|_, _| true);
    let reason = Some("made elsewhere".to_owned());
    assert_eq!(applied.suppressed, [Suppressed { finding, reason }]);
    assert!(applied.findings.is_empty());
}

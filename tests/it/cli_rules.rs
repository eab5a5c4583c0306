//! `tabletrace explain` and `tabletrace rules`.

use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tabletrace::rules::RULES;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("tabletrace").unwrap();
    command.args(arguments).output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_rule_is_explained() {
    for rule in RULES {
        let page = stdout(&["explain", rule.id]);
        let title = format!("{} ({})\n\nReports ", rule.id, rule.severity.as_str());
        assert!(page.starts_with(&title), "{page}");
        assert!(!page.contains("```") && !page.contains('\u{1b}'), "{page}");
    }
}

#[test]
fn an_unknown_rule_ends_the_run_with_a_suggestion() {
    let cases = [
        ("unknown-realtion", "did you mean `unknown-relation`?"),
        ("Unknown_Column", "did you mean `unknown-column`?"),
        ("xyz", "`tabletrace rules` lists them"),
    ];
    for (id, help) in cases {
        let output = run(&["explain", id]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.contains(&format!("there is no rule `{id}`")),
            "{stderr}"
        );
        assert!(stderr.contains(help), "{stderr}");
    }
}

#[test]
fn rules_are_listed() {
    let text = stdout(&["rules"]);
    let json: Value = serde_json::from_str(&stdout(&["rules", "--format", "json"])).unwrap();
    for (index, rule) in RULES.iter().enumerate() {
        let line = text.lines().nth(index + 1).unwrap();
        assert!(
            line.starts_with(rule.id) && line.ends_with(rule.summary),
            "{line}"
        );
        assert!(line.contains(rule.severity.as_str()), "{line}");
        assert_eq!(json[index]["id"], rule.id);
        assert_eq!(json[index]["severity"], rule.severity.as_str());
        assert_eq!(json[index]["summary"], rule.summary);
    }
}

use super::{
    file::{read, schema},
    *,
};
use crate::finding::{Place, Severity};

fn finding(path: &str, target: &str) -> Finding {
    Finding {
        rule: "unknown-relation",
        severity: Severity::Error,
        message: format!("relation `{target}` is not in the schema"),
        place: Place {
            path: path.to_owned(),
            ..Place::default()
        },
        labels: Vec::new(),
        help: None,
        subject: Subject {
            target: target.to_owned(),
            ..Subject::default()
        },
    }
}

fn findings(all: &[(&str, &str)]) -> Vec<Finding> {
    all.iter()
        .map(|(path, target)| finding(path, target))
        .collect()
}

/// Of `now` held against a baseline of `then`: how many are shown, hidden, and stale.
fn check(then: &[(&str, &str)], now: &[(&str, &str)], expected: (usize, usize, usize)) {
    let applied = Baseline::of(&findings(then)).apply(findings(now));
    let actual = (
        applied.findings.len(),
        applied.hidden.len(),
        applied.stale.count(),
    );
    assert_eq!(actual, expected, "{then:?} {now:?}");
}

#[test]
fn what_is_known_is_hidden_as_often_as_it_is_known() {
    let (a, b) = (("a.ts", "posts"), ("a.ts", "users"));
    check(&[a, b], &[a, b], (0, 2, 0));
    check(&[a], &[a, a, b], (2, 1, 0));
    check(&[a, a, b], &[a], (0, 1, 2));
    check(&[], &[a], (1, 0, 0));
}

#[test]
fn a_moved_file_wakes_nothing() {
    let (here, there) = (("a.ts", "posts"), ("lib/b.ts", "posts"));
    check(&[here], &[there], (0, 1, 0));
    check(&[here], &[here, there], (1, 1, 0));
    check(&[here, here], &[there, here], (0, 2, 0));
    check(&[here], &[("lib/b.ts", "users")], (1, 0, 1));
    check(
        &[("c.ts", "posts"), here],
        &[there, there, there],
        (1, 2, 0),
    );
}

#[test]
fn stale_entries_can_be_taken_out() {
    let known = Baseline::of(&findings(&[("a.ts", "x"), ("a.ts", "x"), ("b.ts", "y")]));
    let applied = known.apply(findings(&[("a.ts", "x")]));
    let pruned = known.without(&applied.stale);
    assert_eq!(pruned, Baseline::of(&findings(&[("a.ts", "x")])));
}

#[test]
fn the_file_is_stable_and_says_all() {
    let baseline = Baseline::of(&findings(&[("b.ts", "y"), ("a.ts", "x"), ("b.ts", "y")]));
    let text = baseline.to_json();
    assert_eq!(read(&text).unwrap(), baseline);
    let again = Baseline::of(&findings(&[("a.ts", "x"), ("b.ts", "y"), ("b.ts", "y")]));
    assert_eq!(again.to_json(), text);
    let fingerprint = finding("b.ts", "y").fingerprint().to_string();
    assert!(
        text.contains(&fingerprint) && text.ends_with("}\n"),
        "{text}"
    );
    let instance = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::is_valid(&schema(), &instance));
}

#[test]
fn what_is_no_baseline_is_refused() {
    for (text, message) in [
        ("{", "is no baseline: EOF"),
        ("{\"findings\": []}", "missing field `version`"),
        ("{\"version\": 2, \"new\": 1}", "is of version 2"),
        (
            "{\"version\": 1, \"findings\": [{}]}",
            "missing field `rule`",
        ),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

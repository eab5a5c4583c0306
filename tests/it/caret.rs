//! Labels drawn under the source text that they are about.
//!
//! A label is a comment line with carets under its span: `//   ^^^^ select profiles`. What more
//! there is to say stands on lines of its own below it: `//   = help: …`.

use std::{collections::BTreeMap, fmt::Write as _, ops::Range};

/// What begins a comment in the languages that are fixtures by themselves.
const SLASHES: &str = "//";

/// The text without its caret lines.
pub(crate) fn strip(text: &str) -> String {
    strip_marked(text, SLASHES)
}

/// The text without its caret lines, in a language whose comments begin with `marker`.
pub(crate) fn strip_marked(text: &str, marker: &str) -> String {
    let mut is_below = false;
    let lines = text.split_inclusive('\n').filter(|line| {
        let comment = line.trim_start().strip_prefix(marker).unwrap_or_default();
        let comment = comment.trim_start();
        is_below = comment.starts_with('^') || (is_below && comment.starts_with("= "));
        !is_below
    });
    lines.collect()
}

/// The text with a caret line for each label, under the line that its span starts on.
///
/// Labels of one line stand in the order of their spans, and else in the order given. The carets
/// of a span of several lines end with its first line.
pub(crate) fn annotate(
    text: &str,
    labels: impl IntoIterator<Item = (Range<usize>, String)>,
) -> String {
    annotate_marked(text, SLASHES, labels)
}

/// The same in a language whose comments begin with `marker`, of at most two columns.
pub(crate) fn annotate_marked(
    text: &str,
    marker: &str,
    labels: impl IntoIterator<Item = (Range<usize>, String)>,
) -> String {
    let mut by_start: BTreeMap<usize, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for label in labels {
        by_start.entry(label.0.start).or_default().push(label);
    }
    let mut annotated = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        annotated.push_str(line);
        let end = start + line.len();
        for (span, label) in by_start.range(start..end).flat_map(|(_, labels)| labels) {
            if !annotated.ends_with('\n') {
                annotated.push('\n');
            }
            let line = line.trim_end_matches(['\n', '\r']);
            let column = line[..span.start - start].chars().count();
            let under = &line[span.start - start..line.len().min(span.end - start)];
            // The comment itself takes two columns.
            let carets = (column + under.chars().count())
                .saturating_sub(column.max(2))
                .max(1);
            let indent = column.saturating_sub(2);
            let mut label = label.lines();
            let first = label.next().unwrap_or_default();
            let carets = "^".repeat(carets);
            writeln!(annotated, "{marker:2}{:indent$}{carets} {first}", "").unwrap();
            for more in label {
                writeln!(annotated, "{marker:2}{:indent$}= {more}", "").unwrap();
            }
        }
        start = end;
    }
    annotated
}

#[test]
fn carets_stand_under_their_span() {
    let text = "let ü = from(\"t\");\nend\n";
    let start = text.find("\"t\"").unwrap();
    let labels = [
        (start..start + 3, "select t".to_owned()),
        (0..3, "first".to_owned()),
    ];
    let annotated = annotate(text, labels);
    assert_eq!(
        annotated,
        "let ü = from(\"t\");\n//^ first\n//           ^^^ select t\nend\n"
    );
    assert_eq!(strip(&annotated), text);
}

#[test]
fn labels_go_on_below_their_carets() {
    let text = "-- = none\ndrop table a;\n";
    let annotated = annotate_marked(text, "--", [(21..22, "one\nhelp: two".to_owned())]);
    assert_eq!(
        annotated,
        "-- = none\ndrop table a;\n--         ^ one\n--         = help: two\n"
    );
    assert_eq!(strip_marked(&annotated, "--"), text);
}

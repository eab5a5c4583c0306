//! Labels drawn under the source text that they are about.
//!
//! A label is a comment line with carets under its span: `//   ^^^^ select profiles`.

use std::{collections::BTreeMap, fmt::Write as _, ops::Range};

/// The text without its caret lines.
pub(crate) fn strip(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !is_caret_line(line)).collect()
}

fn is_caret_line(line: &str) -> bool {
    let comment = line.trim_start().strip_prefix("//");
    comment.is_some_and(|comment| comment.trim_start().starts_with('^'))
}

/// The text with a caret line for each label, under the line that its span starts on.
///
/// Labels of one line stand in the order of their spans, and else in the order given. The carets
/// of a span of several lines end with its first line.
pub(crate) fn annotate(
    text: &str,
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
            writeln!(annotated, "//{:indent$}{} {label}", "", "^".repeat(carets)).unwrap();
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

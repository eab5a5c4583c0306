//! Files with the markers of a merge that was not finished.

use std::borrow::Cow;

/// The text with the near side of every conflict only, the rest as spaces, and the lines (1-based)
/// at which conflicts begin.
///
/// Every byte that is left stands where it stood.
pub(super) fn without_conflicts(text: &str) -> (Cow<'_, str>, Vec<u32>) {
    if !text.starts_with("<<<<<<< ") && !text.contains("\n<<<<<<< ") {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut kept = String::with_capacity(text.len());
    let mut begun = Vec::new();
    let mut side = Side::None;
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let next = match (marker(line), side) {
            (Some(Marker::Start), Side::None | Side::Near | Side::Far) => {
                begun.push(number);
                Side::Near
            }
            (Some(Marker::Middle), Side::Near | Side::Far) => Side::Far,
            (Some(Marker::End), Side::Near | Side::Far) => Side::None,
            (Some(Marker::Middle | Marker::End), Side::None) | (None, _) => {
                match side {
                    Side::None | Side::Near => kept.push_str(line),
                    Side::Far => blank(line, &mut kept),
                }
                continue;
            }
        };
        blank(line, &mut kept);
        side = next;
    }
    (Cow::Owned(kept), begun)
}

#[derive(Clone, Copy)]
enum Side {
    None,
    Near,
    Far,
}

enum Marker {
    Start,
    Middle,
    End,
}

fn marker(line: &str) -> Option<Marker> {
    match line.get(..7)? {
        "<<<<<<<" => Some(Marker::Start),
        "=======" | "|||||||" => Some(Marker::Middle),
        ">>>>>>>" => Some(Marker::End),
        _ => None,
    }
}

/// As many spaces as the line has bytes, and its line feed.
fn blank(line: &str, kept: &mut String) {
    kept.extend(line.bytes().map(|byte| match byte {
        b'\n' => '\n',
        _ => ' ',
    }));
}

#[test]
fn the_near_side_stays_where_it_was() {
    let text = "a\n<<<<<<< HEAD\nb\n||||||| base\nü\n=======\nc\n>>>>>>> topic\nd\n";
    let (kept, lines) = without_conflicts(text);
    assert_eq!(lines, [2]);
    assert_eq!(kept.len(), text.len());
    assert_eq!(kept.split_whitespace().collect::<String>(), "abd");
    assert_eq!(kept.find('d'), text.rfind("d\n"));
}

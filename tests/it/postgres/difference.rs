//! Two sorted lists of lines, and what is in only one of them.

use std::{cmp::Ordering, fmt::Write};

/// The lines that only one list has: `-` for the expected one, `+` for the actual one.
pub(super) fn difference(expected: &[String], actual: &[String]) -> String {
    let mut text = String::new();
    let mut expected = expected.iter().peekable();
    let mut actual = actual.iter().peekable();
    loop {
        let order = match (expected.peek(), actual.peek()) {
            (None, None) => return text,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(left), Some(right)) => left.cmp(right),
        };
        let missing = expected.next_if(|_| order.is_le());
        let surplus = actual.next_if(|_| order.is_ge());
        match order {
            Ordering::Less => writeln!(text, "  - {}", missing.unwrap()).unwrap(),
            Ordering::Greater => writeln!(text, "  + {}", surplus.unwrap()).unwrap(),
            Ordering::Equal => {}
        }
    }
}

#[test]
fn only_what_differs_is_said() {
    let lines = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
    let cases = [
        ("", "", ""),
        ("ab", "ab", ""),
        ("abd", "acd", "  - b\n  + c\n"),
        ("a", "ab", "  + b\n"),
        ("aab", "ab", "  - a\n"),
    ];
    for (expected, actual, text) in cases {
        assert_eq!(difference(&lines(expected), &lines(actual)), text);
    }
}

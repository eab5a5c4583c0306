use super::*;

#[test]
fn what_means_something_to_graphviz_is_escaped() {
    for (lines, label) in [
        (&["posts"][..], r#""posts""#),
        (&["a\"b", "c"], r#""a\"b\nc""#),
        (&[r"a\nb\"], r#""a\\nb\\""#),
        (&["&lt;script&gt;"], r#""&amp;lt;script&amp;gt;""#),
        (&["a\nb"], r#""a\\u{a}b""#),
        (&["\u{202e}x"], r#""\\u{202e}x""#),
    ] {
        assert_eq!(quoted(lines), label);
    }
}

use super::printable;

#[test]
fn what_steers_is_spelt_out() {
    let cases = [
        ("posts", "posts"),
        ("größe 🎉", "größe 🎉"),
        ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
        ("a\nb", "a\\u{a}b"),
        ("\u{202e}cba", "\\u{202e}cba"),
    ];
    for (text, shown) in cases {
        assert_eq!(printable(text), shown);
    }
}

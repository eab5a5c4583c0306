//! Conditions against values.

use super::{super::known::Known, parse};

#[test]
fn conditions_refuse_what_they_surely_exclude() {
    let text = |text: &str| Known::Text(text.to_owned());
    for (definition, value, expected) in [
        ("s in ('a', 'b')", text("a"), false),
        ("s in ('a', 'b')", text("c"), true),
        ("s in ('a', null)", text("c"), false),
        ("s in ('a', 'b')", Known::Null, false),
        ("s not in ('a', 'b')", text("a"), true),
        ("(s = ANY (ARRAY['a'::text, 'b'::text]))", text("c"), true),
        (
            "((s)::text = ANY ((ARRAY['a'::character varying])::text[]))",
            text("c"),
            true,
        ),
        ("s <> ALL (ARRAY['a'])", text("a"), true),
        ("s = all (array['a'])", text("b"), false),
        ("s = 'a' or s = 'b'", text("c"), true),
        ("s = 'a' or other = 'b'", text("c"), false),
        ("s is null or s in ('a')", text("c"), true),
        ("s in ('a') and other > 1", text("c"), true),
        ("lower(t.s) in ('a')", text("A"), false),
        ("char_length(s) between 1 and 3", text("abcd"), true),
        ("length(s) <= 3", text("abc"), false),
        ("s ~ '^[a-z]+$'", text("1"), false),
        ("s > 0", Known::Number(0.0), true),
        ("s >= 0 and s <= 100", Known::Number(101.0), true),
        ("s between -1 and '5'", Known::Number(-2.0), true),
        ("s in (1, 2)", Known::Number(3.0), true),
        ("s", Known::Boolean(false), true),
        ("other in ('a')", text("c"), false),
        ("f(s)", text("c"), false),
        ("s in (select x from y)", text("c"), false),
    ] {
        let condition = parse(definition).unwrap();
        assert_eq!(
            condition.refuses("s", &value),
            expected,
            "{definition} {value:?}"
        );
    }
}

#[test]
fn what_a_condition_lists_can_be_told() {
    for (definition, expected) in [
        ("s in ('a', 'b') or s = 'c'", vec!["a", "b", "c"]),
        (
            "((s)::text = ANY (ARRAY['a'::text, 'b'::text]))",
            vec!["a", "b"],
        ),
        ("s > 1", vec![]),
    ] {
        assert_eq!(
            parse(definition).unwrap().choices("s"),
            expected,
            "{definition}"
        );
    }
}

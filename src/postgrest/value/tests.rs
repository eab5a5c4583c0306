//! Values against types.

use super::{number, written};
use crate::postgrest::{
    fixture,
    refusal::{Use, refusal},
    types::Type,
};

/// What PostgREST 12 over Postgres 15 answered to updates with these values.
#[test]
fn json_is_converted_as_postgres_does() {
    let database = fixture::database(
        "create type status as enum ('online', 'offline');
         create domain positive as int check (value > 0);
         create domain state as status;
         create type pair as (a int, b text);",
    );
    for (name, taken, refused) in [
        (
            "integer",
            &[
                "1",
                "-1",
                "1.0",
                "\"77\"",
                "\" 77 \"",
                "null",
                "1_000",
                "0x1F",
                "3000000000 | 1",
            ][..],
            &[
                "1.5",
                "3000000000",
                "true",
                "\"\"",
                "\"abc\"",
                "{}",
                "[]",
                "[1]",
                "1e20",
            ][..],
        ),
        (
            "numeric(4,1)",
            &["1.5", "1e2", "\"1e2\"", "999.94", "-999"],
            &["1000", "true", "\"x\"", "\"\"", "{}", "-1000.5"],
        ),
        (
            "double precision",
            &["1.5", "\"NaN\"", "1e300"],
            &["true", "\"1,5\""],
        ),
        ("text", &["1", "true", "{}", "[1]", "\"\""], &[]),
        (
            "character varying(5)",
            &["\"12345\"", "\"1234     \"", "12345"],
            &["\"123456\"", "123456"],
        ),
        (
            "boolean",
            &["1", "0", "true", "\"yes\"", "\"f\""],
            &["2", "\"maybe\"", "\"\"", "[]"],
        ),
        (
            "uuid",
            &[
                "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"",
                "null",
                "\"x\" | …",
            ],
            &["1", "\"me\"", "\"\"", "true", "{}"],
        ),
        (
            "timestamp with time zone",
            &["\"now\"", "\"2020-01-01T10:00:00Z\"", "\"20200101\""],
            &[
                "1",
                "1700000000000",
                "\"\"",
                "\"soon\"",
                "true",
                "{}",
                "\"2020-02-30\"",
            ],
        ),
        (
            "time without time zone",
            &["\"10:00\""],
            &["1", "\"\"", "\"25:00\""],
        ),
        (
            "interval",
            &["1", "\"1 day\"", "[1]"],
            &["\"\"", "\"now\"", "true"],
        ),
        ("jsonb", &["\"x\"", "1", "{}", "[]"], &[]),
        (
            "integer[]",
            &["[]", "[1]", "[[1]]", "[null]", "\"{1}\""],
            &["1", "[\"a\"]", "\"x\"", "{}", "\"{a}\""],
        ),
        (
            "text[]",
            &["[\"a\"]", "[1]", "\"{a,b}\"", "[{}]"],
            &["\"a\"", "true", "\"{a,}\""],
        ),
        ("jsonb[]", &["[[1]]", "[{}]"], &["1"]),
        (
            "int4range",
            &["\"[1,2)\"", "\"empty\"", "[1]"],
            &["\"1\"", "1", "\"[a,2)\"", "\"[1,2,3)\""],
        ),
        (
            "int4multirange",
            &["\"{[1,2)}\"", "{}"],
            &["\"[1,2)\"", "1"],
        ),
        (
            "status",
            &["\"online\"", "null", "\"online\" | \"x\""],
            &["\"Online\"", "1", "{}", "\"x\" | \"y\""],
        ),
        ("state", &["\"online\""], &["\"x\""]),
        (
            "status[]",
            &["[\"online\"]", "[null]", "\"{online}\""],
            &["[\"x\"]", "\"{x}\""],
        ),
        ("positive", &["1"], &["\"x\"", "1.5"]),
        (
            "inet",
            &["\"1.2.3.4\"", "\"::1\""],
            &["\"localhost\"", "{}"],
        ),
        ("macaddr", &["\"08:00:2b:01:02:03\""], &["\"router\""]),
        (
            "bytea",
            &["\"\\\\x00\"", "\"abc\""],
            &["\"\\\\x0\"", "\"\\\\xzz\"", "\"\\\\9\""],
        ),
        ("pair", &["{}", "\"(1,a)\""], &["1", "true"]),
        ("geometry", &["1", "\"x\"", "{}"], &[]),
    ] {
        let kind = Type::named(&database.catalog, name).kind;
        for text in taken {
            let faults = written(&kind, &fixture::values(text));
            assert_eq!(faults, [], "{name} takes {text}");
        }
        for text in refused {
            let faults = written(&kind, &fixture::values(text));
            assert_ne!(faults, [], "{name} refuses {text}");
        }
    }
}

#[test]
fn lengths_do_not_matter_to_comparisons() {
    let database = fixture::database("");
    for (name, text) in [
        ("character varying(5)", "too long"),
        ("numeric(4,1)", "100000"),
    ] {
        let kind = Type::named(&database.catalog, name).kind;
        assert_eq!(refusal(&kind, text, Use::Compared), None, "{name}");
        assert_ne!(refusal(&kind, text, Use::Written), None, "{name}");
    }
}

#[test]
fn numbers_become_the_texts_that_javascript_makes() {
    for (source, expected) in [
        ("1.0", Some("1")),
        ("1_000", Some("1000")),
        ("0x1F", Some("31")),
        ("-0.5", Some("-0.5")),
        ("1e20", Some("100000000000000000000")),
        ("1e21", Some("1e+21")),
        ("1e-7", Some("1e-7")),
        ("9007199254740993", Some("9007199254740992")),
        ("9007199254740993n", Some("9007199254740993")),
        ("-0", Some("0")),
        ("Infinity", None),
        ("x", None),
        ("", None),
    ] {
        assert_eq!(number(source).as_deref(), expected, "{source}");
    }
}

//! Filters of every kind, and what is said of them.

use super::Compared;
use crate::{
    postgrest::{Served, fixture},
    select::filter,
};

const SCHEMA: &str = "
    create type status as enum ('online', 'offline');
    create table t (
        id int primary key, name text, code varchar(3), user_id uuid, on_air boolean, at timestamptz,
        state status, tags text[], states status[], ids int[], data jsonb, raw json, span int4range,
        place point, search tsvector
    );";

/// Checks what is said of filters: method, column, operator, value.
fn check(cases: &[(&str, &str, &str, &str, &str)]) {
    let database = fixture::database(SCHEMA);
    let served = Served::new(&database);
    let relation = served.relation("public", "t").unwrap();
    for (method, column, operator, value, expected) in cases {
        let path = filter::path(column).unwrap();
        let column = relation.column(&path.field.name.text).unwrap();
        let compared = Compared::column(&served, relation, column, &path.field);
        let operator = (!operator.is_empty()).then(|| fixture::texts(operator));
        let values = fixture::values(value);
        let problems = compared.method(method, fixture::location(), operator.as_ref(), &values);
        let told = fixture::told(&problems);
        assert_eq!(&told, expected, "{method} {} {value}", path.field.name.text);
    }
}

#[test]
fn values_fit_the_type_of_their_column() {
    check(&[
        ("eq", "id", "", "\"1\"", ""),
        ("eq", "id", "", "1", ""),
        ("eq", "id", "", "…", ""),
        ("eq", "id", "", "\"all\" | 1", ""),
        (
            "eq",
            "id",
            "",
            "\"all\"",
            "InvalidValue: column `id` of `t` cannot be compared with \"all\": it is `integer`",
        ),
        (
            "gt",
            "id",
            "",
            "1.5",
            "InvalidValue: column `id` of `t` cannot be compared with 1.5: it is `integer`",
        ),
        (
            "eq",
            "id",
            "",
            "3000000000",
            "InvalidValue: column `id` of `t` cannot be compared with 3000000000: that is out of \
             range for `integer`",
        ),
        ("eq", "name", "", "null", ""),
        ("eq", "code", "", "\"longer\"", ""),
        (
            "neq",
            "user_id",
            "",
            "null",
            "InvalidValue: column `user_id` of `t` cannot be compared with null: it is `uuid` \
             (`neq` compares with the text `null`; `is` compares with null)",
        ),
        (
            "eq",
            "user_id",
            "",
            "undefined",
            "InvalidValue: column `user_id` of `t` cannot be compared with undefined: it is `uuid` \
             (`eq` compares with the text `undefined`; `is` compares with null)",
        ),
        ("gte", "at", "", "\"now\"", ""),
        (
            "eq",
            "state",
            "",
            "\"onlin\"",
            "InvalidValue: \"onlin\" is no value of the enum `status` (did you mean `online`? it is \
             one of `online`, `offline`)",
        ),
        ("in", "id", "", "[1, \"2\"]", ""),
        ("in", "id", "", "[]", ""),
        ("notIn", "id", "", "[\"\"]", ""),
        ("in", "name", "", "[null]", ""),
        ("in", "data", "", "[\"5\", \"{\\\"a\\\":1}\"]", ""),
        (
            "in",
            "data",
            "",
            "[\"\\\"bare\\\"\"]",
            "InvalidValue: column `data` of `t` cannot be compared with \"\\\"bare\\\"\": it is `jsonb`",
        ),
        (
            "in",
            "id",
            "",
            "[1, null]",
            "InvalidValue: column `id` of `t` cannot be compared with null: it is `integer` (`in` \
             compares with the text `null`; `is` compares with null)",
        ),
        (
            "notIn",
            "state",
            "",
            "[\"online\", \"away\"]",
            "InvalidValue: \"away\" is no value of the enum `status` (it is one of `online`, \
             `offline`)",
        ),
        ("eq", "data->a", "", "1", ""),
        ("eq", "data->>a", "", "\"x\"", ""),
        ("eq", "name->>a", "", "\"x\"", ""),
        (
            "eq",
            "data->a",
            "",
            "\"x\"",
            "InvalidValue: column `data->a` of `t` cannot be compared with \"x\": it is `jsonb`",
        ),
    ]);
}

#[test]
fn lists_and_objects_are_sent_as_the_client_writes_them() {
    check(&[
        ("contains", "tags", "", "[\"a\", \"b\"]", ""),
        ("contains", "tags", "", "[]", ""),
        ("contains", "data", "", "{}", ""),
        ("contains", "data", "", "\"[1]\"", ""),
        ("contains", "span", "", "\"[1,2)\"", ""),
        ("overlaps", "states", "", "[\"online\"]", ""),
        (
            "overlaps",
            "states",
            "",
            "[\"away\"]",
            "InvalidValue: \"away\" is no value of the enum `status` (it is one of `online`, \
             `offline`)",
        ),
        (
            "contains",
            "data",
            "",
            "[\"a\"]",
            "InvalidValue: column `data` of `t` cannot be compared with a list: it is `jsonb` (a \
             list is sent as an array; hand JSON over as text: `JSON.stringify(…)`)",
        ),
        (
            "contains",
            "tags",
            "",
            "\"a\"",
            "InvalidValue: column `tags` of `t` cannot be compared with \"a\": it is `text[]`",
        ),
        (
            "rangeGt",
            "span",
            "",
            "\"1\"",
            "InvalidValue: column `span` of `t` cannot be compared with \"1\": it is `int4range`",
        ),
        ("likeAnyOf", "name", "", "[\"a%\", \"b%\"]", ""),
    ]);
}

#[test]
fn operators_fit_the_type_of_their_column() {
    check(&[
        ("ilike", "name", "", "\"a%\"", ""),
        ("textSearch", "search", "", "\"a b\"", ""),
        ("textSearch", "name", "", "\"a b\"", ""),
        ("textSearch", "name", "plfts", "\"a b\"", ""),
        (
            "textSearch",
            "name",
            "fts",
            "\"a b\"",
            "InvalidQuery: \"a b\" is no text search query: there is no `&` or `|` between its words \
             (searches of type `plain` (`plfts`) and `websearch` (`wfts`) take plain words)",
        ),
        (
            "ilike",
            "id",
            "",
            "\"1%\"",
            "InvalidQuery: column `id` of `t` is `integer`, which has no operator `ilike` (patterns \
             work on text only; compare with `eq` or `in`)",
        ),
        (
            "likeAnyOf",
            "state",
            "",
            "…",
            "InvalidQuery: column `state` of `t` is `status`, which has no operator `like` (patterns \
             work on text only; compare with `eq` or `in`)",
        ),
        (
            "contains",
            "name",
            "",
            "[\"a\"]",
            "InvalidQuery: column `name` of `t` is `text`, which has no operator `cs` (containment \
             works on arrays, ranges and `jsonb`; compare with `eq` or `in`)",
        ),
        (
            "eq",
            "raw",
            "",
            "\"1\"",
            "InvalidQuery: column `raw` of `t` is `json`, which has no operator `eq` (`json` values \
             cannot be compared: reach into them with `->>`)",
        ),
        (
            "in",
            "tags",
            "",
            "[\"a\"]",
            "InvalidQuery: column `tags` of `t` is `text[]`, which has no operator `in` (compare the \
             elements with `cs` or `ov`)",
        ),
        (
            "textSearch",
            "on_air",
            "",
            "\"x\"",
            "InvalidQuery: column `on_air` of `t` is `boolean`, which has no operator `plfts` (text \
             search works on `tsvector` and text)",
        ),
        (
            "eq",
            "place",
            "",
            "\"(1,2)\"",
            "InvalidQuery: column `place` of `t` is `point`, which has no operator `eq`",
        ),
        ("is", "id", "", "null", ""),
        ("is", "on_air", "", "true", ""),
        (
            "is",
            "id",
            "",
            "true",
            "InvalidQuery: column `id` of `t` is `integer`, which is never true (only a boolean is \
             true, false or unknown; `null` fits every type)",
        ),
        (
            "is",
            "on_air",
            "",
            "\"yes\"",
            "InvalidQuery: unexpected `yes`: expected `null`, `not_null`, `true`, `false` or \
             `unknown`",
        ),
        ("order", "id", "", "1", ""),
    ]);
}

#[test]
fn operators_may_be_named() {
    check(&[
        ("filter", "id", "in", "\"(1,2)\"", ""),
        ("filter", "id", "not.eq", "1", ""),
        ("not", "id", "is", "null", ""),
        ("not", "name", "ilike", "\"a%\"", ""),
        ("filter", "search", "wfts(english)", "\"a b\"", ""),
        (
            "not",
            "id",
            "in",
            "[1, 2]",
            "InvalidQuery: `in` is sent a list without its parentheses here (write the list as the \
             server wants it: `\"(1,2)\"`)",
        ),
        (
            "not",
            "id",
            "in",
            "\"(1,x)\"",
            "InvalidValue: column `id` of `t` cannot be compared with \"x\": it is `integer`",
        ),
        (
            "filter",
            "search",
            "fts",
            "\"fat cat\"",
            "InvalidQuery: \"fat cat\" is no text search query: there is no `&` or `|` between its \
             words (searches of type `plain` (`plfts`) and `websearch` (`wfts`) take plain words)",
        ),
        (
            "filter",
            "id",
            "eq(any)",
            "\"{1,x}\"",
            "InvalidValue: column `id` of `t` cannot be compared with \"x\": it is `integer`",
        ),
        (
            "filter",
            "id",
            "like",
            "\"1%\"",
            "InvalidQuery: column `id` of `t` is `integer`, which has no operator `like` (patterns \
             work on text only; compare with `eq` or `in`)",
        ),
        (
            "filter",
            "state",
            "equals",
            "\"online\"",
            "InvalidQuery: unexpected `equals`: expected an operator such as `eq`, `gt`, `in`",
        ),
    ]);
}

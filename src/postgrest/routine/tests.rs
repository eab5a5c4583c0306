//! Calls, and what is said of them.

use super::{Call, problems};
use crate::{
    operation::Known,
    postgrest::{Served, fixture, request::Request},
    schema::Database,
};

const SCHEMA: &str = "
    create type status as enum ('online', 'offline');
    create table users (id int primary key);
    create function ping() returns int language sql as 'select 1';
    create function add(a int, b int default 1) returns int language sql as 'select 1';
    create function two(a int) returns int language sql as 'select 1';
    create function two(a int, b int) returns int language sql as 'select 1';
    create function same(a int) returns int language sql as 'select 1';
    create function same(a text) returns int language sql as 'select 1';
    create function all_of(variadic ids int[]) returns int language sql as 'select 1';
    create function anything(jsonb) returns int language sql as 'select 1';
    create function extract_all(payload jsonb) returns int language sql as 'select 1';
    create function plain(text) returns int language sql as 'select 1';
    create function of_row(users) returns int language sql as 'select 1';
    create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
    create function split(a int, out b int) language sql as 'select 1';
    create function set_status(status status, ids uuid[] default null) returns int
        language sql as 'select 1';
    create function shape(a anyelement) returns int language sql as 'select 1';
    create procedure tidy() language sql as 'select 1';
    create schema other;
    create function other.far() returns int language sql as 'select 1';";

fn told(database: &Database, name: &str, rows: &str, in_address: Known) -> String {
    let served = Served::new(database);
    let access = fixture::access();
    let request = Request {
        served: &served,
        access: &access,
        schema: "public",
    };
    let rows = fixture::rows(rows);
    let call = Call {
        name,
        location: fixture::location(),
        arguments: Some(&rows),
        in_address,
    };
    fixture::told(&problems(&request, &call))
}

fn check(cases: &[(&str, &str, &str)]) {
    let database = fixture::database(SCHEMA);
    for (name, rows, expected) in cases {
        let told = told(&database, name, rows, Known::No);
        assert_eq!(&told, expected, "{name}({rows})");
    }
}

#[test]
fn routines_are_found_by_name() {
    check(&[
        ("ping", "", ""),
        (
            "nothing_like_it",
            "",
            "UnknownRoutine: routine `nothing_like_it` is not in the schema",
        ),
        (
            "pingg",
            "",
            "UnknownRoutine: routine `pingg` is not in the schema (did you mean `ping`?)",
        ),
        (
            "Ping",
            "",
            "UnknownRoutine: routine `Ping` is not in the schema (did you mean `ping`?)",
        ),
        (
            "far",
            "",
            "UnknownRoutine: routine `far` is not in the schema (there is one in the schema \
             `other`, which the API does not expose)",
        ),
        (
            "touch",
            "",
            "UnknownRoutine: routine `touch` cannot be called: it is the function of a trigger",
        ),
        (
            "tidy",
            "",
            "UnknownRoutine: routine `tidy` cannot be called: it is a procedure, and only functions \
             can be called",
        ),
        (
            "of_row",
            "",
            "UnknownRoutine: routine `of_row` cannot be called: it has an argument without a name",
        ),
        (
            "plain",
            "",
            "UnknownRoutine: routine `plain` cannot be called: it has an argument without a name",
        ),
    ]);
}

#[test]
fn overloads_are_found_by_the_names_of_arguments() {
    check(&[
        ("add", "a: 1", ""),
        ("add", "a: 1; b: 2", ""),
        ("add", "a: …; b: undefined", ""),
        ("add", "…", ""),
        ("two", "a: 1; b?: 2", ""),
        ("all_of", "ids: [1]", ""),
        ("anything", "x: 1; y: 2", ""),
        ("split", "a: 1", ""),
        ("extract_all", "payload: 5; more: 1", ""),
        (
            "extract_all",
            "more: 1",
            "UnknownArgument: routine `extract_all` takes no argument `more` (it takes `payload`)",
        ),
        (
            "ping",
            "a: 1",
            "UnknownArgument: routine `ping` takes no argument `a` (it takes no arguments)",
        ),
        (
            "add",
            "",
            "MissingArgument: argument `a` of routine `add` is left out (an argument without a \
             default must be given, if only as null)",
        ),
        (
            "add",
            "A: 1",
            "UnknownArgument: routine `add` takes no argument `A` (did you mean `a`?)",
        ),
        (
            "add",
            "a: 1; c: …",
            "UnknownArgument: routine `add` takes no argument `c` (it takes `a`, `b`)",
        ),
        (
            "split",
            "a: 1; b: 2",
            "UnknownArgument: routine `split` takes no argument `b` (it takes `a`)",
        ),
        (
            "all_of",
            "",
            "MissingArgument: argument `ids` of routine `all_of` is left out (an argument without a \
             default must be given, if only as null)",
        ),
        (
            "two",
            "b: 1",
            "MissingArgument: argument `a` of routine `two` is left out (an argument without a \
             default must be given, if only as null)",
        ),
        (
            "same",
            "a: 1",
            "InvalidQuery: these arguments fit more than one overload of `same`: `same(a integer)` \
             and `same(a text)` (the API tells overloads apart by the names of arguments only)",
        ),
    ]);
}

#[test]
fn arguments_fit_their_types() {
    check(&[
        ("add", "a: \"1\"; b: null", ""),
        ("set_status", "status: \"online\"; ids: []", ""),
        (
            "add",
            "a: 1.5",
            "InvalidValue: argument `a` of `add` cannot be 1.5: it is `integer`",
        ),
        (
            "set_status",
            "status: \"onlin\"; ids: [\"x\"]",
            "InvalidValue: \"onlin\" is no value of the enum `status` (did you mean `online`? it is \
             one of `online`, `offline`)\nInvalidValue: argument `ids` of `set_status` cannot be \
             \"x\": it is `uuid[]`",
        ),
        (
            "shape",
            "a: 1",
            "InvalidQuery: argument `a` of `shape` cannot be handed over: it is `anyelement`",
        ),
    ]);
}

#[test]
fn arguments_in_the_address_are_texts() {
    let database = fixture::database(SCHEMA);
    for (name, rows, expected) in [
        ("add", "a: 1", ""),
        ("set_status", "status: \"online\"; ids: []", ""),
        ("extract_all", "payload: \"\"", ""),
        ("add", "a: 1; b: undefined", ""),
        (
            "add",
            "a: [1]",
            "InvalidValue: argument `a` of `add` cannot be a list: it is `integer`",
        ),
        (
            "add",
            "a: null",
            "InvalidValue: argument `a` of `add` cannot be null: it is `integer`",
        ),
        (
            "anything",
            "x: 1",
            "UnknownRoutine: routine `anything` cannot be called: it has an argument without a name",
        ),
    ] {
        let told = told(&database, name, rows, Known::Yes);
        assert_eq!(told, expected, "{name}({rows})");
    }
}

#[test]
fn routines_of_extensions_are_not_unknown() {
    let database = fixture::database("create extension pg_trgm; create extension postgis;");
    for (name, expected) in [
        ("similarity", ""),
        ("st_distance", ""),
        (
            "similarities",
            "UnknownRoutine: routine `similarities` is not in the schema",
        ),
    ] {
        assert_eq!(told(&database, name, "", Known::No), expected, "{name}");
    }
}

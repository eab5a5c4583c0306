use crate::schema::{
    replay::{Outcome, ReplayOptions, replay},
    source::SchemaFile,
};

const TABLES: &str = "
    create type mood as enum ('calm', 'wild');
    create table t (
      id int primary key, name varchar(20), price numeric(10,2), at timestamptz, tags text[],
      state mood, body jsonb
    );
    create table u (id int primary key, tid int references t, key uuid);
    create function pair(a int, out x int, out y text) language sql as $$select 1, 'a'$$;
";

/// The columns of a view over a query, each with its type, or why Postgres rejects it.
fn outcome(query: &str) -> String {
    let sql = format!("{TABLES} create view v as {query};");
    let file = SchemaFile::new("1.sql".to_owned(), sql);
    let options = ReplayOptions {
        outcome: Outcome::Strict,
        ..ReplayOptions::default()
    };
    let replayed = replay(&[&file], &options);
    if let Some(failed) = replayed.statements.failed.first() {
        return format!("{} {}", failed.error.sqlstate, failed.error.message);
    }
    if let Some(opaque) = replayed.statements.opaque.first() {
        return opaque.reason.clone();
    }
    let view = replayed.catalog.relation("public", "v").unwrap();
    let columns = view.columns.iter().map(|column| {
        let data_type = column.data_type.as_deref().unwrap_or("?");
        format!("{} {data_type}", column.name)
    });
    columns.collect::<Vec<_>>().join(", ")
}

#[test]
fn columns_are_named_and_typed_as_by_postgres() {
    for (query, expected) in [
        (
            "select name, price from t",
            "name character varying(20), price numeric(10,2)",
        ),
        (
            "select name || 'x', price * 2 d from t",
            "?column? text, d numeric",
        ),
        ("select coalesce(name, 'x'), max(at) from t group by 1", ""),
        (
            "select case when id > 1 then 1 else 2.5 end from t",
            "case numeric",
        ),
        (
            "select tags[1], array_agg(id) a from t group by tags",
            "tags text, a integer[]",
        ),
        (
            "select body->'a' j, (body->>'a')::int from t",
            "j jsonb, int4 integer",
        ),
        ("select null a, 'x' b", "a text, b text"),
        (
            "select name from t union select 'x'",
            "name character varying",
        ),
        ("select * from u join t using (id)", ""),
        ("select x, y from pair(1)", "x integer, y text"),
        (
            "select * from unnest(array[1]) with ordinality e(v, n)",
            "v integer, n bigint",
        ),
        (
            "select at - now() d, at::date, extract(year from at) from t",
            "",
        ),
        (
            "with recursive r as (select 1 n union all select n + 1 from r) select n from r",
            "n integer",
        ),
        (
            "select (select count(*) from u where u.tid = t.id) from t",
            "count bigint",
        ),
    ] {
        let outcome = outcome(query);
        let is_error = outcome.starts_with(|first: char| first.is_ascii_digit());
        assert!(!is_error, "{query}: {outcome}");
        if !expected.is_empty() {
            assert_eq!(outcome, expected, "{query}");
        }
    }
}

#[test]
fn errors_are_those_of_postgres() {
    for (query, expected) in [
        ("select zz from t", "42703 column \"zz\" does not exist"),
        ("select t.zz from t", "42703 column t.zz does not exist"),
        (
            "select id from t, u",
            "42702 column reference \"id\" is ambiguous",
        ),
        (
            "select x.id from t",
            "42P01 missing FROM-clause entry for table \"x\"",
        ),
        (
            "select 1 from nope",
            "42P01 relation \"nope\" does not exist",
        ),
        (
            "select key = name from t, u",
            "42883 operator does not exist: uuid = character varying",
        ),
        (
            "select lower(id) from t",
            "42883 function lower(integer) does not exist",
        ),
        (
            "select 1 from u where key = 'x'",
            "22P02 invalid input syntax for type uuid: \"x\"",
        ),
        (
            "select 1 from t where state = 'odd'",
            "22P02 invalid input value for enum mood: \"odd\"",
        ),
        (
            "select name, count(*) from u join t on t.id = tid group by tid",
            "42803 column \"t.name\" must appear in the GROUP BY clause or be used in an aggregate function",
        ),
        (
            "select id from t union select name from t",
            "42804 UNION types integer and character varying cannot be matched",
        ),
        (
            "select 1 from t where count(*) > 1",
            "42803 aggregate functions are not allowed in WHERE",
        ),
    ] {
        assert_eq!(outcome(query), expected, "{query}");
    }
}

#[test]
fn a_key_that_is_grouped_brings_its_columns() {
    assert_eq!(
        outcome("select t.name, count(u.id) from t left join u on tid = t.id group by t.id"),
        "name character varying(20), count bigint"
    );
}

#[test]
fn long_chains_do_not_nest() {
    let terms = vec!["name"; 150].join(" || ");
    assert_eq!(outcome(&format!("select {terms} a from t")), "a text");
    let unions = vec!["select 1 n"; 1000].join(" union all ");
    assert_eq!(outcome(&unions), "n integer");
}

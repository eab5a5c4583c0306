//! What statements about tables make, and what they fail with; the words are a server's.

use crate::schema::{
    catalog::Catalog,
    replay::{Outcome, ReplayOptions, Replayed, replay},
    source::SchemaFile,
};

fn replayed(sql: &str, outcome: Outcome) -> Replayed {
    let file = SchemaFile::new("migration.sql".to_owned(), sql.to_owned());
    let options = ReplayOptions {
        outcome,
        ..ReplayOptions::default()
    };
    replay(&[&file], &options)
}

/// The last statement fails with this, and no other fails.
fn fails(sql: &str, expected: &str) {
    let statements = replayed(sql, Outcome::Strict).statements;
    let failed = statements.failed.iter();
    let errors: Vec<String> = failed
        .map(|failed| format!("{} {}", failed.error.sqlstate, failed.error.message))
        .collect();
    assert_eq!(errors, [expected], "{sql}");
    assert!(statements.opaque.is_empty(), "{sql}");
}

fn applied(sql: &str) -> Catalog {
    let replayed = replayed(sql, Outcome::Strict);
    assert!(replayed.statements.failed.is_empty(), "{sql}");
    replayed.catalog
}

/// The names of all constraints and indexes.
fn names(sql: &str) -> Vec<String> {
    let catalog = applied(sql);
    let relations = catalog.relations.iter().chain(&catalog.partitions);
    let names = relations.flat_map(|relation| {
        let constraints = relation.constraints.iter().map(|it| it.name.clone());
        let indexes = relation.indexes.iter().filter(|index| !index.constraint);
        constraints.chain(indexes.map(|index| index.name.clone()))
    });
    names.collect()
}

#[test]
fn constraints_and_indexes_are_named_as_postgres_names_them() {
    assert_eq!(
        names("create table t (a int primary key, b int unique check (b > 0), check (a < b))"),
        ["t_b_check", "t_b_key", "t_check", "t_pkey"]
    );
    assert_eq!(
        names("create table t (a int unique primary key, b int references t, unique (a, b))"),
        ["t_a_b_key", "t_b_fkey", "t_pkey"]
    );
    assert_eq!(
        names("create table t (a text); create index on t (lower(a), a); create index on t (a);"),
        ["t_a_idx", "t_lower_a_idx"]
    );
    assert_eq!(
        names(
            "create table p (a int primary key, b int) partition by range (a);
             create index on p (b);
             create table p1 partition of p for values from (0) to (9);"
        ),
        ["p_pkey", "p_b_idx", "p1_pkey", "p1_b_idx"]
    );
}

#[test]
fn conditions_keep_their_parentheses() {
    for condition in [
        "a = 1 and (b is null)",
        "(a) = (b)",
        "not (a = b)",
        "(a = 1 or b = 2) and (a = b)",
        "a in (1, 2) and (b) between (1) and (2)",
        "exists (select 1 where (a = 1))",
    ] {
        let catalog = applied(&format!(
            "create table t (a int, b int); create policy p on t using ({condition});"
        ));
        let relation = catalog.relation("public", "t").unwrap();
        let kept = relation.policies[0].using_expression.as_deref();
        assert_eq!(kept, Some(condition));
    }
}

#[test]
fn tables_fail_as_in_postgres() {
    let table = "create table t (a int primary key, b text default 'x');";
    for (sql, expected) in [
        ("create table t ();", "42P07 relation \"t\" already exists"),
        (
            "create table u (a int default (select 1));",
            "0A000 cannot use subquery in DEFAULT expression",
        ),
        (
            "create table u (a uuid references t);",
            "42804 foreign key constraint \"u_a_fkey\" cannot be implemented",
        ),
        (
            "create table u (a text references t (b));",
            "42830 there is no unique constraint matching given keys for referenced table \"t\"",
        ),
        (
            "alter table t alter column b type int;",
            "42804 column \"b\" cannot be cast automatically to type integer",
        ),
        (
            "alter table t add column b int, drop column nothing;",
            "42703 column \"nothing\" of relation \"t\" does not exist",
        ),
        (
            "create index on t using gin (b);",
            "42704 data type text has no default operator class for access method \"gin\"",
        ),
        (
            "drop index t_pkey;",
            "2BP01 cannot drop index t_pkey because constraint t_pkey on table t requires it",
        ),
        ("drop view t;", "42809 \"t\" is not a view"),
        (
            "drop table nothing;",
            "42P01 table \"nothing\" does not exist",
        ),
        (
            "set nothing = 1;",
            "42704 unrecognized configuration parameter \"nothing\"",
        ),
    ] {
        fails(&format!("{table} {sql}"), expected);
    }
}

#[test]
fn what_goes_with_a_column_goes_and_the_rest_stops_it() {
    let tables = "create table t (a serial primary key, b int, check (a < b));
                  create index on t (b);";
    let catalog = applied(&format!("{tables} alter table t drop column b;"));
    let relation = catalog.relation("public", "t").unwrap();
    assert_eq!(relation.columns.len(), 1);
    assert_eq!(relation.constraints.len(), 1);
    let catalog = applied(&format!("{tables} alter table t drop column a;"));
    assert!(catalog.sequences.is_empty());
    fails(
        &format!("{tables} create view v as select a from t; alter table t drop column a;"),
        "2BP01 cannot drop column a of table t because other objects depend on it",
    );
}

#[test]
fn what_is_missing_is_assumed_where_that_is_asked_for() {
    let sql = "alter table t add column a int; create index on t (b);";
    let catalog = replayed(sql, Outcome::Intended).catalog;
    let relation = catalog.relation("public", "t").unwrap();
    let columns: Vec<&str> = relation.columns.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(columns, ["a", "b"]);
    assert!(relation.open);
}

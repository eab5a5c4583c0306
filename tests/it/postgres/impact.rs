//! What stands in the way of a drop, held against what Postgres names when it refuses.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tabletrace::{
    analysis::Analysis,
    map::impact::{
        Change, Impact, SqlItem,
        subject::{Subject, SubjectKind},
    },
    schema::{
        Database,
        catalog::relation::{Relation, RelationKind},
    },
    source::Sources,
    survey::Survey,
};

use super::{
    fixtures::{Fixture, fixtures},
    server::{Server, server},
};

/// Tries a statement and gives what depends on what it drops; nothing of it stays.
const TRY: &str = "create function pg_temp.try(statement text) returns text language plpgsql as $$
declare detail text;
begin
    execute statement;
    raise exception using errcode = 'ZZ999';
exception
    when sqlstate 'ZZ999' then return '';
    when dependent_objects_still_exist then
        get stacked diagnostics detail = pg_exception_detail;
        return replace(detail, chr(10), '; ');
    when others then return 'failed';
end $$;";

#[test]
fn what_refuses_a_drop_is_what_postgres_names() {
    let Some(server) = server("what_refuses_a_drop_is_what_postgres_names") else {
        return;
    };
    let differences: Vec<String> = fixtures()
        .into_par_iter()
        .flat_map(|fixture| differences(server, &fixture))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Something to drop, and the statement that does.
struct Attempt {
    subject: Subject,
    statement: String,
}

fn attempts(relation: &Relation) -> Vec<Attempt> {
    let kind = match relation.kind {
        RelationKind::Table => "table",
        RelationKind::View => "view",
        RelationKind::MaterializedView => "materialized view",
        RelationKind::ForeignTable => "foreign table",
    };
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let name = format!("{}.{}", quoted(&relation.schema), quoted(&relation.name));
    let attempt = |column: Option<&str>, statement: String| Attempt {
        subject: Subject {
            kind: SubjectKind::Relation,
            database: Some(0),
            schema: relation.schema.clone(),
            name: relation.name.clone(),
            column: column.map(str::to_owned),
        },
        statement,
    };
    let mut attempts = vec![attempt(None, format!("drop {kind} {name}"))];
    if relation.kind == RelationKind::Table {
        attempts.extend(relation.columns.iter().map(|column| {
            let statement = format!("alter table {name} drop column {}", quoted(&column.name));
            attempt(Some(&column.name), statement)
        }));
    }
    attempts
}

fn differences(server: &Server, fixture: &Fixture) -> Vec<String> {
    let database = Database {
        exposed: vec!["public".to_owned()],
        catalog: fixture.catalog(),
        ..Database::default()
    };
    let attempts: Vec<Attempt> = database
        .catalog
        .relations
        .iter()
        .flat_map(attempts)
        .collect();
    if attempts.is_empty() {
        return Vec::new();
    }
    let name = fixture.made(server, "impact");
    let tries = attempts.iter().map(|attempt| {
        let statement = attempt.statement.replace('\'', "''");
        format!("select pg_temp.try('{statement}');\n")
    });
    let script = format!("{TRY}\n{}", tries.collect::<String>());
    let answer = server.query(&name, &script);
    server.drop(&name);
    let databases = [database];
    let (sources, analysis) = (Sources::default(), Analysis::default());
    let survey = Survey::new(&sources, &analysis, &databases, &[], &[]);
    let answers = answer.lines();
    let pairs = attempts.iter().zip(answers);
    pairs
        .filter(|(_, answer)| *answer != "failed")
        .filter_map(|(attempt, answer)| {
            let impact = Impact::of(&survey, &attempt.subject, &Change::Drop);
            let ours: BTreeSet<String> = impact.refusing().map(told).collect();
            let theirs: BTreeSet<String> = answer.split("; ").filter_map(named).collect();
            (ours != theirs).then(|| {
                let name = &fixture.name;
                let statement = &attempt.statement;
                format!("{name}: {statement}: {ours:?}, but to Postgres {theirs:?}")
            })
        })
        .collect()
}

/// A piece of SQL as Postgres names it, without schemas and arguments.
fn told(item: &SqlItem) -> String {
    let (relation, name) = item.name.rsplit_once('.').unwrap_or(("", &item.name));
    let relation = relation.rsplit('.').next().unwrap_or_default();
    match item.kind {
        "view" | "materialized view" | "function" | "procedure" => format!("{} {name}", item.kind),
        "check" | "key" | "foreign key" => format!("constraint {name} on {relation}"),
        "generated column" | "column" => format!("column {name} of {relation}"),
        "default" => format!("default {name} of {relation}"),
        kind => format!("{kind} {name} on {relation}"),
    }
}

/// What depends, in one line of Postgres' detail; nothing for lines that name none.
fn named(line: &str) -> Option<String> {
    let (dependent, _) = line.split_once(" depends on ")?;
    // Of casts and of inheritance a catalog does not tell.
    if dependent.starts_with("cast ") || dependent.starts_with("table ") {
        return None;
    }
    let dependent = dependent.replace('"', "");
    let bare = |name: &str| {
        let name = name.split('(').next().unwrap_or_default();
        name.rsplit('.').next().unwrap_or_default().to_owned()
    };
    if let Some(column) = dependent.strip_prefix("default value for column ") {
        let (column, table) = column.split_once(" of table ")?;
        return Some(format!("default {column} of {}", bare(table)));
    }
    for (word, between) in [
        ("constraint", " on table "),
        ("policy", " on table "),
        ("trigger", " on table "),
        ("column", " of table "),
    ] {
        let rest = dependent
            .strip_prefix(word)
            .and_then(|it| it.strip_prefix(' '));
        if let Some((name, table)) = rest.and_then(|it| it.split_once(between)) {
            let between = between.trim().trim_end_matches(" table");
            return Some(format!("{word} {name} {between} {}", bare(table)));
        }
    }
    for word in ["materialized view", "view", "function", "procedure"] {
        if let Some(name) = dependent.strip_prefix(word) {
            return Some(format!("{word} {}", bare(name.trim())));
        }
    }
    Some(dependent)
}

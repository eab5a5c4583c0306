//! Random definitions, held against Postgres.
//!
//! `TABLETRACE_SEQUENCES` says how many sequences, `TABLETRACE_SEED` which is the first.

mod generate;

use std::{collections::BTreeMap, env, fmt::Write};

use postgres::{Client, NoTls, SimpleQueryMessage};
use tabletrace::schema::{
    replay::{Apply, Outcome, Platform, ReplayOptions, replay},
    snapshot,
    source::SchemaFile,
};

use self::generate::sequence;
use super::{
    difference::difference,
    facts::facts,
    server::{Template, server},
};

const SEQUENCES: u64 = 200;

/// How many of the ways to differ are shown, each by a sequence without what it can do without.
const SHOWN: usize = 8;

const RESET: &str = "rollback; drop schema if exists other cascade; drop schema public cascade; \
    create schema public; set search_path = default";

#[test]
fn random_definitions_do_what_postgres_does() {
    let Some(server) = server("random_definitions_do_what_postgres_does") else {
        return;
    };
    server.create("random", Template::Empty);
    let mut client = Client::connect(&server.url("random"), NoTls).unwrap();
    let prepare = format!(
        "set client_min_messages = error; prepare catalog as {}",
        snapshot::QUERY
    );
    client.batch_execute(&prepare).unwrap();
    let sequences = number("TABLETRACE_SEQUENCES", SEQUENCES);
    let first = number("TABLETRACE_SEED", 1);
    let mut causes: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for seed in first..first + sequences {
        let difference = differs(&mut client, &sequence(seed));
        if let Some(line) = difference.lines().next() {
            causes.entry(kind(line)).or_default().push(seed);
        }
    }
    let count: usize = causes.values().map(Vec::len).sum();
    let mut report = format!("{count} of {sequences} differ\n");
    for (cause, seeds) in &causes {
        writeln!(report, "{} times {cause}", seeds.len()).unwrap();
    }
    for seeds in causes.values().take(SHOWN) {
        let statements = shrunk(&mut client, sequence(seeds[0]));
        let difference = differs(&mut client, &statements);
        let script = script(&statements);
        writeln!(report, "\nseed {}\n{script}\n{difference}", seeds[0]).unwrap();
    }
    drop(client);
    assert!(count == 0, "{report}");
}

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// What a line of a difference is about, without names.
fn kind(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        [sign, "failed", _, sqlstate, ..] => format!("{sign} failed {sqlstate}"),
        [sign, what, ..] => format!("{sign} {what}"),
        _ => line.to_owned(),
    }
}

fn script(statements: &[String]) -> String {
    let lines = statements.iter().map(|statement| format!("{statement};\n"));
    lines.collect()
}

/// The statements that are needed for a difference.
fn shrunk(client: &mut Client, mut statements: Vec<String>) -> Vec<String> {
    let mut index = statements.len();
    while index > 0 {
        index -= 1;
        let mut fewer = statements.clone();
        fewer.remove(index);
        if !differs(client, &fewer).is_empty() {
            statements = fewer;
        }
    }
    statements
}

/// What Postgres and the replay do not agree on.
fn differs(client: &mut Client, statements: &[String]) -> String {
    difference(&applied(client, statements), &replayed(statements))
}

fn applied(client: &mut Client, statements: &[String]) -> Vec<String> {
    client.batch_execute(RESET).unwrap();
    let mut lines = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        let Err(error) = client.batch_execute(statement) else {
            continue;
        };
        let error = error.as_db_error().expect("the server stays up");
        let sqlstate = error.code().code();
        let message = error.message().lines().next().unwrap_or_default();
        lines.push(format!("failed {} {sqlstate} {message}", index + 1));
    }
    // A plan is kept as long as the search path is the same.
    client
        .batch_execute("rollback; set search_path = pg_catalog")
        .unwrap();
    let messages = client.simple_query("execute catalog").unwrap();
    let answer = messages.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    lines.extend(facts(&snapshot::read(answer.unwrap()).unwrap().catalog));
    lines.sort();
    lines
}

fn replayed(statements: &[String]) -> Vec<String> {
    let file = SchemaFile::new("random.sql".to_owned(), script(statements));
    let options = ReplayOptions {
        platform: Platform::Postgres,
        apply: Apply::Psql,
        outcome: Outcome::Strict,
    };
    let replayed = replay(&[&file], &options);
    let mut lines = facts(&replayed.catalog);
    let line = |offset: u32| file.text[..offset as usize].matches('\n').count() + 1;
    for failed in &replayed.statements.failed {
        let message = failed.error.message.lines().next().unwrap_or_default();
        let line = line(failed.place.statement.start);
        lines.push(format!("failed {line} {} {message}", failed.error.sqlstate));
    }
    for opaque in &replayed.statements.opaque {
        let line = line(opaque.place.statement.start);
        lines.push(format!("opaque {line} {}", opaque.reason));
    }
    lines.sort();
    lines
}

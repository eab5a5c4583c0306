//! Random definitions, held against Postgres.
//!
//! `TABLETRACE_SEQUENCES` says how many sequences, `TABLETRACE_SEED` which is the first.

mod generate;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

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
    server::{Server, Template, server},
};

const SEQUENCES: u64 = 200;

/// How many of the ways to differ are shown, each by a sequence without what it can do without.
const SHOWN: usize = 8;

/// How long the replay of one sequence may take; none takes a hundredth of that.
const PATIENCE: Duration = Duration::from_secs(20);

const ENDLESS: &str = "endless";

const RESET: &str = "rollback; drop schema if exists other cascade; drop schema public cascade; \
    create schema public; set search_path = default";

#[test]
fn random_definitions_do_what_postgres_does() {
    let Some(server) = server("random_definitions_do_what_postgres_does") else {
        return;
    };
    let sequences = number("TABLETRACE_SEQUENCES", SEQUENCES);
    let first = number("TABLETRACE_SEED", 1);
    let next = AtomicU64::new(first);
    let causes = Mutex::new(BTreeMap::<String, BTreeSet<u64>>::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for worker in 0..workers {
            let mut client = connected(server, worker);
            let (next, causes) = (&next, &causes);
            scope.spawn(move || {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + sequences {
                        break;
                    }
                    let difference = differs(&mut client, &sequence(seed));
                    let mut lines = difference.lines();
                    let worst = lines.clone().find(|line| line.ends_with(ENDLESS));
                    if let Some(line) = worst.or_else(|| lines.next()) {
                        let mut causes = causes.lock().unwrap();
                        causes.entry(kind(line)).or_default().insert(seed);
                    }
                }
            });
        }
    });
    let causes = causes.into_inner().unwrap();
    let count: usize = causes.values().map(BTreeSet::len).sum();
    assert!(
        count == 0,
        "{count} of {sequences} differ\n{}",
        shown(server, &causes)
    );
}

/// How often each way to differ was met, and for the first ones a sequence.
fn shown(server: &Server, causes: &BTreeMap<String, BTreeSet<u64>>) -> String {
    let mut client = connected(server, 0);
    let mut report = String::new();
    for (cause, seeds) in causes {
        writeln!(report, "{} times {cause}", seeds.len()).unwrap();
    }
    for seed in causes.values().filter_map(BTreeSet::first).take(SHOWN) {
        let mut statements = sequence(*seed);
        let mut difference = differs(&mut client, &statements);
        if !difference.contains(ENDLESS) {
            statements = shrunk(&mut client, statements);
            difference = differs(&mut client, &statements);
        }
        let script = script(&statements);
        writeln!(report, "\nseed {seed}\n{script}\n{difference}").unwrap();
    }
    report
}

/// A connection to a database of its own, which can be asked for its catalog.
fn connected(server: &Server, number: usize) -> Client {
    let database = format!("random_{number}");
    server.create(&database, Template::Empty);
    let mut client = Client::connect(&server.url(&database), NoTls).unwrap();
    let query = snapshot::QUERY;
    let prepare = format!("set client_min_messages = error; prepare catalog as {query}");
    client.batch_execute(&prepare).unwrap();
    client
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

/// What the replay makes of it; that it panics or does not end is a line, too.
fn replayed(statements: &[String]) -> Vec<String> {
    let (sender, receiver) = mpsc::channel();
    let script = script(statements);
    thread::spawn(move || sender.send(lines(script)));
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| {
        vec![match error {
            RecvTimeoutError::Timeout => ENDLESS.to_owned(),
            RecvTimeoutError::Disconnected => "panic".to_owned(),
        }]
    })
}

fn lines(script: String) -> Vec<String> {
    let file = SchemaFile::new("random.sql".to_owned(), script);
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

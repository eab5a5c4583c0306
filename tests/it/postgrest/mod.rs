//! `check` held against PostgREST itself: calls that are right and calls that are wrong.
//!
//! Each call is asked of the server, as postgrest-js would, and stands as TypeScript in a file that
//! is checked. What the server refuses whatever the data are must be found, and nothing else.
//! `TABLETRACE_CALLS` says how many calls, `TABLETRACE_SEED` which. `TABLETRACE_SCHEMA` names a file
//! of another schema with its rows, `TABLETRACE_SCHEMAS` the schemas of it that are served. With
//! `TABLETRACE_REPORT` all that differs is written to that file.

mod call;

mod generate;

mod http;

mod read;

mod request;

mod server;

mod verdict;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write,
    fs,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use tabletrace::{finding::Finding, schema::snapshot};

use self::{
    call::{Call, Link},
    generate::{Generator, Made},
    http::Answer,
    request::request,
    server::Server,
    verdict::{Known, Tally, Verdict},
};
use crate::folder;

const CALLS: u64 = 3000;

/// Of the calls that the server refuses, how many in a thousand must be found.
const LEAST_FOUND: usize = 980;

/// Of the calls that the server accepts, how many in a thousand may have a finding.
const MOST_FALSE: usize = 5;

/// How many of those that differ are shown for each kind.
const SHOWN: usize = 3;

/// A call with both verdicts.
struct Judged {
    made: Made,
    verdict: Verdict,
    answer: Answer,
    findings: Vec<Finding>,
}

#[test]
fn check_refuses_what_postgrest_refuses() {
    const TEST: &str = "check_refuses_what_postgrest_refuses";
    let (schema, rows) = fixture();
    let exposed = exposed();
    let Some(server) = Server::start(TEST, "postgrest", &exposed, &[&schema, &rows]) else {
        return;
    };
    let catalog = server.postgres.query(&server.database, snapshot::QUERY);
    let catalog = snapshot::read(&catalog).unwrap().catalog;
    let seed = number("TABLETRACE_SEED", 1);
    let mut generator = Generator::new(catalog, exposed.clone(), seed);
    let made = (0..number("TABLETRACE_CALLS", CALLS)).map(|_| generator.made());
    let judged = judged(&server, &Known::new(&schema, &exposed), made.collect());
    report(&judged);
}

#[test]
fn known_calls_are_judged_as_the_server_judges_them() {
    const TEST: &str = "known_calls_are_judged_as_the_server_judges_them";
    let (schema, rows) = (read("schema.sql"), read("rows.sql"));
    let exposed = vec!["public".to_owned(), "workspace".to_owned()];
    let Some(server) = Server::start(TEST, "postgrest_known", &exposed, &[&schema, &rows]) else {
        return;
    };
    let calls = read::calls(&read("calls.ts")).into_iter().map(|call| Made {
        family: "known".to_owned(),
        call,
    });
    let judged = judged(&server, &Known::new(&schema, &exposed), calls.collect());
    report(&judged);
}

fn read(name: &str) -> String {
    fs::read_to_string(folder::testdata("postgrest").join(name)).unwrap()
}

fn fixture() -> (String, String) {
    match env::var("TABLETRACE_SCHEMA") {
        Ok(path) => (fs::read_to_string(path).unwrap(), String::new()),
        Err(_) => (read("schema.sql"), read("rows.sql")),
    }
}

fn exposed() -> Vec<String> {
    let names = env::var("TABLETRACE_SCHEMAS").unwrap_or_else(|_| "public,workspace".to_owned());
    names.split(',').map(str::to_owned).collect()
}

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().unwrap())
}

/// Asks both about every call.
fn judged(server: &Server, known: &Known, made: Vec<Made>) -> Vec<Judged> {
    let calls: Vec<Call> = made.iter().map(|made| made.call.clone()).collect();
    let checks = known.listing_checks();
    let (answers, findings) = thread::scope(|scope| {
        let findings = scope.spawn(|| known.findings(&calls));
        (answers(server, &calls), findings.join().unwrap())
    });
    let mut connection = server.connect();
    let each = made.into_iter().zip(answers).zip(findings);
    let judged = each.map(|((made, mut answer), findings)| {
        // Values of an update are looked at when a row matches, and arguments when rows are asked
        // for: let all rows match.
        let mut links = made.call.links.iter();
        let is_lazy = links.any(|link| matches!(link.method.as_str(), "update" | "rpc"));
        if is_lazy && answer.status < 300 && !findings.is_empty() {
            answer = connection.ask(&request(&unfiltered(&made.call)));
        }
        Judged {
            verdict: Verdict::of(&made.call, &answer, &checks),
            made,
            answer,
            findings,
        }
    });
    judged.collect()
}

fn answers(server: &Server, calls: &[Call]) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut connection = server.connect();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(call) = calls.get(index) else { break };
                    let answer = connection.ask(&request(call));
                    answers.lock().unwrap().insert(index, answer);
                }
            });
        }
    });
    answers.into_inner().unwrap().into_values().collect()
}

/// The call without what picks rows.
fn unfiltered(call: &Call) -> Call {
    let is_kept = |link: &&Link| {
        let methods = ["schema", "from", "rpc", "update", "select"];
        methods.contains(&link.method.as_str())
    };
    Call {
        links: call.links.iter().filter(is_kept).cloned().collect(),
    }
}

/// Holds what differs to its bounds.
fn report(judged: &[Judged]) {
    let mut by_code = Tally::default();
    let mut by_family = Tally::default();
    let mut accepted = Tally::default();
    let mut different = BTreeMap::<String, BTreeSet<String>>::new();
    for Judged {
        made,
        verdict,
        answer,
        findings,
    } in judged
    {
        let is_found = !findings.is_empty();
        let script = format!("{}  // {}", made.call.script(), made.family);
        match verdict {
            Verdict::Data(_) => {}
            Verdict::Refused(code) => {
                by_code.add(code, is_found);
                by_family.add(&made.family, is_found);
                if !is_found {
                    let line = format!("{script}\n      {}", message(answer));
                    different
                        .entry(format!("missed {code}"))
                        .or_default()
                        .insert(line);
                }
            }
            Verdict::Accepted => {
                accepted.add("accepted with a finding", is_found);
                for finding in findings {
                    let line = format!("{script}\n      {}", finding.message);
                    let kind = format!("false {}", finding.rule);
                    different.entry(kind).or_default().insert(line);
                }
            }
        }
    }
    let [refused, found] = by_code.total();
    let [right, wrong] = accepted.total();
    let summary = format!(
        "{}\n{}\n{}refused and found: {found} of {refused}\n",
        by_code.table(),
        by_family.table(),
        accepted.table()
    );
    if let Some(path) = env::var_os("TABLETRACE_REPORT") {
        fs::write(
            path,
            format!("{summary}\n{}", shown(&different, usize::MAX)),
        )
        .unwrap();
    }
    let weak = by_code.weak();
    let holds = found * 1000 >= refused * LEAST_FOUND
        && wrong * 1000 <= right * MOST_FALSE
        && weak.is_empty();
    let shown = shown(&different, SHOWN);
    assert!(holds, "{summary}seldom found: {}\n{shown}", weak.join(", "));
}

fn message(answer: &Answer) -> String {
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let part = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    format!("{} {} {}", part("code"), part("message"), part("details"))
}

/// The shortest of each kind, the most frequent kinds first.
fn shown(different: &BTreeMap<String, BTreeSet<String>>, most: usize) -> String {
    let mut kinds: Vec<_> = different.iter().collect();
    kinds.sort_by_key(|(_, lines)| usize::MAX - lines.len());
    let mut text = String::new();
    for (kind, lines) in kinds {
        writeln!(text, "{kind}: {}", lines.len()).unwrap();
        let mut lines: Vec<&String> = lines.iter().collect();
        lines.sort_by_key(|line| line.len());
        for line in lines.into_iter().take(most) {
            writeln!(text, "    {line}").unwrap();
        }
    }
    text
}

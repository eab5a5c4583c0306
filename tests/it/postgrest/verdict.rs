//! What the server says of calls, and what check says of the same calls.

use std::collections::{BTreeMap, BTreeSet};

use rayon::{iter::ParallelIterator, slice::ParallelSlice};
use tabletrace::{
    analysis::{self, Inputs},
    cache::Cache,
    check::{self, Subjects},
    finding::{Finding, Severity},
    link::Depth,
    rules::options::Options,
    schema::{
        Database,
        replay::{Apply, Outcome, Platform, ReplayOptions, replay},
        source::SchemaFile,
    },
    source::{Dialect, FileId, SourceFile, Sources},
};

use super::{
    call::{Call, Link, Value},
    http::Answer,
};

/// How the server takes a call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    Accepted,
    /// Whatever the data are; the code of PostgREST or Postgres.
    Refused(String),
    /// Because of rows that are there, or are not.
    Data(String),
}

const CALLS_IN_PROJECT: usize = 100;

const PRELUDE: &str = "import { createClient } from \"@supabase/supabase-js\";\n\
    const supabase = createClient(\"https://example.supabase.co\", \"key\");\n";

impl Verdict {
    /// The verdict of an answer; the checks are the names of those that list values.
    pub(super) fn of(call: &Call, answer: &Answer, checks: &BTreeSet<String>) -> Self {
        if answer.status < 300 {
            return Self::Accepted;
        }
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let code = body["code"].as_str().map(str::to_owned);
        // A write to what is not there is answered without a code.
        let code = code.unwrap_or_else(|| format!("HTTP {}", answer.status));
        let message = body["message"].as_str().unwrap_or_default();
        match code.as_str() {
            // The query ran, and gave no row or several.
            "PGRST116" | "PGRST103" => Self::Accepted,
            "23514" if checks.iter().any(|check| message.contains(check)) => Self::Refused(code),
            // What a volatile function does is not known without its body.
            "25006" => Self::Data(code),
            // A cast of what is stored.
            "22P02" | "22003" | "22007" | "22008" | "22023" if has_cast(call) => Self::Data(code),
            "23505" | "23503" | "23514" | "23P01" | "21000" | "44000" | "P0001" => Self::Data(code),
            _ => Self::Refused(code),
        }
    }
}

fn has_cast(call: &Call) -> bool {
    let lists = call.links.iter().filter(|link| link.method == "select");
    let mut lists = lists.map(|link| link.argument(0).interpolated());
    lists.any(|list| list.contains("::"))
}

/// What stands in the database, as check knows it.
pub(super) struct Known {
    files: Vec<SchemaFile>,
    databases: Vec<Database>,
}

impl Known {
    /// The schema that a text makes.
    pub(super) fn new(schema: &str, exposed: &[String]) -> Self {
        let file = SchemaFile::new("supabase/migrations/1_schema.sql".into(), schema.to_owned());
        let options = ReplayOptions {
            platform: Platform::Supabase,
            apply: Apply::Psql,
            outcome: Outcome::Intended,
        };
        let replayed = replay(&[&file], &options);
        let database = Database {
            name: "fixture".to_owned(),
            exposed: exposed.to_vec(),
            catalog: replayed.catalog,
            statements: replayed.statements,
            ..Database::default()
        };
        Self {
            files: vec![file],
            databases: vec![database],
        }
    }

    /// The names of checks that list the values of a column.
    pub(super) fn listing_checks(&self) -> BTreeSet<String> {
        let relations = self
            .databases
            .iter()
            .flat_map(|database| &database.catalog.relations);
        let constraints = relations.flat_map(|relation| &relation.constraints);
        let listing = constraints.filter(|constraint| {
            let condition = constraint.definition.as_deref().unwrap_or_default();
            let condition = condition.to_ascii_lowercase();
            condition.contains(" in (") || condition.contains("any (array[")
        });
        listing.map(|check| format!("\"{}\"", check.name)).collect()
    }

    /// What check reports of each call, at warning or above.
    pub(super) fn findings(&self, calls: &[Call]) -> Vec<Vec<Finding>> {
        let projects = calls.par_chunks(CALLS_IN_PROJECT);
        projects.flat_map(|calls| self.project(calls)).collect()
    }

    /// The findings in a project of a file with the calls, and one that uses what there is: were
    /// most names unknown, the schema would count as incomplete.
    fn project(&self, calls: &[Call]) -> Vec<Vec<Finding>> {
        let files = [
            ("src/calls.ts", text(calls)),
            ("src/uses.ts", text(&self.uses())),
        ];
        let files =
            files.map(|(path, text)| SourceFile::new(path.to_owned(), text, Dialect::TypeScript));
        let inputs = Inputs {
            sources: Sources::new(files.into()),
            ..Inputs::default()
        };
        let analysis = analysis::analyse(&inputs, &Cache::disabled(), Depth::Accesses);
        let subjects = Subjects {
            sources: &inputs.sources,
            files: &self.files,
            accesses: &analysis.accesses,
            databases: &self.databases,
        };
        let checked = check::check(subjects, &Options::default());
        let file = inputs.sources.get(FileId(0));
        let mut of_call: Vec<Vec<Finding>> = calls.iter().map(|_| Vec::new()).collect();
        for finding in checked.findings {
            let is_serious = match finding.severity {
                Severity::Note => false,
                Severity::Warning | Severity::Error => true,
            };
            if is_serious && finding.place.path == file.path {
                let line = file.position(finding.place.span.start).line as usize;
                of_call[line - 1 - PRELUDE.matches('\n').count()].push(finding);
            }
        }
        of_call
    }

    /// A call for each relation that is served.
    fn uses(&self) -> Vec<Call> {
        let relations = self
            .databases
            .iter()
            .flat_map(|database| &database.catalog.relations);
        let calls = relations.map(|relation| Call {
            links: vec![
                Link::new("schema", [Value::text(&relation.schema)]),
                Link::new("from", [Value::text(&relation.name)]),
                Link::new("select", []),
            ],
        });
        calls.collect()
    }
}

/// A file with a function for each call, each on a line of its own.
fn text(calls: &[Call]) -> String {
    let mut text = PRELUDE.to_owned();
    for (index, call) in calls.iter().enumerate() {
        let script = call.script();
        text.push_str(&format!(
            "export const load{index} = async () => await supabase{script};\n"
        ));
    }
    text
}

/// From how many calls on a kind is judged by itself.
const MANY: usize = 20;

/// How many of the calls that the server refuses are found, by a name.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<String, [usize; 2]>);

impl Tally {
    pub(super) fn add(&mut self, name: &str, is_found: bool) {
        let counts = self.0.entry(name.to_owned()).or_default();
        counts[0] += 1;
        counts[1] += usize::from(is_found);
    }

    /// All of them, and those that are found.
    pub(super) fn total(&self) -> [usize; 2] {
        self.0
            .values()
            .fold([0, 0], |[all, found], [a, f]| [all + a, found + f])
    }

    /// The names of which there are many, and fewer than nine in ten are found.
    pub(super) fn weak(&self) -> Vec<&str> {
        let kinds = self.0.iter();
        let is_weak = |[all, found]: [usize; 2]| all >= MANY && found * 10 < all * 9;
        let weak = kinds.filter(|&(_, &counts)| is_weak(counts));
        weak.map(|(name, _)| name.as_str()).collect()
    }

    pub(super) fn table(&self) -> String {
        let lines = self.0.iter().map(|(name, [all, found])| {
            let percent = 100.0 * *found as f64 / (*all).max(1) as f64;
            format!("{name:<28} {found:>5} of {all:>5}  {percent:5.1} %\n")
        });
        lines.collect()
    }
}

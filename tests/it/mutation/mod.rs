//! Whether what stops being in the schema is missed wherever code uses it.
//!
//! What code uses is renamed and dropped, one thing at a time; every use of it must be reported.
//! Of the fixture everything is changed. To change things of other projects:
//! `TABLETRACE_MUTATE=FOLDER cargo test --test it mutation -- --ignored --nocapture`.

mod mutate;

mod uses;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
};

use tabletrace::{
    finding::{Finding, Severity},
    schema::{Database, source::SchemaFile},
    source::Location,
};

use self::{
    mutate::Change,
    uses::{Named, Use},
};
use crate::{
    folder,
    project::{self, Project},
};

/// How many changes are made in a project that is not ours.
const MOST_CHANGES: usize = 300;

/// In percent, how many of the uses must be reported.
const LEAST_RECALL: usize = 95;

/// The rules that hold code against the schema.
const RULES: [&str; 13] = [
    "unknown-schema",
    "unknown-relation",
    "unknown-column",
    "unknown-routine",
    "unknown-argument",
    "missing-argument",
    "unknown-embed",
    "ambiguous-embed",
    "conflict-target",
    "missing-required-column",
    "unwritable-target",
    "invalid-value",
    "invalid-query",
];

/// What came of a number of changes.
#[derive(Default)]
struct Tally {
    changes: usize,
    uses: usize,
    missed: Vec<Missed>,
    /// Reported, but only as a note.
    noted: usize,
}

/// A use of which nothing was said.
struct Missed {
    named: Named,
    change: Change,
    one: Use,
    /// What was said about the same file.
    instead: Vec<String>,
}

/// A change to be made, and all that it takes away from code.
struct Planned {
    database: usize,
    named: Named,
    change: Change,
    uses: BTreeSet<Use>,
}

#[test]
fn nothing_is_wrong_with_the_fixture() {
    let findings = fixture().check().findings;
    let wrong = findings.iter();
    let wrong = wrong.filter(|finding| finding.severity >= Severity::Warning);
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&Finding>::new());
}

#[test]
fn changes_of_the_catalog_are_noticed() {
    let project = fixture();
    let tally = made(&project, &planned(&project), changed_catalog);
    tally.say(&project, "the fixture");
    assert!(tally.uses > 400, "{}", tally.uses);
    assert!(tally.is_enough());
}

#[test]
fn changes_by_migrations_are_noticed() {
    let project = fixture();
    let mut planned = planned(&project);
    planned.retain(|planned| planned.statement(&project).is_some());
    let tally = made(&project, &planned, |project, planned| {
        let path = "supabase/migrations/20990101000000_change.sql".to_owned();
        let text = planned.statement(project).unwrap();
        project.databases_with(SchemaFile::new(path, text))
    });
    tally.say(&project, "the fixture's migrations");
    assert!(tally.uses > 400, "{}", tally.uses);
    assert!(tally.is_enough());
}

#[test]
#[ignore = "changes the projects that TABLETRACE_MUTATE names, separated by `:`"]
fn changes_of_other_projects_are_noticed() {
    let folders = env::var_os("TABLETRACE_MUTATE").expect("TABLETRACE_MUTATE names folders");
    let mut is_enough = true;
    for folder in env::split_paths(&folders) {
        let project = project::read(&folder);
        let mut planned = planned(&project);
        planned.truncate(MOST_CHANGES);
        let tally = made(&project, &planned, changed_catalog);
        tally.say(&project, &folder.display().to_string());
        is_enough &= tally.is_enough();
    }
    assert!(is_enough);
}

fn fixture() -> Project {
    project::read(&folder::testdata("mutation"))
}

/// Every change of something that code uses, in an order that is always the same and that no
/// property of the things decides.
fn planned(project: &Project) -> Vec<Planned> {
    let checked = project.check_code(&project.databases, &RULES);
    let mut used: BTreeMap<(usize, Named), BTreeSet<Use>> = BTreeMap::new();
    for (access, assigned) in project.analysis.accesses.iter().zip(checked.assigned) {
        let Some(database) = assigned else { continue };
        for one in uses::uses(&project.databases[database], access) {
            // What is wrong already cannot be told from what a change makes wrong.
            if reported(project, &checked.findings, &one).is_none() {
                let key = (database, one.named.clone());
                used.entry(key).or_default().insert(one);
            }
        }
    }
    let planned = used.into_iter().flat_map(|((database, named), uses)| {
        Change::ALL.map(|change| Planned {
            database,
            named: named.clone(),
            change,
            uses: uses.clone(),
        })
    });
    let mut planned: Vec<Planned> = planned.collect();
    planned.sort_by_cached_key(|planned| {
        let text = format!("{:?} {:?}", planned.named, planned.change);
        *blake3::hash(text.as_bytes()).as_bytes()
    });
    planned
}

fn changed_catalog(project: &Project, planned: &Planned) -> Vec<Database> {
    let mut databases = project.databases.clone();
    let catalog = &mut databases[planned.database].catalog;
    mutate::apply(catalog, &planned.named, planned.change);
    databases
}

/// Makes each change by itself and looks for what it takes away.
fn made(
    project: &Project,
    planned: &[Planned],
    make: impl Fn(&Project, &Planned) -> Vec<Database>,
) -> Tally {
    let mut tally = Tally::default();
    for planned in planned {
        let findings = project.check_code(&make(project, planned), &RULES).findings;
        tally.changes += 1;
        for one in &planned.uses {
            tally.uses += 1;
            match reported(project, &findings, one) {
                None => tally.missed.push(Missed {
                    named: planned.named.clone(),
                    change: planned.change,
                    one: one.clone(),
                    instead: said_of_file(project, &findings, one),
                }),
                Some(Severity::Note) => tally.noted += 1,
                Some(Severity::Warning | Severity::Error) => {}
            }
        }
    }
    tally
}

/// How severe what is said about a use is: at its place, or about the target of its access, which
/// goes with a table that it reads; an argument may be missed at the routine, too.
fn reported(project: &Project, findings: &[Finding], one: &Use) -> Option<Severity> {
    let about = findings.iter().filter(|finding| {
        let at = |location: Location| {
            let (span, of) = (finding.place.span, location.span);
            finding.place.path == project.inputs.sources.get(location.file).path
                && span.start <= of.end
                && of.start <= span.end
        };
        let is_about_all = matches!(
            finding.rule,
            "unknown-relation" | "unknown-routine" | "unknown-argument" | "missing-argument"
        );
        at(one.location) || is_about_all && at(one.target)
    });
    about.map(|finding| finding.severity).max()
}

fn said_of_file(project: &Project, findings: &[Finding], one: &Use) -> Vec<String> {
    let file = project.inputs.sources.get(one.location.file);
    let about = findings
        .iter()
        .filter(|finding| finding.place.path == file.path);
    let said = about.map(|finding| {
        let line = file.position(finding.place.span.start).line;
        format!("{line}: {}", finding.message)
    });
    said.take(3).collect()
}

impl Planned {
    fn statement(&self, project: &Project) -> Option<String> {
        let catalog = &project.databases[self.database].catalog;
        mutate::sql(catalog, &self.named, self.change)
    }
}

impl Tally {
    fn is_enough(&self) -> bool {
        (self.uses - self.missed.len()) * 100 >= self.uses * LEAST_RECALL
    }

    /// Prints the numbers, and what was missed.
    fn say(&self, project: &Project, name: &str) {
        let found = self.uses - self.missed.len();
        println!(
            "{name}: {} changes, {found} of {} uses reported ({:.1} %), {} of them as notes",
            self.changes,
            self.uses,
            100.0 * found as f64 / self.uses.max(1) as f64,
            self.noted,
        );
        for missed in &self.missed {
            let place = project.show(missed.one.location);
            println!("  {:?} {:?}: {place}", missed.change, missed.named);
            for instead in &missed.instead {
                println!("    instead: {instead}");
            }
        }
    }
}

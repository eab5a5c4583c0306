//! Accesses and databases to findings: the second half of the pipeline.

pub mod added;

mod levels;

use std::collections::BTreeSet;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::{
    access::Access,
    assign,
    finding::Finding,
    postgrest::{self, Problem, Served},
    rules::{
        Context, Outcome, RULES, Skipped, by_id,
        options::{Level, Options},
        severity,
    },
    schema::{
        Database,
        references::{References, references},
        source::SchemaFile,
    },
    source::Sources,
    suppress::{self, Suppressed},
};

/// What is held against each other.
#[derive(Clone, Copy, Debug)]
pub struct Subjects<'a> {
    pub sources: &'a Sources,
    /// The texts that the databases were read from, ordered by path.
    pub files: &'a [SchemaFile],
    pub accesses: &'a [Access],
    pub databases: &'a [Database],
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Checked {
    /// Ordered by path, then by place, then by rule.
    pub findings: Vec<Finding>,
    pub suppressed: Vec<Suppressed>,
    pub skipped: Vec<Skipped>,
    /// Parallel to the accesses: the database each was held against, as an index.
    pub assigned: Vec<Option<usize>>,
}

/// Runs every rule that the options leave on.
pub fn check(subjects: Subjects<'_>, options: &Options) -> Checked {
    let assigned = assign::databases(
        subjects.sources,
        subjects.accesses,
        subjects.databases,
        &options.belongings,
    );
    let problems = problems(subjects, &assigned);
    let completeness =
        severity::completeness(subjects.databases, subjects.accesses, &assigned, &problems);
    let references: Vec<References> = subjects
        .databases
        .iter()
        .map(|database| references(database, subjects.files))
        .collect();
    let context = Context {
        sources: subjects.sources,
        files: subjects.files,
        accesses: subjects.accesses,
        databases: subjects.databases,
        assigned: &assigned,
        problems: &problems,
        completeness: &completeness,
        references: &references,
        options,
    };
    let mut outcome = Outcome::default();
    for rule in RULES.iter().filter(|rule| options.runs(rule)) {
        (rule.check)(&context, &mut outcome);
    }
    levels::apply(&context, &mut outcome.findings);
    let skipped: BTreeSet<&str> = outcome.skipped.iter().map(|skipped| skipped.rule).collect();
    let ran = |rule: &str, path: &str| {
        let runs = by_id(rule).is_some_and(|rule| options.runs(rule));
        runs && !skipped.contains(rule) && options.level(rule, path) != Some(Level::Off)
    };
    let mut applied = suppress::apply(&context, outcome.findings, &ran);
    // What is wrong with the comments has a severity of its own.
    levels::apply(&context, &mut applied.findings);
    applied.findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.place.clone(), finding.rule);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    outcome.skipped.sort();
    Checked {
        findings: applied.findings,
        suppressed: applied.suppressed,
        skipped: outcome.skipped,
        assigned,
    }
}

fn problems(subjects: Subjects<'_>, assigned: &[Option<usize>]) -> Vec<Vec<Problem>> {
    let served: Vec<Served<'_>> = subjects.databases.iter().map(Served::new).collect();
    (0..subjects.accesses.len())
        .into_par_iter()
        .map(|index| match assigned[index] {
            Some(database) => postgrest::problems(&served[database], &subjects.accesses[index]),
            None => Vec::new(),
        })
        .collect()
}

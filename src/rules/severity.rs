//! How much a finding may claim: less where the schema is not all known, or where the code expects
//! the request to fail.

use std::collections::BTreeMap;

use crate::{
    access::{Access, SchemaRef, TargetKind},
    finding::Severity,
    operation::Known,
    postgrest::{Problem, ProblemKind},
    schema::{Database, catalog::Facet},
};

/// How many relations code must use before those that are absent say something of the schema.
const FEWEST_USED: usize = 5;

/// The part of them, in percent, from which the schema is held to be incomplete.
const MANY_ABSENT: usize = 40;

/// The part of the accesses, in percent, that must be to those: a few misspelt names say nothing of
/// the schema, however few the right ones are.
const MANY_ACCESSES: usize = 20;

/// How much of what code uses a database's catalog holds.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Completeness {
    /// The relations that code names, outside of tests.
    pub used: usize,
    /// Those of them that the catalog lacks.
    pub absent: usize,
    /// The accesses to all of them.
    pub accesses: usize,
    /// The accesses to those that the catalog lacks.
    pub absent_accesses: usize,
    /// Why the catalog may lack relations, whatever the code names.
    pub gaps: Vec<String>,
}

impl Completeness {
    /// Whether what is absent from the catalog may be in the database all the same.
    pub fn is_incomplete(&self) -> bool {
        !self.gaps.is_empty() || self.lacks_many()
    }

    /// Whether so much is absent that the catalog rather than the code is to blame.
    pub fn lacks_many(&self) -> bool {
        self.used >= FEWEST_USED
            && self.absent * 100 >= self.used * MANY_ABSENT
            && self.absent_accesses * 100 >= self.accesses * MANY_ACCESSES
    }
}

/// Relations by schema and name, with how often each is used and whether it is absent.
type Used<'a> = BTreeMap<(Option<&'a str>, &'a str), (usize, bool)>;

/// The completeness of each database.
///
/// `assigned` and `problems` are parallel to `accesses`.
pub fn completeness(
    databases: &[Database],
    accesses: &[Access],
    assigned: &[Option<usize>],
    problems: &[Vec<Problem>],
) -> Vec<Completeness> {
    let mut used: Vec<Used<'_>> = databases.iter().map(|_| Used::new()).collect();
    for (index, access) in accesses.iter().enumerate() {
        let (Some(database), Some(name)) = (assigned[index], access.target.name.as_deref()) else {
            continue;
        };
        let schema = match &access.target.schema {
            SchemaRef::Default => None,
            SchemaRef::Named(schema) => Some(schema.as_str()),
            SchemaRef::Unknown => continue,
        };
        if access.target.kind == TargetKind::Relation && !may_fail(access) {
            let mut problems = problems[index].iter();
            let is_absent = problems.any(|problem| problem.kind == ProblemKind::UnknownRelation);
            let entry = used[database].entry((schema, name)).or_default();
            *entry = (entry.0 + 1, is_absent);
        }
    }
    let numbers = used.into_iter().zip(databases);
    numbers
        .map(|(used, database)| {
            let absent = || used.values().filter(|(_, is_absent)| *is_absent);
            Completeness {
                used: used.len(),
                absent: absent().count(),
                accesses: used.values().map(|(number, _)| number).sum(),
                absent_accesses: absent().map(|(number, _)| number).sum(),
                gaps: database.gaps.clone(),
            }
        })
        .collect()
}

/// The severity of a problem of an access.
pub(super) fn of_problem(
    usual: Severity,
    problem: &Problem,
    access: &Access,
    (database, completeness): (&Database, &Completeness),
) -> Severity {
    let is_doubtful = match ground(problem.kind) {
        Ground::Absence => completeness.is_incomplete() || is_told_by_others(database, problem),
        Ground::Presence => completeness.lacks_many(),
        Ground::Query => false,
    };
    let most = match &problem.alternative {
        Some(alternative) if alternative.is_written_there => Severity::Warning,
        Some(_) => Severity::Note,
        None => Severity::Error,
    };
    if is_doubtful {
        Severity::Note
    } else {
        of_access(usual.min(most), access)
    }
}

/// The severity of something that is wrong with an access whatever the catalog holds.
pub(super) fn of_access(usual: Severity, access: &Access) -> Severity {
    if may_fail(access) {
        Severity::Note
    } else {
        usual
    }
}

/// Whether another source has a column that the catalog lacks, which may be one that a function
/// computes: declarations to a mapper know of no functions.
fn is_told_by_others(database: &Database, problem: &Problem) -> bool {
    let default = database.exposed.first().map_or("public", String::as_str);
    let named = problem.target.split_once('.');
    let (schema, name) = named.unwrap_or((default, &problem.target));
    let mut others = database.others.iter();
    problem.kind == ProblemKind::UnknownColumn
        && !database.catalog.facets.contains(&Facet::Routines)
        && others.any(|other| {
            let relation = other.catalog.relation(schema, name);
            let mut routines = other.catalog.routines.iter();
            relation.is_some_and(|relation| relation.column(&problem.part).is_some())
                || routines.any(|routine| routine.name == problem.part)
        })
}

/// Whether the request may fail without harm: in a test, or where the code finds out what exists.
pub(super) fn may_fail(access: &Access) -> bool {
    access.modifiers.expects_failure == Known::Yes
}

/// What a problem rests on.
enum Ground {
    /// That the catalog lacks something, which a statement that was not understood may have made.
    Absence,
    /// What the catalog says of something it has; where it lacks much, that may be long past.
    Presence,
    /// Mostly the query itself.
    Query,
}

fn ground(kind: ProblemKind) -> Ground {
    match kind {
        ProblemKind::UnknownSchema
        | ProblemKind::UnknownRelation
        | ProblemKind::UnknownColumn
        | ProblemKind::UnknownRoutine
        | ProblemKind::UnknownArgument
        | ProblemKind::UnknownEmbed
        | ProblemKind::ConflictTarget => Ground::Absence,
        ProblemKind::MissingArgument
        | ProblemKind::AmbiguousEmbed
        | ProblemKind::MissingRequiredColumn
        | ProblemKind::UnwritableTarget
        | ProblemKind::InvalidValue => Ground::Presence,
        ProblemKind::InvalidQuery => Ground::Query,
    }
}

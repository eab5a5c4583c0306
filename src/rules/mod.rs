//! Rules: each a value with an id, a page and a function from what is known to findings.

mod broken_migration;

mod dangling_reference;

mod dropped_while_used;

mod duplicate_migration;

mod legacy_relation;

mod read_only_relation;

mod schema_drift;

mod unknown_relation;

mod unused;

mod unused_column;

mod unused_relation;

mod unused_routine;

mod usage;

mod write_only_relation;

mod written;

use crate::{
    access::Access,
    finding::{Finding, Place, Severity, Subject},
    postgrest::{Problem, ProblemKind},
    schema::{Database, references::References, source::SchemaFile},
    source::{Location, Sources},
};

/// Every rule, in the order in which they are listed to the user.
pub const RULES: &[Rule] = &[
    unknown_relation::RULE,
    broken_migration::RULE,
    duplicate_migration::RULE,
    dangling_reference::RULE,
    schema_drift::RULE,
    dropped_while_used::RULE,
    unused_relation::RULE,
    unused_column::RULE,
    unused_routine::RULE,
    write_only_relation::RULE,
    read_only_relation::RULE,
    legacy_relation::RULE,
];

/// A check, and everything that is told about it.
#[derive(Debug)]
pub struct Rule {
    /// The kebab-case name used in configuration, suppressions and output.
    pub id: &'static str,
    /// One line for lists, without a full stop.
    pub summary: &'static str,
    /// The severity unless configured otherwise.
    pub severity: Severity,
    /// The Markdown page that `explain` prints, rustdoc shows and the tests run.
    pub docs: &'static str,
    pub check: fn(&Context<'_>, &mut Outcome),
}

/// What rules look at.
#[derive(Debug)]
pub struct Context<'a> {
    pub sources: &'a Sources,
    /// The texts that the databases were read from, ordered by path.
    pub files: &'a [SchemaFile],
    /// Ordered by file, then by place.
    pub accesses: &'a [Access],
    pub databases: &'a [Database],
    /// Parallel to `accesses`: the database each belongs to, as an index into `databases`.
    pub assigned: &'a [Option<usize>],
    /// Parallel to `accesses`.
    pub problems: &'a [Vec<Problem>],
    /// Parallel to `databases`: what SQL uses.
    pub references: &'a [References],
    pub options: &'a Options,
}

/// What the user sets about rules.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Relations that are on their way out.
    pub legacy: Vec<Legacy>,
    /// Languages and interfaces in which the project may use the database and that are not read,
    /// such as `Dart`; in order.
    pub unread: Vec<String>,
}

/// A relation that the user declares to be on its way out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Legacy {
    /// With its schema unless that is the default one.
    pub relation: String,
    pub replaced_by: Option<String>,
}

/// What rules say.
#[derive(Debug, Default)]
pub struct Outcome {
    pub findings: Vec<Finding>,
    /// Rules that could not look at a database, with the reason as a clause without a full stop.
    pub skipped: Vec<Skipped>,
}

/// A rule that did not run.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Skipped {
    pub rule: &'static str,
    /// The database, when there is more than one.
    pub database: Option<String>,
    pub reason: String,
}

/// The rule of an id.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

impl Rule {
    /// A finding with this rule's name and severity.
    fn finding(&self, place: Place, subject: Subject, message: String) -> Finding {
        Finding {
            rule: self.id,
            severity: self.severity,
            message,
            place,
            labels: Vec::new(),
            help: None,
            subject,
        }
    }

    /// One finding for each problem of a kind.
    fn report(&self, kind: ProblemKind, context: &Context<'_>, outcome: &mut Outcome) {
        for (index, access) in context.accesses.iter().enumerate() {
            for problem in context.problems[index]
                .iter()
                .filter(|problem| problem.kind == kind)
            {
                let subject = Subject {
                    database: context.database_name(index),
                    target: problem.target.clone(),
                    part: problem.part.clone(),
                    unit: access.unit.name.clone(),
                };
                outcome.findings.push(Finding {
                    help: problem.help.clone(),
                    ..self.finding(
                        context.place(problem.location),
                        subject,
                        problem.message.clone(),
                    )
                });
            }
        }
    }
}

impl Context<'_> {
    fn place(&self, location: Location) -> Place {
        Place {
            path: self.sources.get(location.file).path.clone(),
            span: location.span,
        }
    }

    /// The name of a database, empty when there is only one.
    fn name_of(&self, database: usize) -> String {
        match self.databases {
            [_] => String::new(),
            databases => databases[database].name.clone(),
        }
    }

    /// The name of an access's database, empty when there is only one.
    fn database_name(&self, access: usize) -> String {
        match (self.assigned[access], self.databases) {
            (None, _) | (_, [_]) => String::new(),
            (Some(index), databases) => databases[index].name.clone(),
        }
    }
}

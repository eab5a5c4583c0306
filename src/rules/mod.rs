//! Rules: each a value with an id, a page and a function from what is known to findings.

mod ambiguous_embed;

mod broken_migration;

mod conflict_target;

mod dangling_reference;

mod dropped_while_used;

mod duplicate_migration;

mod dynamic_relation;

mod history;

mod incomplete_schema;

mod invalid_query;

pub(crate) mod invalid_suppression;

mod invalid_value;

mod legacy_relation;

mod missing_argument;

mod missing_required_column;

pub mod options;

mod problem;

mod read_only_relation;

mod schema_drift;

pub mod severity;

mod unknown_argument;

mod unknown_bucket;

mod unknown_column;

mod unknown_edge_function;

mod unknown_embed;

mod unknown_relation;

mod unknown_routine;

mod unknown_schema;

mod unused;

mod unused_column;

mod unused_relation;

mod unused_routine;

pub(crate) mod unused_suppression;

mod unwritable_target;

mod usage;

mod write_only_relation;

mod written;

use self::{options::Options, severity::Completeness};
use crate::{
    access::Access,
    finding::{Finding, Place, Severity, Subject},
    name::suggestion,
    postgrest::Problem,
    schema::{
        Database,
        references::References,
        source::{self, SchemaFile},
    },
    source::{Location, Sources},
};

/// Every rule, in the order in which they are listed to the user.
pub const RULES: &[Rule] = &[
    unknown_relation::RULE,
    unknown_schema::RULE,
    unknown_column::RULE,
    unknown_routine::RULE,
    unknown_argument::RULE,
    missing_argument::RULE,
    unknown_bucket::RULE,
    unknown_edge_function::RULE,
    unknown_embed::RULE,
    ambiguous_embed::RULE,
    conflict_target::RULE,
    missing_required_column::RULE,
    unwritable_target::RULE,
    invalid_value::RULE,
    invalid_query::RULE,
    dynamic_relation::RULE,
    incomplete_schema::RULE,
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
    unused_suppression::RULE,
    invalid_suppression::RULE,
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
    /// Parallel to `databases`.
    pub completeness: &'a [Completeness],
    /// Parallel to `databases`: what SQL uses.
    pub references: &'a [References],
    pub options: &'a Options,
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

/// The id that was probably meant by one that is not known.
pub fn nearest_id(unknown: &str) -> Option<&'static str> {
    let unknown = unknown.to_lowercase().replace(['_', ' '], "-");
    let ids = RULES.iter().map(|rule| rule.id);
    suggestion::nearest(&unknown, ids)
}

impl Rule {
    /// A finding with this rule's name and severity.
    pub(crate) fn finding(&self, place: Place, subject: Subject, message: String) -> Finding {
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
}

impl Outcome {
    /// Says that a rule does not look at a database.
    fn skip(&mut self, context: &Context<'_>, rule: &'static str, database: usize, reason: &str) {
        let name = || context.databases[database].name.clone();
        self.skipped.push(Skipped {
            rule,
            database: (context.databases.len() > 1).then(name),
            reason: reason.to_owned(),
        });
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

    /// What a finding about an access is about.
    fn subject(&self, access: usize, target: String, part: String) -> Subject {
        Subject {
            database: self.database_name(access),
            target,
            part,
            unit: self.accesses[access].unit.name.clone(),
        }
    }

    /// A place in a schema's text as `FILE:LINE`.
    fn line(&self, place: &Place) -> String {
        let path = &place.path;
        match source::by_path(self.files, path) {
            Some(file) => {
                let line = file.lines.position(&file.text, place.span.start).line;
                format!("{path}:{line}")
            }
            None => path.clone(),
        }
    }

    /// The place of the argument that names an access's target.
    fn target_place(&self, access: &Access) -> Place {
        self.place(Location {
            file: access.file,
            span: access.target_span,
        })
    }
}

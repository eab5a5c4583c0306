//! What breaks when something is dropped or renamed: directly, and through what stands between.
//!
//! Postgres follows a rename wherever it knows the object itself: in views, policies, keys, checks,
//! defaults, indexes, triggers and signatures. Bodies of routines, jobs and code name it as text.
//! A migration is history and does not break.

mod code;

mod spread;

mod sql;

pub mod subject;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::{spread::Spread, subject::Subject};
use crate::{
    access::{Certainty, TargetKind},
    source::Location,
    survey::Survey,
};

/// What is done to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    Drop,
    /// To this name.
    Rename(String),
}

/// Everything that a change does, each list in the order of its places.
#[derive(Clone, Debug)]
pub struct Impact {
    pub subject: Subject,
    pub change: Change,
    /// Code that fails.
    pub code: Vec<CodeItem>,
    /// SQL that fails, or stands in the way.
    pub sql: Vec<SqlItem>,
    /// What is part of it and ends with it.
    pub goes_with: Vec<SqlItem>,
    /// Code and SQL that may not notice: it means all columns, or uses what has to be made anew.
    pub may_code: Vec<CodeItem>,
    pub may_sql: Vec<SqlItem>,
    /// Accesses that choose what they are for at run time, as indexes.
    pub cannot_tell: Vec<usize>,
    /// SQL that is put together at run time, as labels.
    pub cannot_tell_sql: BTreeSet<String>,
    /// Why Postgres refuses whatever depends on it: a clause.
    pub refused: Option<String>,
}

/// An access, and what happens to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CodeItem {
    /// An index into the accesses.
    pub access: usize,
    /// What names it, or leads to it.
    pub location: Location,
    /// A clause of which the access is the subject: "selects from it".
    pub how: String,
    /// What stands between it and the access, nearest to it first: "view `v`".
    pub via: Vec<String>,
    pub certainty: Certainty,
}

/// A piece of SQL, and what happens to it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct SqlItem {
    /// Where it is named, when that is in a file that was read.
    pub place: Option<Place>,
    /// "view", "foreign key", …
    pub kind: &'static str,
    /// `schema.name`, or `relation.name` for what hangs on a relation.
    pub name: String,
    /// A clause of which it is the subject.
    pub how: String,
    pub via: Vec<String>,
    /// Whether Postgres refuses the change because of it, unless told to `CASCADE`.
    pub refuses: bool,
}

/// A line of a file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    pub path: String,
    /// 1-based.
    pub line: u32,
}

impl Impact {
    /// What a change of a subject does to a project.
    pub fn of(survey: &Survey<'_>, subject: &Subject, change: &Change) -> Self {
        let mut impact = Spread::new(survey, subject, change).finish();
        impact.cannot_tell = dynamic(survey, subject);
        impact.sort(survey);
        impact
    }

    /// Whether anything breaks.
    pub fn breaks(&self) -> bool {
        !self.code.is_empty() || !self.sql.is_empty() || self.refused.is_some()
    }

    /// What Postgres names when it refuses to drop it.
    pub fn refusing(&self) -> impl Iterator<Item = &SqlItem> {
        self.sql.iter().filter(|item| item.refuses)
    }

    fn sort(&mut self, survey: &Survey<'_>) {
        let accesses = survey.accesses();
        for list in [&mut self.code, &mut self.may_code] {
            list.sort_by_key(|item| {
                let access = &accesses[item.access];
                (access.file, access.method_span, access.operation)
            });
        }
        for list in [&mut self.sql, &mut self.goes_with, &mut self.may_sql] {
            list.sort_by(|a, b| {
                let key = |item: &SqlItem| (item.kind, item.name.clone());
                a.place.cmp(&b.place).then_with(|| key(a).cmp(&key(b)))
            });
        }
    }
}

/// The accesses that may be for the subject, and choose what they are for at run time.
fn dynamic(survey: &Survey<'_>, subject: &Subject) -> Vec<usize> {
    let accesses = survey.accesses().iter().enumerate();
    let may_be = accesses.filter(|(_, access)| {
        let database = survey.database_of(access);
        let is_of_kind = access.target.kind == subject.kind.target();
        is_of_kind
            && access.target.name.is_none()
            && !access.wrapper
            && (database.is_none()
                || subject.database.is_none()
                || database == subject.database
                || access.target.kind == TargetKind::Bucket
                || access.target.kind == TargetKind::EdgeFunction)
    });
    may_be.map(|(index, _)| index).collect()
}

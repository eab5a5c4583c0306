//! How a change spreads: from what is lost to what fails with it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    Change, CodeItem, Impact, SqlItem,
    code::Touched,
    sql::Uses,
    subject::{Subject, SubjectKind, relation},
};
use crate::{
    map::summary,
    postgrest::Served,
    schema::{
        Database,
        catalog::{Catalog, relation::Relation, trigger::TriggerEvent},
        references::UserKind,
    },
    survey::Survey,
};

/// How many things in a row a change is followed through.
const FARTHEST: usize = 32;

/// Something that is not there any more, or does not work.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Lost {
    Relation(String, String),
    /// Schema, relation, column.
    Column(String, String, String),
    Routine(String, String),
    /// Writes to a relation fail, because a trigger does.
    Writes(String, String, Events),
}

/// What sets triggers off; of updates, the columns that do, any when there are none.
pub(super) type Events = BTreeMap<TriggerEvent, BTreeSet<String>>;

/// What has happened to it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Cause {
    /// It has to go: Postgres refuses while anything it knows of depends on it.
    Dropped,
    Renamed,
    /// It is there and fails when it is used.
    Failing,
}

/// How sure it is that what depends on it breaks.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Force {
    Breaks,
    May,
}

/// One step of the way.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) lost: Lost,
    pub(super) cause: Cause,
    pub(super) force: Force,
    /// What stands between the subject and this, nearest to the subject first.
    pub(super) via: Vec<String>,
}

impl Hit {
    /// What is lost because of this.
    pub(super) fn on(&self, lost: Lost, cause: Cause, force: Force, through: String) -> Self {
        let mut via = self.via.clone();
        if via.last() != Some(&through) {
            via.push(through);
        }
        Self {
            lost,
            cause,
            force: force.max(self.force),
            via,
        }
    }
}

/// A change on its way through a project.
pub(super) struct Spread<'s, 'a> {
    pub(super) survey: &'s Survey<'a>,
    pub(super) subject: &'s Subject,
    /// `None` where no database is known to hold the subject.
    pub(super) catalog: Option<&'s Catalog>,
    touched: Touched<'s>,
    impact: Impact,
    waiting: VecDeque<Hit>,
    /// What may be lost is looked at last: most of it is lost for certain by then.
    later: VecDeque<Hit>,
    seen: BTreeSet<Lost>,
}

impl<'s, 'a> Spread<'s, 'a> {
    pub(super) fn new(survey: &'s Survey<'a>, subject: &'s Subject, change: &Change) -> Self {
        let database = subject.database.map(|index| &survey.databases[index]);
        let nothing = Database::default();
        let served = Served::new(database.unwrap_or(&nothing));
        let impact = Impact {
            subject: subject.clone(),
            change: change.clone(),
            code: Vec::new(),
            sql: Vec::new(),
            goes_with: Vec::new(),
            may_code: Vec::new(),
            may_sql: Vec::new(),
            cannot_tell: Vec::new(),
            cannot_tell_sql: BTreeSet::new(),
            refused: None,
        };
        let mut spread = Self {
            survey,
            subject,
            catalog: database.map(|database| &database.catalog),
            touched: Touched::new(survey, &served, subject.database),
            impact,
            waiting: VecDeque::new(),
            later: VecDeque::new(),
            seen: BTreeSet::new(),
        };
        spread.begin(change);
        spread
    }

    fn begin(&mut self, change: &Change) {
        let Subject {
            kind, schema, name, ..
        } = self.subject;
        let lost = match (kind, &self.subject.column) {
            (SubjectKind::Relation, Some(column)) => {
                Lost::Column(schema.clone(), name.clone(), column.clone())
            }
            (SubjectKind::Relation, None) => Lost::Relation(schema.clone(), name.clone()),
            (SubjectKind::Routine, _) => Lost::Routine(schema.clone(), name.clone()),
            (SubjectKind::Bucket | SubjectKind::EdgeFunction, _) => {
                let items = self.touched.outside(self.survey, self.subject);
                self.impact.code = items;
                return;
            }
        };
        self.impact.refused = self.refused(change);
        self.waiting.push_back(Hit {
            lost,
            cause: match change {
                Change::Drop => Cause::Dropped,
                Change::Rename(_) => Cause::Renamed,
            },
            force: Force::Breaks,
            via: Vec::new(),
        });
    }

    /// Why no statement can do it at all.
    fn refused(&self, change: &Change) -> Option<String> {
        let Change::Rename(new) = change else {
            return None;
        };
        let Subject {
            kind, schema, name, ..
        } = self.subject;
        let catalog = self.catalog?;
        let is_taken = match (kind, &self.subject.column) {
            (SubjectKind::Relation, Some(_)) => {
                relation(catalog, schema, name)?.column(new).is_some()
            }
            (SubjectKind::Relation, None) => relation(catalog, schema, new).is_some(),
            (SubjectKind::Routine | SubjectKind::Bucket | SubjectKind::EdgeFunction, _) => false,
        };
        is_taken.then(|| format!("there is a `{new}` already"))
    }

    /// Follows the change to its ends.
    pub(super) fn finish(mut self) -> Impact {
        while let Some(hit) = self.waiting.pop_front().or_else(|| self.later.pop_front()) {
            if hit.via.len() > FARTHEST || !self.seen.insert(hit.lost.clone()) {
                continue;
            }
            let code = self.touched.hit(self.survey, &hit);
            for (force, item) in code {
                self.add_code(force.max(hit.force), item);
            }
            let uses = self.uses(&hit);
            for item in uses.items {
                add_sql(&mut self.impact.sql, item);
            }
            for item in uses.goes_with {
                add_sql(&mut self.impact.goes_with, item);
            }
            for item in uses.may {
                add_sql(&mut self.impact.may_sql, item);
            }
            for next in uses.next {
                match next.force {
                    Force::Breaks => self.waiting.push_back(next),
                    Force::May => self.later.push_back(next),
                }
            }
        }
        self.settle();
        self.impact
    }

    fn uses(&mut self, hit: &Hit) -> Uses {
        let Some(database) = self.subject.database else {
            return Uses::default();
        };
        let references = &self.survey.references[database];
        if self.impact.cannot_tell_sql.is_empty() {
            let dynamic = references.dynamic.iter();
            // What a migration put together is done.
            let dynamic = dynamic.filter(|user| user.kind != UserKind::Migration);
            let labels = dynamic.map(|user| super::sql::label(self.survey, database, user));
            self.impact.cannot_tell_sql = labels.collect();
        }
        super::sql::uses(self.survey, database, hit)
    }

    fn add_code(&mut self, force: Force, item: CodeItem) {
        let list = match force {
            Force::Breaks => &mut self.impact.code,
            Force::May => &mut self.impact.may_code,
        };
        // A request breaks once, in the most direct way.
        let place = |item: &CodeItem| summary::place(&self.survey.accesses()[item.access]);
        if list.iter().all(|known| place(known) != place(&item)) {
            list.push(item);
        }
    }

    /// What breaks for certain is not among what may.
    fn settle(&mut self) {
        let accesses = self.survey.accesses();
        let place = |item: &CodeItem| summary::place(&accesses[item.access]);
        let broken: BTreeSet<_> = self.impact.code.iter().map(place).collect();
        let may = &mut self.impact.may_code;
        may.retain(|item| !broken.contains(&place(item)));
        // What ends with it cannot fail.
        let ends: BTreeSet<(&str, &str)> = self
            .impact
            .goes_with
            .iter()
            .map(|item| (item.kind, item.name.as_str()))
            .collect();
        let own = self.subject.label(self.survey);
        // A view may come back to itself through others.
        let is_itself = |item: &SqlItem| {
            self.subject.kind == SubjectKind::Relation
                && item.kind.ends_with("view")
                && item.name == own
        };
        let is_left =
            |item: &SqlItem| !ends.contains(&(item.kind, item.name.as_str())) && !is_itself(item);
        self.impact.sql.retain(is_left);
        let sql: BTreeSet<(&str, &str)> = self
            .impact
            .sql
            .iter()
            .chain(&self.impact.goes_with)
            .map(|item| (item.kind, item.name.as_str()))
            .collect();
        let may = std::mem::take(&mut self.impact.may_sql);
        let is_new = |item: &SqlItem| !sql.contains(&(item.kind, item.name.as_str()));
        self.impact.may_sql = may.into_iter().filter(is_new).collect();
    }
}

/// Adds a piece of SQL unless it is there; one that stands in the way does so however it is hit.
fn add_sql(list: &mut Vec<SqlItem>, item: SqlItem) {
    let is_same = |known: &&mut SqlItem| known.kind == item.kind && known.name == item.name;
    match list.iter_mut().find(is_same) {
        Some(known) => known.refuses |= item.refuses,
        None => list.push(item),
    }
}

/// The columns of a view that are this one of another relation, as it stands.
pub(super) fn columns_from(
    view: &Relation,
    (schema, name, column): (&str, &str, &str),
) -> Vec<String> {
    let columns = view.columns.iter();
    let same = columns.filter(|own| {
        own.source.as_ref().is_some_and(|source| {
            (
                source.schema.as_str(),
                source.relation.as_str(),
                source.column.as_str(),
            ) == (schema, name, column)
        })
    });
    same.map(|own| own.name.clone()).collect()
}

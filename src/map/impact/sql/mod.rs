//! What SQL loses.

mod column;

mod item;

mod relation;

mod words;

use std::collections::BTreeMap;

use self::words::{is_known, verbs};
use super::{
    SqlItem,
    spread::{Events, Hit, Lost},
};
use crate::{
    map::qualified,
    schema::{
        Database,
        catalog::{Catalog, trigger::TriggerEvent},
        references::{Effect, Reference, TargetKind, User, UserKind},
    },
    survey::Survey,
};

/// What a loss does to SQL.
#[derive(Debug, Default)]
pub(super) struct Uses {
    pub(super) items: Vec<SqlItem>,
    pub(super) goes_with: Vec<SqlItem>,
    pub(super) may: Vec<SqlItem>,
    /// What is lost because of it.
    pub(super) next: Vec<Hit>,
}

/// How Postgres sees that something depends on another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tie {
    /// It knows: it refuses to drop what is needed, and follows a rename.
    Known,
    /// As text, which fails when it is run.
    Text,
}

struct Looking<'l, 'a> {
    survey: &'l Survey<'a>,
    index: usize,
    database: &'l Database,
    hit: &'l Hit,
    uses: Uses,
}

/// What a loss does to the SQL of a database.
pub(super) fn uses(survey: &Survey<'_>, index: usize, hit: &Hit) -> Uses {
    let mut looking = Looking {
        survey,
        index,
        database: &survey.databases[index],
        hit,
        uses: Uses::default(),
    };
    match &hit.lost {
        Lost::Relation(schema, name) => looking.relation(schema, name),
        Lost::Column(schema, name, column) => looking.column((schema, name), column),
        Lost::Routine(schema, name) => looking.routine(schema, name),
        Lost::Writes(schema, name, events) => looking.writes((schema, name), events),
    }
    looking.uses
}

impl<'l> Looking<'l, '_> {
    fn catalog(&self) -> &'l Catalog {
        &self.database.catalog
    }

    /// What uses something, each with all of its mentions.
    fn users(
        &self,
        kind: TargetKind,
        schema: &str,
        name: &str,
    ) -> BTreeMap<&'l User, Vec<&'l Reference>> {
        let mut users: BTreeMap<&User, Vec<&Reference>> = BTreeMap::new();
        for used in self.survey.references[self.index].named(kind, name) {
            if used.target.is(kind, schema, name) {
                users.entry(&used.by).or_default().push(used);
            }
        }
        users
    }

    fn routine(&mut self, schema: &str, name: &str) {
        for (user, mentions) in self.users(TargetKind::Routine, schema, name) {
            let how = match (user.kind, self.hit.cause) {
                (UserKind::Routine, _) if (&*user.schema, &*user.name) == (schema, name) => {
                    continue;
                }
                (UserKind::Migration, _) => continue,
                (UserKind::Trigger, _) => "runs it",
                (_, _) => "calls it",
            };
            let tie = match user.kind {
                UserKind::CronJob | UserKind::Seed => Tie::Text,
                UserKind::Routine if !self.overloads(user).any(is_known) => Tie::Text,
                UserKind::Routine
                | UserKind::View
                | UserKind::Trigger
                | UserKind::Policy
                | UserKind::Check
                | UserKind::Key
                | UserKind::ForeignKey
                | UserKind::Default
                | UserKind::Generated
                | UserKind::Index
                | UserKind::Migration => Tie::Known,
            };
            self.item(user, &mentions, tie, how);
        }
    }

    /// What writes to a relation whose trigger fails.
    fn writes(&mut self, (schema, name): (&str, &str), events: &Events) {
        for (user, mentions) in self.users(TargetKind::Relation, schema, name) {
            let fires = |mention: &&Reference| match mention.effect {
                Effect::Insert => events.contains_key(&TriggerEvent::Insert),
                Effect::Update => events.get(&TriggerEvent::Update).is_some_and(|columns| {
                    columns.is_empty() || !columns.is_disjoint(&mention.columns)
                }),
                Effect::Delete => events.contains_key(&TriggerEvent::Delete),
                Effect::Read | Effect::Call | Effect::Needs => false,
            };
            let firing: Vec<&Reference> = mentions.into_iter().filter(fires).collect();
            if firing.is_empty() || user.kind == UserKind::Migration {
                continue;
            }
            let label = self.qualified(schema, name);
            let how = format!("{} `{label}`, which sets off its trigger", verbs(&firing));
            self.item(user, &firing, Tie::Text, &how);
        }
    }
}

/// A user of SQL as reports name it.
pub(super) fn label(survey: &Survey<'_>, database: usize, user: &User) -> String {
    let schema = survey.schema_ref(Some(database), &user.schema);
    match (&user.relation, user.kind) {
        (Some(relation), _) => {
            format!("{}.{}", qualified(&schema, relation), user.name)
        }
        (None, UserKind::CronJob | UserKind::Migration | UserKind::Seed) => user.name.clone(),
        (None, _) => qualified(&schema, &user.name),
    }
}

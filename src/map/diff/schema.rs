//! What catalogs have otherwise than before, and what the later state does with it.

use std::collections::BTreeSet;

use super::{
    Id, Naming, SchemaChange,
    record::{Place, Record, TEMPORARY, in_database, site_place},
    subject::{Subject, origin, subject},
    touched::{self, Touched},
    users::Users,
};
use crate::{
    access::TargetKind,
    map::{
        edge::Effect,
        node::{Node, Object, SqlKind},
        sql,
    },
    schema::{
        Database,
        diff::{Aspect, Difference, diff},
        history::{self, ItemKind},
        references,
    },
    survey::Survey,
};

/// The databases of both states.
pub(super) struct Catalogs<'s, 'a> {
    pub(super) before: &'s [Database],
    pub(super) after: &'s Survey<'a>,
    pub(super) naming: Naming,
    /// The states themselves, with all databases named.
    pub(super) records: (&'s Record, &'s Record),
}

/// A database of both states, by its place in each.
#[derive(Clone, Copy)]
struct Pair {
    before: usize,
    after: usize,
}

/// Everything that differs, ordered by database, kind and name.
///
/// A database that only one state has is no difference of schemas: what comes and goes with it is
/// seen at what uses it.
pub(super) fn changes(catalogs: &Catalogs<'_, '_>) -> Vec<SchemaChange> {
    let mut found: Vec<(Pair, Difference)> = Vec::new();
    for pair in catalogs.pairs() {
        let (before, after) = catalogs.both(pair);
        let differences = diff(&before.catalog, &after.catalog).into_iter();
        let lasting = differences.filter(|difference| {
            let schema = difference.name.split('.').next();
            schema != Some(TEMPORARY)
        });
        found.extend(lasting.map(|difference| (pair, difference)));
    }
    if found.is_empty() {
        return Vec::new();
    }
    // What is no more can only be known by what was there.
    let then = touched::by_code(catalogs.after, catalogs.before);
    let now = touched::by_code(catalogs.after, catalogs.after.databases);
    let changes = found.into_iter().map(|(pair, difference)| {
        let is_gone = difference.aspect == Aspect::Presence && difference.right.is_none();
        let (touched, database) = if is_gone {
            (&then, pair.before)
        } else {
            (&now, pair.after)
        };
        let touched = touched
            .iter()
            .filter(|touched| touched.database == database);
        catalogs.change(pair, difference, touched.collect())
    });
    without_renamed(changes.collect())
}

impl Catalogs<'_, '_> {
    /// Databases by their names, or the only ones.
    fn pairs(&self) -> Vec<Pair> {
        if let ([_], [_]) = (self.before, self.after.databases) {
            return vec![Pair {
                before: 0,
                after: 0,
            }];
        }
        let before = self.before.iter().enumerate();
        before
            .filter_map(|(index, database)| {
                let mut now = self.after.databases.iter();
                let after = now.position(|now| now.name == database.name)?;
                Some(Pair {
                    before: index,
                    after,
                })
            })
            .collect()
    }

    fn both(&self, pair: Pair) -> (&Database, &Database) {
        (&self.before[pair.before], &self.after.databases[pair.after])
    }

    fn change(&self, pair: Pair, difference: Difference, touched: Vec<&Touched>) -> SchemaChange {
        let (before, after) = self.both(pair);
        let subject = subject(&difference, &before.catalog, &after.catalog);
        let is_gone = difference.aspect == Aspect::Presence && difference.right.is_none();
        let of_gone = subject.as_ref().filter(|_| is_gone);
        let fate = of_gone.and_then(|subject| self.fate(pair, subject));
        let (renamed_to, place) = match fate {
            Some((renamed_to, place)) => (renamed_to, place),
            None => (
                None,
                subject
                    .as_ref()
                    .and_then(|subject| origin(subject, &difference, after)),
            ),
        };
        let mut users = Users::default();
        if let Some(subject) = of_gone {
            self.add_unchanged(&mut users, subject, pair.after);
        }
        if let Some(subject) = &subject {
            users.add_code(subject, &touched);
            self.add_sql(&mut users, subject, pair.after);
            if difference.aspect == Aspect::Presence && difference.left.is_none() {
                // Policies come with what they guard, and nobody misses what was not there.
                users.certain.0.retain(|(by, _), _| !is_policy(by));
                users.perhaps.0.clear();
            }
        }
        let database = self.naming.name(&after.name);
        let word = format!("{:?} {:?}", difference.item, difference.aspect);
        SchemaChange {
            id: Id::of(&["schema", &database, &word, &difference.name]),
            label: self.label(&difference.name, pair),
            database,
            difference,
            renamed_to,
            place,
            users: users.certain.into_users(),
            perhaps: users.perhaps.into_users(),
        }
    }

    /// The name without the default schema.
    fn label(&self, name: &str, pair: Pair) -> String {
        let default = self.after.default_schema(Some(pair.after));
        let rest = name.strip_prefix(default);
        let rest = rest.and_then(|rest| rest.strip_prefix('.'));
        rest.unwrap_or(name).to_owned()
    }

    /// What it was renamed to, if it was, and the statement that did it or dropped it.
    fn fate(&self, pair: Pair, subject: &Subject) -> Option<(Option<String>, Option<Place>)> {
        let after = &self.after.databases[pair.after];
        let (kind, parent, name) = match (subject.kind, &subject.column) {
            (TargetKind::Routine, _) => (ItemKind::Routine, None, &subject.name),
            (_, Some(column)) => (ItemKind::Column, Some(subject.name.clone()), column),
            (_, None) => (ItemKind::Relation, None, &subject.name),
        };
        let item = history::Item {
            kind,
            schema: subject.schema.clone(),
            parent,
            name: name.clone(),
        };
        let change = history::fate(&after.statements.changes, &item)?;
        let path = after.statements.files.get(change.place.file)?;
        let site = references::Site {
            path: path.clone(),
            span: change.place.span,
        };
        let renamed_to = match &change.effect {
            history::Effect::Dropped => None,
            history::Effect::Renamed { to } => Some(to.clone()),
            history::Effect::Moved { schema } => Some(format!("{schema}.{}", change.item.name)),
        };
        Some((renamed_to, site_place(self.after, &site)))
    }

    /// The SQL of the later state that uses it, but for migrations: those have run.
    fn add_sql(&self, users: &mut Users, subject: &Subject, database: usize) {
        let kind = match subject.kind {
            TargetKind::Routine => references::TargetKind::Routine,
            TargetKind::Relation | TargetKind::Bucket | TargetKind::EdgeFunction => {
                references::TargetKind::Relation
            }
        };
        let default = self.after.default_schema(Some(database));
        let references = &self.after.references[database];
        for reference in references.named(kind, &subject.name) {
            let schema = reference.target.schema.as_deref().unwrap_or(default);
            let Some((effect, _)) = sql::effect(reference) else {
                continue;
            };
            // A key of what is dropped is dropped with it.
            if effect == Effect::ForeignKey
                || schema != subject.schema
                || reference.by.hangs_on(schema, &subject.name)
            {
                continue;
            }
            let is_named = |column| reference.columns.contains(column);
            let list = match &subject.column {
                Some(column) if !is_named(column) && !reference.all_columns => continue,
                Some(column) if !is_named(column) => &mut users.perhaps,
                Some(_) | None => &mut users.certain,
            };
            let site = reference.site.as_ref();
            let place = site.and_then(|site| site_place(self.after, site));
            list.add(self.sql_node(database, &reference.by), effect, place);
        }
        for missing in &references.missing_columns {
            if (&missing.schema, &missing.relation) == (&subject.schema, &subject.name)
                && subject.column.as_ref() == Some(&missing.column)
            {
                let site = missing.site.as_ref();
                let place = site.and_then(|site| site_place(self.after, site));
                let by = self.sql_node(database, &missing.by);
                if !users.certain.knows(&by) {
                    users.certain.add(by, Effect::Use, place);
                }
            }
        }
    }

    /// The routines and jobs that named a column, and still do: their text is the same, and
    /// nothing but text to Postgres.
    fn add_unchanged(&self, users: &mut Users, subject: &Subject, database: usize) {
        let Some(column) = &subject.column else {
            return;
        };
        let (before, after) = self.records;
        let name = &self.after.databases[database].name;
        let target = Node::Relation(Object {
            database: name.clone(),
            schema: self.after.schema_ref(Some(database), &subject.schema),
            name: subject.name.clone(),
        });
        for (key, used) in &before.uses {
            let still = key.target == target
                && used.columns.contains(column)
                && self.is_text(&key.by, database)
                && before.writes_as(&key.by, after);
            if still {
                let now = after.uses.get(key).unwrap_or(used);
                let by = in_database(key.by.clone(), &|_| {
                    self.after.database_name(Some(database)).to_owned()
                });
                users
                    .certain
                    .add(by, key.effect, now.places.iter().cloned());
            }
        }
    }

    /// Whether Postgres keeps it as a text, and does not follow what becomes of names in it.
    fn is_text(&self, by: &Node, database: usize) -> bool {
        match by {
            Node::Routine(object) => {
                let routines = self.after.databases[database].catalog.routines.iter();
                let mut texts = routines
                    .filter(|routine| routine.name == object.name)
                    .filter_map(|routine| routine.definition.as_ref());
                !texts.any(|text| text.to_ascii_lowercase().contains("begin atomic"))
            }
            Node::Sql(unit) => unit.kind == SqlKind::CronJob,
            Node::Unit { .. }
            | Node::Relation(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. } => false,
        }
    }

    fn sql_node(&self, database: usize, user: &references::User) -> Node {
        sql::user_node(self.after, database, user)
    }
}

fn is_policy(by: &Node) -> bool {
    match by {
        Node::Sql(unit) => unit.kind == SqlKind::Policy,
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => false,
    }
}

/// The changes without what came by its new name only: the renaming says so already.
fn without_renamed(changes: Vec<SchemaChange>) -> Vec<SchemaChange> {
    let renamed: BTreeSet<(String, String)> = changes
        .iter()
        .filter_map(|change| {
            let to = change.renamed_to.as_ref()?;
            let (parent, _) = change.difference.name.rsplit_once('.')?;
            Some((change.database.clone(), format!("{parent}.{to}")))
        })
        .collect();
    let is_told = |change: &SchemaChange| {
        let is_new =
            change.difference.aspect == Aspect::Presence && change.difference.left.is_none();
        let name = (change.database.clone(), change.difference.name.clone());
        is_new && renamed.contains(&name)
    };
    changes
        .into_iter()
        .filter(|change| !is_told(change))
        .collect()
}

//! What SQL loses.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Place, SqlItem,
    spread::{Cause, Events, Force, Hit, Lost, columns_from},
    subject::{relation, relations},
};
use crate::{
    schema::{
        Database,
        catalog::{
            Catalog,
            relation::RelationKind,
            routine::{Routine, RoutineKind},
            trigger::{Trigger, TriggerEvent},
        },
        quoting,
        references::{Effect, Reference, Site, TargetKind, User, UserKind},
        source,
    },
    sql::{
        self,
        statement::{Body, Statement},
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

    fn relation(&mut self, schema: &str, name: &str) {
        for (user, mentions) in self.users(TargetKind::Relation, schema, name) {
            let is_itself =
                user.kind == UserKind::View && (&*user.schema, &*user.name) == (schema, name);
            if is_itself {
                continue;
            }
            if user.hangs_on(schema, name) {
                self.part(user, &mentions, (schema, name));
                continue;
            }
            match user.kind {
                UserKind::Routine => self.body(user, &mentions, (schema, name)),
                UserKind::View => self.item(user, &mentions, Tie::Known, "its query reads it"),
                UserKind::Policy => {
                    self.item(user, &mentions, Tie::Known, "its condition reads it")
                }
                UserKind::ForeignKey => self.item(user, &mentions, Tie::Known, "refers to it"),
                UserKind::Trigger
                | UserKind::Check
                | UserKind::Key
                | UserKind::Default
                | UserKind::Generated
                | UserKind::Index => self.item(user, &mentions, Tie::Known, "uses it"),
                UserKind::CronJob | UserKind::Seed => {
                    let how = format!("{} it", verbs(&mentions));
                    self.item(user, &mentions, Tie::Text, &how);
                }
                UserKind::Migration => {}
            }
        }
        if self.hit.cause == Cause::Dropped && self.hit.via.is_empty() {
            self.beside(schema, name);
        }
    }

    /// What is part of a relation ends with it.
    fn part(&mut self, user: &User, mentions: &[&Reference], (schema, name): (&str, &str)) {
        let is_dropped = self.hit.cause == Cause::Dropped && self.hit.force == Force::Breaks;
        let is_function = user.kind == UserKind::Trigger && self.trigger(user).is_none();
        let is_column = matches!(user.kind, UserKind::Default | UserKind::Generated);
        if !is_dropped || is_function || is_column {
            return;
        }
        let how = format!("is part of `{}`", self.qualified(schema, name));
        let item = self.sql_item(user, mentions, &how);
        self.uses.goes_with.push(item);
    }

    /// What is no use of a relation in SQL, and ends with it or stands in the way.
    fn beside(&mut self, schema: &str, name: &str) {
        let full = format!("{schema}.{name}");
        for partition in &self.catalog().partitions {
            if partition.partition_of.as_ref() == Some(&full) {
                let origin = partition.origin.as_ref();
                self.uses.goes_with.push(SqlItem {
                    place: origin.map(|origin| Place {
                        path: origin.file.clone(),
                        line: origin.line,
                    }),
                    kind: "partition",
                    name: self.qualified(&partition.schema, &partition.name),
                    how: "holds rows of it".to_owned(),
                    via: Vec::new(),
                    refuses: false,
                });
            }
        }
        let row = quoting::type_name(schema, name);
        let array = format!("{row}[]");
        for relation in relations(self.catalog()) {
            for column in &relation.columns {
                let data_type = column.data_type.as_ref();
                let is_row = data_type.is_some_and(|it| *it == row || *it == array);
                if !is_row || relation.kind != RelationKind::Table {
                    continue;
                }
                let origin = column.origin.as_ref();
                self.uses.items.push(SqlItem {
                    place: origin.map(|origin| Place {
                        path: origin.file.clone(),
                        line: origin.line,
                    }),
                    kind: "column",
                    name: format!(
                        "{}.{}",
                        self.qualified(&relation.schema, &relation.name),
                        column.name
                    ),
                    how: "is of the type of its rows".to_owned(),
                    via: Vec::new(),
                    refuses: true,
                });
            }
        }
    }

    /// A routine that names a relation.
    fn body(&mut self, user: &User, mentions: &[&Reference], (schema, name): (&str, &str)) {
        let row = quoting::type_name(schema, name);
        let overloads: Vec<&Routine> = self.overloads(user).collect();
        let in_signature: usize = overloads
            .iter()
            .map(|routine| signature(routine, &row))
            .sum();
        let types = mentions
            .iter()
            .filter(|mention| mention.effect == Effect::Needs);
        let in_body = mentions.len() > types.count().min(in_signature);
        let tie = if overloads.iter().any(|routine| is_known(routine)) {
            Tie::Known
        } else {
            Tie::Text
        };
        let how = format!("its body {} it", verbs(mentions));
        match self.hit.cause {
            Cause::Dropped if in_signature > 0 => {
                let how = "its signature names the type of its rows";
                self.item(user, mentions, Tie::Known, how);
            }
            Cause::Renamed if !in_body => {}
            Cause::Dropped | Cause::Renamed | Cause::Failing => {
                self.item(user, mentions, tie, &how)
            }
        }
    }

    fn column(&mut self, (schema, name): (&str, &str), column: &str) {
        for (user, mentions) in self.users(TargetKind::Relation, schema, name) {
            let is_itself =
                user.kind == UserKind::View && (&*user.schema, &*user.name) == (schema, name);
            let is_named = mentions.iter().any(|it| it.columns.contains(column));
            let all = mentions.iter().any(|it| it.all_columns);
            if is_itself || !(is_named || all) {
                continue;
            }
            let own = user.hangs_on(schema, name);
            match user.kind {
                UserKind::View => self.view(user, &mentions, (schema, name, column)),
                UserKind::Routine if is_named => {
                    let known = self.overloads(user).any(is_known);
                    let tie = if known { Tie::Known } else { Tie::Text };
                    self.item(user, &mentions, tie, "its body names it");
                }
                UserKind::CronJob | UserKind::Seed if is_named => {
                    self.item(user, &mentions, Tie::Text, "names it");
                }
                UserKind::Routine | UserKind::CronJob | UserKind::Seed => {
                    let how = format!("{} all columns", verbs(&mentions));
                    self.may(user, &mentions, &how);
                }
                UserKind::ForeignKey => self.key(user, &mentions, (schema, name, column)),
                UserKind::Trigger if self.trigger(user).is_some_and(|it| tells(it, column)) => {
                    self.item(user, &mentions, Tie::Known, "is set off by it");
                }
                UserKind::Trigger => self.row(user, &mentions, (schema, name, column)),
                UserKind::Policy if is_named => {
                    self.item(user, &mentions, Tie::Known, "its condition names it");
                }
                UserKind::Check | UserKind::Key | UserKind::Index if own && is_named => {
                    if self.hit.cause == Cause::Dropped {
                        let item = self.sql_item(user, &mentions, "is on it");
                        self.uses.goes_with.push(item);
                    }
                }
                UserKind::Generated if user.name != column && is_named => {
                    self.item(user, &mentions, Tie::Known, "is computed from it");
                }
                UserKind::Policy
                | UserKind::Check
                | UserKind::Key
                | UserKind::Index
                | UserKind::Default
                | UserKind::Generated
                | UserKind::Migration => {}
            }
        }
    }

    /// A view that reads a column, or all of them.
    fn view(&mut self, user: &User, mentions: &[&Reference], column: (&str, &str, &str)) {
        let Some(view) = relation(self.catalog(), &user.schema, &user.name) else {
            return;
        };
        let outputs = columns_from(view, column);
        let is_named = mentions.iter().any(|it| it.columns.contains(column.2));
        // A column of its name that comes from nowhere else: of a union, or behind a subquery.
        let has_one = || {
            view.column(column.2)
                .is_some_and(|own| own.source.is_none())
        };
        if !is_named && outputs.is_empty() && !has_one() {
            self.may(user, mentions, "reads all columns");
            return;
        }
        match self.hit.cause {
            Cause::Renamed => return,
            Cause::Dropped | Cause::Failing => {}
        }
        let item = SqlItem {
            refuses: self.hit.cause == Cause::Dropped,
            ..self.sql_item(user, mentions, "its query names it")
        };
        self.uses.items.push(item);
        let through = self.through(user);
        for output in outputs {
            let lost = Lost::Column(user.schema.clone(), user.name.clone(), output);
            let next = self
                .hit
                .on(lost, self.hit.cause, Force::Breaks, through.clone());
            self.uses.next.push(next);
        }
        // The view has to be made anew, so all that Postgres knows to depend on it is in the way.
        let lost = Lost::Relation(user.schema.clone(), user.name.clone());
        let next = self.hit.on(lost, self.hit.cause, Force::May, through);
        self.uses.next.push(next);
    }

    /// A foreign key with a column at one of its ends.
    fn key(
        &mut self,
        user: &User,
        mentions: &[&Reference],
        (schema, name, column): (&str, &str, &str),
    ) {
        let near = user.relation.as_deref().unwrap_or_default();
        let holder = relation(self.catalog(), &user.schema, near);
        let mut constraints = holder.into_iter().flat_map(|it| &it.constraints);
        let constraint = constraints.find(|it| it.name == user.name);
        let is_near = user.hangs_on(schema, name)
            && constraint.is_some_and(|it| it.columns.iter().any(|own| own == column));
        if !is_near {
            self.item(user, mentions, Tie::Known, "refers to it");
        } else if self.hit.cause == Cause::Dropped {
            let item = self.sql_item(user, mentions, "is on it");
            self.uses.goes_with.push(item);
        }
    }

    /// A function that names a column of the row that its trigger is run for.
    fn row(
        &mut self,
        user: &User,
        mentions: &[&Reference],
        (schema, name, column): (&str, &str, &str),
    ) {
        let is_named = mentions.iter().any(|it| it.columns.contains(column));
        let label = self.qualified(schema, name);
        if !is_named {
            let item = SqlItem {
                kind: "function",
                name: user.name.clone(),
                ..self.sql_item(
                    user,
                    mentions,
                    &format!("uses all columns of rows of `{label}`"),
                )
            };
            self.uses.may.push(item);
            return;
        }
        let holder = relation(self.catalog(), schema, name);
        let triggers = holder.into_iter().flat_map(|it| &it.triggers);
        let runs = triggers.filter(|it| bare(&it.function) == user.name);
        let events = events(runs);
        let item = SqlItem {
            kind: "function",
            name: user.name.clone(),
            ..self.sql_item(
                user,
                mentions,
                &format!("its body names it in a row of `{label}`"),
            )
        };
        self.uses.items.push(item);
        let lost = Lost::Writes(schema.to_owned(), name.to_owned(), events);
        let through = format!("function `{}`", user.name);
        self.uses
            .next
            .push(self.hit.on(lost, Cause::Failing, Force::Breaks, through));
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

    /// Notes what depends on what is lost, and what is lost with that.
    fn item(&mut self, user: &User, mentions: &[&Reference], tie: Tie, how: &str) {
        let cause = self.hit.cause;
        if tie == Tie::Known && cause == Cause::Renamed {
            return;
        }
        let is_refused = tie == Tie::Known && cause == Cause::Dropped;
        if self.hit.force == Force::May && !is_refused {
            self.may(user, mentions, how);
            return;
        }
        let item = SqlItem {
            refuses: is_refused,
            ..self.sql_item(user, mentions, how)
        };
        self.uses.items.push(item);
        let cause = if is_refused {
            Cause::Dropped
        } else {
            Cause::Failing
        };
        let owned = || (user.schema.clone(), user.name.clone());
        let lost = match user.kind {
            UserKind::View => {
                let (schema, name) = owned();
                Lost::Relation(schema, name)
            }
            UserKind::Routine => {
                let (schema, name) = owned();
                Lost::Routine(schema, name)
            }
            // A trigger that is dropped fails no more.
            UserKind::Trigger if cause == Cause::Failing => {
                let trigger = self.trigger(user);
                let events = events(trigger.into_iter());
                let relation = user.relation.clone().unwrap_or_default();
                Lost::Writes(user.schema.clone(), relation, events)
            }
            UserKind::Trigger
            | UserKind::Policy
            | UserKind::Check
            | UserKind::Key
            | UserKind::ForeignKey
            | UserKind::Default
            | UserKind::Generated
            | UserKind::Index
            | UserKind::CronJob
            | UserKind::Migration
            | UserKind::Seed => return,
        };
        let through = self.through(user);
        self.uses
            .next
            .push(self.hit.on(lost, cause, Force::Breaks, through));
    }

    fn may(&mut self, user: &User, mentions: &[&Reference], how: &str) {
        let item = self.sql_item(user, mentions, how);
        self.uses.may.push(item);
    }

    fn sql_item(&self, user: &User, mentions: &[&Reference], how: &str) -> SqlItem {
        let mut sites = mentions.iter().filter_map(|mention| mention.site.as_ref());
        SqlItem {
            place: sites.next().and_then(|site| self.place(site)),
            kind: self.kind(user),
            name: label(self.survey, self.index, user),
            how: how.to_owned(),
            via: self.hit.via.clone(),
            refuses: false,
        }
    }

    fn place(&self, site: &Site) -> Option<Place> {
        let file = source::by_path(self.survey.files, &site.path)?;
        let position = file.lines.position(&file.text, site.span.start);
        Some(Place {
            path: site.path.clone(),
            line: position.line,
        })
    }

    fn kind(&self, user: &User) -> &'static str {
        match user.kind {
            UserKind::View => {
                let view = relation(self.catalog(), &user.schema, &user.name);
                match view.map(|view| view.kind) {
                    Some(RelationKind::MaterializedView) => "materialized view",
                    _ => "view",
                }
            }
            UserKind::Routine => {
                let is_procedure = |it: &Routine| it.kind == RoutineKind::Procedure;
                if self.overloads(user).any(is_procedure) {
                    "procedure"
                } else {
                    "function"
                }
            }
            UserKind::Trigger => "trigger",
            UserKind::Policy => "policy",
            UserKind::Check => "check",
            UserKind::Key => "key",
            UserKind::ForeignKey => "foreign key",
            UserKind::Default => "default",
            UserKind::Generated => "generated column",
            UserKind::Index => "index",
            UserKind::CronJob => "cron job",
            UserKind::Migration => "migration",
            UserKind::Seed => "seed",
        }
    }

    fn through(&self, user: &User) -> String {
        let label = label(self.survey, self.index, user);
        format!("{} `{label}`", self.kind(user))
    }

    fn qualified(&self, schema: &str, name: &str) -> String {
        let schema = self.survey.schema_ref(Some(self.index), schema);
        super::super::qualified(&schema, name)
    }

    fn overloads(&self, user: &User) -> impl Iterator<Item = &'l Routine> + use<'l, '_> {
        let (schema, name) = (user.schema.clone(), user.name.clone());
        let routines = self.database.catalog.routines.iter();
        routines.filter(move |it| it.schema == schema && it.name == name)
    }

    /// The trigger that a user is; `None` where it stands for what its function does with the row.
    fn trigger(&self, user: &User) -> Option<&'l Trigger> {
        let holder = relation(self.catalog(), &user.schema, user.relation.as_deref()?)?;
        holder.triggers.iter().find(|it| it.name == user.name)
    }
}

/// A user of SQL as reports name it.
pub(super) fn label(survey: &Survey<'_>, database: usize, user: &User) -> String {
    let schema = survey.schema_ref(Some(database), &user.schema);
    match (&user.relation, user.kind) {
        (Some(relation), _) => {
            format!(
                "{}.{}",
                super::super::qualified(&schema, relation),
                user.name
            )
        }
        (None, UserKind::CronJob | UserKind::Migration | UserKind::Seed) => user.name.clone(),
        (None, _) => super::super::qualified(&schema, &user.name),
    }
}

/// What sets triggers off that are not disabled.
fn events<'t>(triggers: impl Iterator<Item = &'t Trigger>) -> Events {
    let mut events = Events::new();
    for trigger in triggers.filter(|it| it.enabled) {
        for &event in &trigger.events {
            let columns: BTreeSet<String> = match event {
                TriggerEvent::Update => trigger.update_columns.iter().cloned().collect(),
                TriggerEvent::Insert | TriggerEvent::Delete | TriggerEvent::Truncate => {
                    BTreeSet::new()
                }
            };
            match events.get_mut(&event) {
                // One that any column sets off is set off by all.
                Some(known) if known.is_empty() || columns.is_empty() => known.clear(),
                Some(known) => known.extend(columns),
                None => {
                    events.insert(event, columns);
                }
            }
        }
    }
    events
}

/// Whether a trigger itself names a column: in `UPDATE OF` or `WHEN`.
fn tells(trigger: &Trigger, column: &str) -> bool {
    let condition = trigger.condition.as_deref().unwrap_or_default();
    let mut words = condition.split(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$'));
    trigger.update_columns.iter().any(|it| it == column)
        || words.any(|word| word.eq_ignore_ascii_case(column))
}

fn bare(function: &str) -> &str {
    function.split_once('.').map_or(function, |(_, name)| name)
}

/// How often the signature of a routine names a type.
fn signature(routine: &Routine, row: &str) -> usize {
    let of_row = |data_type: &str| {
        let element = data_type.strip_prefix("SETOF ").unwrap_or(data_type);
        element.strip_suffix("[]").unwrap_or(element) == row
    };
    let arguments = routine.arguments.iter();
    let arguments = arguments.filter(|it| it.data_type.as_deref().is_some_and(of_row));
    let returns = routine.returns.as_deref().is_some_and(of_row);
    arguments.count() + usize::from(returns)
}

/// Whether Postgres keeps the body of a routine as it was understood, and not as text.
fn is_known(routine: &Routine) -> bool {
    let Some(definition) = &routine.definition else {
        return false;
    };
    let is_atomic = || {
        let words: Vec<&str> = definition.split_whitespace().collect();
        words.windows(2).any(|pair| {
            pair[0].eq_ignore_ascii_case("begin") && pair[1].eq_ignore_ascii_case("atomic")
        })
    };
    let script = sql::parse(definition);
    script.statements.iter().any(|item| match &item.statement {
        Statement::CreateRoutine(create) => match &create.body {
            Some(Body::Expression(_)) => true,
            Some(Body::Sql(_)) => is_atomic(),
            Some(Body::Procedural(_) | Body::Opaque(_)) | None => false,
        },
        _ => false,
    })
}

/// What mentions do, as verbs: "reads and updates".
fn verbs(mentions: &[&Reference]) -> String {
    let effects: BTreeSet<Effect> = mentions.iter().map(|mention| mention.effect).collect();
    let only_type = effects.len() == 1;
    let effects = effects.into_iter().filter_map(|effect| match effect {
        Effect::Read => Some("reads"),
        Effect::Insert => Some("inserts into"),
        Effect::Update => Some("updates"),
        Effect::Delete => Some("deletes from"),
        Effect::Call => Some("calls"),
        Effect::Needs if only_type => Some("names the type of rows of"),
        Effect::Needs => None,
    });
    let verbs: Vec<&str> = effects.collect();
    match verbs.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        verbs => verbs.concat(),
    }
}

//! SQL that something is lost to, as reports name it.

use super::{
    super::{
        Place, SqlItem,
        spread::{Cause, Force, Lost},
        subject::relation,
    },
    Looking, Tie, label,
    words::events,
};
use crate::{
    map,
    schema::{
        catalog::{
            relation::RelationKind,
            routine::{Routine, RoutineKind},
            trigger::Trigger,
        },
        references::{Reference, Site, User, UserKind},
        source,
    },
};

impl<'l> Looking<'l, '_> {
    /// Notes what depends on what is lost, and what is lost with that.
    pub(super) fn item(&mut self, user: &User, mentions: &[&Reference], tie: Tie, how: &str) {
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
        if let Some(lost) = self.lost_with(user, cause) {
            let through = self.through(user);
            let next = self.hit.on(lost, cause, Force::Breaks, through);
            self.uses.next.push(next);
        }
    }

    /// What is lost with a piece of SQL.
    fn lost_with(&self, user: &User, cause: Cause) -> Option<Lost> {
        let (schema, name) = (user.schema.clone(), user.name.clone());
        match user.kind {
            UserKind::View => Some(Lost::Relation(schema, name)),
            UserKind::Routine => Some(Lost::Routine(schema, name)),
            // A trigger that is dropped fails no more.
            UserKind::Trigger if cause == Cause::Failing => {
                let events = events(self.trigger(user).into_iter());
                Some(Lost::Writes(schema, user.relation.clone()?, events))
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
            | UserKind::Seed => None,
        }
    }

    pub(super) fn may(&mut self, user: &User, mentions: &[&Reference], how: &str) {
        let item = self.sql_item(user, mentions, how);
        self.uses.may.push(item);
    }

    pub(super) fn sql_item(&self, user: &User, mentions: &[&Reference], how: &str) -> SqlItem {
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

    pub(super) fn place(&self, site: &Site) -> Option<Place> {
        let file = source::by_path(self.survey.files, &site.path)?;
        let position = file.lines.position(&file.text, site.span.start);
        Some(Place {
            path: site.path.clone(),
            line: position.line,
        })
    }

    pub(super) fn kind(&self, user: &User) -> &'static str {
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

    pub(super) fn through(&self, user: &User) -> String {
        let label = label(self.survey, self.index, user);
        format!("{} `{label}`", self.kind(user))
    }

    pub(super) fn qualified(&self, schema: &str, name: &str) -> String {
        let schema = self.survey.schema_ref(Some(self.index), schema);
        map::qualified(&schema, name)
    }

    pub(super) fn overloads(&self, user: &User) -> impl Iterator<Item = &'l Routine> + use<'l, '_> {
        let (schema, name) = (user.schema.clone(), user.name.clone());
        let routines = self.database.catalog.routines.iter();
        routines.filter(move |it| it.schema == schema && it.name == name)
    }

    /// The trigger that a user is; `None` where it stands for what its function does with the row.
    pub(super) fn trigger(&self, user: &User) -> Option<&'l Trigger> {
        let holder = relation(self.catalog(), &user.schema, user.relation.as_deref()?)?;
        holder.triggers.iter().find(|it| it.name == user.name)
    }
}

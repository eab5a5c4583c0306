//! What is lost with a column.

use super::{
    super::{
        SqlItem,
        spread::{Cause, Force, Lost, columns_from},
        subject::relation,
    },
    Looking, Tie,
    words::{bare, events, is_known, tells, verbs},
};
use crate::schema::references::{Effect, Reference, TargetKind, User, UserKind};

impl Looking<'_, '_> {
    pub(super) fn column(&mut self, (schema, name): (&str, &str), column: &str) {
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
                UserKind::Routine | UserKind::CronJob | UserKind::Seed => {
                    self.text(user, &mentions, column);
                }
                UserKind::ForeignKey => self.key(user, &mentions, (schema, name, column)),
                UserKind::Trigger if self.trigger(user).is_some_and(|it| tells(it, column)) => {
                    self.item(user, &mentions, Tie::Known, "is set off by it");
                }
                UserKind::Trigger => self.row(user, &mentions, (schema, name, column)),
                UserKind::Policy if is_named => {
                    self.item(user, &mentions, Tie::Known, "its condition names it");
                }
                UserKind::Key if is_named && self.is_in_expression(user, column) => {
                    self.item(user, &mentions, Tie::Known, "has an expression of it");
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

    /// Whether an exclusion constraint has a column in an expression alone; of plain columns it
    /// ends with them.
    fn is_in_expression(&self, user: &User, column: &str) -> bool {
        let near = user.relation.as_deref().unwrap_or_default();
        let holder = relation(self.catalog(), &user.schema, near);
        let mut indexes = holder.into_iter().flat_map(|it| &it.indexes);
        let index = indexes.find(|it| it.constraint && it.name == user.name);
        index.is_some_and(|it| {
            let is_plain = it.columns.iter().flatten().any(|own| own == column);
            !is_plain && it.columns.contains(&None)
        })
    }

    /// What names a column, or means all of them, in a text.
    fn text(&mut self, user: &User, mentions: &[&Reference], column: &str) {
        let is_named = mentions.iter().any(|it| it.columns.contains(column));
        let types = mentions.iter().all(|it| it.effect == Effect::Needs);
        match user.kind {
            UserKind::Routine if is_named => {
                let known = self.overloads(user).any(is_known);
                let tie = if known { Tie::Known } else { Tie::Text };
                self.item(user, mentions, tie, "its body names it");
            }
            _ if is_named => self.item(user, mentions, Tie::Text, "names it"),
            _ if types => self.may(user, mentions, "names the type of its rows"),
            _ => {
                let how = format!("{} all columns", verbs(mentions));
                self.may(user, mentions, &how);
            }
        }
    }

    /// A view that reads a column, or all of them.
    pub(super) fn view(
        &mut self,
        user: &User,
        mentions: &[&Reference],
        column: (&str, &str, &str),
    ) {
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
    pub(super) fn key(
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
    pub(super) fn row(
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
}

//! What is lost with a relation.

use super::{
    super::{
        Place, SqlItem,
        spread::{Cause, Force},
        subject::relations,
    },
    Looking, Tie,
    words::{is_known, signature, verbs},
};
use crate::schema::{
    catalog::{relation::RelationKind, routine::Routine},
    quoting,
    references::{Effect, Reference, TargetKind, User, UserKind},
};

impl Looking<'_, '_> {
    pub(super) fn relation(&mut self, schema: &str, name: &str) {
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
    pub(super) fn part(
        &mut self,
        user: &User,
        mentions: &[&Reference],
        (schema, name): (&str, &str),
    ) {
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
    pub(super) fn beside(&mut self, schema: &str, name: &str) {
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
    pub(super) fn body(
        &mut self,
        user: &User,
        mentions: &[&Reference],
        (schema, name): (&str, &str),
    ) {
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
}

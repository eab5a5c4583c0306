//! What migrations took away or renamed, and where.

use super::{
    catalog::{Catalog, State, relation::Relation},
    statement::Place,
};

/// Something that is no longer there under its name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    pub item: Item,
    pub effect: Effect,
    /// The statement, and in it the name where it stands there.
    pub place: Place,
}

/// What was changed, by the name it had before; its parent by the name it has in the end.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Item {
    pub kind: ItemKind,
    pub schema: String,
    /// The relation of a column, the type of a label.
    pub parent: Option<String>,
    pub name: String,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ItemKind {
    Relation,
    Column,
    /// All overloads of the name.
    Routine,
    Enum,
    EnumLabel,
}

/// What happened to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Effect {
    /// By itself or with what it needs; or made anew without it.
    Dropped,
    Renamed {
        to: String,
    },
    Moved {
        schema: String,
    },
}

/// A change as it happened, whether or not it lasts.
#[derive(Clone, Debug)]
pub struct Event {
    pub change: Change,
    /// The columns or labels that a relation or enum had.
    pub parts: Vec<String>,
}

/// The last thing that happened to an item, among changes in their order.
pub fn fate<'a>(changes: &'a [Change], item: &Item) -> Option<&'a Change> {
    changes.iter().rev().find(|change| change.item == *item)
}

/// The changes that last: what is there again was not taken away.
///
/// When a relation or enum is there again without some of its parts, these were.
pub fn lasting(events: Vec<Event>, catalog: &Catalog) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    for event in events {
        follow(&mut all, &event.change);
        let part = match event.change.item.kind {
            ItemKind::Relation => Some(ItemKind::Column),
            ItemKind::Enum => Some(ItemKind::EnumLabel),
            ItemKind::Column | ItemKind::Routine | ItemKind::EnumLabel => None,
        };
        if let Some(kind) = part
            && exists(&event.change.item, catalog)
        {
            let lost = event.parts.into_iter().map(|name| Change {
                item: Item {
                    kind,
                    schema: event.change.item.schema.clone(),
                    parent: Some(event.change.item.name.clone()),
                    name,
                },
                effect: Effect::Dropped,
                place: event.change.place,
            });
            all.extend(lost);
        }
        all.push(event.change);
    }
    all.retain(|change| !exists(&change.item, catalog));
    all.dedup();
    all
}

/// Brings what is known of a thing's parts up to date with what happens to the thing.
fn follow(changes: &mut Vec<Change>, next: &Change) {
    let Item { schema, name, .. } = &next.item;
    let is_part = |item: &Item| match (next.item.kind, item.kind) {
        (ItemKind::Relation, ItemKind::Column) | (ItemKind::Enum, ItemKind::EnumLabel) => {
            item.schema == *schema && item.parent.as_ref() == Some(name)
        }
        _ => false,
    };
    match &next.effect {
        Effect::Dropped => changes.retain(|change| !is_part(&change.item)),
        Effect::Renamed { to } => {
            let parts = changes.iter_mut().filter(|change| is_part(&change.item));
            parts.for_each(|change| change.item.parent = Some(to.clone()));
        }
        Effect::Moved { schema } => {
            let parts = changes.iter_mut().filter(|change| is_part(&change.item));
            parts.for_each(|change| change.item.schema.clone_from(schema));
        }
    }
}

/// Whether the catalog has it; what is only assumed is not there.
fn exists(item: &Item, catalog: &Catalog) -> bool {
    let Item { schema, name, .. } = item;
    let parent = item.parent.as_deref().unwrap_or_default();
    match item.kind {
        ItemKind::Relation => relation(catalog, schema, name).is_some(),
        ItemKind::Column => {
            relation(catalog, schema, parent).is_some_and(|it| it.column(name).is_some())
        }
        ItemKind::Routine => {
            let mut routines = catalog.routines.iter();
            routines.any(|routine| routine.schema == *schema && routine.name == *name)
        }
        ItemKind::Enum => catalog.enums.contains_key(&format!("{schema}.{name}")),
        ItemKind::EnumLabel => {
            let labels = catalog.enums.get(&format!("{schema}.{parent}"));
            labels.is_some_and(|labels| labels.contains(name))
        }
    }
}

fn relation<'a>(catalog: &'a Catalog, schema: &str, name: &str) -> Option<&'a Relation> {
    let lists = [&catalog.relations, &catalog.partitions, &catalog.platform];
    let mut all = lists.into_iter().flatten();
    all.find(|relation| relation.key() == (schema, name) && relation.state != State::Assumed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{
        replay::{ReplayOptions, replay},
        source::SchemaFile,
    };

    /// What lasts, as `kind name effect`.
    fn told(sql: &str) -> Vec<String> {
        let file = SchemaFile::new("1.sql".to_owned(), sql.to_owned());
        let replayed = replay(&[&file], &ReplayOptions::default());
        let changes = replayed.statements.changes.iter();
        let told = changes.map(
            |Change {
                 item,
                 effect,
                 place,
             }| {
                let name = [item.parent.as_deref(), Some(&item.name)];
                let name = name.into_iter().flatten().collect::<Vec<_>>().join(".");
                let at = &sql[place.span.range()];
                let effect = match effect {
                    Effect::Dropped => "dropped".to_owned(),
                    Effect::Renamed { to } => format!("is {to}"),
                    Effect::Moved { schema } => format!("in {schema}"),
                };
                format!("{:?} {name} {effect} at {at}", item.kind)
            },
        );
        told.collect()
    }

    #[test]
    fn what_is_gone_is_told_and_what_is_there_again_is_not() {
        let tables = "create table t (a int, b int); create view v as select a from t;
                      create type e as enum ('x', 'y'); create schema s;
                      create function f() returns int language sql as 'select 1';";
        for (sql, expected) in [
            (
                "drop table t cascade",
                vec![
                    "Relation v dropped at drop table t cascade",
                    "Relation t dropped at t",
                ],
            ),
            (
                "drop table t cascade; create table t (a int)",
                vec![
                    "Relation v dropped at drop table t cascade",
                    "Column t.b dropped at t",
                ],
            ),
            (
                "alter table t drop column b",
                vec!["Column t.b dropped at b"],
            ),
            (
                "alter table t rename b to c; alter table t rename to u",
                vec!["Column u.b is c at b", "Relation t is u at t"],
            ),
            ("alter table t set schema s", vec!["Relation t in s at t"]),
            ("drop function f", vec!["Routine f dropped at f"]),
            (
                "drop function f; create function f(a int) returns int language sql as 'select 1'",
                vec![],
            ),
            (
                "alter type e rename value 'x' to 'z'",
                vec!["EnumLabel e.x is z at x"],
            ),
            (
                "alter type e rename to o; create type e as enum ('y'); drop type o",
                vec!["EnumLabel e.x dropped at e", "Enum o dropped at o"],
            ),
            ("begin; drop view v; rollback", vec![]),
            (
                "do $$ begin execute 'drop view v'; end $$",
                vec!["Relation v dropped at v"],
            ),
            ("drop table t", vec![]),
        ] {
            assert_eq!(told(&format!("{tables} {sql};")), expected, "{sql}");
        }
    }
}

//! What a statement took away or renamed, by the journal of the state.

use super::{
    session::Session,
    state::{
        Mark,
        object::{Class, Kind, Object, Provenance},
        relation::{Relation, RelationKind},
        types::{Label, TypeKind},
    },
};
use crate::{
    schema::{
        history::{Change, Effect, Event, Item, ItemKind},
        statement::Place,
    },
    source::Span,
};

/// What happened since `mark` to what was there before.
pub(super) fn since(session: &Session, mark: Mark) -> Vec<Event> {
    let before = session.state.before(mark);
    let mut events = Vec::new();
    for (id, old) in &before {
        if old.provenance != Provenance::Migration || is_passing(old) {
            continue;
        }
        let schema = |object: &Object| {
            let parent = object.parent?;
            let now = session.state.object(parent);
            let then = || before.iter().find(|(id, _)| *id == parent);
            let found = now.or_else(|| then().map(|(_, object)| object.as_ref()))?;
            Some(found.name.to_string())
        };
        let Some(schema_before) = schema(old).filter(|schema| schema != "pg_temp") else {
            continue;
        };
        let now = session.state.object(*id);
        let now = now.and_then(|object| Some((object, schema(object)?)));
        let noted = Noted {
            session,
            schema: schema_before,
            old: old.as_ref(),
        };
        events.extend(
            noted.whole(
                now.as_ref()
                    .map(|(object, schema)| (*object, schema.as_str())),
            ),
        );
        if let Some((now, schema)) = now {
            events.extend(noted.parts(now, &schema));
        }
    }
    events
}

/// Whether nobody would ask what became of it.
fn is_passing(object: &Object) -> bool {
    object
        .relation()
        .is_some_and(|relation| relation.temporary || relation.kind == RelationKind::Composite)
}

/// An object as it was before a statement.
struct Noted<'a> {
    session: &'a Session,
    schema: String,
    old: &'a Object,
}

impl Noted<'_> {
    fn item(&self) -> Option<Item> {
        let kind = match self.old.class() {
            Class::Relation if self.old.relation().is_some() => ItemKind::Relation,
            Class::Routine => ItemKind::Routine,
            Class::Type if labels(self.old).is_some() => ItemKind::Enum,
            _ => return None,
        };
        Some(Item {
            kind,
            schema: self.schema.clone(),
            parent: None,
            name: self.old.name.to_string(),
        })
    }

    /// What happened to the object as a whole.
    fn whole(&self, now: Option<(&Object, &str)>) -> Vec<Event> {
        let Some(mut item) = self.item() else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        match now {
            None => effects.push(Effect::Dropped),
            Some((now, schema)) => {
                if now.name != self.old.name {
                    let to = now.name.to_string();
                    effects.push(Effect::Renamed { to });
                }
                if schema != self.schema {
                    let schema = schema.to_owned();
                    effects.push(Effect::Moved { schema });
                }
            }
        }
        let mut events = Vec::new();
        for effect in effects {
            let event = Event {
                parts: self.part_names(),
                change: Change {
                    place: self.place(&item.name),
                    item: item.clone(),
                    effect: effect.clone(),
                },
            };
            events.push(event);
            if let Effect::Renamed { to } = effect {
                item.name = to;
            }
        }
        events
    }

    fn part_names(&self) -> Vec<String> {
        if let Some(relation) = self.old.relation() {
            let columns = relation.live_columns();
            return columns.map(|(_, column)| column.name.to_string()).collect();
        }
        let labels = labels(self.old).into_iter().flatten();
        labels.map(|label| label.name.clone()).collect()
    }

    /// What happened to columns and labels of an object that is still there.
    fn parts(&self, now: &Object, schema: &str) -> Vec<Event> {
        let (kind, changed) = match (self.old.relation(), now.relation()) {
            (Some(old), Some(new)) => (ItemKind::Column, columns(old, new)),
            _ => match (labels(self.old), labels(now)) {
                (Some(old), Some(new)) => (ItemKind::EnumLabel, renamed_labels(old, new)),
                _ => return Vec::new(),
            },
        };
        let events = changed.into_iter().map(|(name, effect)| Event {
            parts: Vec::new(),
            change: Change {
                place: self.place(&name),
                item: Item {
                    kind,
                    schema: schema.to_owned(),
                    parent: Some(now.name.to_string()),
                    name,
                },
                effect,
            },
        });
        events.collect()
    }

    /// The statement, pointing at a name in it where that stands there.
    fn place(&self, name: &str) -> Place {
        let definition = self.session.definition;
        let statement = definition.span;
        let text = self.session.slice(statement);
        let span = word(text, name).map(|at| {
            let start = statement.start + at as u32;
            Span {
                start,
                end: start + name.len() as u32,
            }
        });
        Place {
            file: definition.file as usize,
            statement,
            span: span.unwrap_or(statement),
        }
    }
}

/// Columns by number: a column that was dropped keeps its own.
fn columns(old: &Relation, new: &Relation) -> Vec<(String, Effect)> {
    let mut changed = Vec::new();
    for (before, after) in old.columns.iter().zip(&new.columns) {
        let effect = if before.dropped {
            continue;
        } else if after.dropped {
            Effect::Dropped
        } else if after.name != before.name {
            let to = after.name.to_string();
            Effect::Renamed { to }
        } else {
            continue;
        };
        changed.push((before.name.to_string(), effect));
    }
    changed
}

/// Labels can only be added and renamed.
fn renamed_labels(old: &[Label], new: &[Label]) -> Vec<(String, Effect)> {
    if old.len() != new.len() {
        return Vec::new();
    }
    let pairs = old.iter().zip(new);
    let renamed = pairs.filter(|(before, after)| before.name != after.name);
    let renamed = renamed.map(|(before, after)| {
        let to = after.name.clone();
        (before.name.clone(), Effect::Renamed { to })
    });
    renamed.collect()
}

fn labels(object: &Object) -> Option<&[Label]> {
    match &object.kind {
        Kind::Type(data_type) => match &data_type.kind {
            TypeKind::Enum(labels) => Some(labels),
            TypeKind::Base
            | TypeKind::Shell
            | TypeKind::Domain(_)
            | TypeKind::Composite(_)
            | TypeKind::Range { .. }
            | TypeKind::Multirange { .. }
            | TypeKind::Pseudo => None,
        },
        _ => None,
    }
}

/// Where a name stands in a text as a word of its own, in any case.
fn word(text: &str, name: &str) -> Option<usize> {
    let (text, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut places = text.match_indices(&name).map(|(at, _)| at);
    places.find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

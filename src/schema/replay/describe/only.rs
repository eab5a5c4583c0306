//! What one database has and the other has not.

use crate::schema::{
    replay::{
        session::Session,
        state::{
            Mark, ObjectId, State,
            object::{Class, Kind, Object},
            relation::RelationKind,
        },
    },
    statement::{Missing, MissingKind},
};

/// Something that is in one database and not in the other.
#[derive(Clone, Debug)]
pub struct Item {
    /// What a statement that needs it would miss.
    pub missing: Missing,
    /// As Postgres names it: `table public.posts`.
    pub words: String,
}

/// What `lenient` has had since `mark` and `strict` has not.
pub fn only_in(lenient: &Session, mark: Mark, strict: &Session) -> Vec<Item> {
    let mut items = Vec::new();
    for id in lenient.state.added_since(mark) {
        let Some(object) = lenient.state.object(id) else {
            continue;
        };
        if !is_in(&strict.state, &lenient.state, object) {
            items.extend(item(lenient, id, object));
        }
    }
    for (id, columns) in lenient.state.columns_added_since(mark) {
        let Some(object) = lenient.state.object(id) else {
            continue;
        };
        let relation = lenient.qualified(id);
        items.extend(columns.into_iter().map(|column| Item {
            words: format!("column {relation}.{column}"),
            missing: Missing {
                kind: MissingKind::Column,
                schema: None,
                relation: Some(object.name.to_string()),
                name: column.to_string(),
            },
        }));
    }
    items
}

/// Whether a state has an object of the same class and name as one of another state.
fn is_in(state: &State, other: &State, object: &Object) -> bool {
    same(state, other, object).is_some()
}

fn same(state: &State, other: &State, object: &Object) -> Option<ObjectId> {
    let parent = match object.parent {
        Some(parent) => Some(same(state, other, other.object(parent)?)?),
        None => None,
    };
    state.find(object.class(), parent, &object.name)
}

fn item(session: &Session, id: ObjectId, object: &Object) -> Option<Item> {
    let (kind, noun) = match &object.kind {
        Kind::Schema => (MissingKind::Schema, "schema"),
        Kind::Relation(relation) if relation.assumed => return None,
        Kind::Relation(relation) => (MissingKind::Relation, relation_noun(relation.kind)),
        Kind::Index(index) if index.constraint.is_some() => return None,
        Kind::Index(_) => (MissingKind::Index, "index"),
        Kind::Sequence(_) => (MissingKind::Relation, "sequence"),
        Kind::Type(data_type) => match data_type.kind {
            crate::schema::replay::state::types::TypeKind::Composite(_) => return None,
            _ => (MissingKind::Type, "type"),
        },
        Kind::Routine(_) => (MissingKind::Routine, "function"),
        Kind::Constraint(_) => (MissingKind::Constraint, "constraint"),
        Kind::Trigger(_) => (MissingKind::Trigger, "trigger"),
        Kind::Policy(_) => (MissingKind::Policy, "policy"),
        Kind::Extension => (MissingKind::Extension, "extension"),
        Kind::Publication(_) => (MissingKind::Publication, "publication"),
        Kind::Role => (MissingKind::Role, "role"),
        Kind::Operator(_) | Kind::Cast(_) | Kind::Rule | Kind::Other(_) => return None,
    };
    let hangs = matches!(
        object.class(),
        Class::Constraint | Class::Trigger | Class::Policy
    );
    let parent = object
        .parent
        .and_then(|parent| session.state.object(parent));
    let words = if hangs {
        let relation = object.parent.map(|parent| session.qualified(parent));
        format!("{noun} {} on {}", object.name, relation.unwrap_or_default())
    } else {
        format!("{noun} {}", session.qualified(id))
    };
    Some(Item {
        missing: Missing {
            kind,
            schema: None,
            relation: parent
                .filter(|_| hangs)
                .map(|parent| parent.name.to_string()),
            name: object.name.to_string(),
        },
        words,
    })
}

fn relation_noun(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Table => "table",
        RelationKind::View => "view",
        RelationKind::MaterializedView => "materialized view",
        RelationKind::ForeignTable => "foreign table",
        RelationKind::Composite => "type",
    }
}

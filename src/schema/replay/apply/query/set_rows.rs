//! Whether tables have rows, as far as statements tell.

use super::written;
use crate::{
    schema::replay::{
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind},
            relation::{RelationKind, Rows},
        },
    },
    sql::query::{Change, ChangeKind, CommonBody, QueryBody},
};

/// Notes what a change leaves behind.
pub(in crate::schema::replay) fn changed(session: &mut Session, change: &Change) {
    for table in change.with.iter().flat_map(|with| &with.tables) {
        if let CommonBody::Change(change) = &table.body {
            changed(session, change);
        }
    }
    let Some(id) = session.find(Class::Relation, &change.target) else {
        return;
    };
    let rows = match &change.kind {
        ChangeKind::Insert(insert) => {
            let values = insert.source.as_ref().is_none_or(|query| {
                matches!(query.body, QueryBody::Values(_)) && query.limits.is_empty()
            });
            if values { Rows::Some } else { Rows::Unknown }
        }
        ChangeKind::Delete(delete) if delete.filter.is_none() && delete.using.is_empty() => {
            Rows::None
        }
        ChangeKind::Update(_) => {
            forget_keys(session, id);
            return;
        }
        ChangeKind::Delete(_) | ChangeKind::Merge(_) => Rows::Unknown,
    };
    if !matches!(change.kind, ChangeKind::Insert(_)) {
        forget_keys(session, id);
    }
    set(session, id, rows);
    let children = session.state.children(id);
    let triggers = children.filter_map(|(_, child)| match &child.kind {
        Kind::Trigger(trigger) => trigger.function,
        _ => None,
    });
    let triggers: Vec<ObjectId> = triggers.collect();
    for function in triggers {
        written::by_routine(session, function);
    }
}

/// Forgets the keys of a table, of which any may be gone or another.
pub(in crate::schema::replay) fn forget_keys(session: &mut Session, id: ObjectId) {
    let relation = session
        .state
        .object(id)
        .and_then(|object| object.relation());
    if relation.is_some_and(|relation| !relation.keys.is_empty()) {
        session.state.change(id, |object| {
            if let Some(relation) = object.relation_mut() {
                relation.keys = std::sync::Arc::default();
            }
        });
    }
}

/// Notes whether a relation, and those it is a partition of, have rows.
pub(in crate::schema::replay) fn set(session: &mut Session, id: ObjectId, rows: Rows) {
    let mut waiting = vec![(id, rows)];
    let mut fuel = 100;
    while let Some((id, rows)) = waiting.pop() {
        fuel -= 1;
        let object = session.state.object(id);
        let Some(relation) = object.and_then(|object| object.relation()) else {
            continue;
        };
        let next = match (relation.rows, rows) {
            (Rows::Some, Rows::Unknown) if rows != Rows::None => Rows::Unknown,
            (_, rows) => rows,
        };
        if relation.kind == RelationKind::View {
            // Where the rows of a view go, its query says.
            session.rows_uncertain = true;
            continue;
        }
        if fuel > 0 {
            let above = relation.inherits.iter();
            waiting.extend(above.map(|&parent| (parent, Rows::Unknown)));
            if relation.is_partitioned {
                let below = children_of(session, id);
                waiting.extend(below.into_iter().map(|child| (child, Rows::Unknown)));
            }
        }
        let relation = session
            .state
            .object(id)
            .and_then(|object| object.relation());
        if relation.is_some_and(|relation| relation.rows != next) {
            session.state.change(id, |object| {
                if let Some(relation) = object.relation_mut() {
                    relation.rows = next;
                }
            });
        }
    }
}

/// The partitions of a table that are not yet known to be of unknown content.
fn children_of(session: &Session, id: ObjectId) -> Vec<ObjectId> {
    let dependents = session.state.dependents(id, None).into_iter();
    let children = dependents.map(|dependent| dependent.id).filter(|&child| {
        let object = session.state.object(child);
        let relation = object.and_then(|object| object.relation());
        relation.is_some_and(|relation| {
            relation.inherits.contains(&id) && relation.rows != Rows::Unknown
        })
    });
    children.collect()
}

/// Whether it is sure that a table has no rows.
pub(in crate::schema::replay) fn is_empty(session: &Session, id: ObjectId) -> bool {
    let object = session.state.object(id);
    let relation = object.and_then(|object| object.relation());
    !session.rows_uncertain
        && relation.is_some_and(|relation| {
            relation.rows == Rows::None
                && relation.kind == RelationKind::Table
                && !relation.open
                && !relation.is_partitioned
        })
}

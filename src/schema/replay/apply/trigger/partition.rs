//! Triggers that partitions have from what they are partitions of.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
    state::{
        ColumnNumber, ObjectId,
        object::{Class, Dependency, Kind, Object, Strength},
        relation::{Relation, Trigger},
    },
};

/// Gives a new partition the row triggers of what it is a partition of.
///
/// # Errors
///
/// 42710 when it has one of the name.
pub(in crate::schema::replay) fn inherit(
    session: &mut Session,
    parent: ObjectId,
    partition: ObjectId,
) -> Applied {
    let triggers = session.state.children(parent);
    let triggers = triggers.filter(|(_, child)| is_for_each_row(child));
    let triggers: Vec<ObjectId> = triggers.map(|(id, _)| id).collect();
    for trigger in triggers {
        copy(session, trigger, partition)?;
    }
    Ok(())
}

/// Gives a new trigger of a partitioned table to all its partitions.
///
/// # Errors
///
/// 42710 when one of them has a trigger of the name.
pub(super) fn spread(session: &mut Session, relation: ObjectId, trigger: ObjectId) -> Applied {
    let is_partitioned = session
        .state
        .object(relation)
        .and_then(Object::relation)
        .is_some_and(|found| found.is_partitioned);
    let is_inherited = session.state.object(trigger).is_some_and(is_for_each_row);
    if !is_partitioned || !is_inherited {
        return Ok(());
    }
    for partition in partitions(session, relation) {
        copy(session, trigger, partition)?;
    }
    Ok(())
}

fn is_for_each_row(object: &Object) -> bool {
    match &object.kind {
        Kind::Trigger(trigger) => trigger.for_each_row,
        _ => false,
    }
}

fn partitions(session: &Session, relation: ObjectId) -> Vec<ObjectId> {
    let dependents = session.state.dependents(relation, None);
    let mut ids: Vec<ObjectId> = dependents.into_iter().map(|found| found.id).collect();
    ids.dedup();
    ids.retain(|&id| {
        let found = session.state.object(id).and_then(Object::relation);
        found.is_some_and(|found| found.is_partition && found.inherits.contains(&relation))
    });
    ids
}

fn copy(session: &mut Session, trigger: ObjectId, partition: ObjectId) -> Applied {
    let Some(original) = session.state.object(trigger).cloned() else {
        return Ok(());
    };
    let Kind::Trigger(parent) = &original.kind else {
        return Ok(());
    };
    let taken = session
        .state
        .find(Class::Trigger, Some(partition), &original.name);
    if let Some(existing) = taken {
        let is_copy = session.state.object(existing).is_some_and(|object| {
            let mut needs = object.depends.iter();
            needs.any(|need| need.on == trigger)
        });
        if is_copy {
            session.state.remove(existing);
        } else {
            return Err(already_exists(session, &original.name, partition));
        }
    }
    let update_columns = columns(session, original.parent, parent, partition);
    let copied = Trigger {
        update_columns,
        inherited: true,
        ..parent.clone()
    };
    let mut object = Object::new(
        original.name.clone(),
        Some(partition),
        Kind::Trigger(copied),
    );
    object.depends = vec![Dependency {
        strength: Strength::Internal,
        ..Dependency::on(trigger)
    }];
    let copy = session.create(object);
    spread(session, partition, copy)
}

/// The columns of the same names.
fn columns(
    session: &Session,
    relation: Option<ObjectId>,
    trigger: &Trigger,
    partition: ObjectId,
) -> Vec<ColumnNumber> {
    let held = |id| session.state.object(id).and_then(Object::relation);
    let (Some(from), Some(to)): (Option<&Relation>, Option<&Relation>) =
        (relation.and_then(held), held(partition))
    else {
        return Vec::new();
    };
    let names = trigger.update_columns.iter();
    let names = names.filter_map(|&number| from.numbered(number));
    names
        .filter_map(|column| Some(to.column(&column.name)?.0))
        .collect()
}

fn already_exists(session: &Session, name: &str, partition: ObjectId) -> Stop {
    let relation = session
        .state
        .object(partition)
        .map_or("", |found| &found.name);
    let message = format!("trigger \"{name}\" for relation \"{relation}\" already exists");
    Stop::failed("42710", message)
}

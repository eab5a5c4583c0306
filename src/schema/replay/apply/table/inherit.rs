//! What tables pass on to their partitions and to the tables that inherit from them.

use super::check;
use crate::schema::replay::{
    apply::{
        dependency,
        index::{
            build::{Built, Draft, IfExists, Role, build},
            copy,
        },
        naming, trigger,
    },
    failure::{Applied, Stop},
    session::Session,
    state::{
        ColumnNumber, ObjectId,
        object::{Class, Dependency, Kind, Object, Strength},
        relation::{Constraint, ConstraintKind, Index},
    },
};

/// Gives a new check to all that inherit.
///
/// # Errors
///
/// 42710 when one has another constraint of the name.
pub(in crate::schema::replay) fn pass_check(
    session: &mut Session,
    relation: ObjectId,
    constraint: ObjectId,
) -> Applied {
    for heir in session.state.heirs(relation) {
        inherit_check(session, constraint, heir)?;
    }
    Ok(())
}

/// Gives a check to one heir, and to its heirs; one of the same name becomes inherited.
///
/// # Errors
///
/// 42710 when it has another constraint of the name.
pub(in crate::schema::replay) fn inherit_check(
    session: &mut Session,
    constraint: ObjectId,
    heir: ObjectId,
) -> Applied {
    let Some(object) = session.state.object(constraint) else {
        return Ok(());
    };
    let (name, from) = (object.name.clone(), object.parent);
    let (Kind::Constraint(held), Some(from)) = (&object.kind, from) else {
        return Ok(());
    };
    let mut copy = held.clone();
    if let Some(known) = session.state.find(Class::Constraint, Some(heir), &name) {
        let is_check = constraint_of(session, known)
            .is_some_and(|known| matches!(known.kind, ConstraintKind::Check(_)));
        if !is_check {
            return Err(check::already_exists(session, heir, &name));
        }
        session.state.change(known, |object| {
            if let Kind::Constraint(constraint) = &mut object.kind {
                constraint.inherited += 1;
            }
        });
        return Ok(());
    }
    let needs = mapped_needs(session, &object.depends.clone(), from, heir);
    copy.columns = map_all(session, from, &copy.columns, heir);
    copy.inherited = 1;
    copy.local = false;
    let mut object = Object::new(name, Some(heir), Kind::Constraint(copy));
    object.depends = needs;
    let copied = session.create(object);
    pass_check(session, heir, copied)
}

/// Gives a new foreign key of a partitioned table to its partitions.
pub(in crate::schema::replay) fn pass_foreign_key(
    session: &mut Session,
    relation: ObjectId,
    constraint: ObjectId,
) {
    if is_partitioned(session, relation) {
        for heir in session.state.heirs(relation) {
            copy_foreign_key(session, constraint, heir);
        }
    }
}

fn copy_foreign_key(session: &mut Session, constraint: ObjectId, heir: ObjectId) {
    let Some(object) = session.state.object(constraint) else {
        return;
    };
    let (Kind::Constraint(held), Some(from)) = (&object.kind, object.parent) else {
        return;
    };
    let mut copy: Constraint = held.clone();
    let given = object.name.clone();
    let needs = mapped_needs(session, &object.depends.clone(), from, heir);
    copy.columns = map_all(session, from, &copy.columns, heir);
    copy.inherited = 1;
    copy.local = false;
    let name = if check::is_taken(session, heir, &given) {
        let table = session.name_of(heir);
        let addition = column_names(session, heir, &copy.columns);
        let schema = session.schema_of(heir).unwrap_or(heir);
        naming::constraint(session, schema, (&table, Some(&addition), "fkey"), &[])
    } else {
        given
    };
    let mut object = Object::new(name, Some(heir), Kind::Constraint(copy));
    object.depends = needs;
    object
        .depends
        .push(dependency::on_object(constraint, Strength::Auto));
    let copied = session.create(object);
    pass_foreign_key(session, heir, copied);
}

fn column_names(session: &Session, relation: ObjectId, columns: &[ColumnNumber]) -> String {
    let object = session.state.object(relation);
    let relation = object.and_then(|object| object.relation());
    let names = columns
        .iter()
        .filter_map(|&number| Some(relation?.numbered(number)?.name.as_str()));
    naming::addition(names)
}

/// Makes the pieces of a partitioned table's new index.
///
/// # Errors
///
/// What making them fails with.
pub(in crate::schema::replay) fn pass_index(
    session: &mut Session,
    draft: &Draft,
    index: ObjectId,
) -> Applied {
    if !is_partitioned(session, draft.relation) {
        return Ok(());
    }
    for heir in session.state.heirs(draft.relation) {
        piece(session, draft, index, heir)?;
    }
    Ok(())
}

/// The piece of a partitioned index for one partition: one that is there, or a new one.
fn piece(session: &mut Session, draft: &Draft, whole: ObjectId, heir: ObjectId) -> Applied {
    let part = copy::moved(session, draft, heir);
    let fitting = fitting_index(session, &part);
    let id = match fitting {
        Some(id) => id,
        None => match build(session, &part, IfExists::Fail)? {
            Built::Made(id) => id,
            Built::Skipped => return Ok(()),
        },
    };
    attach_index(session, id, whole);
    Ok(())
}

/// Makes an index a piece of a partitioned one, and its constraint likewise.
fn attach_index(session: &mut Session, id: ObjectId, whole: ObjectId) {
    session.state.change(id, |object| {
        if let Kind::Index(index) = &mut object.kind {
            index.parent = Some(whole);
        }
        object
            .depends
            .push(dependency::on_object(whole, Strength::Auto));
    });
    let constraint = |session: &Session, id| match &session.state.object(id)?.kind {
        Kind::Index(index) => index.constraint,
        _ => None,
    };
    let (Some(part), Some(whole)) = (constraint(session, id), constraint(session, whole)) else {
        return;
    };
    session.state.change(part, |object| {
        if let Kind::Constraint(constraint) = &mut object.kind {
            constraint.inherited = 1;
            constraint.local = false;
        }
        object
            .depends
            .push(dependency::on_object(whole, Strength::Auto));
    });
}

/// An index of the partition that does already what the piece would.
fn fitting_index(session: &Session, part: &Draft) -> Option<ObjectId> {
    let wanted: Vec<_> = part.keys.iter().map(|key| key.column).collect();
    if wanted.contains(&None) || part.filter.is_some() {
        return None;
    }
    let kind = part.role.constraint();
    let unique = part.role != Role::Plain && part.role != Role::Exclusion;
    let mut indexes = session.state.indexes(part.relation);
    let found = indexes.find(|(_, index)| {
        index.parent.is_none()
            && !index.partial
            && index.columns == wanted
            && index.include == part.include
            && index.unique == unique
            && index.method == part.method
            && (kind.is_none() || index.constraint.is_some())
    });
    found.map(|(id, _)| id)
}

/// Gives a new partition the indexes, foreign keys and triggers of the table it is a part of.
///
/// # Errors
///
/// What making them fails with.
pub(in crate::schema::replay) fn furnish_partition(
    session: &mut Session,
    parent: ObjectId,
    partition: ObjectId,
) -> Applied {
    let indexes: Vec<(ObjectId, Index)> = session
        .state
        .indexes(parent)
        .map(|(id, index)| (id, index.clone()))
        .collect();
    for (whole, index) in indexes {
        let draft = copy::draft_of(session, whole, &index);
        piece(session, &draft, whole, partition)?;
    }
    let constraints = session.state.children(parent);
    let foreign: Vec<ObjectId> = constraints
        .filter(|(_, object)| {
            matches!(&object.kind, Kind::Constraint(constraint)
                if matches!(constraint.kind, ConstraintKind::ForeignKey(_)))
        })
        .map(|(id, _)| id)
        .collect();
    for constraint in foreign {
        copy_foreign_key(session, constraint, partition);
    }
    for dependent in session.state.dependents(parent, None) {
        if points_at(session, dependent.id, parent) {
            let need = dependency::on_object(partition, Strength::Normal);
            session.depend(dependent.id, vec![need]);
        }
    }
    trigger::partition::inherit(session, parent, partition)
}

/// Whether an object is a foreign key to a table.
fn points_at(session: &Session, id: ObjectId, table: ObjectId) -> bool {
    let kind = constraint_of(session, id).map(|constraint| &constraint.kind);
    matches!(kind, Some(ConstraintKind::ForeignKey(key)) if key.relation == Some(table))
}

pub(in crate::schema::replay) fn constraint_of(
    session: &Session,
    id: ObjectId,
) -> Option<&Constraint> {
    match &session.state.object(id)?.kind {
        Kind::Constraint(constraint) => Some(constraint),
        _ => None,
    }
}

/// # Errors
///
/// 42P07 when one of a relation's parents is the relation itself or inherits from it.
pub(in crate::schema::replay) fn forbid_circle(
    session: &Session,
    relation: ObjectId,
    parents: &[ObjectId],
) -> Applied {
    if parents.is_empty() {
        return Ok(());
    }
    let family = session.state.family(relation);
    if parents.iter().any(|parent| family.contains(parent)) {
        return Err(Stop::failed("42P07", "circular inheritance not allowed"));
    }
    Ok(())
}

pub(in crate::schema::replay) fn is_partitioned(session: &Session, relation: ObjectId) -> bool {
    let object = session.state.object(relation);
    let relation = object.and_then(|object| object.relation());
    relation.is_some_and(|relation| relation.is_partitioned)
}

/// The column of another relation by the name it has in the first.
pub(in crate::schema::replay) fn map_column(
    session: &Session,
    from: ObjectId,
    number: ColumnNumber,
    to: ObjectId,
) -> Option<ColumnNumber> {
    let relation = |id| session.state.object(id)?.relation();
    let name = &relation(from)?.numbered(number)?.name;
    Some(relation(to)?.column(name)?.0)
}

pub(in crate::schema::replay) fn map_all(
    session: &Session,
    from: ObjectId,
    numbers: &[ColumnNumber],
    to: ObjectId,
) -> Vec<ColumnNumber> {
    let mapped = numbers
        .iter()
        .filter_map(|&number| map_column(session, from, number, to));
    mapped.collect()
}

/// Needs of one relation's part as those of another's: its own columns become the other's.
pub(in crate::schema::replay) fn mapped_needs(
    session: &Session,
    needs: &[Dependency],
    from: ObjectId,
    to: ObjectId,
) -> Vec<Dependency> {
    let mapped = needs.iter().filter_map(|need| {
        if need.on != from {
            return Some(*need);
        }
        let column = match need.column {
            Some(number) => Some(map_column(session, from, number, to)?),
            None => None,
        };
        Some(Dependency {
            on: to,
            column,
            ..*need
        })
    });
    mapped.collect()
}

//! Parents and partitions that come and go.

use super::{change_column, held};
use crate::{
    schema::replay::{
        apply::{
            dependency,
            table::{inherit, relation},
        },
        failure::{Applied, Stop},
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind, Object, Strength},
            relation::{ConstraintKind, RelationKind},
        },
    },
    sql::name::Name,
};

/// A table of this name; `None` when it is missing and that is let pass.
fn table(session: &Session, name: &Name) -> Applied<Option<ObjectId>> {
    let Some(id) = session.find(Class::Relation, name) else {
        session.tolerate(relation::undefined(session, name))?;
        return Ok(None);
    };
    let relation = session.state.object(id).and_then(Object::relation);
    match relation.map(|relation| relation.kind) {
        Some(RelationKind::Table | RelationKind::ForeignTable) => Ok(Some(id)),
        Some(RelationKind::View | RelationKind::MaterializedView | RelationKind::Composite)
        | None => {
            let message = format!("\"{}\" is not a table or foreign table", name.name);
            Err(Stop::failed("42809", message).at(name.span))
        }
    }
}

/// Makes a table inherit from another.
///
/// # Errors
///
/// 42804 when a column is missing or of another type, 42P07 when it inherits already or
/// the other inherits from it.
pub(super) fn inherit(session: &mut Session, id: ObjectId, name: &Name) -> Applied {
    let Some(parent) = table(session, name)? else {
        return Ok(());
    };
    let inherits = held(session, id).map(|relation| relation.inherits.clone());
    if inherits.unwrap_or_default().contains(&parent) {
        let message = format!(
            "relation \"{}\" would be inherited from more than once",
            name.name
        );
        return Err(Stop::failed("42P07", message).at(name.span));
    }
    inherit::forbid_circle(session, id, &[parent]).map_err(|stop| stop.at(name.span))?;
    adopt(session, id, parent)?;
    link(session, id, parent, Strength::Normal);
    Ok(())
}

/// Makes a table a partition of another.
///
/// # Errors
///
/// 42P17 when the other is not partitioned, 42809 when the table is a partition or part of
/// inheritance already, and as for [`inherit()`].
pub(super) fn attach(session: &mut Session, id: ObjectId, name: &Name) -> Applied {
    let is_open = held(session, id).is_none_or(|relation| relation.open);
    if !inherit::is_partitioned(session, id) && !is_open {
        let table = session.name_of(id);
        let message = format!("table \"{table}\" is not partitioned");
        return Err(Stop::failed("42P17", message));
    }
    let Some(part) = table(session, name)? else {
        return Ok(());
    };
    check_attachable(session, part, name)?;
    inherit::forbid_circle(session, part, &[id]).map_err(|stop| stop.at(name.span))?;
    adopt(session, part, id)?;
    link(session, part, id, Strength::Auto);
    session.state.change(part, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.is_partition = true;
            for column in &mut relation.columns {
                column.local = false;
            }
        }
    });
    inherit::furnish_partition(session, id, part)
}

/// # Errors
///
/// 42809 when a table is a partition, or a parent or child by inheritance.
fn check_attachable(session: &Session, id: ObjectId, name: &Name) -> Applied {
    let Some(relation) = held(session, id) else {
        return Ok(());
    };
    let is_parent = !relation.is_partitioned && !session.state.heirs(id).is_empty();
    let message = if relation.is_partition {
        format!("\"{}\" is already a partition", name.name)
    } else if !relation.inherits.is_empty() {
        "cannot attach inheritance child as partition".to_owned()
    } else if is_parent {
        "cannot attach inheritance parent as partition".to_owned()
    } else {
        return Ok(());
    };
    Err(Stop::failed("42809", message).at(name.span))
}

fn link(session: &mut Session, id: ObjectId, parent: ObjectId, strength: Strength) {
    session.state.change(id, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.inherits.push(parent);
        }
        object.depends.push(dependency::on_object(parent, strength));
    });
}

/// Marks the columns and checks of a table that its new parent has too.
fn adopt(session: &mut Session, id: ObjectId, parent: ObjectId) -> Applied {
    let Some(relation) = held(session, parent) else {
        return Ok(());
    };
    let columns: Vec<_> = relation
        .live_columns()
        .map(|(_, column)| {
            (
                column.name.clone(),
                column.data_type.clone(),
                column.not_null,
            )
        })
        .collect();
    let table = session.name_of(id);
    for (name, data_type, not_null) in columns {
        let found = held(session, id).and_then(|relation| relation.column(&name));
        let Some((number, column)) = found else {
            let message = format!("child table is missing column \"{name}\"");
            return Err(Stop::failed("42804", message));
        };
        if column.data_type != data_type {
            let message =
                format!("child table \"{table}\" has different type for column \"{name}\"");
            return Err(Stop::failed("42804", message));
        }
        if not_null && !column.not_null {
            let message = format!("column \"{name}\" in child table must be marked NOT NULL");
            return Err(Stop::failed("42804", message));
        }
        change_column(session, id, number, |column| column.inherited += 1);
    }
    adopt_checks(session, id, parent)
}

fn adopt_checks(session: &mut Session, id: ObjectId, parent: ObjectId) -> Applied {
    let children = session.state.children(parent);
    let checks: Vec<_> = children
        .filter(|(_, object)| {
            matches!(&object.kind, Kind::Constraint(constraint)
                if matches!(constraint.kind, ConstraintKind::Check(_)))
        })
        .map(|(_, object)| object.name.clone())
        .collect();
    for name in checks {
        let Some(found) = session.state.find(Class::Constraint, Some(id), &name) else {
            let message = format!("child table is missing constraint \"{name}\"");
            return Err(Stop::failed("42804", message));
        };
        session.state.change(found, |object| {
            if let Kind::Constraint(constraint) = &mut object.kind {
                constraint.inherited += 1;
            }
        });
    }
    Ok(())
}

/// Ends an inheritance.
///
/// # Errors
///
/// 42P01 when there is none.
pub(super) fn no_inherit(session: &mut Session, id: ObjectId, name: &Name) -> Applied {
    let Some(parent) = table(session, name)? else {
        return Ok(());
    };
    let relation = held(session, id);
    if relation.is_some_and(|relation| relation.is_partition) {
        return Err(Stop::failed(
            "42809",
            "cannot change inheritance of a partition",
        ));
    }
    part(session, id, parent, name)
}

/// Makes a partition a table of its own.
///
/// # Errors
///
/// 42P17 when the table is not partitioned, 42P01 when the other is no partition of it.
pub(super) fn detach(session: &mut Session, id: ObjectId, name: &Name) -> Applied {
    if !inherit::is_partitioned(session, id) {
        let table = session.name_of(id);
        let message = format!("table \"{table}\" is not partitioned");
        return Err(Stop::failed("42P17", message));
    }
    let Some(found) = table(session, name)? else {
        return Ok(());
    };
    let table = Name {
        name: session.name_of(id),
        ..name.clone()
    };
    let is_partition = held(session, found).is_some_and(|it| it.inherits.contains(&id));
    if !is_partition {
        let message = format!(
            "relation \"{}\" is not a partition of relation \"{}\"",
            name.name, table.name
        );
        return Err(Stop::failed("42P01", message).at(name.span));
    }
    part(session, found, id, &table)?;
    release_pieces(session, found);
    Ok(())
}

/// Makes the indexes and constraints of a former partition its own.
fn release_pieces(session: &mut Session, id: ObjectId) {
    session.state.change(id, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.is_partition = false;
        }
    });
    let indexes = session.state.indexes(id).map(|(index, _)| index);
    let children = session.state.children(id).map(|(child, _)| child);
    let pieces: Vec<ObjectId> = indexes.chain(children).collect();
    for piece in pieces {
        let whole = match session.state.object(piece).map(|object| &object.kind) {
            Some(Kind::Index(index)) => index.parent,
            _ => None,
        };
        session.state.change(piece, |object| {
            match &mut object.kind {
                Kind::Index(index) => index.parent = None,
                Kind::Constraint(constraint) => {
                    constraint.inherited = 0;
                    constraint.local = true;
                }
                _ => {}
            }
            object.depends.retain(|need| Some(need.on) != whole);
        });
    }
    release_constraints(session, id);
}

/// Ends the needs of a former partition's constraints for those of its parent.
fn release_constraints(session: &mut Session, id: ObjectId) {
    let children = session.state.children(id);
    let held: Vec<(ObjectId, Vec<ObjectId>)> = children
        .map(|(child, object)| {
            let needs = object.depends.iter().map(|need| need.on);
            let constraints = needs.filter(|&on| {
                let object = session.state.object(on);
                matches!(object.map(|object| &object.kind), Some(Kind::Constraint(_)))
            });
            (child, constraints.collect())
        })
        .collect();
    for (child, constraints) in held {
        if !constraints.is_empty() {
            session.state.change(child, |object| {
                object
                    .depends
                    .retain(|need| !constraints.contains(&need.on));
            });
        }
    }
}

/// Takes a parent from a table: what came from it is the table's own.
fn part(session: &mut Session, id: ObjectId, parent: ObjectId, name: &Name) -> Applied {
    let relation = held(session, id);
    if !relation.is_some_and(|relation| relation.inherits.contains(&parent)) {
        let table = session.name_of(id);
        let message = format!(
            "relation \"{}\" is not a parent of relation \"{table}\"",
            name.name
        );
        return Err(Stop::failed("42P01", message).at(name.span));
    }
    let names: Vec<_> = held(session, parent)
        .into_iter()
        .flat_map(|relation| relation.live_columns())
        .map(|(_, column)| column.name.clone())
        .collect();
    session.state.change(id, |object| {
        object.depends.retain(|need| need.on != parent);
        let Some(relation) = object.relation_mut() else {
            return;
        };
        relation.inherits.retain(|&other| other != parent);
        for column in &mut relation.columns {
            if names.contains(&column.name) {
                column.inherited = column.inherited.saturating_sub(1);
                column.local |= column.inherited == 0;
            }
        }
    });
    Ok(())
}

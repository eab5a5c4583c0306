//! Columns of parents and types, merged with a table's own.

use super::{Draft, column, relation};
use crate::{
    schema::{
        replay::{
            apply::dependency,
            failure::{Applied, Stop, undefined_type},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object, Strength},
                relation::{Column, ConstraintKind, Relation, RelationKind},
                types::TypeKind,
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::{Name, Word},
        statement::table::{ColumnDefinition, CreateTable},
    },
};

/// Takes in the attributes of the type of `OF`.
///
/// # Errors
///
/// 42704 when there is no such type, 42809 when it is no composite type of its own.
pub(super) fn typed(session: &Session, name: &Name, draft: &mut Draft<'_>) -> Applied {
    let Some(id) = session.find(Class::Type, name) else {
        session.tolerate(undefined_type(name))?;
        draft.open = true;
        return Ok(());
    };
    let relation = match session.type_kind(id) {
        Some(TypeKind::Composite(relation)) => session.state.object(*relation),
        _ => None,
    };
    let relation = relation.and_then(Object::relation);
    let composite = relation.filter(|relation| relation.kind == RelationKind::Composite);
    let Some(relation) = composite else {
        let message = format!("type {} is not a composite type", name.name);
        return Err(Stop::failed("42809", message).at(name.span));
    };
    for (_, held) in relation.live_columns() {
        let mut column = Column::new(held.name.clone(), held.data_type.clone());
        column.definition = Some(session.definition);
        draft.columns.push(column);
    }
    draft.of_type = Some(id);
    Ok(())
}

/// Takes in the table that the new one is a partition of.
///
/// # Errors
///
/// 42P01 when there is none, 42809 when it is not partitioned.
pub(super) fn partition_parent(session: &Session, name: &Name, draft: &mut Draft<'_>) -> Applied {
    let Some((id, relation)) = table(session, name, draft)? else {
        return Ok(());
    };
    if !relation.is_partitioned && !relation.assumed {
        let message = format!("\"{}\" is not partitioned", name.name);
        return Err(Stop::failed("42P16", message).at(name.span));
    }
    take(session, id, relation, draft)
}

/// Takes in a table of `INHERITS`.
///
/// # Errors
///
/// 42P01 when there is none, 42809 when nothing can inherit from it, 42804 when types differ.
pub(super) fn parent(session: &Session, name: &Name, draft: &mut Draft<'_>) -> Applied {
    let Some((id, relation)) = table(session, name, draft)? else {
        return Ok(());
    };
    let text = &name.name;
    let message = if draft.parents.contains(&id) {
        let message = format!("relation \"{text}\" would be inherited from more than once");
        return Err(Stop::failed("42P07", message).at(name.span));
    } else if relation.is_partitioned {
        format!("cannot inherit from partitioned table \"{text}\"")
    } else if relation.is_partition {
        format!("cannot inherit from partition \"{text}\"")
    } else {
        return take(session, id, relation, draft);
    };
    Err(Stop::failed("42809", message).at(name.span))
}

fn table<'s>(
    session: &'s Session,
    name: &Name,
    draft: &mut Draft<'_>,
) -> Applied<Option<(ObjectId, &'s Relation)>> {
    let Some(id) = session.find(Class::Relation, name) else {
        session.tolerate(relation::undefined(session, name))?;
        draft.open = true;
        return Ok(None);
    };
    let relation = session.state.object(id).and_then(Object::relation);
    match relation {
        Some(relation)
            if matches!(
                relation.kind,
                RelationKind::Table | RelationKind::ForeignTable
            ) =>
        {
            Ok(Some((id, relation)))
        }
        Some(_) | None => {
            let text = &name.name;
            let message = format!("inherited relation \"{text}\" is not a table or foreign table");
            Err(Stop::failed("42809", message).at(name.span))
        }
    }
}

/// Takes in a parent's columns and checks.
fn take(session: &Session, id: ObjectId, relation: &Relation, draft: &mut Draft<'_>) -> Applied {
    draft.open |= relation.open;
    for (number, held) in relation.live_columns() {
        let known = draft
            .columns
            .iter_mut()
            .find(|column| column.name == held.name);
        if let Some(column) = known {
            if column.data_type != held.data_type {
                let message = format!("inherited column \"{}\" has a type conflict", held.name);
                return Err(Stop::failed("42804", message));
            }
            column.inherited += 1;
            column.not_null |= held.not_null;
            continue;
        }
        let mut column = Column::new(held.name.clone(), held.data_type.clone());
        column.not_null = held.not_null;
        column.inherited = 1;
        column.local = false;
        column.definition = Some(session.definition);
        if held.default.is_some() || held.generated.is_some() {
            draft.defaults.push((id, number, held.name.clone()));
        }
        draft.columns.push(column);
    }
    draft.parents.push(id);
    for (check, object) in session.state.children(id) {
        if let Kind::Constraint(constraint) = &object.kind
            && matches!(constraint.kind, ConstraintKind::Check(_))
        {
            draft.checks.push(check);
        }
    }
    Ok(())
}

/// Takes in a column of the table itself; one that is inherited is both.
///
/// # Errors
///
/// 42804 when the inherited one has another type.
pub(super) fn own((column, word): (Column, Word), draft: &mut Draft<'_>) -> Applied {
    let known = draft
        .columns
        .iter_mut()
        .find(|known| known.name == column.name);
    let Some(known) = known else {
        draft.columns.push(column);
        return Ok(());
    };
    if known.data_type != column.data_type {
        let message = format!("column \"{}\" has a type conflict", column.name);
        return Err(Stop::failed("42804", message).at(word.span));
    }
    known.local = true;
    known.not_null |= column.not_null;
    if column.generated.is_some() {
        known.generated = column.generated;
    }
    Ok(())
}

/// Takes in what a typed table or partition says of a column that it has.
///
/// # Errors
///
/// 42703 when it has no such column.
pub(super) fn options<'a>(
    session: &Session,
    create: &CreateTable,
    definition: &'a ColumnDefinition,
    draft: &mut Draft<'a>,
) -> Applied {
    let Draft {
        columns, pending, ..
    } = draft;
    let word = &definition.name;
    let found = columns.iter_mut().find(|column| column.name == word.text);
    let Some(column) = found else {
        if draft.open {
            return Ok(());
        }
        let message = format!("column \"{}\" does not exist", word.text);
        return Err(Stop::failed("42703", message)
            .at(word.span)
            .missing(Missing {
                kind: MissingKind::Column,
                schema: None,
                relation: Some(create.name.name.to_string()),
                name: word.text.to_string(),
            }));
    };
    column.local = true;
    column::constrain(session, &create.name.name, column, definition, pending)?;
    column::check_identity(session, column).map_err(|stop| stop.at(word.span))
}

/// Notes that a table needs its parents: a partition goes with its parent, an heir holds it.
pub(super) fn depend_on_parents(session: &mut Session, id: ObjectId, create: &CreateTable) {
    let strength = if create.partition_of.is_some() {
        Strength::Auto
    } else {
        Strength::Normal
    };
    let relation = session.state.object(id).and_then(Object::relation);
    let parents = relation.map(|relation| relation.inherits.clone());
    let parents = parents.into_iter().flatten();
    let needs = parents.map(|parent| dependency::on_object(parent, strength));
    session.depend(id, needs.collect());
}

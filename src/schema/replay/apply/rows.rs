//! Statements about all rows of tables: `TRUNCATE`, `LOCK`, `ANALYZE` and `VACUUM`.

use super::{query::set_rows, table::relation};
use crate::{
    schema::replay::{
        failure::{Applied, Stop, undefined_relation},
        session::Session,
        state::{
            ObjectId,
            object::{Class, Kind, Object},
            relation::{ConstraintKind, RelationKind, Rows},
        },
    },
    sql::name::Name,
};

/// `TRUNCATE`
///
/// # Errors
///
/// 42P01 and 42809 for what is no table, 0A000 when other tables refer to one.
pub(in crate::schema::replay) fn truncate(
    session: &mut Session,
    names: &[Name],
    cascade: bool,
) -> Applied {
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        tables.extend(table(session, name)?);
    }
    let mut next = 0;
    while let Some(&id) = tables.get(next) {
        next += 1;
        for referring in referring(session, id) {
            if tables.contains(&referring) {
                continue;
            }
            if !cascade {
                let message = "cannot truncate a table referenced in a foreign key constraint";
                return Err(Stop::failed("0A000", message).help(
                    "Truncate the other table at the same time, or use TRUNCATE ... CASCADE.",
                ));
            }
            tables.push(referring);
        }
    }
    for id in tables {
        set_rows::set(session, id, Rows::None);
        set_rows::forget_keys(session, id);
    }
    Ok(())
}

/// The table of a name; `None` when it is missing and that is let pass.
fn table(session: &Session, name: &Name) -> Applied<Option<ObjectId>> {
    let Some(id) = session.find(Class::Relation, name) else {
        session.tolerate(undefined_relation(name))?;
        return Ok(None);
    };
    let relation = session.state.object(id).and_then(Object::relation);
    match relation.map(|relation| relation.kind) {
        Some(RelationKind::Table | RelationKind::ForeignTable) => Ok(Some(id)),
        Some(RelationKind::View | RelationKind::MaterializedView | RelationKind::Composite)
        | None => {
            let message = format!("\"{}\" is not a table", name.name);
            Err(Stop::failed("42809", message).at(name.span))
        }
    }
}

/// The tables with a foreign key to a table.
fn referring(session: &Session, id: ObjectId) -> Vec<ObjectId> {
    let dependents = session.state.dependents(id, None).into_iter();
    let mut tables: Vec<ObjectId> = dependents
        .filter_map(|dependent| {
            let object = session.state.object(dependent.id)?;
            match &object.kind {
                Kind::Constraint(constraint) => match &constraint.kind {
                    ConstraintKind::ForeignKey(key) if key.relation == Some(id) => object.parent,
                    _ => None,
                },
                _ => None,
            }
        })
        .collect();
    tables.sort();
    tables.dedup();
    tables
}

/// `LOCK TABLE`
///
/// # Errors
///
/// 25P01 outside of a transaction, 42P01 for what is missing.
pub(in crate::schema::replay) fn lock(session: &mut Session, names: &[Name]) -> Applied {
    if !session.in_transaction_block && session.depth == 0 {
        let message = "LOCK TABLE can only be used in transaction blocks";
        return Err(Stop::failed("25P01", message));
    }
    maintain(session, names)
}

/// `ANALYZE` and `VACUUM`
///
/// # Errors
///
/// 42P01 for what is missing.
pub(in crate::schema::replay) fn maintain(session: &mut Session, names: &[Name]) -> Applied {
    for name in names {
        if session.find(Class::Relation, name).is_none() {
            session.tolerate(relation::undefined(session, name))?;
        }
    }
    Ok(())
}

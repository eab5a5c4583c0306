//! New names for relations, columns and constraints.

use super::{held, missing_on};
use crate::{
    schema::{
        replay::{
            apply::table::{check, relation as tables},
            failure::{Applied, Stop},
            session::{Mode, Session},
            state::{
                ObjectId,
                object::{Class, Kind},
            },
        },
        statement::MissingKind,
    },
    sql::name::{Identifier, Name, Word},
};

/// Renames a table, view, sequence or index, with the type of its rows or its constraint.
///
/// # Errors
///
/// 42P07 and 42710 when the name is taken.
pub(super) fn relation(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let Some(object) = session.state.object(id) else {
        return Ok(());
    };
    let Some(schema) = object.parent else {
        return Ok(());
    };
    let row_type = object.relation().map(|relation| relation.row_type);
    let constraint = match &object.kind {
        Kind::Index(index) => index.constraint,
        _ => None,
    };
    let name = Name {
        schema: None,
        name: word.text.clone(),
        span: word.span,
    };
    if row_type.is_some() {
        tables::check_name(session, schema, &name)?;
    } else if session
        .state
        .find(Class::Relation, Some(schema), &word.text)
        .is_some()
    {
        return Err(tables::already_exists(&word.text).at(word.span));
    }
    if let Some(constraint) = constraint {
        check_free(session, constraint, word)?;
    }
    for id in [Some(id), row_type, constraint].into_iter().flatten() {
        set_name(session, id, &word.text);
    }
    Ok(())
}

fn set_name(session: &mut Session, id: ObjectId, name: &Identifier) {
    session
        .state
        .change(id, |object| object.name = name.clone());
}

/// # Errors
///
/// 42710 when the relation of a constraint has another of the name.
fn check_free(session: &Session, constraint: ObjectId, word: &Word) -> Applied {
    let Some(parent) = session.schema_of(constraint) else {
        return Ok(());
    };
    if check::is_taken(session, parent, &word.text) {
        return Err(check::already_exists(session, parent, &word.text).at(word.span));
    }
    Ok(())
}

/// Renames a column, here and in all that inherit.
///
/// # Errors
///
/// 42703 when there is none, 42701 when the name is taken, 42P16 when it is inherited.
pub(super) fn column(
    session: &mut Session,
    id: ObjectId,
    from: &Word,
    to: &Word,
    only: bool,
) -> Applied {
    let Some(relation) = held(session, id) else {
        return Ok(());
    };
    let found = relation.column(&from.text);
    if found.is_none() && relation.open && session.mode == Mode::Lenient {
        tables::assume_column(session, id, &to.text);
        return Ok(());
    }
    let Some((_, column)) = found else {
        let message = format!("column \"{}\" does not exist", from.text);
        return Err(Stop::failed("42703", message)
            .at(from.span)
            .missing(missing_on(session, id, MissingKind::Column, &from.text)));
    };
    if column.inherited > 0 {
        let message = format!("cannot rename inherited column \"{}\"", from.text);
        return Err(Stop::failed("42P16", message).at(from.span));
    }
    if only && !session.state.heirs(id).is_empty() {
        let message = format!(
            "inherited column \"{}\" must be renamed in child tables too",
            from.text
        );
        return Err(Stop::failed("42P16", message).at(from.span));
    }
    for id in session.state.family(id).into_iter().rev() {
        rename_in(session, id, from, to)?;
    }
    Ok(())
}

fn rename_in(session: &mut Session, id: ObjectId, from: &Word, to: &Word) -> Applied {
    let Some(relation) = held(session, id) else {
        return Ok(());
    };
    tables::check_column_name(relation.kind, &to.text).map_err(|stop| stop.at(to.span))?;
    if relation.column(&to.text).is_some() {
        let table = session.name_of(id);
        let message = format!(
            "column \"{}\" of relation \"{table}\" already exists",
            to.text
        );
        return Err(Stop::failed("42701", message).at(to.span));
    }
    let Some((number, _)) = relation.column(&from.text) else {
        return Ok(());
    };
    super::change_column(session, id, number, |column| column.name = to.text.clone());
    let indexes: Vec<ObjectId> = session.state.indexes(id).map(|(id, _)| id).collect();
    for index in indexes {
        session.state.change(index, |object| {
            if let Kind::Index(index) = &mut object.kind {
                let keys = index.columns.iter().zip(&mut index.names);
                for (_, name) in keys.filter(|(column, _)| **column == Some(number)) {
                    *name = to.text.clone();
                }
            }
        });
    }
    Ok(())
}

/// Renames a constraint, with its index, here and where it is inherited.
///
/// # Errors
///
/// 42704 when there is none, 42710 and 42P07 when the name is taken, 42P16 when it is inherited.
pub(super) fn constraint(session: &mut Session, id: ObjectId, from: &Word, to: &Word) -> Applied {
    let table = session.name_of(id);
    let Some(found) = session.state.find(Class::Constraint, Some(id), &from.text) else {
        let message = format!(
            "constraint \"{}\" for table \"{table}\" does not exist",
            from.text
        );
        let stop = Stop::failed("42704", message)
            .at(from.span)
            .missing(missing_on(session, id, MissingKind::Constraint, &from.text));
        return session.tolerate(stop);
    };
    let (index, inherited) = match session.state.object(found).map(|object| &object.kind) {
        Some(Kind::Constraint(constraint)) => (constraint.index, constraint.inherited),
        _ => (None, 0),
    };
    if inherited > 0 {
        let message = format!("cannot rename inherited constraint \"{}\"", from.text);
        return Err(Stop::failed("42P16", message).at(from.span));
    }
    let schema = session.schema_of(id);
    let is_taken = session.state.find(Class::Relation, schema, &to.text);
    if index.is_some() && is_taken.is_some() {
        return Err(tables::already_exists(&to.text).at(to.span));
    }
    check_free(session, found, to)?;
    set_name(session, found, &to.text);
    if let Some(index) = index {
        set_name(session, index, &to.text);
        return Ok(());
    }
    for heir in session.state.family(id).into_iter().skip(1) {
        let inherited = session
            .state
            .find(Class::Constraint, Some(heir), &from.text);
        if let Some(inherited) = inherited {
            set_name(session, inherited, &to.text);
        }
    }
    Ok(())
}

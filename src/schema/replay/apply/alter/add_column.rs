//! `ADD COLUMN`

use super::{held, passes::Queue, rows};
use crate::{
    schema::replay::{
        apply::{
            dependency, sequence,
            table::{column, default, pending::Pending, relation},
        },
        failure::{Applied, Stop},
        session::Session,
        state::{ColumnNumber, ObjectId, object::Dependency, relation::Column},
    },
    sql::{name::Identifier, statement::table::ColumnDefinition},
};

/// What to do when there is a column of the name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum IfExists {
    Fail,
    Skip,
}

impl IfExists {
    pub(super) fn of(if_not_exists: bool) -> Self {
        if if_not_exists {
            Self::Skip
        } else {
            Self::Fail
        }
    }
}

/// Adds a column to a table and to all that inherit; its constraints are queued.
///
/// # Errors
///
/// 42701 when it exists, 42704 for its type, 23502 when rows that are there would have none, and
/// what Postgres says of its default.
pub(super) fn add<'a>(
    session: &mut Session,
    id: ObjectId,
    definition: &'a ColumnDefinition,
    if_exists: IfExists,
    only: bool,
    queue: &mut Queue<'a>,
) -> Applied {
    let word = &definition.name;
    let Some(relation) = held(session, id) else {
        return Ok(());
    };
    if relation.is_partition {
        let message = "cannot add column to a partition";
        return Err(Stop::failed("42809", message).at(word.span));
    }
    let is_assumed = relation.open && relation.column(&word.text).is_some();
    if relation.column(&word.text).is_some() && !is_assumed {
        return match if_exists {
            IfExists::Skip => Ok(()),
            IfExists::Fail => {
                let table = session.name_of(id);
                let message = format!(
                    "column \"{}\" of relation \"{table}\" already exists",
                    word.text
                );
                Err(Stop::failed("42701", message).at(word.span))
            }
        };
    }
    let kind = relation.kind;
    relation::check_column_name(kind, &word.text).map_err(|stop| stop.at(word.span))?;
    if only && !session.state.heirs(id).is_empty() {
        let message = "column must be added to child tables too";
        return Err(Stop::failed("42P16", message).at(word.span));
    }
    let mut pending = Pending::default();
    let table = session.name_of(id);
    let column = column::read(session, &table, definition, &mut pending)?;
    check_type(session, id, &column).map_err(|stop| stop.at(word.span))?;
    rows::check_new_column(session, id, &column, &pending)?;
    insert(session, id, column.clone());
    for (name, value) in std::mem::take(&mut pending.defaults) {
        default::set(session, id, &name, value)?;
    }
    for new in std::mem::take(&mut pending.sequences) {
        sequence::serve(session, id, &new)?;
    }
    pass_on(session, id, &column)?;
    queue.constraints(pending);
    Ok(())
}

/// # Errors
///
/// 22023 for identity columns that are no integers, 42P16 for types that no column can have.
fn check_type(session: &Session, id: ObjectId, column: &Column) -> Applied {
    column::check_identity(session, column)?;
    relation::check_column_type(session, column)?;
    relation::forbid_itself(session, id, column)
}

/// Puts a column at the end, with the need for its type; in place of an assumed one.
fn insert(session: &mut Session, id: ObjectId, column: Column) {
    let Some(relation) = held(session, id) else {
        return;
    };
    let assumed = relation.column(&column.name).map(|(number, _)| number);
    let next = u16::try_from(relation.columns.len() + 1).unwrap_or(u16::MAX);
    let number = assumed.unwrap_or(ColumnNumber(next));
    let need: Option<Dependency> = dependency::of_type(session, column.data_type.as_ref(), number);
    session.state.change(id, |object| {
        if let Some(relation) = object.relation_mut() {
            match assumed.and_then(|number| relation.numbered_mut(number)) {
                Some(held) => *held = column,
                None => relation.columns.push(column),
            }
        }
        object.depends.extend(need);
    });
}

/// Gives a new column to those that inherit.
fn pass_on(session: &mut Session, id: ObjectId, column: &Column) -> Applied {
    for heir in session.state.heirs(id) {
        let known = held(session, heir).and_then(|relation| relation.column(&column.name));
        if let Some((number, known)) = known {
            check_same(session, heir, known, column)?;
            super::change_column(session, heir, number, |held| held.inherited += 1);
            continue;
        }
        let mut copy = column.clone();
        copy.inherited = 1;
        copy.local = false;
        copy.default = None;
        let copied = copy.clone();
        insert(session, heir, copy);
        copy_default(session, id, heir, &column.name);
        pass_on(session, heir, &copied)?;
    }
    Ok(())
}

fn check_same(session: &Session, heir: ObjectId, known: &Column, column: &Column) -> Applied {
    if known.data_type == column.data_type {
        return Ok(());
    }
    let table = session.name_of(heir);
    let message = format!(
        "child table \"{table}\" has different type for column \"{}\"",
        column.name
    );
    Err(Stop::failed("42804", message))
}

fn copy_default(session: &mut Session, from: ObjectId, to: ObjectId, name: &Identifier) {
    let number = held(session, from).and_then(|relation| Some(relation.column(name)?.0));
    if let Some(number) = number {
        default::copy(session, (from, number), to, name);
    }
}

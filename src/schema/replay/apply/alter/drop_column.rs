//! `DROP COLUMN`

use super::{change_column, held, no_column_of};
use crate::{
    schema::replay::{
        apply::drop::cascade::{Behaviour, remove},
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::{ColumnNumber, ObjectId, object::Part},
    },
    sql::name::Word,
};

/// Drops a column, from a table and those that have it from there.
///
/// # Errors
///
/// 42703 when there is none, 42P16 when it is inherited or decides on partitions, 2BP01 when
/// others need it.
pub(super) fn drop(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    if_exists: bool,
    cascade: bool,
    only: bool,
) -> Applied {
    let found = held(session, id).and_then(|relation| relation.column(&word.text));
    let Some((number, column)) = found else {
        let is_open = held(session, id).is_none_or(|relation| relation.open);
        if if_exists || (session.mode == Mode::Lenient && is_open) {
            return Ok(());
        }
        let system = ["tableoid", "cmax", "xmax", "cmin", "xmin", "ctid"];
        if system.contains(&word.text.as_str()) {
            let message = format!("cannot drop system column \"{}\"", word.text);
            return Err(Stop::failed("0A000", message).at(word.span));
        }
        return Err(no_column_of(session, id, word));
    };
    if column.inherited > 0 {
        let message = format!("cannot drop inherited column \"{}\"", word.text);
        return Err(Stop::failed("42P16", message).at(word.span));
    }
    check_partition_key(session, id, number, word, "drop")?;
    let targets = targets(session, id, number, word, only);
    remove(session, &targets, Behaviour::of(cascade)).map_err(|stop| stop.within(word.span))
}

/// # Errors
///
/// 42P16 when the column decides on partitions.
pub(super) fn check_partition_key(
    session: &Session,
    id: ObjectId,
    number: ColumnNumber,
    word: &Word,
    verb: &str,
) -> Applied {
    let relation = held(session, id);
    let is_key = relation.is_some_and(|relation| relation.partition_key.contains(&Some(number)));
    if !is_key {
        return Ok(());
    }
    let table = session.name_of(id);
    let message = format!(
        "cannot {verb} column \"{}\" because it is part of the partition key of relation \
         \"{table}\"",
        word.text
    );
    Err(Stop::failed("42P16", message).at(word.span))
}

/// The column here and in those that only have it from here; elsewhere it is inherited no more.
fn targets(
    session: &mut Session,
    id: ObjectId,
    number: ColumnNumber,
    word: &Word,
    only: bool,
) -> Vec<(ObjectId, Part)> {
    let mut targets = vec![(id, Part::Column(number))];
    let mut next = 0;
    while let Some(&(parent, _)) = targets.get(next) {
        next += 1;
        for heir in session.state.heirs(parent) {
            let found = held(session, heir).and_then(|relation| relation.column(&word.text));
            let Some((number, column)) = found else {
                continue;
            };
            if !only && column.inherited <= 1 && !column.local {
                targets.push((heir, Part::Column(number)));
            } else {
                change_column(session, heir, number, |column| {
                    column.inherited = column.inherited.saturating_sub(1);
                    column.local |= only;
                });
            }
        }
    }
    // The table's own column is named in messages alone.
    targets
}

//! Constraints of tables that are there.

use super::missing_on;
use crate::{
    schema::{
        replay::{
            apply::{
                drop::cascade::{Behaviour, remove},
                table::{key, pending::Key},
            },
            failure::{Applied, Stop},
            session::{Mode, Session},
            state::{
                ObjectId,
                object::{Class, Kind, Part},
                relation::{Constraint, ConstraintKind},
            },
        },
        statement::MissingKind,
    },
    sql::name::{Identifier, Word},
};

pub(super) fn add_key(session: &mut Session, id: ObjectId, new: &Key<'_>) -> Applied {
    key::add(session, id, new)
}

/// The constraint of this name.
///
/// # Errors
///
/// 42704 when there is none.
fn find(session: &Session, id: ObjectId, word: &Word) -> Applied<ObjectId> {
    let found = session.state.find(Class::Constraint, Some(id), &word.text);
    found.ok_or_else(|| {
        let table = session.name_of(id);
        let message = format!(
            "constraint \"{}\" of relation \"{table}\" does not exist",
            word.text
        );
        Stop::failed("42704", message)
            .at(word.span)
            .missing(missing_on(session, id, MissingKind::Constraint, &word.text))
    })
}

fn constraint(session: &Session, id: ObjectId) -> Option<&Constraint> {
    match &session.state.object(id)?.kind {
        Kind::Constraint(constraint) => Some(constraint),
        _ => None,
    }
}

/// Drops a constraint, from a table and those that have it from there.
///
/// # Errors
///
/// 42704 when there is none, 42P16 when it is inherited, 2BP01 when others need it.
pub(super) fn drop(
    session: &mut Session,
    id: ObjectId,
    word: &Word,
    if_exists: bool,
    cascade: bool,
) -> Applied {
    let found = match find(session, id, word) {
        Ok(found) => found,
        Err(_) if if_exists => return Ok(()),
        Err(stop) if session.mode == Mode::Lenient => return session.tolerate(stop),
        Err(stop) => return Err(stop),
    };
    let is_inherited = constraint(session, found).is_some_and(|it| it.inherited > 0);
    if is_inherited {
        let table = session.name_of(id);
        let message = format!(
            "cannot drop inherited constraint \"{}\" of relation \"{table}\"",
            word.text
        );
        return Err(Stop::failed("42P16", message).at(word.span));
    }
    let targets = [(found, Part::Whole)];
    let is_check = constraint(session, found)
        .is_some_and(|constraint| matches!(constraint.kind, ConstraintKind::Check(_)));
    remove(session, &targets, Behaviour::of(cascade)).map_err(|stop| stop.within(word.span))?;
    if is_check {
        disinherit(session, id, &word.text);
    }
    Ok(())
}

/// Takes a check from those that only have it from a parent.
fn disinherit(session: &mut Session, id: ObjectId, name: &Identifier) {
    for heir in session.state.heirs(id) {
        let found = session.state.find(Class::Constraint, Some(heir), name);
        let Some(found) = found else { continue };
        let Some(held) = constraint(session, found) else {
            continue;
        };
        if held.inherited <= 1 && !held.local {
            session.state.remove(found);
            disinherit(session, heir, name);
        } else {
            session.state.change(found, |object| {
                if let Kind::Constraint(constraint) = &mut object.kind {
                    constraint.inherited = constraint.inherited.saturating_sub(1);
                }
            });
        }
    }
}

pub(super) fn alter(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let found = match find(session, id, word) {
        Ok(found) => found,
        Err(stop) => return session.tolerate(stop),
    };
    let is_foreign = constraint(session, found)
        .is_some_and(|constraint| matches!(constraint.kind, ConstraintKind::ForeignKey(_)));
    if is_foreign {
        return Ok(());
    }
    Err(wrong_kind(session, id, word, "a foreign key constraint"))
}

pub(super) fn validate(session: &mut Session, id: ObjectId, word: &Word) -> Applied {
    let found = match find(session, id, word) {
        Ok(found) => found,
        Err(stop) => return session.tolerate(stop),
    };
    let kind = constraint(session, found).map(|constraint| &constraint.kind);
    if !matches!(
        kind,
        Some(ConstraintKind::ForeignKey(_) | ConstraintKind::Check(_))
    ) {
        let kinds = "a foreign key or check constraint";
        return Err(wrong_kind(session, id, word, kinds));
    }
    session.state.change(found, |object| {
        if let Kind::Constraint(constraint) = &mut object.kind {
            constraint.valid = true;
        }
    });
    Ok(())
}

fn wrong_kind(session: &Session, id: ObjectId, word: &Word, kind: &str) -> Stop {
    let table = session.name_of(id);
    let message = format!(
        "constraint \"{}\" of relation \"{table}\" is not {kind}",
        word.text
    );
    Stop::failed("42809", message).at(word.span)
}

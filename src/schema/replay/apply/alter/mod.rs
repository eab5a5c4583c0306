//! `ALTER` of tables and everything else that has columns, of sequences and indexes.

mod add_column;

mod column;

mod constraint;

mod drop_column;

mod identity;

mod inherit;

mod moving;

mod passes;

mod permission;

mod rename;

mod rows;

mod set_type;

mod switches;

use super::{drop::find::relation_kind, table::relation};
use crate::{
    schema::{
        replay::{
            failure::{Applied, Stop, undefined_column_of},
            session::Session,
            state::{
                ColumnNumber, ObjectId,
                object::{Class, Object},
                relation::{Column, Relation},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::Word,
        statement::{ObjectKind, table::AlterTable},
    },
};

pub(in crate::schema::replay) fn alter(session: &mut Session, alter: &AlterTable) -> Applied {
    let Some(id) = target(session, alter)? else {
        return Ok(());
    };
    passes::run(session, id, alter)
}

/// What is altered; `None` when it is missing and `IF EXISTS` lets that pass.
fn target(session: &mut Session, alter: &AlterTable) -> Applied<Option<ObjectId>> {
    let name = &alter.name;
    let Some(id) = session.find(Class::Relation, name) else {
        if alter.if_exists {
            return Ok(None);
        }
        let stop = relation::undefined(session, name);
        if alter.kind != ObjectKind::Table {
            return Err(stop);
        }
        session.tolerate(stop)?;
        return Ok(Some(relation::assume(session, name)));
    };
    check_kind(session, id, alter)?;
    Ok(Some(id))
}

/// # Errors
///
/// 42809 when the word after `ALTER` says another kind.
fn check_kind(session: &Session, id: ObjectId, alter: &AlterTable) -> Applied {
    let name = &alter.name;
    let found = session.state.object(id).and_then(relation_kind);
    let wrong = |article: &str, noun: &str| {
        let message = format!("\"{}\" is not {article} {noun}", name.name);
        Err(Stop::failed("42809", message).at(name.span))
    };
    match alter.kind {
        kind if Some(kind) == found => Ok(()),
        ObjectKind::View => wrong("a", "view"),
        ObjectKind::MaterializedView => wrong("a", "materialized view"),
        ObjectKind::ForeignTable => wrong("a", "foreign table"),
        ObjectKind::Sequence => wrong("a", "sequence"),
        ObjectKind::Type => wrong("a", "composite type"),
        // A table may be renamed as an index, and it goes unnoticed.
        ObjectKind::Index if permission::is_rename(alter) => Ok(()),
        ObjectKind::Index => wrong("an", "index"),
        _ if found == Some(ObjectKind::Type) => {
            let message = format!("\"{}\" is a composite type", name.name);
            Err(Stop::failed("42809", message)
                .at(name.span)
                .help("Use ALTER TYPE instead."))
        }
        _ => Ok(()),
    }
}

/// What only relations with columns have.
fn held(session: &Session, id: ObjectId) -> Option<&Relation> {
    session.state.object(id).and_then(Object::relation)
}

/// The column of this name; one of an open relation is made.
///
/// # Errors
///
/// 42703 when there is none.
fn column_of(session: &mut Session, id: ObjectId, word: &Word) -> Applied<ColumnNumber> {
    let found = relation::assume_column(session, id, &word.text);
    found.ok_or_else(|| no_column_of(session, id, word))
}

/// 42703: `column "…" of relation "…" does not exist`
fn no_column_of(session: &Session, id: ObjectId, word: &Word) -> Stop {
    let schema = session.schema_of(id).map(|schema| session.name_of(schema));
    undefined_column_of(word, schema.as_deref(), &session.name_of(id))
}

fn column(session: &Session, id: ObjectId, number: ColumnNumber) -> Option<&Column> {
    held(session, id)?.numbered(number)
}

fn change_column(
    session: &mut Session,
    id: ObjectId,
    number: ColumnNumber,
    change: impl FnOnce(&mut Column),
) {
    session.state.change(id, |object| {
        let relation = object.relation_mut();
        if let Some(column) = relation.and_then(|relation| relation.numbered_mut(number)) {
            change(column);
        }
    });
}

/// An object that hangs on a relation and is missing.
fn missing_on(session: &Session, id: ObjectId, kind: MissingKind, name: &str) -> Missing {
    Missing {
        kind,
        schema: None,
        relation: Some(session.name_of(id).to_string()),
        name: name.to_owned(),
    }
}

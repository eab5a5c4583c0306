//! Constant keys that were inserted, to know when one comes twice.

use std::sync::Arc;

use crate::{
    schema::replay::{
        analyze::{Inserted, Insertion, Literal},
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::{
            ColumnNumber, ObjectId,
            object::Kind,
            relation::{Index, InsertedKeys, RelationKind},
            types::TypeKind,
        },
    },
    sql::query::Insert,
};

/// How many keys are remembered of a table.
const MOST: usize = 1000;

/// Remembers the constant keys that a statement inserts.
///
/// # Errors
///
/// 23505 when one is there already.
pub(super) fn insert(
    session: &mut Session,
    target: ObjectId,
    insert: &Insert,
    insertion: &Insertion,
) -> Applied {
    let Some(relation) = session
        .state
        .object(target)
        .and_then(|object| object.relation())
    else {
        return Ok(());
    };
    let is_plain = relation.kind == RelationKind::Table && !relation.open;
    if !is_plain || super::insert::is_rewritten(session, target) || insertion.rows.is_empty() {
        return Ok(());
    }
    let mut known: InsertedKeys = InsertedKeys::clone(&relation.keys);
    let indexes = unique_indexes(session, target);
    for row in &insertion.rows {
        for (id, name, columns) in &indexes {
            let Some(key) = key(session, target, columns, &insertion.columns, row) else {
                continue;
            };
            let is_new = known.len() >= MOST || known.insert((*id, key));
            if !is_new && insert.conflict.is_none() && session.mode == Mode::Strict {
                let message = format!("duplicate key value violates unique constraint \"{name}\"");
                return Err(Stop::failed("23505", message));
            }
        }
    }
    session.state.change(target, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.keys = Arc::new(known);
        }
    });
    Ok(())
}

/// The unique indexes of a table that are over columns and nothing else, by name.
fn unique_indexes(
    session: &Session,
    target: ObjectId,
) -> Vec<(ObjectId, String, Vec<ColumnNumber>)> {
    let of_table = |id: ObjectId| -> Option<(ObjectId, String, Vec<ColumnNumber>)> {
        let object = session.state.object(id)?;
        let Kind::Index(index) = &object.kind else {
            return None;
        };
        let columns = whole_columns(index, target)?;
        Some((id, object.name.to_string(), columns))
    };
    let dependents = session.state.dependents(target, None).into_iter();
    let direct = dependents.map(|dependent| dependent.id);
    let constraints = session.state.children(target);
    let constraints = constraints.filter_map(|(_, child)| match &child.kind {
        Kind::Constraint(constraint) => constraint.index,
        _ => None,
    });
    let mut found: Vec<_> = direct.chain(constraints).filter_map(of_table).collect();
    found.sort();
    found.dedup();
    found
}

fn whole_columns(index: &Index, target: ObjectId) -> Option<Vec<ColumnNumber>> {
    if !index.unique || index.partial || index.relation != target {
        return None;
    }
    index.columns.iter().copied().collect()
}

/// The key of a row as text; `None` when it is not constant.
fn key(
    session: &Session,
    target: ObjectId,
    columns: &[ColumnNumber],
    given: &[ColumnNumber],
    row: &[Inserted],
) -> Option<Vec<String>> {
    let relation = session.state.object(target)?.relation()?;
    let parts = columns.iter().map(|&number| {
        let place = given.iter().position(|&column| column == number)?;
        let data_type = relation.numbered(number)?.data_type.as_ref()?;
        let words = session.format_type(data_type);
        let is_uuid = words == "uuid";
        // Of other types different texts may be the same value, and the same text different ones.
        let is_exact = ["text", "character varying", "integer", "bigint", "smallint"]
            .iter()
            .any(|name| words.split('(').next() == Some(name))
            || matches!(session.type_kind(data_type.id), Some(TypeKind::Enum(_)));
        match row.get(place)? {
            Inserted::Constant(Literal::String(text)) if is_uuid => Some(text.to_lowercase()),
            Inserted::Constant(Literal::String(text)) if is_exact => Some(text.clone()),
            Inserted::Constant(Literal::Number(number)) if is_exact => Some(number.to_string()),
            Inserted::Constant(Literal::Boolean(value)) => Some(value.to_string()),
            Inserted::Constant(_) | Inserted::Default | Inserted::Computed => None,
        }
    });
    parts.collect()
}

//! What the rows that are there forbid.

use super::held;
use crate::schema::replay::{
    apply::table::pending::{KeyKind, Pending},
    failure::{Applied, Stop},
    session::Session,
    state::{
        ObjectId,
        relation::{Column, Rows},
        types::TypeKind,
    },
};

/// # Errors
///
/// 23502 when a table with rows gets a column that must have a value and gives none.
pub(super) fn check_new_column(
    session: &Session,
    id: ObjectId,
    column: &Column,
    pending: &Pending<'_>,
) -> Applied {
    let has_rows = held(session, id).is_some_and(|relation| match relation.rows {
        Rows::Some => true,
        Rows::None | Rows::Unknown => false,
    });
    let in_primary_key = pending
        .keys
        .iter()
        .any(|key| matches!(key.kind, KeyKind::Primary(_)));
    let has_value = column.generated.is_some()
        || !pending.defaults.is_empty()
        || !pending.sequences.is_empty()
        || has_domain_default(session, column);
    if !has_rows || has_value || !(column.not_null || in_primary_key) {
        return Ok(());
    }
    let table = session.name_of(id);
    let message = format!(
        "column \"{}\" of relation \"{table}\" contains null values",
        column.name
    );
    Err(Stop::failed("23502", message))
}

fn has_domain_default(session: &Session, column: &Column) -> bool {
    let data_type = column.data_type.as_ref();
    let kind = data_type.and_then(|data_type| session.type_kind(data_type.id));
    matches!(kind, Some(TypeKind::Domain(domain)) if domain.default.is_some())
}

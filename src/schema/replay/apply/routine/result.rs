//! What the last statement of a function in SQL gives, held against the type declared.

use super::signature::pseudo_name;
use crate::schema::replay::{
    analyze::{self, Analysed},
    failure::{Applied, Stop},
    session::Session,
    state::{
        object::Object,
        routine::Routine,
        types::{TypeKind, TypeRef},
    },
};

/// Whether the rows of the last statement can be the result; `None` when it has none.
///
/// # Errors
///
/// 42P13 when they cannot.
pub(super) fn check(session: &Session, routine: &Routine, last: Option<&Analysed>) -> Applied {
    let Some(declared) = &routine.returns.data_type else {
        return Ok(());
    };
    let pseudo = pseudo_name(session, declared);
    if pseudo == Some("void") {
        return Ok(());
    }
    let Some(last) = last else {
        return Err(mismatch(session, declared));
    };
    if last.open {
        return Ok(());
    }
    match columns(session, routine, declared) {
        Shape::Value => value(session, declared, last),
        Shape::Row(types) => row(session, declared, &types, last),
        Shape::Unknown => Ok(()),
    }
}

/// What a declared result looks like.
enum Shape {
    Value,
    Row(Vec<Option<TypeRef>>),
    Unknown,
}

fn columns(session: &Session, routine: &Routine, declared: &TypeRef) -> Shape {
    if pseudo_name(session, declared) == Some("record") {
        let types = routine.outputs().map(|output| output.data_type.clone());
        let types: Vec<_> = types.collect();
        return if types.is_empty() {
            Shape::Unknown
        } else {
            Shape::Row(types)
        };
    }
    if declared.array {
        return Shape::Value;
    }
    let base = session.base_type(declared);
    let kind = base.as_ref().and_then(|base| session.type_kind(base.id));
    let Some(TypeKind::Composite(relation)) = kind else {
        return Shape::Value;
    };
    let relation = session.state.object(*relation).and_then(Object::relation);
    match relation {
        Some(relation) if !relation.open => {
            let types = relation.live_columns();
            Shape::Row(types.map(|(_, column)| column.data_type.clone()).collect())
        }
        Some(_) | None => Shape::Unknown,
    }
}

fn value(session: &Session, declared: &TypeRef, last: &Analysed) -> Applied {
    let [column] = last.columns.as_slice() else {
        return Err(mismatch(session, declared));
    };
    if analyze::is_assignable(session, column.data_type.as_ref(), Some(declared)) {
        Ok(())
    } else {
        Err(mismatch(session, declared))
    }
}

fn row(
    session: &Session,
    declared: &TypeRef,
    types: &[Option<TypeRef>],
    last: &Analysed,
) -> Applied {
    // A single column may be the whole row.
    if let [column] = last.columns.as_slice() {
        let found = column.data_type.as_ref();
        let is_row = found.is_none_or(|found| {
            found.id == declared.id || pseudo_name(session, found) == Some("record")
        });
        if is_row {
            return Ok(());
        }
    }
    let fit = last.columns.len() == types.len()
        && last.columns.iter().zip(types).all(|(column, wanted)| {
            analyze::is_assignable(session, column.data_type.as_ref(), wanted.as_ref())
        });
    if fit {
        Ok(())
    } else {
        Err(mismatch(session, declared))
    }
}

fn mismatch(session: &Session, declared: &TypeRef) -> Stop {
    let declared = session.format_type(declared);
    Stop::failed(
        "42P13",
        format!("return type mismatch in function declared to return {declared}"),
    )
}

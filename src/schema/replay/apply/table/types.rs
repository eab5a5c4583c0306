//! Which types of columns fit together.

use crate::schema::replay::{
    analyze,
    session::Session,
    state::types::{CastContext, TypeRef},
};

/// Types of `pg_catalog` that equality operators of one family compare.
const FAMILIES: [&[&str]; 5] = [
    &["int2", "int4", "int8"],
    &["float4", "float8"],
    &["date", "timestamp", "timestamptz"],
    &["text", "varchar", "name"],
    &["inet", "cidr"],
];

/// Whether a foreign key's column can be compared with the column of the key it points to.
pub(in crate::schema::replay) fn are_comparable(
    session: &Session,
    near: &TypeRef,
    far: &TypeRef,
) -> bool {
    let base = |data_type: &TypeRef| session.base_type(data_type);
    let (Some(near), Some(far)) = (base(near), base(far)) else {
        return true;
    };
    if near.id == far.id {
        return near.array == far.array;
    }
    if near.array || far.array {
        return false;
    }
    let names = (builtin(session, &near), builtin(session, &far));
    let same_family = matches!(names, (Some(near), Some(far)) if FAMILIES
        .iter()
        .any(|family| family.contains(&near) && family.contains(&far)));
    same_family || analyze::is_coercible(session, Some(&near), Some(&far), CastContext::Implicit)
}

/// The name of a type of `pg_catalog`.
fn builtin<'s>(session: &'s Session, data_type: &TypeRef) -> Option<&'s str> {
    let name = &session.state.object(data_type.id)?.name;
    session.is_pinned(data_type.id).then_some(name.as_str())
}

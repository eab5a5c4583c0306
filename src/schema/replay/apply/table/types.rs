//! Which types of columns fit together.

use crate::schema::replay::{
    session::Session,
    state::{
        object::Kind,
        types::{TypeKind, TypeRef},
    },
};

/// Types of `pg_catalog` that equality operators of one family compare.
const FAMILIES: [&[&str]; 5] = [
    &["int2", "int4", "int8"],
    &["float4", "float8"],
    &["date", "timestamp", "timestamptz"],
    &["text", "varchar", "name"],
    &["inet", "cidr"],
];

/// Types that are turned into others without being asked: of a foreign key's column to its key's.
const IMPLICIT: [(&[&str], &[&str]); 5] = [
    (&["int2", "int4", "int8"], &["numeric", "float4", "float8"]),
    (&["numeric"], &["float4", "float8"]),
    (&["bpchar"], &["text", "varchar"]),
    (&["text", "varchar"], &["bpchar"]),
    (&["varbit", "bit"], &["varbit", "bit"]),
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
    let (Some(near), Some(far)) = (builtin(session, &near), builtin(session, &far)) else {
        return has_cast(session, &near, &far);
    };
    let same = FAMILIES
        .iter()
        .any(|family| family.contains(&near) && family.contains(&far));
    same || IMPLICIT
        .iter()
        .any(|(from, to)| from.contains(&near) && to.contains(&far))
}

/// The name of a type of `pg_catalog`.
fn builtin<'s>(session: &'s Session, data_type: &TypeRef) -> Option<&'s str> {
    let name = &session.state.object(data_type.id)?.name;
    session.is_pinned(data_type.id).then_some(name.as_str())
}

/// Whether an extension's type may be turned into another: its casts are not looked through.
fn has_cast(session: &Session, near: &TypeRef, far: &TypeRef) -> bool {
    [near, far].into_iter().any(|data_type| {
        let object = session.state.object(data_type.id);
        let kind = object.map(|object| &object.kind);
        matches!(kind, Some(Kind::Type(held)) if matches!(held.kind, TypeKind::Base | TypeKind::Shell))
            && !session.is_pinned(data_type.id)
    })
}

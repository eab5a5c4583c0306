//! Types, labels of enums and domains.

use super::{
    super::value::Value,
    Description, columns,
    search::{self, Keys},
};
use crate::schema::replay::{
    session::Session,
    state::{
        ObjectId,
        object::{Class, Kind},
        types::{Label, TypeKind, TypeRef},
    },
};

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_type",
        indexed: &["oid", "typname"],
        columns: &[
            "oid",
            "typname",
            "typnamespace",
            "typtype",
            "typcategory",
            "typrelid",
        ],
        rows: |search| {
            let keys = Keys {
                id: "oid",
                name: "typname",
                schema: "typnamespace",
            };
            search::whole(search.in_schemas(Class::Type, keys))
        },
        column: row,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_enum",
        indexed: &["enumtypid"],
        columns: &["enumtypid", "enumlabel", "enumsortorder"],
        rows: |search| {
            let keys = Keys {
                id: "enumtypid",
                name: "",
                schema: "",
            };
            let types = search.in_schemas(Class::Type, keys).into_iter();
            let labels = types.flat_map(|id| {
                let labels = labels(search.session, id).map_or(0, <[Label]>::len);
                (0..labels as u32).map(move |part| (id, part))
            });
            labels.collect()
        },
        column: |session, id, part, name| match name {
            "enumtypid" => Some(Value::Type(TypeRef::plain(id))),
            "enumlabel" => {
                let label = labels(session, id)?.get(part as usize)?;
                Some(Value::text(label.name.as_str()))
            }
            _ => Some(Value::Integer(i64::from(part) + 1)),
        },
    },
    Description {
        schema: "information_schema",
        name: "domains",
        indexed: &["domain_name"],
        columns: &["domain_schema", "domain_name", "data_type"],
        rows: |search| {
            let keys = Keys {
                id: "",
                name: "domain_name",
                schema: "domain_schema",
            };
            let mut ids = search.in_schemas(Class::Type, keys);
            ids.retain(|&id| matches!(search.session.type_kind(id), Some(TypeKind::Domain(_))));
            search::whole(ids)
        },
        column: |session, id, _, name| match name {
            "domain_schema" => search::schema_name(session, id),
            "domain_name" => search::name(session, id),
            _ => columns::data_type(session, &TypeRef::plain(id)),
        },
    },
];

fn labels(session: &Session, id: ObjectId) -> Option<&[Label]> {
    match session.type_kind(id)? {
        TypeKind::Enum(labels) => Some(labels),
        _ => None,
    }
}

fn row(session: &Session, id: ObjectId, _: u32, name: &str) -> Option<Value> {
    let Kind::Type(data_type) = &session.state.object(id)?.kind else {
        return None;
    };
    match name {
        "oid" => Some(Value::Type(TypeRef::plain(id))),
        "typname" => search::name(session, id),
        "typnamespace" => search::parent(session, id),
        "typtype" => Some(Value::text(letter(&data_type.kind))),
        "typcategory" => Some(Value::text(data_type.category.to_string())),
        "typrelid" => match data_type.kind {
            TypeKind::Composite(relation) => Some(Value::Object(relation)),
            _ => Some(Value::Integer(0)),
        },
        _ => None,
    }
}

/// `pg_type.typtype`
fn letter(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Base => "b",
        TypeKind::Shell | TypeKind::Pseudo => "p",
        TypeKind::Enum(_) => "e",
        TypeKind::Domain(_) => "d",
        TypeKind::Composite(_) => "c",
        TypeKind::Range { .. } => "r",
        TypeKind::Multirange { .. } => "m",
    }
}

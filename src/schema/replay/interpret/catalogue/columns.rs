//! Columns.

use super::{
    super::value::Value,
    Description, relations,
    search::{self, Keys, Search},
};
use crate::schema::replay::{
    session::Session,
    state::{
        ColumnNumber, ObjectId,
        object::{Kind, Object, Provenance},
        relation::{Column, Generated},
        types::TypeRef,
    },
};

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_attribute",
        indexed: &["attrelid"],
        columns: &[
            "attrelid",
            "attname",
            "attnum",
            "attnotnull",
            "atthasdef",
            "attisdropped",
            "atttypid",
            "attidentity",
            "attgenerated",
        ],
        rows: |search| {
            let keys = Keys {
                id: "attrelid",
                name: "",
                schema: "",
            };
            rows(search, keys, "attname", |kind| {
                matches!(kind, Kind::Relation(_))
            })
        },
        column: attribute,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_attrdef",
        indexed: &["adrelid"],
        columns: &["adrelid", "adnum"],
        rows: |search| {
            let keys = Keys {
                id: "adrelid",
                name: "",
                schema: "",
            };
            let mut all = rows(search, keys, "", |kind| matches!(kind, Kind::Relation(_)));
            all.retain(|&(id, part)| {
                let column = column(search.session, id, part);
                column.is_some_and(|(_, column)| column.default.is_some())
            });
            all
        },
        column: |_, id, part, name| match name {
            "adrelid" => Some(Value::Object(id)),
            _ => Some(Value::Integer(i64::from(part))),
        },
    },
    Description {
        schema: "information_schema",
        name: "columns",
        indexed: &["table_name"],
        columns: &[
            "table_schema",
            "table_name",
            "column_name",
            "ordinal_position",
            "column_default",
            "is_nullable",
            "data_type",
            "udt_schema",
            "udt_name",
            "character_maximum_length",
            "is_identity",
            "identity_generation",
            "is_generated",
        ],
        rows: |search| {
            let keys = Keys {
                id: "",
                name: "table_name",
                schema: "table_schema",
            };
            rows(search, keys, "column_name", relations::is_standard)
        },
        column: standard,
    },
];

fn rows(
    search: &Search<'_>,
    keys: Keys,
    name: &str,
    is_wanted: impl Fn(&Kind) -> bool,
) -> Vec<(ObjectId, u32)> {
    let wanted = search.text(name);
    let mut rows = Vec::new();
    for id in search.relations(keys, is_wanted) {
        let relation = search.session.state.object(id).and_then(Object::relation);
        for (number, column) in relation.into_iter().flat_map(|found| found.live_columns()) {
            if wanted.is_none_or(|wanted| column.name == wanted) {
                rows.push((id, u32::from(number.0)));
            }
        }
    }
    rows
}

fn column(session: &Session, id: ObjectId, part: u32) -> Option<(&Object, &Column)> {
    let object = session.state.object(id)?;
    let number = ColumnNumber(u16::try_from(part).ok()?);
    Some((object, object.relation()?.numbered(number)?))
}

fn attribute(session: &Session, id: ObjectId, part: u32, name: &str) -> Option<Value> {
    let (_, column) = column(session, id, part)?;
    match name {
        "attrelid" => Some(Value::Object(id)),
        "attname" => Some(Value::text(column.name.as_str())),
        "attnum" => Some(Value::Integer(i64::from(part))),
        "attnotnull" => Some(Value::Boolean(column.not_null)),
        "atthasdef" => {
            let stored = matches!(column.generated, Some(Generated::Stored(_)));
            Some(Value::Boolean(column.default.is_some() || stored))
        }
        "attisdropped" => Some(Value::Boolean(false)),
        "atttypid" => column.data_type.clone().map(Value::Type),
        "attidentity" => Some(Value::text(match column.generated {
            Some(Generated::IdentityAlways) => "a",
            Some(Generated::IdentityByDefault) => "d",
            Some(Generated::Stored(_)) | None => "",
        })),
        "attgenerated" => Some(Value::text(match column.generated {
            Some(Generated::Stored(_)) => "s",
            Some(Generated::IdentityAlways | Generated::IdentityByDefault) | None => "",
        })),
        _ => None,
    }
}

fn standard(session: &Session, id: ObjectId, part: u32, name: &str) -> Option<Value> {
    let (object, column) = column(session, id, part)?;
    match name {
        "table_schema" => search::schema_name(session, id),
        "table_name" => Some(Value::text(object.name.as_str())),
        "column_name" => Some(Value::text(column.name.as_str())),
        "ordinal_position" => Some(Value::Integer(i64::from(part))),
        "column_default" => match column.default {
            // Postgres writes it in its own way.
            Some(_) => None,
            None => Some(Value::Null),
        },
        "is_nullable" => Some(search::yes(!column.not_null)),
        "data_type" => data_type(session, column.data_type.as_ref()?),
        "udt_schema" => search::schema_name(session, based_on(session, column)?.id),
        "udt_name" => {
            let base = based_on(session, column)?;
            let name = &session.state.object(base.id)?.name;
            Some(if base.array {
                Value::text(format!("_{name}"))
            } else {
                Value::text(name.as_str())
            })
        }
        "character_maximum_length" => {
            let base = based_on(session, column)?;
            match base.modifier {
                Some(length) if !base.array => length.parse().ok().map(Value::Integer),
                _ => Some(Value::Null),
            }
        }
        "is_identity" => Some(search::yes(matches!(
            column.generated,
            Some(Generated::IdentityAlways | Generated::IdentityByDefault)
        ))),
        "identity_generation" => Some(match column.generated {
            Some(Generated::IdentityAlways) => Value::text("ALWAYS"),
            Some(Generated::IdentityByDefault) => Value::text("BY DEFAULT"),
            Some(Generated::Stored(_)) | None => Value::Null,
        }),
        "is_generated" => Some(Value::text(match column.generated {
            Some(Generated::Stored(_)) => "ALWAYS",
            Some(Generated::IdentityAlways | Generated::IdentityByDefault) | None => "NEVER",
        })),
        _ => None,
    }
}

fn based_on(session: &Session, column: &Column) -> Option<TypeRef> {
    session.base_type(column.data_type.as_ref()?)
}

/// `data_type` as the standard wants it.
pub(super) fn data_type(session: &Session, found: &TypeRef) -> Option<Value> {
    let base = session.base_type(found)?;
    if base.array {
        return Some(Value::text("ARRAY"));
    }
    let object = session.state.object(base.id)?;
    let schema = object
        .parent
        .and_then(|schema| session.state.object(schema));
    let is_built_in = object.provenance == Provenance::Platform
        && schema.is_some_and(|schema| schema.name == "pg_catalog");
    if !is_built_in {
        return Some(Value::text("USER-DEFINED"));
    }
    let plain = TypeRef::plain(base.id);
    Some(Value::text(session.format_type(&plain)))
}

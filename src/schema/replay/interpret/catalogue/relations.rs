//! Tables, views, indexes and sequences.

use super::{
    super::value::Value,
    Description,
    search::{self, Keys},
};
use crate::schema::replay::{
    session::Session,
    state::{
        ObjectId,
        object::{Kind, Object},
        relation::{Index, Relation, RelationKind},
    },
};

const KEYS: Keys = Keys {
    id: "oid",
    name: "relname",
    schema: "relnamespace",
};

/// Those of the views that show a schema and a name.
const fn keys(schema: &'static str, name: &'static str) -> Keys {
    Keys {
        id: "",
        name,
        schema,
    }
}

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_class",
        indexed: &["oid", "relname"],
        columns: &[
            "oid",
            "relname",
            "relnamespace",
            "relkind",
            "relrowsecurity",
            "relforcerowsecurity",
            "relispartition",
            "reltype",
        ],
        rows: |search| search::whole(search.relations(KEYS, |_| true)),
        column: class,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_tables",
        indexed: &["tablename"],
        columns: &["schemaname", "tablename", "tableowner", "rowsecurity"],
        rows: |search| search::whole(search.relations(keys("schemaname", "tablename"), is_table)),
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_stat_user_tables",
        indexed: &["relname", "relid"],
        columns: &["relid", "schemaname", "relname"],
        rows: |search| {
            let keys = Keys {
                id: "relid",
                ..keys("schemaname", "relname")
            };
            search::whole(search.relations(keys, is_table))
        },
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_views",
        indexed: &["viewname"],
        columns: &["schemaname", "viewname", "viewowner"],
        rows: |search| search::whole(search.relations(keys("schemaname", "viewname"), is_view)),
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_matviews",
        indexed: &["matviewname"],
        columns: &["schemaname", "matviewname", "matviewowner"],
        rows: |search| {
            let keys = keys("schemaname", "matviewname");
            search::whole(search.relations(keys, is_materialized))
        },
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_sequences",
        indexed: &["sequencename"],
        columns: &["schemaname", "sequencename", "sequenceowner"],
        rows: |search| {
            search::whole(search.relations(keys("schemaname", "sequencename"), is_sequence))
        },
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_indexes",
        indexed: &["indexname"],
        columns: &["schemaname", "tablename", "indexname"],
        rows: |search| search::whole(search.relations(keys("schemaname", "indexname"), is_index)),
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_index",
        indexed: &["indexrelid"],
        columns: &["indexrelid", "indrelid", "indisunique", "indisprimary"],
        rows: |search| {
            let keys = Keys {
                id: "indexrelid",
                ..keys("", "")
            };
            search::whole(search.relations(keys, is_index))
        },
        column: shown,
    },
    Description {
        schema: "information_schema",
        name: "tables",
        indexed: &["table_name"],
        columns: &[
            "table_schema",
            "table_name",
            "table_type",
            "is_insertable_into",
        ],
        rows: |search| {
            search::whole(search.relations(keys("table_schema", "table_name"), is_standard))
        },
        column: shown,
    },
    Description {
        schema: "information_schema",
        name: "views",
        indexed: &["table_name"],
        columns: &["table_schema", "table_name"],
        rows: |search| search::whole(search.relations(keys("table_schema", "table_name"), is_view)),
        column: shown,
    },
    Description {
        schema: "information_schema",
        name: "sequences",
        indexed: &["sequence_name"],
        columns: &["sequence_schema", "sequence_name"],
        rows: |search| {
            let keys = keys("sequence_schema", "sequence_name");
            search::whole(search.relations(keys, is_sequence))
        },
        column: shown,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_inherits",
        indexed: &["inhrelid"],
        columns: &["inhrelid", "inhparent"],
        rows: |search| {
            let keys = Keys {
                id: "inhrelid",
                ..keys("", "")
            };
            let children = search.relations(keys, is_table).into_iter();
            let rows = children.flat_map(|id| {
                let relation = search.session.state.object(id).and_then(Object::relation);
                let parents = relation.map_or(0, |relation| relation.inherits.len() as u32);
                (0..parents).map(move |part| (id, part))
            });
            rows.collect()
        },
        column: |session, id, part, name| match name {
            "inhrelid" => Some(Value::Object(id)),
            _ => {
                let relation = session.state.object(id)?.relation()?;
                let parent = relation.inherits.get(part as usize)?;
                Some(Value::Object(*parent))
            }
        },
    },
];

fn is_kind(kind: &Kind, wanted: impl FnOnce(&Relation) -> bool) -> bool {
    match kind {
        Kind::Relation(relation) => wanted(relation),
        _ => false,
    }
}

pub(super) fn is_table(kind: &Kind) -> bool {
    is_kind(kind, |relation| relation.kind == RelationKind::Table)
}

fn is_view(kind: &Kind) -> bool {
    is_kind(kind, |relation| relation.kind == RelationKind::View)
}

fn is_materialized(kind: &Kind) -> bool {
    is_kind(kind, |relation| {
        relation.kind == RelationKind::MaterializedView
    })
}

/// The standard knows no materialized views.
pub(super) fn is_standard(kind: &Kind) -> bool {
    is_kind(kind, |relation| {
        !matches!(
            relation.kind,
            RelationKind::MaterializedView | RelationKind::Composite
        )
    })
}

fn is_sequence(kind: &Kind) -> bool {
    matches!(kind, Kind::Sequence(sequence) if !sequence.identity)
}

fn is_index(kind: &Kind) -> bool {
    matches!(kind, Kind::Index(_))
}

fn class(session: &Session, id: ObjectId, _: u32, column: &str) -> Option<Value> {
    let object = session.state.object(id)?;
    let relation = object.relation();
    let flag = |of: fn(&Relation) -> bool| Some(Value::Boolean(relation.is_some_and(of)));
    match column {
        "oid" => Some(Value::Object(id)),
        "relname" => Some(Value::text(object.name.as_str())),
        "relnamespace" => object.parent.map(Value::Object),
        "relkind" => Some(Value::text(letter(&object.kind))),
        "relrowsecurity" => flag(|relation| relation.row_security),
        "relforcerowsecurity" => flag(|relation| relation.force_row_security),
        "relispartition" => flag(|relation| relation.is_partition),
        "reltype" => relation.map(|relation| Value::Object(relation.row_type)),
        _ => None,
    }
}

/// `pg_class.relkind`
fn letter(kind: &Kind) -> &'static str {
    match kind {
        Kind::Relation(relation) => match relation.kind {
            RelationKind::Table if relation.is_partitioned => "p",
            RelationKind::Table => "r",
            RelationKind::View => "v",
            RelationKind::MaterializedView => "m",
            RelationKind::ForeignTable => "f",
            RelationKind::Composite => "c",
        },
        Kind::Index(_) => "i",
        _ => "S",
    }
}

/// A column of the views, which are much alike.
fn shown(session: &Session, id: ObjectId, _: u32, column: &str) -> Option<Value> {
    let object = session.state.object(id)?;
    match column {
        "schemaname" | "table_schema" | "sequence_schema" => search::schema_name(session, id),
        "tablename" => match &object.kind {
            Kind::Index(index) => search::name(session, index.relation),
            _ => Some(Value::text(object.name.as_str())),
        },
        "viewname" | "matviewname" | "sequencename" | "indexname" | "table_name" | "relname"
        | "sequence_name" => Some(Value::text(object.name.as_str())),
        "tableowner" | "viewowner" | "matviewowner" | "sequenceowner" => {
            let owner = object.owner.as_deref();
            Some(Value::text(owner.unwrap_or("postgres")))
        }
        "relid" | "indexrelid" => Some(Value::Object(id)),
        "rowsecurity" => object
            .relation()
            .map(|found| Value::Boolean(found.row_security)),
        "table_type" => object.relation().map(|relation| {
            Value::text(match relation.kind {
                RelationKind::View => "VIEW",
                RelationKind::ForeignTable => "FOREIGN",
                RelationKind::Table | RelationKind::MaterializedView | RelationKind::Composite => {
                    "BASE TABLE"
                }
            })
        }),
        "indrelid" => index(object).map(|index| Value::Object(index.relation)),
        "indisunique" => index(object).map(|index| Value::Boolean(index.unique)),
        "indisprimary" => index(object).map(|index| Value::Boolean(index.primary)),
        _ => None,
    }
}

fn index(object: &Object) -> Option<&Index> {
    match &object.kind {
        Kind::Index(index) => Some(index),
        _ => None,
    }
}

//! Keys and checks.

use super::{
    super::value::Value,
    Description,
    search::{self, Keys, Search},
};
use crate::schema::{
    catalog::constraint::ReferenceAction,
    replay::{
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Kind, Object},
            relation::{Constraint, ConstraintKind, ForeignKey},
        },
    },
};

const BY_TABLE: Keys = Keys {
    id: "",
    name: "table_name",
    schema: "table_schema",
};

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_constraint",
        indexed: &["conrelid"],
        columns: &[
            "oid",
            "conname",
            "conrelid",
            "contype",
            "contypid",
            "connamespace",
            "confrelid",
            "conkey",
            "confkey",
            "confdeltype",
            "confupdtype",
            "convalidated",
            "conindid",
        ],
        rows: |search| {
            let keys = Keys {
                id: "conrelid",
                name: "",
                schema: "connamespace",
            };
            let mut ids = search.children(keys, "conname", is_constraint);
            let types = Keys {
                id: "contypid",
                name: "",
                schema: "connamespace",
            };
            if search.object("conrelid").is_none() {
                ids.extend(of_domains(search, types));
            }
            search::whole(ids)
        },
        column: row,
    },
    Description {
        schema: "information_schema",
        name: "table_constraints",
        indexed: &["table_name"],
        columns: &[
            "constraint_schema",
            "constraint_name",
            "table_schema",
            "table_name",
            "constraint_type",
        ],
        rows: |search| {
            let ids = search.children(BY_TABLE, "constraint_name", is_standard);
            search::whole(ids)
        },
        column: standard,
    },
    Description {
        schema: "information_schema",
        name: "check_constraints",
        indexed: &[],
        columns: &["constraint_schema", "constraint_name"],
        rows: |search| {
            let keys = Keys {
                id: "",
                name: "",
                schema: "constraint_schema",
            };
            let ids = search.children(keys, "constraint_name", |object| {
                matches!(kind(object), Some(ConstraintKind::Check(_)))
            });
            search::whole(ids)
        },
        column: standard,
    },
    Description {
        schema: "information_schema",
        name: "referential_constraints",
        indexed: &[],
        columns: &[
            "constraint_schema",
            "constraint_name",
            "delete_rule",
            "update_rule",
        ],
        rows: |search| {
            let keys = Keys {
                id: "",
                name: "",
                schema: "constraint_schema",
            };
            let ids = search.children(keys, "constraint_name", |object| {
                matches!(kind(object), Some(ConstraintKind::ForeignKey(_)))
            });
            search::whole(ids)
        },
        column: standard,
    },
    Description {
        schema: "information_schema",
        name: "key_column_usage",
        indexed: &["table_name"],
        columns: &[
            "constraint_schema",
            "constraint_name",
            "table_schema",
            "table_name",
            "column_name",
            "ordinal_position",
        ],
        rows: |search| {
            let ids = search.children(BY_TABLE, "constraint_name", |object| match kind(object) {
                Some(
                    ConstraintKind::PrimaryKey
                    | ConstraintKind::Unique
                    | ConstraintKind::ForeignKey(_),
                ) => true,
                Some(ConstraintKind::Check(_) | ConstraintKind::Exclusion) | None => false,
            });
            each_column(search.session, ids)
        },
        column: |session, id, part, name| match name {
            "column_name" => {
                let (object, constraint) = constraint(session, id)?;
                let number = *constraint.columns.get(part as usize)?;
                column_name(session, object.parent?, number)
            }
            "ordinal_position" => Some(Value::Integer(i64::from(part) + 1)),
            _ => standard(session, id, part, name),
        },
    },
    Description {
        schema: "information_schema",
        name: "constraint_column_usage",
        indexed: &[],
        columns: &[
            "constraint_schema",
            "constraint_name",
            "table_schema",
            "table_name",
            "column_name",
        ],
        rows: |search| {
            let keys = Keys {
                id: "",
                name: "",
                schema: "constraint_schema",
            };
            let ids = search.children(keys, "constraint_name", is_standard);
            each_column(search.session, ids)
        },
        column: usage,
    },
];

fn is_constraint(object: &Object) -> bool {
    kind(object).is_some()
}

fn is_standard(object: &Object) -> bool {
    match kind(object) {
        Some(ConstraintKind::Exclusion) | None => false,
        Some(
            ConstraintKind::PrimaryKey
            | ConstraintKind::Unique
            | ConstraintKind::Check(_)
            | ConstraintKind::ForeignKey(_),
        ) => true,
    }
}

fn kind(object: &Object) -> Option<&ConstraintKind> {
    match &object.kind {
        Kind::Constraint(constraint) => Some(&constraint.kind),
        _ => None,
    }
}

fn of_domains(search: &Search<'_>, keys: Keys) -> Vec<ObjectId> {
    let state = &search.session.state;
    let types = search.in_schemas(Class::Type, keys).into_iter();
    let children = types.flat_map(|id| state.children(id));
    let wanted = search.text("conname");
    let found = children.filter(|(_, child)| {
        is_constraint(child) && wanted.is_none_or(|wanted| child.name == wanted)
    });
    found.map(|(id, _)| id).collect()
}

fn each_column(session: &Session, ids: Vec<ObjectId>) -> Vec<(ObjectId, u32)> {
    let rows = ids.into_iter().flat_map(|id| {
        let columns = constraint(session, id).map_or(0, |(_, found)| found.columns.len());
        (0..columns as u32).map(move |part| (id, part))
    });
    rows.collect()
}

fn constraint(session: &Session, id: ObjectId) -> Option<(&Object, &Constraint)> {
    let object = session.state.object(id)?;
    match &object.kind {
        Kind::Constraint(constraint) => Some((object, constraint)),
        _ => None,
    }
}

fn foreign_key(constraint: &Constraint) -> Option<&ForeignKey> {
    match &constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        ConstraintKind::PrimaryKey
        | ConstraintKind::Unique
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclusion => None,
    }
}

fn row(session: &Session, id: ObjectId, _: u32, name: &str) -> Option<Value> {
    let (object, constraint) = constraint(session, id)?;
    let parent = session.state.object(object.parent?)?;
    let is_domain = matches!(parent.kind, Kind::Type(_));
    let key = foreign_key(constraint);
    match name {
        "oid" => Some(Value::Object(id)),
        "conname" => Some(Value::text(object.name.as_str())),
        "conrelid" if is_domain => Some(Value::Integer(0)),
        "conrelid" => object.parent.map(Value::Object),
        "contypid" if is_domain => object.parent.map(Value::Object),
        "contypid" => Some(Value::Integer(0)),
        "connamespace" => parent.parent.map(Value::Object),
        "contype" => Some(Value::text(match constraint.kind {
            ConstraintKind::PrimaryKey => "p",
            ConstraintKind::Unique => "u",
            ConstraintKind::Check(_) => "c",
            ConstraintKind::Exclusion => "x",
            ConstraintKind::ForeignKey(_) => "f",
        })),
        "confrelid" => match key {
            Some(key) => key.relation.map(Value::Object),
            None => Some(Value::Integer(0)),
        },
        "conkey" => Some(numbers(&constraint.columns)),
        "confkey" => Some(key.map_or(Value::Null, |key| numbers(&key.columns))),
        "confdeltype" => Some(Value::text(key.map_or(" ", |key| letter(key.on_delete)))),
        "confupdtype" => Some(Value::text(key.map_or(" ", |key| letter(key.on_update)))),
        "convalidated" => Some(Value::Boolean(constraint.valid)),
        "conindid" => constraint.index.map(Value::Object),
        _ => None,
    }
}

fn numbers(columns: &[ColumnNumber]) -> Value {
    let numbers = columns
        .iter()
        .map(|column| Value::Integer(i64::from(column.0)));
    Value::Array(numbers.collect())
}

fn letter(action: ReferenceAction) -> &'static str {
    match action {
        ReferenceAction::NoAction => "a",
        ReferenceAction::Restrict => "r",
        ReferenceAction::Cascade => "c",
        ReferenceAction::SetNull => "n",
        ReferenceAction::SetDefault => "d",
    }
}

fn rule(action: ReferenceAction) -> &'static str {
    match action {
        ReferenceAction::NoAction => "NO ACTION",
        ReferenceAction::Restrict => "RESTRICT",
        ReferenceAction::Cascade => "CASCADE",
        ReferenceAction::SetNull => "SET NULL",
        ReferenceAction::SetDefault => "SET DEFAULT",
    }
}

fn standard(session: &Session, id: ObjectId, _: u32, name: &str) -> Option<Value> {
    let (object, constraint) = constraint(session, id)?;
    let parent = object.parent?;
    match name {
        "constraint_schema" | "table_schema" => search::schema_name(session, parent),
        "constraint_name" => Some(Value::text(object.name.as_str())),
        "table_name" => search::name(session, parent),
        "constraint_type" => Some(Value::text(match constraint.kind {
            ConstraintKind::PrimaryKey => "PRIMARY KEY",
            ConstraintKind::Unique => "UNIQUE",
            ConstraintKind::Check(_) => "CHECK",
            ConstraintKind::Exclusion => "EXCLUDE",
            ConstraintKind::ForeignKey(_) => "FOREIGN KEY",
        })),
        "delete_rule" => foreign_key(constraint).map(|key| Value::text(rule(key.on_delete))),
        "update_rule" => foreign_key(constraint).map(|key| Value::text(rule(key.on_update))),
        _ => None,
    }
}

/// The columns that a constraint is about: for foreign keys those at the far end.
fn usage(session: &Session, id: ObjectId, part: u32, name: &str) -> Option<Value> {
    let (object, constraint) = constraint(session, id)?;
    let (relation, columns) = match foreign_key(constraint) {
        Some(key) => (key.relation?, &key.columns),
        None => (object.parent?, &constraint.columns),
    };
    match name {
        "table_schema" => search::schema_name(session, relation),
        "table_name" => search::name(session, relation),
        "column_name" => column_name(session, relation, *columns.get(part as usize)?),
        _ => standard(session, id, part, name),
    }
}

fn column_name(session: &Session, relation: ObjectId, number: ColumnNumber) -> Option<Value> {
    let relation = session.state.object(relation)?.relation()?;
    let column = relation.numbered(number)?;
    Some(Value::text(column.name.as_str()))
}

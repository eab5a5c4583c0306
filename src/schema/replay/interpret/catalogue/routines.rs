//! Routines and their parameters.

use super::{
    super::value::Value,
    Description,
    search::{self, Keys},
};
use crate::{
    schema::{
        catalog::routine::{RoutineKind, Volatility},
        replay::{
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind},
                routine::Routine,
            },
        },
    },
    sql::name::Identifier,
};

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_proc",
        indexed: &["oid", "proname"],
        columns: &[
            "oid",
            "proname",
            "pronamespace",
            "prokind",
            "pronargs",
            "prosecdef",
            "provolatile",
            "proretset",
            "prorettype",
            "proargnames",
            "proconfig",
            "proargtypes",
        ],
        rows: |search| {
            let keys = Keys {
                id: "oid",
                name: "proname",
                schema: "pronamespace",
            };
            search::whole(search.in_schemas(Class::Routine, keys))
        },
        column: row,
    },
    Description {
        schema: "information_schema",
        name: "routines",
        indexed: &["routine_name"],
        columns: &[
            "routine_schema",
            "routine_name",
            "specific_schema",
            "routine_type",
            "security_type",
        ],
        rows: |search| {
            let schema = match search.text("specific_schema") {
                Some(_) => "specific_schema",
                None => "routine_schema",
            };
            let keys = Keys {
                id: "",
                name: "routine_name",
                schema,
            };
            let mut ids = search.in_schemas(Class::Routine, keys);
            ids.retain(|&id| {
                let kind = routine(search.session, id).map(|found| found.kind);
                matches!(kind, Some(RoutineKind::Function | RoutineKind::Procedure))
            });
            search::whole(ids)
        },
        column: row,
    },
];

fn routine(session: &Session, id: ObjectId) -> Option<&Routine> {
    match &session.state.object(id)?.kind {
        Kind::Routine(routine) => Some(routine),
        _ => None,
    }
}

fn row(session: &Session, id: ObjectId, _: u32, name: &str) -> Option<Value> {
    let routine = routine(session, id)?;
    match name {
        "oid" => Some(Value::Object(id)),
        "proname" | "routine_name" => search::name(session, id),
        "pronamespace" => search::parent(session, id),
        "routine_schema" | "specific_schema" => search::schema_name(session, id),
        "prokind" => Some(Value::text(match routine.kind {
            RoutineKind::Function => "f",
            RoutineKind::Procedure => "p",
            RoutineKind::Aggregate => "a",
            RoutineKind::Window => "w",
        })),
        "routine_type" => Some(Value::text(match routine.kind {
            RoutineKind::Procedure => "PROCEDURE",
            RoutineKind::Function | RoutineKind::Aggregate | RoutineKind::Window => "FUNCTION",
        })),
        "pronargs" => Some(Value::Integer(routine.inputs().count() as i64)),
        "prosecdef" => Some(Value::Boolean(routine.security_definer)),
        "security_type" => Some(Value::text(if routine.security_definer {
            "DEFINER"
        } else {
            "INVOKER"
        })),
        "provolatile" => Some(Value::text(match routine.volatility {
            Volatility::Immutable => "i",
            Volatility::Stable => "s",
            Volatility::Volatile => "v",
        })),
        "proretset" => Some(Value::Boolean(routine.returns.set)),
        "prorettype" => routine.returns.data_type.clone().map(Value::Type),
        "proargtypes" => {
            let types = routine.inputs().map(|input| match &input.data_type {
                Some(data_type) => Value::Type(data_type.clone()),
                None => Value::Unknown,
            });
            Some(Value::Array(types.collect()))
        }
        "proconfig" => Some(settings(&routine.settings)),
        "proargnames" => {
            let arguments = routine.arguments.iter();
            let names: Vec<Value> = arguments
                .map(|argument| Value::text(argument.name.as_str()))
                .collect();
            let is_named = routine.arguments.iter().any(|found| !found.name.is_empty());
            Some(if is_named {
                Value::Array(names)
            } else {
                Value::Null
            })
        }
        _ => None,
    }
}

/// Settings as `pg_proc.proconfig` has them.
fn settings(settings: &[(Identifier, Vec<String>)]) -> Value {
    if settings.is_empty() {
        return Value::Null;
    }
    let entries = settings.iter().map(|(name, values)| {
        let values: Vec<String> = values
            .iter()
            .map(|value| {
                if value.is_empty() {
                    "\"\"".to_owned()
                } else {
                    value.clone()
                }
            })
            .collect();
        Value::text(format!("{name}={}", values.join(", ")))
    });
    Value::Array(entries.collect())
}

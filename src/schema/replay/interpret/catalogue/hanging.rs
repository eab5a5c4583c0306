//! Policies and triggers.

use super::{
    super::value::Value,
    Description,
    search::{self, Keys},
};
use crate::schema::{
    catalog::trigger::{PolicyCommand, TriggerEvent, TriggerTiming},
    replay::{
        session::Session,
        state::{
            ObjectId,
            object::{Kind, Object},
            relation::{Policy, Trigger},
        },
    },
};

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_policies",
        indexed: &["tablename"],
        columns: &[
            "schemaname",
            "tablename",
            "policyname",
            "permissive",
            "roles",
            "cmd",
            "qual",
            "with_check",
        ],
        rows: |search| {
            let keys = Keys {
                id: "",
                name: "tablename",
                schema: "schemaname",
            };
            search::whole(search.children(keys, "policyname", |child| policy(child).is_some()))
        },
        column: policy_column,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_policy",
        indexed: &["polrelid"],
        columns: &["oid", "polname", "polrelid", "polcmd", "polpermissive"],
        rows: |search| {
            let keys = Keys {
                id: "polrelid",
                name: "",
                schema: "",
            };
            search::whole(search.children(keys, "polname", |child| policy(child).is_some()))
        },
        column: policy_column,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_trigger",
        indexed: &["tgrelid"],
        columns: &[
            "oid",
            "tgname",
            "tgrelid",
            "tgfoid",
            "tgisinternal",
            "tgenabled",
        ],
        rows: |search| {
            let keys = Keys {
                id: "tgrelid",
                name: "",
                schema: "",
            };
            search::whole(search.children(keys, "tgname", |child| trigger(child).is_some()))
        },
        column: trigger_column,
    },
    Description {
        schema: "information_schema",
        name: "triggers",
        indexed: &["event_object_table"],
        columns: &[
            "trigger_schema",
            "trigger_name",
            "event_manipulation",
            "event_object_schema",
            "event_object_table",
            "action_timing",
            "action_orientation",
        ],
        rows: |search| {
            let schema = match search.text("trigger_schema") {
                Some(_) => "trigger_schema",
                None => "event_object_schema",
            };
            let keys = Keys {
                id: "",
                name: "event_object_table",
                schema,
            };
            let ids = search.children(keys, "trigger_name", |child| trigger(child).is_some());
            let rows = ids.into_iter().flat_map(|id| {
                let object = search.session.state.object(id);
                let events = object
                    .and_then(trigger)
                    .map_or(0, |found| found.events.len());
                (0..events as u32).map(move |part| (id, part))
            });
            rows.collect()
        },
        column: trigger_column,
    },
];

fn policy(object: &Object) -> Option<&Policy> {
    match &object.kind {
        Kind::Policy(policy) => Some(policy),
        _ => None,
    }
}

fn trigger(object: &Object) -> Option<&Trigger> {
    match &object.kind {
        Kind::Trigger(trigger) => Some(trigger),
        _ => None,
    }
}

fn policy_column(session: &Session, id: ObjectId, _: u32, name: &str) -> Option<Value> {
    let object = session.state.object(id)?;
    let policy = policy(object)?;
    let relation = object.parent?;
    // Postgres writes conditions in its own way, with the same names in them.
    let condition = |written: &Option<String>| Some(Value::optional(written.clone()));
    match name {
        "oid" => Some(Value::Object(id)),
        "polrelid" => Some(Value::Object(relation)),
        "policyname" | "polname" => Some(Value::text(object.name.as_str())),
        "schemaname" => search::schema_name(session, relation),
        "tablename" => search::name(session, relation),
        "permissive" => Some(Value::text(if policy.permissive {
            "PERMISSIVE"
        } else {
            "RESTRICTIVE"
        })),
        "polpermissive" => Some(Value::Boolean(policy.permissive)),
        "roles" => {
            let roles = policy.roles.iter().map(|role| Value::text(role.as_str()));
            Some(Value::Array(roles.collect()))
        }
        "cmd" => Some(Value::text(match policy.command {
            PolicyCommand::All => "ALL",
            PolicyCommand::Select => "SELECT",
            PolicyCommand::Insert => "INSERT",
            PolicyCommand::Update => "UPDATE",
            PolicyCommand::Delete => "DELETE",
        })),
        "polcmd" => Some(Value::text(match policy.command {
            PolicyCommand::All => "*",
            PolicyCommand::Select => "r",
            PolicyCommand::Insert => "a",
            PolicyCommand::Update => "w",
            PolicyCommand::Delete => "d",
        })),
        "qual" => condition(&policy.using),
        "with_check" => condition(&policy.with_check),
        _ => None,
    }
}

fn trigger_column(session: &Session, id: ObjectId, part: u32, name: &str) -> Option<Value> {
    let object = session.state.object(id)?;
    let trigger = trigger(object)?;
    let relation = object.parent?;
    match name {
        "oid" => Some(Value::Object(id)),
        "tgrelid" => Some(Value::Object(relation)),
        "tgname" | "trigger_name" => Some(Value::text(object.name.as_str())),
        "tgfoid" => trigger.function.map(Value::Object),
        "tgisinternal" => Some(Value::Boolean(false)),
        "tgenabled" => Some(Value::text(if trigger.enabled { "O" } else { "D" })),
        "trigger_schema" | "event_object_schema" => search::schema_name(session, relation),
        "event_object_table" => search::name(session, relation),
        "event_manipulation" => Some(Value::text(match trigger.events.get(part as usize)? {
            TriggerEvent::Insert => "INSERT",
            TriggerEvent::Update => "UPDATE",
            TriggerEvent::Delete => "DELETE",
            TriggerEvent::Truncate => "TRUNCATE",
        })),
        "action_timing" => Some(Value::text(match trigger.timing {
            TriggerTiming::Before => "BEFORE",
            TriggerTiming::After => "AFTER",
            TriggerTiming::InsteadOf => "INSTEAD OF",
        })),
        "action_orientation" => Some(Value::text(if trigger.for_each_row {
            "ROW"
        } else {
            "STATEMENT"
        })),
        _ => None,
    }
}

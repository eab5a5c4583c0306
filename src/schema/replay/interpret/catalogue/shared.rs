//! Schemas, roles, extensions, publications and what else is in no schema.

use super::{
    super::value::Value,
    Description, relations,
    search::{self, Keys, Search},
};
use crate::{
    schema::replay::{
        apply::extension,
        session::{CronJob, Session},
        state::{
            ObjectId,
            object::{Class, Kind, Provenance, Publication},
        },
    },
    sql::statement::ObjectKind,
};

pub(super) const TABLES: &[Description] = &[
    Description {
        schema: "pg_catalog",
        name: "pg_namespace",
        indexed: &["oid", "nspname"],
        columns: &["oid", "nspname"],
        rows: |search| search::whole(search.shared(Class::Schema, "oid", "nspname")),
        column: named,
    },
    Description {
        schema: "information_schema",
        name: "schemata",
        indexed: &["schema_name"],
        columns: &["schema_name"],
        rows: |search| search::whole(search.shared(Class::Schema, "", "schema_name")),
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_roles",
        indexed: &["rolname"],
        columns: &["oid", "rolname"],
        rows: |search| search::whole(search.shared(Class::Role, "oid", "rolname")),
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_authid",
        indexed: &["rolname"],
        columns: &["oid", "rolname"],
        rows: |search| search::whole(search.shared(Class::Role, "oid", "rolname")),
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_user",
        indexed: &["usename"],
        columns: &["usename"],
        rows: |search| search::whole(search.shared(Class::Role, "", "usename")),
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_extension",
        indexed: &["oid", "extname"],
        columns: &["oid", "extname", "extnamespace"],
        rows: |search| search::whole(search.shared(Class::Extension, "oid", "extname")),
        column: |session, id, part, name| match name {
            "extnamespace" => extension::schema_of(session, id).map(Value::Object),
            _ => named(session, id, part, name),
        },
    },
    Description {
        schema: "pg_catalog",
        name: "pg_event_trigger",
        indexed: &["evtname"],
        columns: &["oid", "evtname"],
        rows: |search| {
            let class = Class::Other(ObjectKind::EventTrigger);
            search::whole(search.shared(class, "oid", "evtname"))
        },
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_language",
        indexed: &["lanname"],
        columns: &["oid", "lanname"],
        rows: |search| {
            let class = Class::Other(ObjectKind::Language);
            search::whole(search.shared(class, "oid", "lanname"))
        },
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_foreign_server",
        indexed: &["srvname"],
        columns: &["oid", "srvname"],
        rows: |search| {
            let class = Class::Other(ObjectKind::Server);
            search::whole(search.shared(class, "oid", "srvname"))
        },
        column: named,
    },
    Description {
        schema: "pg_catalog",
        name: "pg_publication",
        indexed: &["oid", "pubname"],
        columns: &["oid", "pubname", "puballtables"],
        rows: |search| search::whole(search.shared(Class::Publication, "oid", "pubname")),
        column: |session, id, part, name| match name {
            "puballtables" => {
                let publication = publication(session, id)?;
                Some(Value::Boolean(publication.all_tables))
            }
            _ => named(session, id, part, name),
        },
    },
    Description {
        schema: "pg_catalog",
        name: "pg_publication_rel",
        indexed: &["prpubid"],
        columns: &["prpubid", "prrelid"],
        rows: |search| members(search, search.shared(Class::Publication, "prpubid", "")),
        column: |_, id, part, name| match name {
            "prpubid" => Some(Value::Object(id)),
            _ => Some(Value::Object(ObjectId(part))),
        },
    },
    Description {
        schema: "pg_catalog",
        name: "pg_publication_tables",
        indexed: &["pubname"],
        columns: &["pubname", "schemaname", "tablename"],
        rows: |search| {
            let ids = search.shared(Class::Publication, "", "pubname");
            let mut rows = members(search, ids.clone());
            for id in ids {
                rows.extend(everything(search, id));
            }
            rows
        },
        column: |session, id, part, name| match name {
            "pubname" => search::name(session, id),
            "schemaname" => search::schema_name(session, ObjectId(part)),
            _ => search::name(session, ObjectId(part)),
        },
    },
    Description {
        schema: "pg_catalog",
        name: "pg_depend",
        indexed: &["objid"],
        columns: &["objid", "refobjid", "deptype"],
        rows: |search| match search.object("objid") {
            Some(id) => members_of_extensions(search, vec![id]),
            None => {
                let all = search.session.state.objects().map(|(id, _)| id);
                members_of_extensions(search, all.collect())
            }
        },
        column: |_, id, part, name| match name {
            "objid" => Some(Value::Object(id)),
            "refobjid" => Some(Value::Object(ObjectId(part))),
            _ => Some(Value::text("e")),
        },
    },
    Description {
        schema: "cron",
        name: "job",
        indexed: &[],
        columns: &["jobname", "schedule", "command", "active"],
        rows: |search| {
            let jobs = search.session.cron_jobs.len() as u32;
            (0..jobs).map(|part| (ObjectId(0), part)).collect()
        },
        column: |session, _, part, name| {
            let (key, job): (&String, &CronJob) = session.cron_jobs.iter().nth(part as usize)?;
            match name {
                "jobname" => Some(Value::text(key.as_str())),
                "schedule" => Some(Value::text(job.schedule.as_str())),
                "command" => Some(Value::text(job.command.as_str())),
                _ => Some(Value::Boolean(true)),
            }
        },
    },
];

/// Those of the objects that extensions brought; the part is the extension's id.
fn members_of_extensions(search: &Search<'_>, ids: Vec<ObjectId>) -> Vec<(ObjectId, u32)> {
    let rows = ids
        .into_iter()
        .filter_map(|id| match search.session.state.object(id)?.provenance {
            Provenance::Extension(extension) => Some((id, extension.0)),
            Provenance::Migration | Provenance::Platform => None,
        });
    rows.collect()
}

fn named(session: &Session, id: ObjectId, _: u32, column: &str) -> Option<Value> {
    match column {
        "oid" => Some(Value::Object(id)),
        _ => search::name(session, id),
    }
}

fn publication(session: &Session, id: ObjectId) -> Option<&Publication> {
    match &session.state.object(id)?.kind {
        Kind::Publication(publication) => Some(publication),
        _ => None,
    }
}

/// The tables that publications list; the part is the table's id.
fn members(search: &Search<'_>, ids: Vec<ObjectId>) -> Vec<(ObjectId, u32)> {
    let rows = ids.into_iter().flat_map(|id| {
        let publication = publication(search.session, id);
        let tables = publication.into_iter().flat_map(|found| &found.tables);
        let live = tables.filter(|&&table| search.session.state.object(table).is_some());
        live.map(move |table| (id, table.0))
    });
    rows.collect()
}

/// The tables of a publication of all tables, or of whole schemas.
fn everything(search: &Search<'_>, id: ObjectId) -> Vec<(ObjectId, u32)> {
    let state = &search.session.state;
    let Some(publication) = publication(search.session, id) else {
        return Vec::new();
    };
    let keys = Keys {
        id: "",
        name: "tablename",
        schema: "schemaname",
    };
    let mut tables = search.relations(keys, relations::is_table);
    let builtin = [
        state.schema("pg_catalog"),
        state.schema("information_schema"),
    ];
    tables.retain(|&table| {
        let schema = state.object(table).and_then(|table| table.parent);
        let listed = schema.is_some_and(|schema| publication.schemas.contains(&schema));
        listed || publication.all_tables && !builtin.contains(&schema)
    });
    tables.into_iter().map(|table| (id, table.0)).collect()
}

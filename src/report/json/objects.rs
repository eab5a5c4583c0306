//! Relations, routines and what else of SQL uses them, as entries.

use std::collections::BTreeMap;

use crate::{
    access::{SchemaRef, TargetKind},
    map::{
        class::{self, Classed},
        defined,
        node::{Node, Object, SqlKind, SqlUnit},
        qualified,
        summary::{Counts, Summary, Usage},
    },
    report::{
        Report,
        json::{
            counts, entries,
            model::{
                graph::Place,
                object::{Evidence, Key, ReferencedBy, Routine, Sql, Table},
            },
            vocabulary,
        },
        named_schema,
    },
    schema::catalog::{
        Origin,
        constraint::{Constraint, Reference},
        relation::Relation,
    },
    survey::Survey,
};

/// By name, schema and database: what the code does with an object, if it does anything.
type Objects<'a> = BTreeMap<(String, SchemaRef, String), Option<&'a Summary>>;

/// Every relation that a catalog holds or that code or SQL names.
pub(super) fn tables<'a>(report: &'a Report<'a>) -> Vec<Table<'a>> {
    let survey = report.survey;
    let mut objects = named(report, TargetKind::Relation);
    let mut keys: BTreeMap<Object, Vec<ReferencedBy<'a>>> = BTreeMap::new();
    for (index, database) in survey.databases.iter().enumerate() {
        for relation in &database.catalog.relations {
            let object = object(survey, index, &relation.schema, &relation.name);
            for (key, needed) in foreign_keys(relation) {
                let needed = self::object(survey, index, &needed.schema, &needed.relation);
                keys.entry(needed).or_default().push(ReferencedBy {
                    table: object.label(),
                    name: &key.name,
                    columns: key.columns.iter().map(String::as_str).collect(),
                });
            }
            objects.entry(key_of(object)).or_default();
        }
    }
    let tables = objects.into_iter().map(|(key, summary)| {
        let object = object_of(key);
        let referenced_by = keys.remove(&object).unwrap_or_default();
        table(report, object, summary, referenced_by)
    });
    tables.collect()
}

fn table<'a>(
    report: &'a Report<'a>,
    object: Object,
    summary: Option<&'a Summary>,
    referenced_by: Vec<ReferencedBy<'a>>,
) -> Table<'a> {
    let survey = report.survey;
    let relation = defined::relation(survey, &object);
    let classed = report.classes.get(&object);
    let units = |units: fn(&'a Summary) -> _| {
        let units = summary.map(units).into_iter().flatten();
        units.map(String::as_str).collect()
    };
    Table {
        schema: named_schema(&object.schema).map(str::to_owned),
        schema_unknown: entries::schema_unknown(&object.schema),
        database: named_database(&object.database),
        kind: relation.map(|relation| vocabulary::relation_word(relation.kind)),
        defined: relation.and_then(|relation| place(relation.origin.as_ref())),
        keys: keys(survey, &object, relation),
        referenced_by,
        accesses: summary.map_or(0, |summary| summary.counts.total()),
        counts: counts(&summary.map_or_else(Counts::default, |summary| summary.counts)),
        readers: units(|summary| &summary.readers),
        writers: units(|summary| &summary.writers),
        embeds: summary.map_or(0, |summary| summary.embeds),
        sql_readers: units(|summary| &summary.sql_readers),
        sql_writers: units(|summary| &summary.sql_writers),
        usage: summary.map_or(Usage::Unused, Summary::usage).as_str(),
        usage_reason: summary.map(Summary::usage_reason).unwrap_or_default(),
        class: classed.map(|classed| classed.class.as_str()),
        class_reason: classed.map(Classed::reason),
        evidence: classed.map(|classed| evidence(&classed.evidence)),
        table: object.name,
    }
}

fn evidence(evidence: &class::Evidence) -> Evidence {
    Evidence {
        entry_points: evidence.entries,
        imported_only: evidence.imported,
        known_entry_points: evidence.known_entries,
        files: evidence.modules,
        readers: evidence.readers,
        writers: evidence.writers,
        sql_readers: evidence.sql_readers,
        sql_writers: evidence.sql_writers,
        referenced_by: evidence.keys,
        idle_sql: evidence.idle,
        unreached: evidence.unreached,
        scripts: evidence.scripts,
        tests: evidence.tests,
    }
}

/// The foreign keys that a relation has.
fn keys<'a>(survey: &Survey<'a>, object: &Object, relation: Option<&'a Relation>) -> Vec<Key<'a>> {
    let keys = relation.into_iter().flat_map(foreign_keys);
    let keys = keys.map(|(key, needed)| Key {
        name: &key.name,
        columns: key.columns.iter().map(String::as_str).collect(),
        references: needed_object(survey, object, needed).label(),
        referenced_columns: needed.columns.iter().map(String::as_str).collect(),
    });
    keys.collect()
}

fn needed_object(survey: &Survey<'_>, from: &Object, needed: &Reference) -> Object {
    let mut databases = 0..survey.databases.len();
    let database = databases.find(|&index| survey.database_name(Some(index)) == from.database);
    Object {
        database: from.database.clone(),
        schema: survey.schema_ref(database, &needed.schema),
        name: needed.relation.clone(),
    }
}

fn foreign_keys(relation: &Relation) -> impl Iterator<Item = (&Constraint, &Reference)> {
    let constraints = relation.constraints.iter();
    constraints.filter_map(|constraint| Some((constraint, constraint.references.as_ref()?)))
}

/// Every routine that a catalog holds or that code or SQL names.
pub(super) fn routines<'a>(report: &'a Report<'a>) -> Vec<Routine<'a>> {
    let survey = report.survey;
    let mut objects = named(report, TargetKind::Routine);
    for (index, database) in survey.databases.iter().enumerate() {
        for routine in &database.catalog.routines {
            let object = object(survey, index, &routine.schema, &routine.name);
            objects.entry(key_of(object)).or_default();
        }
    }
    let routines = objects.into_iter().map(|(key, summary)| {
        let object = object_of(key);
        let overloads = defined::routines(survey, &object);
        let places = overloads.iter();
        let callers = summary.into_iter().flat_map(|summary| &summary.units);
        Routine {
            schema: named_schema(&object.schema).map(str::to_owned),
            schema_unknown: entries::schema_unknown(&object.schema),
            database: named_database(&object.database),
            kind: overloads
                .first()
                .map(|routine| vocabulary::routine_word(routine.kind)),
            defined: places
                .filter_map(|routine| place(routine.origin.as_ref()))
                .collect(),
            language: overloads
                .first()
                .and_then(|routine| routine.language.as_deref()),
            security_definer: (!overloads.is_empty())
                .then(|| overloads.iter().any(|routine| routine.security_definer)),
            calls: summary.map_or(0, |summary| summary.counts.total()),
            callers: callers.map(String::as_str).collect(),
            routine: object.name,
        }
    });
    routines.collect()
}

/// Every unit of SQL of the map, ordered by kind and name.
pub(super) fn sql<'a>(report: &'a Report<'a>) -> Vec<Sql<'a>> {
    let units = report.map.graph.node_weights();
    let mut units: Vec<&SqlUnit> = units
        .filter_map(|node| match node {
            Node::Sql(unit) => Some(unit),
            Node::Unit { .. }
            | Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. } => None,
        })
        .collect();
    units.sort();
    units
        .into_iter()
        .map(|unit| {
            let (defined, schedule) = definition(report.survey, unit);
            let relation = unit.relation.as_ref();
            Sql {
                kind: unit.kind.as_str(),
                name: &unit.name,
                relation: relation.map(|(schema, relation)| qualified(schema, relation)),
                database: named_database(&unit.database),
                defined,
                schedule,
            }
        })
        .collect()
}

/// Where a unit of SQL is created, and when it runs.
fn definition<'a>(survey: &Survey<'a>, unit: &SqlUnit) -> (Option<Place<'a>>, Option<&'a str>) {
    let (schema, name) = unit.relation.clone().unwrap_or_default();
    let on = Object {
        database: unit.database.clone(),
        schema,
        name,
    };
    let relation = || defined::relation(survey, &on);
    let origin = match unit.kind {
        SqlKind::Trigger => relation().and_then(|relation| {
            let mut triggers = relation.triggers.iter();
            let trigger = triggers.find(|trigger| trigger.name == unit.name)?;
            trigger.origin.as_ref()
        }),
        SqlKind::Policy => relation().and_then(|relation| {
            let mut policies = relation.policies.iter();
            let policy = policies.find(|policy| policy.name == unit.name)?;
            policy.origin.as_ref()
        }),
        SqlKind::CronJob => {
            let job = defined::home(survey, &on)
                .and_then(|(database, _)| database.catalog.cron_jobs.get(&unit.name));
            let origin = job.and_then(|job| job.origin.as_ref());
            return (place(origin), job.map(|job| job.schedule.as_str()));
        }
        SqlKind::Migration | SqlKind::Seed => None,
    };
    (place(origin), None)
}

fn place(origin: Option<&Origin>) -> Option<Place<'_>> {
    origin.map(|origin| Place {
        file: &origin.file,
        line: origin.line,
    })
}

/// The objects of one kind that code or SQL names.
fn named<'a>(report: &'a Report<'a>, kind: TargetKind) -> Objects<'a> {
    let nodes = report.map.graph.node_weights();
    let of_sql = nodes.filter_map(|node| {
        let (object, of) = match node {
            Node::Relation(object) => (object, TargetKind::Relation),
            Node::Routine(object) => (object, TargetKind::Routine),
            Node::Unit { .. } | Node::Bucket { .. } | Node::EdgeFunction { .. } | Node::Sql(_) => {
                return None;
            }
        };
        (of == kind).then(|| (key_of(object.clone()), None))
    });
    let summaries = report.summaries.iter();
    let of_code = summaries.filter(|summary| summary.kind == kind);
    let of_code = of_code.map(|summary| (key_of(summary.object.clone()), Some(summary)));
    // The later ones, which say more, replace the earlier.
    of_sql.chain(of_code).collect()
}

fn object(survey: &Survey<'_>, database: usize, schema: &str, name: &str) -> Object {
    Object {
        database: survey.database_name(Some(database)).to_owned(),
        schema: survey.schema_ref(Some(database), schema),
        name: name.to_owned(),
    }
}

fn key_of(object: Object) -> (String, SchemaRef, String) {
    (object.name, object.schema, object.database)
}

fn object_of((name, schema, database): (String, SchemaRef, String)) -> Object {
    Object {
        database,
        schema,
        name,
    }
}

fn named_database(name: &str) -> Option<String> {
    (!name.is_empty()).then(|| name.to_owned())
}

//! The interaction map as JSON, `DATABASE_INTERACTION_MAP.json`.

mod edges;

mod entries;

mod model;

mod objects;

mod reach;

mod vocabulary;

use std::io;

use schemars::generate::SchemaSettings;

use crate::{
    access::{Access, TargetKind},
    map::{dynamic_reason, summary::Counts},
    operation::Operation,
    report::{
        Report, flows,
        json::model::{InteractionMap, access::Entry},
        secrets,
    },
};

/// The version of the format, raised when a reader of it could break.
pub const VERSION: u32 = 2;

/// Writes the map, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, mut out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &interaction_map(report))?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    generator
        .into_root_schema_for::<InteractionMap<'static>>()
        .to_value()
}

fn interaction_map<'a>(report: &'a Report<'a>) -> InteractionMap<'a> {
    let mut map = InteractionMap {
        version: VERSION,
        reads: Vec::new(),
        writes: Vec::new(),
        updates: Vec::new(),
        deletes: Vec::new(),
        calls: Vec::new(),
        subscriptions: Vec::new(),
        buckets: Vec::new(),
        edge_functions: Vec::new(),
        dynamic: Vec::new(),
        tables: objects::tables(report),
        routines: objects::routines(report),
        sql: objects::sql(report),
        units: reach::units(report),
        entry_points: reach::entry_points(report),
        edges: edges::edges(report),
        flows: flows::json::ranked(report),
        summary: summary(report),
        notices: notices(report),
    };
    for access in report.accesses() {
        list_of(&mut map, access).push(entries::entry(report, access));
    }
    map
}

/// The list that an access belongs to.
fn list_of<'m, 'a>(map: &'m mut InteractionMap<'a>, access: &Access) -> &'m mut Vec<Entry<'a>> {
    match access.target.kind {
        TargetKind::Bucket => return &mut map.buckets,
        TargetKind::EdgeFunction => return &mut map.edge_functions,
        TargetKind::Relation | TargetKind::Routine => {}
    }
    if access.operation == Some(Operation::Subscribe) {
        return &mut map.subscriptions;
    }
    if dynamic_reason(access).is_some() {
        return &mut map.dynamic;
    }
    match access.operation {
        Some(Operation::Select) => &mut map.reads,
        Some(Operation::Insert) => &mut map.writes,
        Some(Operation::Update | Operation::Upsert) => &mut map.updates,
        Some(Operation::Delete) => &mut map.deletes,
        Some(Operation::Call) => &mut map.calls,
        Some(Operation::Subscribe) => &mut map.subscriptions,
        None => &mut map.dynamic,
    }
}

fn counts(counts: &Counts) -> model::Counts {
    model::Counts {
        select: counts.get(Operation::Select),
        insert: counts.get(Operation::Insert),
        upsert: counts.get(Operation::Upsert),
        update: counts.get(Operation::Update),
        delete: counts.get(Operation::Delete),
        call: counts.get(Operation::Call),
        subscribe: counts.get(Operation::Subscribe),
        unknown: counts.unknown,
    }
}

fn summary(report: &Report<'_>) -> model::Summary {
    let totals = &report.totals;
    let targets = |kind| {
        let of_kind = report
            .summaries
            .iter()
            .filter(|summary| summary.kind == kind && summary.is_named());
        of_kind.count()
    };
    model::Summary {
        files: report.analysis.statistics.files,
        unparsed_files: report.unparsed_files(),
        accesses: totals.accesses,
        resolved: totals.resolved,
        dynamic: totals.dynamic(),
        operations: counts(&totals.counts),
        reasons: totals
            .reasons
            .iter()
            .map(|(reason, &number)| (reason.as_str(), number))
            .collect(),
        relations: targets(TargetKind::Relation),
        routines: targets(TargetKind::Routine),
        bucket_accesses: totals.buckets,
        edge_function_calls: totals.edge_functions,
    }
}

fn notices<'a>(report: &Report<'a>) -> Vec<model::Notice<'a>> {
    let mut notices: Vec<_> = report.analysis.notices.iter().collect();
    notices.sort();
    notices
        .into_iter()
        .map(|notice| model::Notice {
            file: (!notice.path.is_empty()).then_some(notice.path.as_str()),
            line: notice.line,
            kind: notice.kind.as_str(),
            message: secrets::mask(&notice.message),
        })
        .collect()
}

#[cfg(test)]
mod tests;

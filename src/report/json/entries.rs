//! Accesses as entries of the map.

use crate::{
    access::{self, Access, SchemaRef, TargetKind},
    map::{self, dynamic_reason},
    operation,
    report::{
        Report,
        json::{
            model::access::{Column, Entry, Evidence, Modifiers, Step, TargetName},
            reach,
        },
        named_schema, secrets,
    },
};

/// The entry of an access, the same in every list.
pub(super) fn entry<'a>(report: &Report<'a>, access: &'a Access) -> Entry<'a> {
    let position = report.position(access.file, access.method_span);
    let unit = access.code_unit();
    Entry {
        file: &report.file(access.file).path,
        line: position.line,
        column: position.column,
        target: target_name(access),
        schema: named_schema(&access.target.schema),
        schema_unknown: schema_unknown(&access.target.schema),
        database: database(report, access),
        operation: access.operation.map(operation::Operation::as_str),
        reason: dynamic_reason(access).map(access::Reason::as_str),
        wrapper: access.wrapper.then_some(true),
        columns: columns(report, access),
        columns_open: access.columns_open,
        all_columns: access.all_columns,
        modifiers: modifiers(&access.modifiers),
        function: map::unit_name(access),
        side: reach::running(report, &unit).side.as_str(),
        entry_points: reach::entry_points_of(report, &unit),
        api: access.api.as_str(),
        certainty: access.certainty.as_str(),
        via: steps(report, &access.via),
        evidence: Evidence {
            kind: access.evidence.kind.as_str(),
            chain: steps(report, &access.evidence.chain),
        },
        code: report.code(access),
    }
}

/// The database that an access belongs to, when there is more than one.
fn database<'a>(report: &Report<'a>, access: &Access) -> Option<&'a str> {
    let survey = report.survey;
    let name = survey.database_name(survey.database_of(access));
    (!name.is_empty()).then_some(name)
}

/// `true` when so, else nothing.
pub(super) fn schema_unknown(schema: &SchemaRef) -> Option<bool> {
    match schema {
        SchemaRef::Unknown => Some(true),
        SchemaRef::Default | SchemaRef::Named(_) => None,
    }
}

fn target_name(access: &Access) -> TargetName<'_> {
    let name = access.target.name.as_deref();
    match access.target.kind {
        TargetKind::Relation => TargetName::Table(name),
        TargetKind::Routine => TargetName::Routine(name),
        TargetKind::Bucket => TargetName::Bucket(name),
        TargetKind::EdgeFunction => TargetName::EdgeFunction(name),
    }
}

fn columns<'a>(report: &Report<'a>, access: &'a Access) -> Vec<Column<'a>> {
    let columns = access.columns.iter().map(|column| {
        let position = report.position(column.location.file, column.location.span);
        Column {
            name: secrets::mask(&column.name),
            role: column.role.as_str(),
            method: column.method,
            file: &report.file(column.location.file).path,
            line: position.line,
            column: position.column,
        }
    });
    columns.collect()
}

fn modifiers(modifiers: &operation::Modifiers) -> Modifiers {
    let operation::Modifiers {
        filter,
        limit,
        single,
        returning,
        head,
        count,
        throw_on_error,
        awaited,
        error_read,
        in_loop,
        in_test,
        expects_failure: _,
    } = modifiers;
    Modifiers {
        filter: filter.as_str(),
        limit: limit.as_str(),
        single: single.as_str(),
        returning: returning.as_str(),
        head: head.as_str(),
        count: count.as_str(),
        throw_on_error: throw_on_error.as_str(),
        awaited: awaited.as_str(),
        error_read: error_read.as_str(),
        in_loop: in_loop.as_str(),
        in_test: in_test.as_str(),
    }
}

fn steps<'a>(report: &Report<'a>, steps: &[access::Step]) -> Vec<Step<'a>> {
    let steps = steps.iter().map(|step| {
        let position = report.position(step.location.file, step.location.span);
        Step {
            kind: step.kind.as_str(),
            file: &report.file(step.location.file).path,
            line: position.line,
            column: position.column,
            code: report.step_code(step),
        }
    });
    steps.collect()
}

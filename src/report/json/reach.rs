//! Where code is entered and where it runs, as entries.

use std::collections::BTreeMap;

use crate::{
    access::CodeUnit,
    map::{self, node::MODULE},
    reach::{Over, Running, Side},
    report::{
        Report,
        json::model::graph::{EntryPoint, EntryPoints, Unit},
    },
};

/// What is said of code that is not known to run anywhere.
static UNKNOWN: Running = Running {
    side: Side::Unknown,
    because: String::new(),
};

/// Where a unit runs.
pub(super) fn running<'a>(report: &Report<'a>, unit: &CodeUnit) -> &'a Running {
    let sides = &report.analysis.reach.sides;
    sides.get(unit).unwrap_or(&UNKNOWN)
}

/// What leads to a unit.
pub(super) fn entry_points_of(report: &Report<'_>, unit: &CodeUnit) -> EntryPoints {
    let mut found = EntryPoints::default();
    let reached = report.analysis.reach.reached.get(unit);
    for reached in reached.into_iter().flatten() {
        match reached.over {
            Over::Itself => found.itself.push(reached.entry),
            Over::Calls => found.calls.push(reached.entry),
            Over::Imports => found.imports.push(reached.entry),
        }
    }
    found
}

/// Every entry point, in the order that indices count.
pub(super) fn entry_points<'a>(report: &Report<'a>) -> Vec<EntryPoint<'a>> {
    let entries = report.analysis.reach.entries.iter();
    let entries = entries.map(|entry| EntryPoint {
        kind: entry.kind.as_str(),
        name: &entry.name,
        file: &report.file(entry.location.file).path,
        line: report
            .position(entry.location.file, entry.location.span)
            .line,
        function: unit_name(&entry.unit),
        side: entry.running.side.as_str(),
        side_because: &entry.running.because,
        because: &entry.because,
    });
    entries.collect()
}

/// Every unit that has an access.
pub(super) fn units<'a>(report: &Report<'a>) -> Vec<Unit<'a>> {
    let mut found: BTreeMap<CodeUnit, Unit<'a>> = BTreeMap::new();
    for access in report.accesses() {
        let unit = access.code_unit();
        let line = report.position(access.file, access.unit.span).line;
        if let Some(known) = found.get_mut(&unit) {
            known.line = known.line.min(line);
            continue;
        }
        let running = running(report, &unit);
        let described = Unit {
            file: &report.file(access.file).path,
            function: map::unit_name(access),
            line,
            side: running.side.as_str(),
            side_because: &running.because,
            entry_points: entry_points_of(report, &unit),
        };
        found.insert(unit, described);
    }
    let mut units: Vec<Unit<'a>> = found.into_values().collect();
    units.sort_by_key(|unit| (unit.file, unit.line, unit.function));
    units
}

fn unit_name(unit: &CodeUnit) -> &str {
    if unit.name.is_empty() {
        MODULE
    } else {
        &unit.name
    }
}

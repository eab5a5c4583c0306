//! The map as one HTML file that works offline: a graph, a table and the code behind both.
//!
//! The file holds everything it needs and asks for nothing. Names and code reach it as JSON alone,
//! and the page puts them in place as text, never as markup.

mod catalogs;

mod edges;

mod flows;

mod model;

mod nodes;

mod places;

mod shell;

mod strings;

use std::io;

use self::{model::Page, places::Places};
use crate::{map::code_node, report::Report};

/// The most bytes that a file should have.
const MOST_BYTES: usize = 5_000_000;

/// After how many characters code is cut, the first that makes the file small enough.
const CUTS: [usize; 4] = [200, 100, 40, 0];

/// Writes the map.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, mut out: impl io::Write) -> io::Result<()> {
    let mut data = String::new();
    for cut in CUTS {
        data = shell::data(&page(report, cut))?;
        if data.len() + shell::bytes_without_data() <= MOST_BYTES {
            break;
        }
    }
    shell::write(&data, &mut out)
}

/// Everything that the page shows, code cut after so many characters.
fn page(report: &Report<'_>, cut: usize) -> Page {
    let mut places = Places::new(report, cut);
    let catalogs = catalogs::Catalogs::of(report.survey);
    let nodes = nodes::nodes(report, &catalogs, &mut places);
    let edges = edges::edges(report, &mut places);
    let entries = entries(report, &nodes, &mut places);
    let (flows, all_flows) = flows::flows(report, &mut places);
    let unknown = edges::unknown(report, &mut places);
    let totals = &report.totals;
    Page {
        coverage: report.coverage_line(),
        files: report.analysis.statistics.files,
        accesses: totals.accesses,
        resolved: totals.resolved,
        has_schema: !report.survey.databases.is_empty(),
        cut: (cut < CUTS[0]).then_some(cut),
        nodes: nodes.list,
        reached: nodes.reached,
        edges,
        entries,
        flows,
        all_flows,
        unknown,
        places: places.list,
        strings: places.strings.into_list(),
    }
}

fn entries(
    report: &Report<'_>,
    nodes: &nodes::Nodes,
    places: &mut Places<'_>,
) -> Vec<model::Entry> {
    let entries = report.analysis.reach.entries.iter();
    entries
        .map(|entry| model::Entry {
            kind: entry.kind.as_str(),
            name: entry.name.clone(),
            production: entry.kind.is_production(),
            unit: nodes.index(&code_node(report.sources, &entry.unit)),
            place: places.at(entry.location),
            side: entry.running.side.as_str(),
            because: entry.because.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests;

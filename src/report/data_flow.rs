//! The diagrams as a part of a document, each with a table of who writes and who reads.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use petgraph::{
    Direction::{Incoming, Outgoing},
    visit::EdgeRef,
};

use crate::{
    access::CodeUnit,
    map::{
        code_node,
        edge::Effect,
        node::{Node, SqlKind},
        view::{Diagram, View},
    },
    report::{Report, markdown::code, mermaid, words},
};

/// How many units or entry points a cell of a table names.
const NAMED: usize = 6;

/// Writes the diagrams, under headings of the second level and below.
///
/// # Errors
///
/// Fails when `out` does.
pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let view = report.view();
    if view.diagrams.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Data flow\n\n{}", mermaid::LEGEND)?;
    write_left_out(&view, out)?;
    let entries = Entries::of(report);
    if let Some(overview) = &view.overview {
        writeln!(
            out,
            "\n### Overview\n\nEach shape is one of the diagrams below. A line counts the units of code and SQL that read in one and write in the other, or the foreign keys between them."
        )?;
        write_diagram(overview, out)?;
    }
    for (number, diagram) in view.diagrams.iter().enumerate() {
        if view.overview.is_some() {
            writeln!(out, "\n### {}. {}", number + 1, code(&diagram.title))?;
        }
        write_diagram(diagram, out)?;
        write_table(report, &entries, diagram, out)?;
    }
    Ok(())
}

fn write_left_out(view: &View, out: &mut impl Write) -> io::Result<()> {
    match view.left_out.as_slice() {
        [] => Ok(()),
        left_out => writeln!(out, "\nIn no diagram: {}.", left_out.join(", ")),
    }
}

fn write_diagram(diagram: &Diagram, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n```mermaid\n{}```", mermaid::text(diagram))?;
    match diagram.said.as_slice() {
        [] => Ok(()),
        said => writeln!(out, "\nIn this diagram {}.", said.join("; ")),
    }
}

/// What a diagram is about, with everything that writes and reads it but migrations and seeds.
fn write_table(
    report: &Report<'_>,
    entries: &Entries<'_>,
    diagram: &Diagram,
    out: &mut impl Write,
) -> io::Result<()> {
    let relations = diagram.about.iter();
    let relations: Vec<&Node> = relations
        .filter(|node| matches!(node, Node::Relation(_)))
        .collect();
    if relations.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| relation | written by | read by | entry points |")?;
    writeln!(out, "|---|---|---|---|")?;
    for node in relations {
        let ends = Ends::of(report, node);
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            code(&node.label()),
            listed(ends.writers.iter().map(|node| node.label())),
            listed(ends.readers.iter().map(|node| node.label())),
            listed(entries.leading_to(&ends).into_iter()),
        )?;
    }
    Ok(())
}

/// What moves data to and from a node.
#[derive(Default)]
struct Ends<'a> {
    writers: BTreeSet<&'a Node>,
    readers: BTreeSet<&'a Node>,
}

impl<'a> Ends<'a> {
    fn of(report: &'a Report<'_>, node: &Node) -> Self {
        let mut ends = Self::default();
        let Some(index) = report.map.index(node) else {
            return ends;
        };
        let graph = &report.map.graph;
        for edge in graph.edges_directed(index, Incoming) {
            if edge.weight().effect == Effect::Write && lasts(&graph[edge.source()]) {
                ends.writers.insert(&graph[edge.source()]);
            }
        }
        for edge in graph.edges_directed(index, Outgoing) {
            if edge.weight().effect == Effect::Read && lasts(&graph[edge.target()]) {
                ends.readers.insert(&graph[edge.target()]);
            }
        }
        ends
    }
}

/// Whether something runs more often than when a schema is set up.
fn lasts(node: &Node) -> bool {
    match node {
        Node::Sql(unit) => match unit.kind {
            SqlKind::Trigger | SqlKind::Policy | SqlKind::CronJob => true,
            SqlKind::Migration | SqlKind::Seed => false,
        },
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => true,
    }
}

/// The entry points that users or time set off, by the units that they lead to.
struct Entries<'a> {
    of: BTreeMap<Node, BTreeSet<&'a str>>,
}

impl<'a> Entries<'a> {
    fn of(report: &Report<'a>) -> Self {
        let reach = &report.analysis.reach;
        let of = reach.reached.iter().map(|(unit, reached)| {
            let unit: &CodeUnit = unit;
            let entries = reached.iter().map(|reached| &reach.entries[reached.entry]);
            let names = entries
                .filter(|entry| entry.kind.is_production())
                .map(|entry| entry.name.as_str());
            (code_node(report.sources, unit), names.collect())
        });
        Self { of: of.collect() }
    }

    fn leading_to(&self, ends: &Ends<'_>) -> BTreeSet<String> {
        let units = ends.writers.iter().chain(&ends.readers);
        let names = units.filter_map(|unit| self.of.get(*unit)).flatten();
        names.map(|name| (*name).to_owned()).collect()
    }
}

/// The first of some names, and how many more there are.
fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let number = names.len();
    let mut cells: Vec<String> = names.take(NAMED).map(|name| code(&name)).collect();
    if number > NAMED {
        cells.push(format!("{} more", words::grouped(number - NAMED)));
    }
    cells.join(", ")
}

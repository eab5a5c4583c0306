//! Diagrams in the language of Graphviz.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{
    map::{
        node::SqlKind,
        view::{Diagram, Direction, Line, LineKind, Shape, ShapeKind, Standing},
    },
    report::{Report, label, visible::visible},
};

/// How long labels may be, in characters.
const MOST_CHARACTERS: usize = 64;

/// Writes one graph, with a cluster for each diagram.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, mut out: impl Write) -> io::Result<()> {
    let view = report.view();
    let out = &mut out;
    for said in &view.left_out {
        writeln!(out, "// Not shown: {}.", visible(said))?;
    }
    writeln!(
        out,
        "digraph tabletrace {{\n  graph [rankdir=LR, newrank=true, fontname=\"Helvetica\", fontsize=11, nodesep=0.2, ranksep=1.1, color=\"#cbd5e1\"]\n  node [fontname=\"Helvetica\", fontsize=10, style=filled, fontcolor=\"#0f172a\"]\n  edge [fontname=\"Helvetica\", fontsize=9, fontcolor=\"#475569\"]"
    )?;
    for (number, diagram) in view.diagrams.iter().enumerate() {
        match view.diagrams.len() {
            1 => write_diagram(diagram, number, "  ", out)?,
            _ => {
                writeln!(out, "  subgraph cluster_{number} {{")?;
                let title = format!("{}. {}", number + 1, diagram.title);
                writeln!(out, "    label={}", quoted(&[&title]))?;
                write_diagram(diagram, number, "    ", out)?;
                writeln!(out, "  }}")?;
            }
        }
    }
    writeln!(out, "}}")
}

fn write_diagram(
    diagram: &Diagram,
    number: usize,
    indent: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    for said in &diagram.said {
        writeln!(out, "{indent}// {}.", visible(said))?;
    }
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, shape) in diagram.shapes.iter().enumerate() {
        groups.entry(&shape.group).or_default().push(index);
    }
    for (group_number, (group, shapes)) in groups.into_iter().enumerate() {
        let is_grouped = !group.is_empty();
        if is_grouped {
            writeln!(
                out,
                "{indent}subgraph cluster_{number}_{group_number} {{ label={} style=rounded",
                quoted(&[group])
            )?;
        }
        for index in shapes {
            let shape = &diagram.shapes[index];
            let words = match shape.detail.as_str() {
                "" => quoted(&[&shape.label]),
                detail => quoted(&[&shape.label, detail]),
            };
            writeln!(
                out,
                "{indent}n{number}_{index} [label={words}, {}]",
                shape_style(shape)
            )?;
        }
        if is_grouped {
            writeln!(out, "{indent}}}")?;
        }
    }
    for line in &diagram.lines {
        writeln!(
            out,
            "{indent}n{number}_{} -> n{number}_{} [{}]",
            line.from,
            line.to,
            line_style(line)
        )?;
    }
    Ok(())
}

fn shape_style(shape: &Shape) -> String {
    let (form, fill, border) = match shape.kind {
        ShapeKind::Code => ("box", "#f8fafc", "#64748b"),
        ShapeKind::Module => ("tab", "#f8fafc", "#64748b"),
        ShapeKind::Entry(_) => ("box", "#dcfce7", "#15803d"),
        ShapeKind::Table => ("cylinder", "#dbeafe", "#1d4ed8"),
        ShapeKind::View => ("cylinder", "#eff6ff", "#1d4ed8"),
        ShapeKind::Routine => ("hexagon", "#f3e8ff", "#7e22ce"),
        ShapeKind::Bucket => ("folder", "#fef3c7", "#b45309"),
        ShapeKind::EdgeFunction => ("hexagon", "#fef3c7", "#b45309"),
        ShapeKind::Sql(
            SqlKind::CronJob
            | SqlKind::Policy
            | SqlKind::Trigger
            | SqlKind::Migration
            | SqlKind::Seed,
        ) => ("note", "#f3e8ff", "#7e22ce"),
        ShapeKind::Diagram => ("box", "#f8fafc", "#1d4ed8"),
    };
    let style = match (shape.kind, shape.standing) {
        (_, Standing::Elsewhere) => "filled,dashed",
        (ShapeKind::View, _) => "filled,dashed",
        (ShapeKind::Entry(_), _) => "filled,rounded",
        _ => "filled",
    };
    let (fill, border, width) = match shape.standing {
        Standing::Home => (fill, border, "1"),
        Standing::Focused => (fill, border, "3"),
        Standing::Elsewhere => ("#f1f5f9", "#94a3b8", "1"),
    };
    format!(
        "shape={form}, style=\"{style}\", fillcolor=\"{fill}\", color=\"{border}\", penwidth={width}"
    )
}

fn line_style(line: &Line) -> String {
    let style = match line.kind {
        LineKind::Write => "color=\"#ea580c\", penwidth=1.8",
        LineKind::Read => "color=\"#2563eb\", style=dotted, penwidth=1.2",
        LineKind::Call | LineKind::Fires => "color=\"#9333ea\"",
        LineKind::Guards => "color=\"#9333ea\", style=dotted",
        LineKind::ForeignKey => "color=\"#94a3b8\", style=dashed, arrowhead=odot",
        LineKind::Runs => "color=\"#94a3b8\"",
        LineKind::Imports => "color=\"#94a3b8\", style=dotted, arrowhead=open",
    };
    let direction = match line.direction {
        Direction::Forward => "",
        Direction::Both => ", dir=both",
    };
    let words = match line.label.as_str() {
        "" => String::new(),
        words => format!(", label={}", quoted(&[words])),
    };
    format!("{style}{direction}{words}")
}

/// A label of some lines, as a quoted string; Graphviz reads escapes and HTML entities in it.
fn quoted(lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| {
        let line = label::shortened(&visible(line), MOST_CHARACTERS);
        line.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('&', "&amp;")
    });
    let lines: Vec<String> = lines.collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests;

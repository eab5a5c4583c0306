//! Diagrams in the language of Mermaid, as GitHub renders them.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use crate::{
    map::{
        node::SqlKind,
        view::{Diagram, Direction, Line, LineKind, Shape, ShapeKind, Standing},
    },
    report::{Report, label},
};

/// How long a diagram may be; Mermaid draws 50,000 characters unless it is told otherwise.
const MOST_CHARACTERS: usize = 45_000;

/// How long labels may be, the most comfortable first.
const LABELS: [usize; 3] = [64, 32, 12];

/// What lines look like, as a sentence for whoever reads the diagram.
pub(super) const LEGEND: &str = "Arrows point the way data moves: a thick line is a write, with its operations; a dotted line is a read; an arrow at both ends is both. A dashed line that ends in a circle is a foreign key. Cylinders are tables, with a dashed border views; hexagons are routines, rounded shapes entry points, boxes code. What has a grey dashed border is the subject of another diagram.";

/// Writes one diagram: all of what is drawn, or the overview where that takes several.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, mut out: impl Write) -> io::Result<()> {
    let view = report.view();
    let empty = Diagram::default();
    let (diagram, several) = match (&view.overview, view.diagrams.first()) {
        (Some(overview), _) => (overview, view.diagrams.len()),
        (None, first) => (first.unwrap_or(&empty), 0),
    };
    if several > 0 {
        writeln!(
            out,
            "%% The overview of {several} diagrams: `--format markdown` writes them all, `--focus NAME` draws one part."
        )?;
    }
    for said in diagram.said.iter().chain(&view.left_out) {
        writeln!(out, "%% Not shown or merged: {}.", escaped(said))?;
    }
    out.write_all(text(diagram).as_bytes())
}

/// The text of a diagram, with a line feed at the end.
pub(super) fn text(diagram: &Diagram) -> String {
    let mut text = String::new();
    for limit in LABELS {
        text = text_with(diagram, limit);
        if text.len() <= MOST_CHARACTERS {
            break;
        }
    }
    text
}

fn text_with(diagram: &Diagram, limit: usize) -> String {
    let mut text = "flowchart LR\n".to_owned();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, shape) in diagram.shapes.iter().enumerate() {
        groups.entry(&shape.group).or_default().push(index);
    }
    for (number, (group, shapes)) in groups.into_iter().enumerate() {
        let is_grouped = !group.is_empty();
        let indent = if is_grouped { "    " } else { "  " };
        if is_grouped {
            let group = escaped(&label::shortened(&label::visible(group), limit));
            push(
                &mut text,
                format_args!("  subgraph g{number}[\"{group}\"]\n"),
            );
        }
        for index in shapes {
            let shape = drawn(&diagram.shapes[index], limit);
            push(&mut text, format_args!("{indent}n{index}{shape}\n"));
        }
        if is_grouped {
            text.push_str("  end\n");
        }
    }
    for line in &diagram.lines {
        push(&mut text, format_args!("  {}\n", connected(line, limit)));
    }
    styles(diagram, &mut text);
    text
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments)
        .expect("a string takes whatever is written to it");
}

/// The label of a shape between the brackets that give it its form.
fn drawn(shape: &Shape, limit: usize) -> String {
    let line = |text: &str| escaped(&label::shortened(&label::visible(text), limit));
    let mut words = line(&shape.label);
    if !shape.detail.is_empty() {
        words += "<br/>";
        words += &line(&shape.detail);
    }
    let (open, close) = match shape.kind {
        ShapeKind::Code => ("[", "]"),
        ShapeKind::Module => ("[[", "]]"),
        ShapeKind::Entry(_) | ShapeKind::Sql(SqlKind::CronJob) => ("([", "])"),
        ShapeKind::Table | ShapeKind::View => ("[(", ")]"),
        ShapeKind::Routine | ShapeKind::EdgeFunction => ("{{", "}}"),
        ShapeKind::Bucket => ("[/", "\\]"),
        ShapeKind::Sql(SqlKind::Policy | SqlKind::Trigger | SqlKind::Migration | SqlKind::Seed) => {
            (">", "]")
        }
        ShapeKind::Diagram => ("(", ")"),
    };
    format!("{open}\"{words}\"{close}")
}

fn connected(line: &Line, limit: usize) -> String {
    let arrow = match (line.kind, line.direction) {
        (LineKind::Write, Direction::Both) => "<==>",
        (LineKind::Write, Direction::Forward) => "==>",
        (LineKind::Read, _) => "-.->",
        (LineKind::ForeignKey, _) => "--o",
        (LineKind::Imports, _) => "-.-",
        (LineKind::Call | LineKind::Fires | LineKind::Guards | LineKind::Runs, _) => "-->",
    };
    let words = match line.label.as_str() {
        "" => String::new(),
        words => {
            let words = label::shortened(&label::visible(words), limit);
            format!("|\"{}\"|", escaped(&words))
        }
    };
    format!("n{} {arrow}{words} n{}", line.from, line.to)
}

/// Colours for light and dark pages alike: shapes bring their own ground, lines are of middle tone.
fn styles(diagram: &Diagram, text: &mut String) {
    let shapes = |class: &str, is_of: &dyn Fn(&Shape) -> bool| {
        let shapes = diagram.shapes.iter().enumerate();
        let of_class = shapes.filter(|(_, shape)| is_of(shape));
        let names: Vec<String> = of_class.map(|(index, _)| format!("n{index}")).collect();
        (class.to_owned(), names.join(","))
    };
    let classes = CLASSES
        .iter()
        .map(|(class, _)| shapes(class, &|shape| class_of(shape.kind) == *class));
    let focused = shapes("focused", &|shape| shape.standing == Standing::Focused);
    let elsewhere = shapes("elsewhere", &|shape| shape.standing == Standing::Elsewhere);
    for (class, names) in classes.chain([focused, elsewhere]) {
        if names.is_empty() {
            continue;
        }
        let marked = MARKS.iter();
        let mut styles = CLASSES.iter().chain(marked);
        let style = styles.find(|(name, _)| *name == class);
        let style = style.map_or("", |(_, style)| style);
        push(
            text,
            format_args!("  classDef {class} {style}\n  class {names} {class}\n"),
        );
    }
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (index, line) in diagram.lines.iter().enumerate() {
        lines
            .entry(line_style(line.kind))
            .or_default()
            .push(index.to_string());
    }
    for (style, lines) in lines {
        push(
            text,
            format_args!("  linkStyle {} {style}\n", lines.join(",")),
        );
    }
}

const CLASSES: [(&str, &str); 7] = [
    ("code", "fill:#f8fafc,stroke:#64748b,color:#0f172a"),
    ("entry", "fill:#dcfce7,stroke:#15803d,color:#0f172a"),
    ("table", "fill:#dbeafe,stroke:#1d4ed8,color:#0f172a"),
    (
        "view",
        "fill:#eff6ff,stroke:#1d4ed8,color:#0f172a,stroke-dasharray:4 3",
    ),
    ("routine", "fill:#f3e8ff,stroke:#7e22ce,color:#0f172a"),
    ("service", "fill:#fef3c7,stroke:#b45309,color:#0f172a"),
    ("diagram", "fill:#f8fafc,stroke:#1d4ed8,color:#0f172a"),
];

/// What is laid over a class.
const MARKS: [(&str, &str); 2] = [
    ("focused", "stroke-width:4px"),
    (
        "elsewhere",
        "fill:#f1f5f9,stroke:#94a3b8,color:#334155,stroke-dasharray:6 4",
    ),
];

fn class_of(kind: ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Code | ShapeKind::Module => "code",
        ShapeKind::Entry(_) => "entry",
        ShapeKind::Table => "table",
        ShapeKind::View => "view",
        ShapeKind::Routine | ShapeKind::Sql(_) => "routine",
        ShapeKind::Bucket | ShapeKind::EdgeFunction => "service",
        ShapeKind::Diagram => "diagram",
    }
}

fn line_style(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Write => "stroke:#ea580c,stroke-width:2.5px",
        LineKind::Read => "stroke:#2563eb,stroke-width:1.5px",
        LineKind::Call | LineKind::Fires => "stroke:#9333ea,stroke-width:1.5px",
        LineKind::Guards => "stroke:#9333ea,stroke-width:1px",
        LineKind::ForeignKey => "stroke:#94a3b8,stroke-width:1px,stroke-dasharray:8 4",
        LineKind::Runs | LineKind::Imports => "stroke:#94a3b8,stroke-width:1px",
    }
}

/// Text that is safe within the quotes of a label.
///
/// Mermaid looks for directives and comments before it parses, reads labels as Markdown and puts
/// them into HTML; whatever could mean something to any of these becomes a code of its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut previous = None;
    let mut characters = text.chars().peekable();
    // `1. ` begins a list, and `www.` a link.
    let mut is_start = true;
    let has_link = text.to_ascii_lowercase().contains("www.");
    while let Some(character) = characters.next() {
        let is_plain = match character {
            '_' => {
                let is_word =
                    |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
                is_word(previous) && is_word(characters.peek().copied())
            }
            '.' => !is_start && !has_link,
            ')' | '-' => !is_start,
            ' ' | '/' | ',' | '(' | '?' | '\'' | '…' | '×' => true,
            character => character.is_alphanumeric(),
        };
        if is_plain {
            escaped.push(character);
        } else {
            push(&mut escaped, format_args!("#{};", u32::from(character)));
        }
        is_start &= character.is_ascii_digit() || character == ' ';
        previous = Some(character);
    }
    escaped
}

#[cfg(test)]
mod tests;

//! Ways of data from one thing to another, and what is near where there is none.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use crate::{
    map::{
        edge::Effect,
        flows::{Act, Dependence, Place, name::Names},
        node::Node,
        path::{Move, MoveKind, Way},
    },
    report::{
        Report,
        text::style::{ACCENT, DIM, HEADING, WARNING},
        visible::visible,
        words,
    },
};

/// How many readers or writers are named where there is no way.
const NEAR: usize = 5;

/// Writes the ways, the best first.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, ways: &[Way], mut out: impl Write) -> io::Result<()> {
    let names = Names::new(&report.map);
    for (index, way) in ways.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_way(report, &names, way, &mut out)?;
    }
    Ok(())
}

fn write_way(
    report: &Report<'_>,
    names: &Names<'_>,
    way: &Way,
    out: &mut impl Write,
) -> io::Result<()> {
    let ends = way.moves.first().zip(way.moves.last());
    let Some((first, last)) = ends else {
        return writeln!(out, "{DIM}both are the same{DIM:#}");
    };
    let from = visible(&names.short(first.from)).into_owned();
    let to = visible(&names.short(last.to)).into_owned();
    let steps = steps(report, names, way);
    let number = words::counted(steps.len(), "step", "steps");
    writeln!(
        out,
        "{HEADING}{from} → {to}{HEADING:#}  {DIM}{number}, {}{DIM:#}",
        certainty(way)
    )?;
    let widest = steps.iter().map(|step| step.what.chars().count()).max();
    let place_width = steps.iter().map(|step| step.place.chars().count()).max();
    let (widest, place_width) = (
        widest.unwrap_or_default().min(60),
        place_width.unwrap_or_default(),
    );
    for Step { what, place, note } in steps {
        let style = if note.is_certain { DIM } else { WARNING };
        write!(out, "  {ACCENT}{what:widest$}{ACCENT:#}  ")?;
        match note.words {
            "" => writeln!(out, "{place}")?,
            words => writeln!(out, "{place:place_width$}  {style}{words}{style:#}")?,
        }
    }
    Ok(())
}

/// How well the weakest of a way is known.
fn certainty(way: &Way) -> &'static str {
    let any = |wanted: fn(&MoveKind) -> bool| way.moves.iter().any(|step| wanted(&step.kind));
    if any(|kind| matches!(kind, MoveKind::Imports)) {
        "over imports: what of a module runs is not known"
    } else if way.has_coincidence() {
        "possible: a unit does both, no dependence is seen"
    } else if any(|kind| matches!(kind, MoveKind::Calls(_) | MoveKind::Answers(_))) {
        "possible: over calls, what they hand on is not known"
    } else {
        "every step is seen"
    }
}

struct Step {
    what: String,
    place: String,
    note: Note,
}

struct Note {
    words: &'static str,
    is_certain: bool,
}

fn steps(report: &Report<'_>, names: &Names<'_>, way: &Way) -> Vec<Step> {
    let mut steps = Vec::new();
    for (index, step) in way.moves.iter().enumerate() {
        let Move { from, to, kind } = step;
        match kind {
            MoveKind::Derived(carrier) => {
                for (place, act) in carrier.acts.iter().enumerate() {
                    let is_last = place + 1 == carrier.acts.len();
                    let words = if is_last {
                        derived(carrier.dependence)
                    } else {
                        ""
                    };
                    steps.push(acting(names, act, certain(words)));
                }
            }
            MoveKind::Acts(act) => {
                let note = if way.is_coincidence(index) {
                    Note {
                        words: "co-occurs",
                        is_certain: false,
                    }
                } else {
                    certain(of_sql(report, act))
                };
                steps.push(acting(names, act, note));
            }
            MoveKind::Calls(place) => {
                steps.push(running(names, (*from, "runs", *to), place.as_ref()));
            }
            MoveKind::Answers(place) => {
                steps.push(running(names, (*from, "answers", *to), place.as_ref()));
            }
            MoveKind::Imports => steps.push(running(
                names,
                (*from, "is joined by an import to", *to),
                None,
            )),
        }
    }
    steps
}

fn certain(words: &'static str) -> Note {
    Note {
        words,
        is_certain: true,
    }
}

fn derived(dependence: Dependence) -> &'static str {
    match dependence {
        Dependence::Rows => "derived",
        Dependence::Filter => "derived: says which rows",
        Dependence::Statement => "sql, derived: one statement",
        Dependence::View => "sql, derived: a view",
        Dependence::Trigger => "sql, derived: a trigger",
        Dependence::CoOccurs => "co-occurs",
    }
}

fn of_sql(report: &Report<'_>, act: &Act) -> &'static str {
    match &report.map.graph[act.by] {
        Node::Unit { .. } => "",
        Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. }
        | Node::Sql(_) => "sql",
    }
}

fn acting(names: &Names<'_>, act: &Act, note: Note) -> Step {
    let by = names.with_kind(act.by);
    let what = format!("{by} {} {}", act.verb.as_str(), names.short(act.on));
    Step {
        what: visible(&what).into_owned(),
        place: shown(act.place.as_ref()),
        note,
    }
}

fn running(
    names: &Names<'_>,
    (from, verb, to): (NodeIndex, &str, NodeIndex),
    place: Option<&Place>,
) -> Step {
    let what = format!("{} {verb} {}", names.short(from), names.short(to));
    Step {
        what: visible(&what).into_owned(),
        place: shown(place),
        note: Note {
            words: "calls",
            is_certain: false,
        },
    }
}

fn shown(place: Option<&Place>) -> String {
    match place {
        Some(Place { path, line }) => format!("{}:{line}", visible(path)),
        None => String::new(),
    }
}

/// What is known of both ends where no way leads from one to the other, as clauses.
pub fn near(report: &Report<'_>, from: &BTreeSet<NodeIndex>, to: &BTreeSet<NodeIndex>) -> String {
    let from = ends(report, from, Direction::Outgoing);
    let to = ends(report, to, Direction::Incoming);
    format!("{from}; {to}")
}

fn ends(report: &Report<'_>, nodes: &BTreeSet<NodeIndex>, direction: Direction) -> String {
    let names = Names::new(&report.map);
    let graph = &report.map.graph;
    let moves = |effect: Effect| match effect {
        Effect::Read | Effect::Write | Effect::Call | Effect::Use | Effect::Fires => true,
        Effect::Guards | Effect::ForeignKey | Effect::Runs | Effect::Imports => false,
    };
    let mut found = BTreeSet::new();
    for &node in nodes {
        for edge in graph.edges_directed(node, direction) {
            let far = match direction {
                Direction::Outgoing => edge.target(),
                Direction::Incoming => edge.source(),
            };
            if moves(edge.weight().effect) {
                found.insert(visible(&names.short(far)).into_owned());
            }
        }
    }
    let Some(&first) = nodes.first() else {
        return String::new();
    };
    let own = names.short(first);
    let own = visible(&own);
    let goes = match direction {
        Direction::Outgoing => "what is in",
        Direction::Incoming => "what comes to",
    };
    if found.is_empty() {
        let nowhere = match direction {
            Direction::Outgoing => "goes nowhere",
            Direction::Incoming => "comes from nowhere",
        };
        return format!("{goes} `{own}` {nowhere} that is seen");
    }
    let word = match direction {
        Direction::Outgoing => "goes to",
        Direction::Incoming => "comes from",
    };
    let mut listed: Vec<String> = found
        .iter()
        .take(NEAR)
        .map(|it| format!("`{it}`"))
        .collect();
    if found.len() > NEAR {
        listed.push(format!("{} more", found.len() - NEAR));
    }
    format!("{goes} `{own}` {word} {}", listed.join(", "))
}

//! What is asked for by name, and what is near it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    Diagram, Direction, Line, LineKind, MOST_LINES, MOST_SHAPES, Shape, ShapeKind, Standing,
    scene::Scene,
};
use crate::{
    map::{code_node, node::Node},
    reach::{EntryKind, Over, Reach},
    survey::Survey,
};

/// The most entry points that are drawn one by one.
const MOST_ENTRIES: usize = 12;

/// A part of the map that is asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Focus {
    /// What the name means, ordered; never empty.
    pub nodes: Vec<Node>,
    /// How many edges away from there is drawn.
    pub depth: usize,
}

impl Focus {
    /// `posts`, or `savePost and 2 more`.
    pub fn title(&self) -> String {
        let label = self.nodes.first().map(Node::label).unwrap_or_default();
        match self.nodes.len() {
            0 | 1 => label,
            number => format!("{label} and {} more", number - 1),
        }
    }
}

/// Every item that is near, with how many links away it is.
pub(super) fn distances(scene: &Scene<'_>, focus: &Focus) -> BTreeMap<usize, usize> {
    let items = 0..scene.items.len();
    let starts = items.filter(|&item| focus.nodes.contains(scene.items[item].node));
    let mut distances: BTreeMap<usize, usize> = starts.map(|item| (item, 0)).collect();
    let mut queue: VecDeque<usize> = distances.keys().copied().collect();
    while let Some(item) = queue.pop_front() {
        let distance = distances[&item];
        if distance == focus.depth {
            continue;
        }
        for (_, other) in scene.around(item) {
            distances.entry(other).or_insert_with(|| {
                queue.push_back(other);
                distance + 1
            });
        }
    }
    distances
}

/// An entry point as a diagram shows it: one, or all of a kind.
type Shown = (EntryKind, String);

/// Adds the entry points that lead to the units of a diagram, when there is room.
pub(super) fn add_entry_points(
    survey: &Survey<'_>,
    scene: &Scene<'_>,
    shape_of: &BTreeMap<usize, usize>,
    diagram: &mut Diagram,
) {
    let reach = &survey.analysis.reach;
    let drawn = shape_of
        .iter()
        .map(|(&item, &shape)| (scene.items[item].node, shape));
    let drawn: BTreeMap<&Node, usize> = drawn.collect();
    let mut ways: BTreeMap<(usize, usize), Over> = BTreeMap::new();
    for (unit, reached) in &reach.reached {
        let Some(&shape) = drawn.get(&code_node(survey.sources, unit)) else {
            continue;
        };
        for reached in reached {
            let entry = &reach.entries[reached.entry];
            let is_drawn = drawn.contains_key(&code_node(survey.sources, &entry.unit));
            if entry.kind.is_production() && reached.over != Over::Itself && !is_drawn {
                let over = ways.entry((reached.entry, shape)).or_insert(reached.over);
                *over = (*over).min(reached.over);
            }
        }
    }
    add_shown(diagram, lines_of(reach, ways));
}

/// The lines from entry points to shapes: one by one, or by kind where there are many.
fn lines_of(
    reach: &Reach,
    ways: BTreeMap<(usize, usize), Over>,
) -> BTreeMap<(Shown, usize), (Over, usize)> {
    let entries: BTreeSet<usize> = ways.keys().map(|(entry, _)| *entry).collect();
    let shown = |entry: usize| -> Shown {
        let entry = &reach.entries[entry];
        if entries.len() <= MOST_ENTRIES {
            return (entry.kind, entry.name.clone());
        }
        let of_kind = entries.iter();
        let of_kind = of_kind.filter(|other| reach.entries[**other].kind == entry.kind);
        let word = entry.kind.as_str().replace('_', " ");
        (entry.kind, format!("{word} × {}", of_kind.count()))
    };
    let mut lines: BTreeMap<(Shown, usize), (Over, usize)> = BTreeMap::new();
    for ((entry, shape), over) in ways {
        let line = lines.entry((shown(entry), shape)).or_insert((over, 0));
        *line = (line.0.min(over), line.1 + 1);
    }
    lines
}

fn add_shown(diagram: &mut Diagram, lines: BTreeMap<(Shown, usize), (Over, usize)>) {
    let shown: BTreeSet<Shown> = lines.keys().map(|(shown, _)| shown.clone()).collect();
    let has_room = diagram.shapes.len() + shown.len() <= MOST_SHAPES
        && diagram.lines.len() + lines.len() <= MOST_LINES;
    if !has_room {
        let said = "the entry points that lead here are not shown";
        diagram.said.push(said.to_owned());
        return;
    }
    let mut index = BTreeMap::new();
    for (kind, label) in shown {
        index.insert((kind, label.clone()), diagram.shapes.len());
        diagram.shapes.push(Shape {
            kind: ShapeKind::Entry(kind),
            standing: Standing::Home,
            label,
            detail: String::new(),
            group: String::new(),
        });
    }
    let lines = lines.into_iter().map(|((shown, to), (over, edges))| Line {
        from: index[&shown],
        to,
        kind: match over {
            Over::Itself | Over::Calls => LineKind::Runs,
            Over::Imports => LineKind::Imports,
        },
        direction: Direction::Forward,
        label: String::new(),
        edges,
    });
    diagram.lines.extend(lines);
}

//! A part of a scene as a diagram: code is merged, parallel links become lines.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Diagram, Direction, Line, LineKind, MOST_LINES, MOST_SHAPES, Shape, ShapeKind, Standing,
    operation_words,
    scene::{Item, Link, Scene},
};
use crate::{
    map::{
        edge::Effect,
        node::{Node, SqlKind},
    },
    operation::Operation,
};

/// What of a scene is drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Items of the diagram, with how they stand in it; code is always at home.
    pub(super) items: BTreeMap<usize, Standing>,
    pub(super) calls: Calls,
}

/// Whether lines between pieces of code are drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Calls {
    #[default]
    Drawn,
    LeftOut,
}

/// What is one shape.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Merging {
    Units,
    Files,
    /// To this depth; zero is all code.
    Folders(usize),
}

/// Whether a diagram can be read.
pub(super) fn fits(drawn: &Drawn) -> bool {
    let diagram = &drawn.diagram;
    diagram.shapes.len() <= MOST_SHAPES && diagram.lines.len() <= MOST_LINES
}

/// A part as a diagram.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    /// Without a title.
    pub(super) diagram: Diagram,
    /// By item: the index of its shape.
    pub(super) shape_of: BTreeMap<usize, usize>,
}

/// The diagram of a part.
pub(super) fn draw(scene: &Scene<'_>, part: &Part, merging: Merging) -> Drawn {
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for &item in part.items.keys() {
        let key = Key::of(scene, item, merging);
        groups.entry(key).or_default().push(item);
    }
    let mut shapes = Vec::new();
    let mut shape_of = BTreeMap::new();
    for (key, items) in &groups {
        shape_of.extend(items.iter().map(|&item| (item, shapes.len())));
        shapes.push(shape(scene, part, key, items));
    }
    group(&mut shapes);
    let diagram = Diagram {
        title: String::new(),
        lines: lines(scene, part, &shape_of),
        shapes,
        said: Vec::new(),
        about: about(scene, part),
    };
    Drawn { diagram, shape_of }
}

fn about(scene: &Scene<'_>, part: &Part) -> Vec<Node> {
    let own = part.items.iter().filter(|(item, standing)| {
        !scene.items[**item].kind.is_code() && **standing != Standing::Elsewhere
    });
    own.map(|(item, _)| scene.items[*item].node.clone())
        .collect()
}

/// What items have in common that are one shape.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
enum Key<'a> {
    Item(usize),
    File(&'a str),
    Folder(&'a str),
}

impl<'a> Key<'a> {
    fn of(scene: &Scene<'a>, item: usize, merging: Merging) -> Self {
        match (scene.items[item].node, merging) {
            (Node::Unit { path, .. }, Merging::Files) => Self::File(path),
            (Node::Unit { path, .. }, Merging::Folders(depth)) => Self::Folder(folder(path, depth)),
            (_, Merging::Units | Merging::Files | Merging::Folders(_)) => Self::Item(item),
        }
    }
}

/// The folder that a file is in, to a depth; empty for the root.
fn folder(path: &str, depth: usize) -> &str {
    let mut ends = path.match_indices('/').map(|(at, _)| at);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match depth.checked_sub(1) {
        None => "",
        Some(skipped) => ends.nth(skipped).map_or(folder, |end| &path[..end]),
    }
}

fn shape(scene: &Scene<'_>, part: &Part, key: &Key<'_>, items: &[usize]) -> Shape {
    let first = &scene.items[items[0]];
    let focused = items
        .iter()
        .any(|item| part.items.get(item) == Some(&Standing::Focused));
    let standing = match part.items.get(&items[0]) {
        _ if focused => Standing::Focused,
        Some(&standing) => standing,
        None => Standing::Home,
    };
    let (kind, label, detail) = match key {
        Key::Item(_) => item_words(first),
        Key::File(path) => {
            let units = match items {
                [_] => String::new(),
                items => format!("{} units", items.len()),
            };
            (ShapeKind::Module, (*path).to_owned(), units)
        }
        Key::Folder(folder) => {
            let label = match *folder {
                "" => "all code".to_owned(),
                folder => format!("{folder}/"),
            };
            (ShapeKind::Module, label, folder_words(scene, items))
        }
    };
    Shape {
        kind,
        standing,
        label,
        detail,
        group: String::new(),
    }
}

fn folder_words(scene: &Scene<'_>, items: &[usize]) -> String {
    let files: BTreeSet<&str> = items
        .iter()
        .filter_map(|&item| match scene.items[item].node {
            Node::Unit { path, .. } => Some(path.as_str()),
            Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. }
            | Node::Sql(_) => None,
        })
        .collect();
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    let (units, files) = (items.len(), files.len());
    format!(
        "{units} unit{} in {files} file{}",
        plural(units),
        plural(files)
    )
}

fn item_words(item: &Item<'_>) -> (ShapeKind, String, String) {
    let detail = match item.kind {
        ShapeKind::View => "view",
        ShapeKind::Routine => "routine",
        ShapeKind::Bucket => "bucket",
        ShapeKind::EdgeFunction => "edge function",
        ShapeKind::Sql(SqlKind::CronJob) => "cron job",
        ShapeKind::Sql(SqlKind::Policy) => "policy",
        ShapeKind::Sql(SqlKind::Trigger | SqlKind::Migration | SqlKind::Seed)
        | ShapeKind::Code
        | ShapeKind::Module
        | ShapeKind::Entry(_)
        | ShapeKind::Table
        | ShapeKind::Diagram => "",
    };
    match item.node {
        Node::Unit { path, name } => {
            let label = match item.entry {
                Some(entry) => entry.name.clone(),
                None => name.clone(),
            };
            (item.kind, label, path.clone())
        }
        node => (item.kind, node.label(), detail.to_owned()),
    }
}

/// Puts shapes of one file into a group, and files of one folder.
fn group(shapes: &mut [Shape]) {
    let parent = |shape: &Shape| match shape.kind {
        ShapeKind::Code | ShapeKind::Entry(_) => Some(shape.detail.clone()),
        ShapeKind::Module => {
            let (folder, file) = shape.label.rsplit_once('/')?;
            (!file.is_empty()).then(|| folder.to_owned())
        }
        ShapeKind::Table
        | ShapeKind::View
        | ShapeKind::Routine
        | ShapeKind::Bucket
        | ShapeKind::EdgeFunction
        | ShapeKind::Sql(_)
        | ShapeKind::Diagram => None,
    };
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for parent in shapes.iter().filter_map(parent) {
        *sizes.entry(parent).or_default() += 1;
    }
    for shape in shapes {
        let Some(parent) = parent(shape).filter(|parent| sizes[parent] > 1) else {
            continue;
        };
        if shape.kind == ShapeKind::Module {
            shape.label = shape.label[parent.len() + 1..].to_owned();
        } else {
            shape.detail.clear();
        }
        shape.group = parent;
    }
}

/// What is gathered for a line.
#[derive(Default)]
struct Draft {
    operations: BTreeSet<Operation>,
    triggers: BTreeSet<String>,
    edges: usize,
    /// Whether an operation is not known.
    unknown: usize,
}

impl Draft {
    fn add(&mut self, link: &Link, target: ShapeKind) {
        self.operations.extend(&link.operations);
        self.triggers.extend(link.triggers.iter().cloned());
        self.edges += 1;
        let is_relation = matches!(target, ShapeKind::Table | ShapeKind::View);
        self.unknown += usize::from(link.effect == Effect::Use && is_relation);
    }
}

fn lines(scene: &Scene<'_>, part: &Part, shape_of: &BTreeMap<usize, usize>) -> Vec<Line> {
    let mut drafts: BTreeMap<(usize, usize, LineKind), Draft> = BTreeMap::new();
    for link in &scene.links {
        let (Some(&from), Some(&to)) = (shape_of.get(&link.from), shape_of.get(&link.to)) else {
            continue;
        };
        let is_code = |item: usize| scene.items[item].kind.is_code();
        let is_elsewhere = |item: usize| part.items[&item] == Standing::Elsewhere;
        let among_code = is_code(link.from) && is_code(link.to);
        let is_merged = from == to && among_code;
        let is_call = among_code && part.calls == Calls::LeftOut;
        if is_merged || is_call || (is_elsewhere(link.from) && is_elsewhere(link.to)) {
            continue;
        }
        let draft = drafts
            .entry((from, to, LineKind::of(link.effect)))
            .or_default();
        draft.add(link, scene.items[link.to].kind);
    }
    join(drafts)
}

/// What is read and written becomes one line, both ways.
fn join(mut drafts: BTreeMap<(usize, usize, LineKind), Draft>) -> Vec<Line> {
    let writes: Vec<(usize, usize)> = drafts
        .keys()
        .filter(|(_, _, kind)| *kind == LineKind::Write)
        .map(|&(from, to, _)| (from, to))
        .collect();
    let mut both = BTreeSet::new();
    for (from, to) in writes {
        if let Some(read) = drafts.remove(&(to, from, LineKind::Read)) {
            let write = drafts.entry((from, to, LineKind::Write)).or_default();
            write.operations.extend(read.operations);
            write.edges += read.edges;
            both.insert((from, to));
        }
    }
    let lines = drafts.into_iter().map(|((from, to, kind), draft)| {
        let is_both = kind == LineKind::Write && both.contains(&(from, to));
        Line {
            from,
            to,
            kind,
            direction: if is_both {
                Direction::Both
            } else {
                Direction::Forward
            },
            label: label(kind, &draft),
            edges: draft.edges,
        }
    });
    lines.collect()
}

/// What is written on a line: nothing where its look says it.
fn label(kind: LineKind, draft: &Draft) -> String {
    match kind {
        LineKind::Write => operation_words(draft.operations.iter()),
        LineKind::Read => {
            let said = draft.operations.iter();
            operation_words(said.filter(|operation| **operation == Operation::Subscribe))
        }
        LineKind::Call if draft.unknown > 0 => "operation not known".to_owned(),
        LineKind::Fires => match (draft.triggers.len(), draft.triggers.first()) {
            (1, Some(trigger)) => trigger.clone(),
            (number, _) => format!("{number} triggers"),
        },
        LineKind::Call
        | LineKind::Guards
        | LineKind::ForeignKey
        | LineKind::Runs
        | LineKind::Imports => String::new(),
    }
}

//! The part of a map that is drawn: small enough for each diagram to be read.
//!
//! A trigger is drawn as the line from its relation to its routine. Migrations and seeds are in no
//! diagram, policies only around a focus: they are about rights, not about moving data.

mod clusters;

pub mod focus;

mod merge;

mod overview;

mod picture;

mod scene;

use std::collections::BTreeSet;

use self::{focus::Focus, scene::Scene};
use super::{
    DataMap,
    edge::Effect,
    node::{Node, SqlKind},
};
use crate::{operation::Operation, reach::EntryKind, survey::Survey};

/// The most shapes that a diagram has, so that it can be read.
pub const MOST_SHAPES: usize = 60;

/// The most lines that a diagram has; Mermaid draws 500 unless it is told otherwise.
pub const MOST_LINES: usize = 120;

/// What is asked for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// `None` for the whole map.
    pub focus: Option<Focus>,
    /// Code is merged by folder, to this depth from the root.
    pub collapse: Option<usize>,
    pub tests: Tests,
}

/// Whether tests are drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Tests {
    #[default]
    LeftOut,
    Drawn,
}

/// What is drawn.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct View {
    /// The diagrams as shapes, when there are several.
    pub overview: Option<Diagram>,
    /// The one with the most lines first.
    pub diagrams: Vec<Diagram>,
    /// What of the map is in no diagram, as clauses: "12 units of tests".
    pub left_out: Vec<String>,
}

/// Shapes and the lines between them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Diagram {
    /// What it is about: `posts, authors and 5 more`; empty when it is everything.
    pub title: String,
    pub shapes: Vec<Shape>,
    /// Ordered by their ends.
    pub lines: Vec<Line>,
    /// What of its part of the map is merged or missing, as clauses.
    pub said: Vec<String>,
    /// The nodes other than code that stand for themselves, in the order of their shapes.
    pub about: Vec<Node>,
}

/// Something with a name, or several things under one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shape {
    pub kind: ShapeKind,
    pub standing: Standing,
    pub label: String,
    /// A second line; may be empty.
    pub detail: String,
    /// What it is drawn within, a file or folder; empty for nothing.
    pub group: String,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ShapeKind {
    /// A unit of code.
    Code,
    /// Several units, of one file or folder.
    Module,
    /// A unit of code that is entered from outside.
    Entry(EntryKind),
    Table,
    View,
    Routine,
    Bucket,
    EdgeFunction,
    Sql(SqlKind),
    /// A diagram, in the overview.
    Diagram,
}

/// Whether all that touches it is in the diagram.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Standing {
    Home,
    /// What is asked for.
    Focused,
    /// Another diagram is about it.
    Elsewhere,
}

/// Everything between two shapes that means the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// An index into the shapes.
    pub from: usize,
    pub to: usize,
    pub kind: LineKind,
    pub direction: Direction,
    /// May be empty.
    pub label: String,
    /// How many edges of the map it stands for.
    pub edges: usize,
}

/// What a line means.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum LineKind {
    Write,
    Read,
    /// A routine or edge function, a bucket, or a relation with an operation that is not known.
    Call,
    /// A trigger.
    Fires,
    Guards,
    ForeignKey,
    Runs,
    Imports,
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    Forward,
    /// It is read and written.
    Both,
}

impl View {
    /// What is drawn of a map.
    pub fn of(survey: &Survey<'_>, map: &DataMap, options: &Options) -> Self {
        let scene = Scene::of(survey, map, options);
        let (overview, diagrams) = match &options.focus {
            Some(focus) => (None, vec![picture::around(survey, &scene, focus, options)]),
            None => whole(&scene, options),
        };
        Self {
            overview,
            diagrams,
            left_out: scene.left_out,
        }
    }
}

/// One diagram where all fits into one, else one for each cluster with an overview of them.
fn whole(scene: &Scene<'_>, options: &Options) -> (Option<Diagram>, Vec<Diagram>) {
    let all: BTreeSet<usize> = scene.objects().collect();
    if all.is_empty() {
        return (None, Vec::new());
    }
    if let Some(diagram) = picture::undivided(scene, &all, options) {
        return (None, vec![diagram]);
    }
    let mut clusters = clusters::of(scene);
    clusters.sort_by_cached_key(|cluster| {
        (
            std::cmp::Reverse(scene.links_of(cluster)),
            scene.title(cluster),
        )
    });
    if let [cluster] = &clusters[..] {
        return (None, vec![picture::of(scene, cluster, options)]);
    }
    let diagrams = clusters
        .iter()
        .map(|cluster| picture::of(scene, cluster, options));
    let diagrams = diagrams.collect();
    (Some(overview::of(scene, &clusters)), diagrams)
}

impl ShapeKind {
    /// Whether it is code, of whatever size.
    pub fn is_code(self) -> bool {
        match self {
            Self::Code | Self::Module | Self::Entry(_) => true,
            Self::Table
            | Self::View
            | Self::Routine
            | Self::Bucket
            | Self::EdgeFunction
            | Self::Sql(_)
            | Self::Diagram => false,
        }
    }
}

impl LineKind {
    fn of(effect: Effect) -> Self {
        match effect {
            Effect::Write => Self::Write,
            Effect::Read => Self::Read,
            Effect::Call | Effect::Use => Self::Call,
            Effect::Fires => Self::Fires,
            Effect::Guards => Self::Guards,
            Effect::ForeignKey => Self::ForeignKey,
            Effect::Runs => Self::Runs,
            Effect::Imports => Self::Imports,
        }
    }
}

/// The words for operations, in their order.
fn operation_words<'o>(operations: impl Iterator<Item = &'o Operation>) -> String {
    let words: Vec<&str> = operations.map(|operation| operation.as_str()).collect();
    words.join(", ")
}

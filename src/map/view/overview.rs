//! Diagrams as shapes: which hands data to which.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Diagram, Direction, Line, LineKind, MOST_LINES, Shape, ShapeKind, Standing, scene::Scene,
};
use crate::map::edge::Effect;

/// The most diagrams that are shapes.
const MOST_SHAPES: usize = 100;

/// The overview of clusters, in their order.
///
/// A line is code or SQL that reads in one cluster and writes in another, or foreign keys.
pub(super) fn of(scene: &Scene<'_>, clusters: &[BTreeSet<usize>]) -> Diagram {
    let drawn = &clusters[..clusters.len().min(MOST_SHAPES)];
    let mut cluster_of = BTreeMap::new();
    for (index, cluster) in drawn.iter().enumerate() {
        cluster_of.extend(cluster.iter().map(|&item| (item, index)));
    }
    let shapes = drawn.iter().enumerate();
    let shapes = shapes.map(|(index, cluster)| shape(scene, index, cluster));
    let mut lines = lines(scene, &cluster_of);
    lines.sort_by_key(|line| (Reverse(line.edges), line.from, line.to, line.kind));
    let mut said = Vec::new();
    if lines.len() > MOST_LINES {
        let more = lines.len() - MOST_LINES;
        said.push(format!("{more} lines of little weight are not shown"));
        lines.truncate(MOST_LINES);
    }
    if clusters.len() > drawn.len() {
        let more = clusters.len() - drawn.len();
        said.push(format!("{more} more diagrams are not shown"));
    }
    lines.sort_by_key(|line| (line.from, line.to, line.kind));
    Diagram {
        title: String::new(),
        shapes: shapes.collect(),
        lines,
        said,
        about: Vec::new(),
    }
}

fn shape(scene: &Scene<'_>, index: usize, cluster: &BTreeSet<usize>) -> Shape {
    let units: BTreeSet<usize> = cluster
        .iter()
        .flat_map(|&object| scene.units_of(object))
        .collect();
    Shape {
        kind: ShapeKind::Diagram,
        standing: Standing::Home,
        label: format!("{}. {}", index + 1, scene.title(cluster)),
        detail: match units.len() {
            1 => "1 unit of code".to_owned(),
            units => format!("{units} units of code"),
        },
        group: String::new(),
    }
}

fn lines(scene: &Scene<'_>, cluster_of: &BTreeMap<usize, usize>) -> Vec<Line> {
    let mut counts: BTreeMap<(usize, usize, LineKind), usize> = BTreeMap::new();
    for item in 0..scene.items.len() {
        let (read, written) = moved(scene, item, cluster_of);
        for &from in &read {
            for &to in written.iter().filter(|to| **to != from) {
                *counts.entry((from, to, LineKind::Write)).or_default() += 1;
            }
        }
    }
    for link in &scene.links {
        let ends = (cluster_of.get(&link.from), cluster_of.get(&link.to));
        if let (Some(&from), Some(&to)) = ends
            && from != to
            && link.effect == Effect::ForeignKey
        {
            *counts.entry((from, to, LineKind::ForeignKey)).or_default() += 1;
        }
    }
    let lines = counts.into_iter().map(|((from, to, kind), edges)| Line {
        from,
        to,
        kind,
        direction: Direction::Forward,
        label: match (kind, edges) {
            (LineKind::ForeignKey, 1) => "1 key".to_owned(),
            (LineKind::ForeignKey, edges) => format!("{edges} keys"),
            (_, edges) => edges.to_string(),
        },
        edges,
    });
    lines.collect()
}

/// The clusters that an item reads from, and those that it writes to or runs something of.
fn moved(
    scene: &Scene<'_>,
    item: usize,
    cluster_of: &BTreeMap<usize, usize>,
) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let mut read = BTreeSet::new();
    let mut written = BTreeSet::new();
    let own = cluster_of.get(&item).copied();
    for (link, other) in scene.around(item) {
        let Some(&cluster) = cluster_of.get(&other) else {
            continue;
        };
        if link.effect == Effect::Read && link.to == item {
            read.insert(cluster);
        } else if matches!(link.effect, Effect::Write | Effect::Call) && link.from == item {
            written.insert(cluster);
        }
    }
    // What a view or routine reads is handed on by it.
    written.extend(own);
    (read, written)
}

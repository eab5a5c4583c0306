//! Diagrams that fit: of everything, of a cluster, around a focus.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Diagram, MOST_LINES, MOST_SHAPES, Options, Standing,
    focus::{self, Focus},
    merge::{Calls, Drawn, Merging, Part, draw, fits},
    scene::Scene,
};
use crate::{map::node::Node, survey::Survey};

/// The most relations of other diagrams in one.
const MOST_ELSEWHERE: usize = 12;

/// The most things other than code in a diagram around a focus.
const MOST_OBJECTS: usize = 40;

/// Everything in one diagram, `None` when that cannot be read.
pub(super) fn undivided(
    scene: &Scene<'_>,
    objects: &BTreeSet<usize>,
    options: &Options,
) -> Option<Diagram> {
    let part = part_of(scene, objects);
    let levels = match options.collapse {
        Some(depth) => vec![Merging::Folders(depth)],
        None => vec![Merging::Units, Merging::Files],
    };
    let mut drawn = levels
        .into_iter()
        .map(|merging| (draw(scene, &part, merging), merging));
    let (Drawn { mut diagram, .. }, merging) = drawn.find(|(drawn, _)| fits(drawn))?;
    diagram.said.extend(merging_said(merging));
    Some(diagram)
}

/// The diagram of a cluster: its relations, all that touches them, and what else that touches.
pub(super) fn of(scene: &Scene<'_>, cluster: &BTreeSet<usize>, options: &Options) -> Diagram {
    let part = part_of(scene, cluster);
    let (base, part, merging) = fitted(scene, part, options);
    let elsewhere = elsewhere(scene, cluster, &part);
    let room = MOST_SHAPES.saturating_sub(base.diagram.shapes.len());
    let mut count = elsewhere.len().min(room).min(MOST_ELSEWHERE);
    let mut diagram = loop {
        let mut part = part.clone();
        let added = elsewhere[..count].iter();
        part.items
            .extend(added.map(|&item| (item, Standing::Elsewhere)));
        let drawn = draw(scene, &part, merging);
        if count == 0 {
            break base.diagram;
        }
        if fits(&drawn) {
            let said = base.diagram.said;
            break Diagram {
                said,
                ..drawn.diagram
            };
        }
        count /= 2;
    };
    let more = elsewhere.len() - count;
    diagram.title = scene.title(cluster);
    if more > 0 {
        let more = match more {
            1 => "1 more that its code or SQL touches".to_owned(),
            more => format!("{more} more that its code and SQL touch"),
        };
        diagram
            .said
            .push(format!("{more}, of other diagrams, is not shown"));
    }
    diagram
}

/// The neighbourhood of what is asked for.
pub(super) fn around(
    survey: &Survey<'_>,
    scene: &Scene<'_>,
    focus: &Focus,
    options: &Options,
) -> Diagram {
    let (mut distances, left) = nearest(scene, focus::distances(scene, focus));
    let focused = |item: &usize| focus.nodes.contains(scene.items[*item].node);
    let standing = |item: usize| {
        if focused(&item) {
            Standing::Focused
        } else {
            Standing::Home
        }
    };
    let part = Part {
        items: std::mem::take(&mut distances)
            .into_keys()
            .map(|item| (item, standing(item)))
            .collect(),
        calls: Calls::Drawn,
    };
    let (drawn, _, _) = fitted(scene, part, options);
    let Drawn {
        mut diagram,
        shape_of,
    } = drawn;
    if left > 0 {
        diagram
            .said
            .push(format!("{left} more at this distance are not shown"));
    }
    focus::add_entry_points(survey, scene, &shape_of, &mut diagram);
    diagram.title = focus.title();
    diagram
}

/// Code and the nearest of the rest; how much of it is too much.
fn nearest(
    scene: &Scene<'_>,
    distances: BTreeMap<usize, usize>,
) -> (BTreeMap<usize, usize>, usize) {
    let is_object = |item: &usize| !scene.items[*item].kind.is_code();
    let mut objects: Vec<usize> = distances.keys().copied().filter(is_object).collect();
    objects.sort_by_key(|item| {
        let links = scene.around(*item).count();
        (distances[item], Reverse(links), *item)
    });
    let far: BTreeSet<usize> = objects.into_iter().skip(MOST_OBJECTS).collect();
    let left = far.len();
    let near = distances
        .into_iter()
        .filter(|(item, _)| !far.contains(item));
    (near.collect(), left)
}

/// The objects and all code that touches them.
fn part_of(scene: &Scene<'_>, objects: &BTreeSet<usize>) -> Part {
    let units = objects.iter().flat_map(|&object| scene.units_of(object));
    let items = objects.iter().copied().chain(units);
    Part {
        items: items.map(|item| (item, Standing::Home)).collect(),
        calls: Calls::Drawn,
    }
}

/// The diagram of a part with as little merged as fits; lines go where even that is too much.
fn fitted(scene: &Scene<'_>, mut part: Part, options: &Options) -> (Drawn, Part, Merging) {
    let deepest = options.collapse.unwrap_or_else(|| deepest(scene, &part));
    let mut levels = Vec::new();
    if options.collapse.is_none() {
        levels.extend([Merging::Units, Merging::Files]);
    }
    levels.extend((0..=deepest).rev().map(Merging::Folders));
    for &merging in &levels {
        for calls in [Calls::Drawn, Calls::LeftOut] {
            part.calls = calls;
            let mut drawn = draw(scene, &part, merging);
            if fits(&drawn) {
                let said = &mut drawn.diagram.said;
                said.extend(merging_said(merging));
                if calls == Calls::LeftOut {
                    said.push("calls between units are not shown".to_owned());
                }
                return (drawn, part, merging);
            }
        }
    }
    let merging = Merging::Folders(0);
    let mut drawn = draw(scene, &part, merging);
    let diagram = &mut drawn.diagram;
    let left = diagram.lines.len().saturating_sub(MOST_LINES);
    diagram.lines.truncate(MOST_LINES);
    diagram.said.extend(merging_said(merging));
    if left > 0 {
        diagram.said.push(format!("{left} lines are not shown"));
    }
    (drawn, part, merging)
}

fn merging_said(merging: Merging) -> Option<String> {
    match merging {
        Merging::Units => None,
        Merging::Files => Some("code is merged by file".to_owned()),
        Merging::Folders(0) => Some("all code is merged".to_owned()),
        Merging::Folders(depth) => Some(format!("code is merged by folder, to depth {depth}")),
    }
}

/// The depth of the deepest folder of a part's code.
fn deepest(scene: &Scene<'_>, part: &Part) -> usize {
    let depths = part.items.keys().map(|&item| match scene.items[item].node {
        Node::Unit { path, .. } => path.matches('/').count(),
        Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. }
        | Node::Sql(_) => 0,
    });
    depths.max().unwrap_or_default()
}

/// What else the SQL of a cluster touches, and the code that is mostly about the cluster; that with
/// the most links first.
fn elsewhere(scene: &Scene<'_>, cluster: &BTreeSet<usize>, part: &Part) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &item in part.items.keys() {
        let outside: Vec<usize> = scene
            .around(item)
            .map(|(_, other)| other)
            .filter(|other| !scene.items[*other].kind.is_code() && !cluster.contains(other))
            .collect();
        let inside = scene
            .around(item)
            .filter(|(_, other)| cluster.contains(other));
        let is_of_cluster = !scene.items[item].kind.is_code() || inside.count() >= outside.len();
        if is_of_cluster {
            for other in outside {
                *counts.entry(other).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<usize> = counts.keys().copied().collect();
    ranked.sort_by_key(|item| (Reverse(counts[item]), *item));
    ranked
}

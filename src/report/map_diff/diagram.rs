//! The part of the map that a change touches, as a diagram.

use std::collections::BTreeMap;

use super::rows::{doing, use_sign};
use crate::map::{
    diff::{MapDiff, UseChange, UseChangeKind},
    edge::Effect,
    node::{Node, SqlKind},
    view::{Diagram, Direction, Line, LineKind, Shape, ShapeKind, Standing},
};

/// The most shapes that a diagram within a comment has, so that it can be read there.
const MOST_SHAPES: usize = 40;

/// What is used otherwise and by whom; `None` when that is nothing, or more than can be read.
///
/// What only moved is not drawn, and neither are policies, migrations and seeds.
pub(super) fn diagram(diff: &MapDiff) -> Option<Diagram> {
    let mut diagram = Diagram::default();
    let mut shapes: BTreeMap<&Node, usize> = BTreeMap::new();
    for target in &diff.targets {
        for change in target.uses.iter().filter(|change| is_drawn(change)) {
            let [by, of] = [&change.by, &target.target].map(|node| {
                *shapes.entry(node).or_insert_with(|| {
                    diagram.shapes.push(shape(node));
                    diagram.shapes.len() - 1
                })
            });
            diagram.lines.push(line(change, (by, of)));
        }
    }
    diagram.lines.sort_by_key(|line| (line.from, line.to));
    let fits = (1..=MOST_SHAPES).contains(&diagram.shapes.len());
    fits.then_some(diagram)
}

fn is_drawn(change: &UseChange) -> bool {
    let is_seen = match &change.by {
        Node::Sql(unit) => match unit.kind {
            SqlKind::Trigger | SqlKind::CronJob => true,
            SqlKind::Policy | SqlKind::Migration | SqlKind::Seed => false,
        },
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => true,
    };
    let is_moved = match change.kind {
        UseChangeKind::Moved { .. } => true,
        UseChangeKind::New | UseChangeKind::Gone | UseChangeKind::Changed => false,
    };
    is_seen && !is_moved
}

fn shape(node: &Node) -> Shape {
    let (kind, label, group) = match node {
        Node::Unit { path, name } => (ShapeKind::Code, name.clone(), path.clone()),
        Node::Relation(_) => (ShapeKind::Table, node.label(), String::new()),
        Node::Routine(_) => (ShapeKind::Routine, node.label(), String::new()),
        Node::Bucket { .. } => (ShapeKind::Bucket, node.label(), String::new()),
        Node::EdgeFunction { .. } => (ShapeKind::EdgeFunction, node.label(), String::new()),
        Node::Sql(unit) => (ShapeKind::Sql(unit.kind), node.label(), String::new()),
    };
    Shape {
        kind,
        standing: Standing::Home,
        label,
        detail: String::new(),
        group,
    }
}

fn line(change: &UseChange, (by, of): (usize, usize)) -> Line {
    let kind = match change.effect {
        Effect::Read => LineKind::Read,
        Effect::Write => LineKind::Write,
        Effect::Call
        | Effect::Use
        | Effect::Fires
        | Effect::Guards
        | Effect::ForeignKey
        | Effect::Runs
        | Effect::Imports => LineKind::Call,
    };
    let (from, to) = if kind == LineKind::Read {
        (of, by)
    } else {
        (by, of)
    };
    let used = change.after.as_ref().or(change.before.as_ref());
    let doing = doing(change.effect, used);

    let sign = use_sign(&change.kind).replace('-', "−");
    Line {
        from,
        to,
        kind,
        direction: Direction::Forward,
        label: format!("{sign} {doing}"),
        edges: 1,
    }
}

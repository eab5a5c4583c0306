//! What of a map can be drawn, with triggers as links.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::NodeIndex,
    visit::EdgeRef,
};

use super::{Options, ShapeKind, Tests};
use crate::{
    access::CodeUnit,
    link::modifiers::is_test,
    map::{
        DataMap, code_node, defined,
        edge::{Edge, Effect},
        node::{Node, SqlKind},
    },
    operation::Operation,
    reach::EntryPoint,
    schema::catalog::relation::RelationKind,
    survey::Survey,
};

/// Items and links, which diagrams are parts of.
pub(super) struct Scene<'a> {
    pub(super) items: Vec<Item<'a>>,
    /// Ordered by their ends.
    pub(super) links: Vec<Link>,
    /// By item: the links that it is an end of.
    links_at: Vec<Vec<usize>>,
    pub(super) left_out: Vec<String>,
}

/// A node of the map.
pub(super) struct Item<'a> {
    pub(super) node: &'a Node,
    pub(super) kind: ShapeKind,
    /// The entry point that it is.
    pub(super) entry: Option<&'a EntryPoint>,
}

/// An edge of the map, or the way over a trigger.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) effect: Effect,
    pub(super) operations: BTreeSet<Operation>,
    /// The triggers on the way.
    pub(super) triggers: BTreeSet<String>,
}

type Ends = (usize, usize, Effect);

impl<'a> Scene<'a> {
    pub(super) fn of(survey: &Survey<'a>, map: &'a DataMap, options: &Options) -> Self {
        let mut drawing = Drawing {
            survey,
            map,
            entries: entries(survey),
            index: BTreeMap::new(),
            links: BTreeMap::new(),
            omitted: BTreeMap::new(),
            scene: Scene {
                items: Vec::new(),
                links: Vec::new(),
                links_at: Vec::new(),
                left_out: Vec::new(),
            },
        };
        drawing.add_items(options);
        drawing.add_links();
        let Drawing {
            mut scene,
            links,
            omitted,
            ..
        } = drawing;
        scene.links = links.into_values().collect();
        scene.index_links();
        scene.left_out = omitted
            .into_iter()
            .map(|(what, number)| what.said(number))
            .collect();
        if options.focus.is_none() {
            scene.drop_idle();
        }
        scene
    }

    /// The items that are no code.
    pub(super) fn objects(&self) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(|&item| !self.items[item].kind.is_code())
    }

    /// The links that an item is an end of, with the other end.
    pub(super) fn around(&self, item: usize) -> impl Iterator<Item = (&Link, usize)> {
        self.links_at[item].iter().map(move |&link| {
            let link = &self.links[link];
            (
                link,
                if link.from == item {
                    link.to
                } else {
                    link.from
                },
            )
        })
    }

    /// The units of code that do something to an object.
    pub(super) fn units_of(&self, object: usize) -> impl Iterator<Item = usize> {
        let around = self.around(object).map(|(_, other)| other);
        around.filter(|&other| self.items[other].kind.is_code())
    }

    /// How many links there are at some objects.
    pub(super) fn links_of(&self, objects: &BTreeSet<usize>) -> usize {
        objects.iter().map(|&item| self.links_at[item].len()).sum()
    }

    /// The objects with the most links, by name: `posts, authors and 5 more`.
    pub(super) fn title(&self, objects: &BTreeSet<usize>) -> String {
        const NAMED: usize = 3;
        let mut ranked: Vec<usize> = objects.iter().copied().collect();
        ranked.sort_by_key(|&item| {
            let links = self.links_at[item].len();
            (std::cmp::Reverse(links), self.items[item].node)
        });
        let labels: Vec<String> = ranked
            .iter()
            .take(NAMED)
            .map(|&item| self.items[item].node.label())
            .collect();
        match (ranked.len().checked_sub(NAMED), labels.as_slice()) {
            (Some(more @ 1..), labels) => format!("{} and {more} more", labels.join(", ")),
            (_, [labels @ .., last]) if !labels.is_empty() => {
                format!("{} and {last}", labels.join(", "))
            }
            (_, labels) => labels.concat(),
        }
    }

    fn index_links(&mut self) {
        self.links_at = vec![Vec::new(); self.items.len()];
        for (index, link) in self.links.iter().enumerate() {
            self.links_at[link.from].push(index);
            if link.to != link.from {
                self.links_at[link.to].push(index);
            }
        }
    }

    /// Takes out what moves no data: routines that only triggers run and that touch nothing, and
    /// code that only leads to other code.
    fn drop_idle(&mut self) {
        let is_kept = |item: usize| match self.items[item].kind {
            ShapeKind::Routine => self
                .around(item)
                .any(|(link, _)| link.effect != Effect::Fires),
            ShapeKind::Code | ShapeKind::Module | ShapeKind::Entry(_) => self
                .around(item)
                .any(|(_, other)| !self.items[other].kind.is_code()),
            ShapeKind::Table
            | ShapeKind::View
            | ShapeKind::Bucket
            | ShapeKind::EdgeFunction
            | ShapeKind::Sql(_)
            | ShapeKind::Diagram => true,
        };
        let kept: Vec<bool> = (0..self.items.len()).map(is_kept).collect();
        let dropped = |is_code: fn(ShapeKind) -> bool| {
            let dropped = kept.iter().zip(&self.items);
            let dropped = dropped.filter(|(kept, item)| !**kept && is_code(item.kind));
            dropped.count()
        };
        let (code, routines) = (
            dropped(ShapeKind::is_code),
            dropped(|kind| kind == ShapeKind::Routine),
        );
        for (what, number) in [(Omitted::Leading, code), (Omitted::Idle, routines)] {
            if number > 0 {
                self.left_out.push(what.said(number));
            }
        }
        self.keep(&kept);
    }

    fn keep(&mut self, kept: &[bool]) {
        let mut count = 0;
        let renumbered: Vec<Option<usize>> = kept
            .iter()
            .map(|&is_kept| {
                let number = is_kept.then_some(count);
                count += usize::from(is_kept);
                number
            })
            .collect();
        let mut flags = kept.iter();
        self.items.retain(|_| flags.next().is_none_or(|kept| *kept));
        self.links.retain_mut(|link| {
            let (Some(from), Some(to)) = (renumbered[link.from], renumbered[link.to]) else {
                return false;
            };
            (link.from, link.to) = (from, to);
            true
        });
        self.index_links();
    }
}

/// What is in no diagram.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Omitted {
    Test,
    Migration,
    Seed,
    Policy,
    Leading,
    Idle,
}

impl Omitted {
    fn said(self, number: usize) -> String {
        let (one, many) = match self {
            Self::Test => ("unit of tests", "units of tests"),
            Self::Migration => (
                "migration that reads or changes rows when it is applied",
                "migrations that read or change rows when they are applied",
            ),
            Self::Seed => ("seed", "seeds"),
            Self::Policy => (
                "policy that reads a relation",
                "policies that read relations",
            ),
            Self::Leading => (
                "unit that only leads to others",
                "units that only lead to others",
            ),
            Self::Idle => (
                "routine that triggers run and that touches no relation",
                "routines that triggers run and that touch no relation",
            ),
        };
        format!("{number} {}", if number == 1 { one } else { many })
    }
}

/// A scene that is being made.
struct Drawing<'s, 'a> {
    survey: &'s Survey<'a>,
    map: &'a DataMap,
    entries: BTreeMap<Node, &'a EntryPoint>,
    index: BTreeMap<NodeIndex, usize>,
    links: BTreeMap<Ends, Link>,
    omitted: BTreeMap<Omitted, usize>,
    scene: Scene<'a>,
}

/// What is entered from outside, the first of several entry points at one unit.
fn entries<'a>(survey: &Survey<'a>) -> BTreeMap<Node, &'a EntryPoint> {
    let mut entries = BTreeMap::new();
    for entry in &survey.analysis.reach.entries {
        let unit: &CodeUnit = &entry.unit;
        entries
            .entry(code_node(survey.sources, unit))
            .or_insert(entry);
    }
    entries
}

impl<'a> Drawing<'_, 'a> {
    /// Every node but what is omitted, ordered by kind and name.
    fn add_items(&mut self, options: &Options) {
        let map = self.map;
        let mut nodes: Vec<NodeIndex> = map.graph.node_indices().collect();
        nodes.sort_by_key(|&node| &map.graph[node]);
        for index in nodes {
            let node = &map.graph[index];
            // A link stands for it.
            if self.is_trigger(index) {
                continue;
            }
            match self.omitted(node, options) {
                None => {
                    self.index.insert(index, self.scene.items.len());
                    let item = self.item(node);
                    self.scene.items.push(item);
                }
                Some(what) => *self.omitted.entry(what).or_default() += 1,
            }
        }
    }

    fn omitted(&self, node: &Node, options: &Options) -> Option<Omitted> {
        match node {
            Node::Unit { path, .. } => {
                (options.tests == Tests::LeftOut && is_test(path)).then_some(Omitted::Test)
            }
            Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. } => None,
            Node::Sql(unit) => match unit.kind {
                SqlKind::Migration => Some(Omitted::Migration),
                SqlKind::Seed => Some(Omitted::Seed),
                SqlKind::Policy => options.focus.is_none().then_some(Omitted::Policy),
                SqlKind::Trigger | SqlKind::CronJob => None,
            },
        }
    }

    fn item(&self, node: &'a Node) -> Item<'a> {
        let entry = self.entries.get(node).copied();
        let kind = match node {
            Node::Unit { .. } => {
                entry.map_or(ShapeKind::Code, |entry| ShapeKind::Entry(entry.kind))
            }
            Node::Relation(object) => {
                let relation = defined::relation(self.survey, object);
                relation.map_or(ShapeKind::Table, |relation| match relation.kind {
                    RelationKind::Table | RelationKind::ForeignTable => ShapeKind::Table,
                    RelationKind::View | RelationKind::MaterializedView => ShapeKind::View,
                })
            }
            Node::Routine(_) => ShapeKind::Routine,
            Node::Bucket { .. } => ShapeKind::Bucket,
            Node::EdgeFunction { .. } => ShapeKind::EdgeFunction,
            Node::Sql(unit) => ShapeKind::Sql(unit.kind),
        };
        Item { node, kind, entry }
    }

    fn add_links(&mut self) {
        let graph = &self.map.graph;
        for edge in graph.edge_references() {
            let ends = (edge.source(), edge.target());
            if !self.is_trigger(ends.0) && !self.is_trigger(ends.1) {
                self.add_link(ends, edge.weight(), None);
            }
        }
        for trigger in graph.node_indices() {
            let Node::Sql(unit) = &graph[trigger] else {
                continue;
            };
            if unit.kind != SqlKind::Trigger {
                continue;
            }
            for fired in graph.edges_directed(trigger, Incoming) {
                for done in graph.edges_directed(trigger, Outgoing) {
                    let ends = (fired.source(), done.target());
                    self.add_link(ends, fired.weight(), Some(&unit.name));
                }
            }
        }
    }

    fn is_trigger(&self, node: NodeIndex) -> bool {
        matches!(&self.map.graph[node], Node::Sql(unit) if unit.kind == SqlKind::Trigger)
    }

    fn add_link(&mut self, ends: (NodeIndex, NodeIndex), edge: &Edge, trigger: Option<&str>) {
        let index = |node| self.index.get(&node).copied();
        let (Some(from), Some(to)) = (index(ends.0), index(ends.1)) else {
            return;
        };
        let link = self
            .links
            .entry((from, to, edge.effect))
            .or_insert_with(|| Link {
                from,
                to,
                effect: edge.effect,
                operations: BTreeSet::new(),
                triggers: BTreeSet::new(),
            });
        link.operations.extend(&edge.operations);
        link.triggers.extend(trigger.map(str::to_owned));
    }
}

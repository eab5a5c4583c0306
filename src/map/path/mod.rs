//! The shortest ways that data can take from one node of the map to another.
//!
//! Every move has a cost by how well it is known, so that a way over dependences that are seen goes
//! before one of the same length over units that merely do both.

pub mod named;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{
    algo::astar,
    graph::{DiGraph, EdgeIndex, NodeIndex},
    visit::{EdgeFiltered, EdgeRef},
};

use super::{
    DataMap,
    class::{
        Classes,
        units::{Standing, Units},
    },
    code_node,
    edge::{Edge, Effect},
    flows::{self, Act, Carrier, Place, Verb, place},
    node::Node,
};
use crate::{operation::Operation, reach::EntryKind, survey::Survey};

/// A way from one node to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Way {
    pub moves: Vec<Move>,
    /// The sum of the costs of its moves.
    pub cost: usize,
}

/// Data goes from one node to the next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Move {
    pub from: NodeIndex,
    pub to: NodeIndex,
    pub kind: MoveKind,
}

/// How data goes from one node to the next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MoveKind {
    /// What is written to `to` is seen to depend on what was read from `from`.
    Derived(Carrier),
    /// A unit does something with a relation, routine or bucket, or a trigger fires.
    Acts(Act),
    /// `from` runs `to`, and may hand it data.
    Calls(Option<Place>),
    /// `to` runs `from`, and may get data back.
    Answers(Option<Place>),
    /// One module imports the other; what of it runs is not known.
    Imports,
}

/// What a move costs. Ways with a move that rests on no dependence come after those without, unless
/// they are much shorter.
const DERIVED: usize = 2;
const FILTERED: usize = 3;
const READS: usize = 2;
const WRITES: usize = 6;
const CALLS: usize = 6;
const IMPORTS: usize = 16;
const SCRIPTS: usize = 2;
const TESTS: usize = 4;

/// Where data can go.
#[derive(Debug)]
pub struct Moves {
    /// The nodes are those of the map.
    graph: DiGraph<(), (Move, usize)>,
}

impl Moves {
    /// All moves of a project.
    pub fn of(survey: &Survey<'_>, map: &DataMap, classes: &Classes) -> Self {
        let mut graph = DiGraph::new();
        for _ in map.graph.node_indices() {
            graph.add_node(());
        }
        let mut moves = Self { graph };
        for link in flows::all_links(survey, map, classes) {
            for carrier in link.carriers.into_iter().take(1) {
                if carrier.dependence.is_derived() && link.from != link.to {
                    let cost = match carrier.dependence {
                        flows::Dependence::Filter => FILTERED,
                        flows::Dependence::Rows
                        | flows::Dependence::Statement
                        | flows::Dependence::View
                        | flows::Dependence::Trigger
                        | flows::Dependence::CoOccurs => DERIVED,
                    };
                    moves.add(link.from, link.to, MoveKind::Derived(carrier), cost);
                }
            }
        }
        let called = call_places(survey, map);
        let derived: BTreeSet<_> = moves.graph.edge_indices().collect();
        for edge in map.graph.edge_references() {
            let ends = (edge.source(), edge.target());
            // What a view reads is a link already.
            let known = moves.graph.find_edge(ends.0, ends.1);
            let is_known = known.is_some_and(|known| derived.contains(&known));
            if is_known && edge.weight().effect == Effect::Read {
                continue;
            }
            moves.add_edge(survey, ends, edge.weight(), &called);
        }
        moves.prefer_production(&Units::of(survey, map));
        moves.add_edge_functions(survey, map);
        moves
    }

    fn add(&mut self, from: NodeIndex, to: NodeIndex, kind: MoveKind, cost: usize) {
        self.graph
            .add_edge(from, to, (Move { from, to, kind }, cost));
    }

    fn add_edge(
        &mut self,
        survey: &Survey<'_>,
        (from, to): (NodeIndex, NodeIndex),
        edge: &Edge,
        called: &BTreeMap<(NodeIndex, NodeIndex), Place>,
    ) {
        let act = |by, on, verb| {
            MoveKind::Acts(Act {
                by,
                verb,
                on,
                place: place::of_edge(survey, edge),
            })
        };
        let operation = edge.operations.first().copied();
        let verb = operation.map_or(Verb::Uses, Verb::Does);
        match edge.effect {
            Effect::Read => self.add(from, to, act(to, from, verb), READS),
            // What is deleted goes nowhere.
            Effect::Write if edge.operations.iter().eq([&Operation::Delete]) => {}
            Effect::Write => self.add(from, to, act(from, to, made(edge, verb)), WRITES),
            Effect::Call | Effect::Use => {
                self.add(from, to, act(from, to, verb), CALLS);
                self.add(to, from, act(from, to, verb), CALLS);
            }
            Effect::Fires => self.add(from, to, act(to, from, Verb::Fires), READS),
            Effect::Runs => {
                let place = called.get(&(from, to)).cloned();
                self.add(from, to, MoveKind::Calls(place.clone()), CALLS);
                self.add(to, from, MoveKind::Answers(place), CALLS);
            }
            Effect::Imports => {
                self.add(from, to, MoveKind::Imports, IMPORTS);
                self.add(to, from, MoveKind::Imports, IMPORTS);
            }
            Effect::Guards | Effect::ForeignKey => {}
        }
    }

    /// Makes what only scripts and tests do dearer.
    fn prefer_production(&mut self, units: &Units) {
        for edge in self.graph.edge_indices() {
            let by = match &self.graph[edge].0.kind {
                MoveKind::Acts(act) => Some(act.by),
                MoveKind::Derived(carrier) => carrier.acts.last().map(|act| act.by),
                MoveKind::Calls(_) | MoveKind::Answers(_) | MoveKind::Imports => None,
            };
            let dearer = match by.map(|by| units.standing_of(by)) {
                Some(Some(Standing::Script)) => SCRIPTS,
                Some(Some(Standing::Test)) => TESTS,
                Some(Some(Standing::Production | Standing::Unreached) | None) | None => 0,
            };
            self.graph[edge].1 += dearer;
        }
    }

    /// A called edge function runs its code.
    fn add_edge_functions(&mut self, survey: &Survey<'_>, map: &DataMap) {
        for entry in &survey.analysis.reach.entries {
            if entry.kind != EntryKind::EdgeFunction {
                continue;
            }
            let name = entry.name.clone();
            let function = map.index(&Node::EdgeFunction { name });
            let unit = map.index(&code_node(survey.sources, &entry.unit));
            if let (Some(function), Some(unit)) = (function, unit) {
                self.add(function, unit, MoveKind::Calls(None), CALLS);
                self.add(unit, function, MoveKind::Answers(None), CALLS);
            }
        }
    }

    /// The best ways from any of some nodes to any of others, at most so many; each has a move that
    /// no better one has.
    pub fn ways(
        &self,
        from: &BTreeSet<NodeIndex>,
        to: &BTreeSet<NodeIndex>,
        most: usize,
    ) -> Vec<Way> {
        let mut ways: Vec<Way> = Vec::new();
        let mut without: BTreeSet<EdgeIndex> = BTreeSet::new();
        while ways.len() < most {
            let best = from
                .iter()
                .filter(|start| !to.contains(*start) || from.len() == 1)
                .filter_map(|&start| self.way(start, to, &without))
                .min_by_key(|(way, _)| (way.cost, way.moves.len()));
            let Some((way, edges)) = best else {
                break;
            };
            // The next way must differ in the move that this one rests on most weakly.
            let weakest = edges.iter().max_by_key(|&&edge| self.graph[edge].1);
            without.extend(weakest);
            if weakest.is_none() {
                break;
            }
            if !ways.iter().any(|known| known.acts() == way.acts()) {
                ways.push(way);
            }
        }
        ways.sort_by_key(|way| (way.cost, way.moves.len()));
        ways
    }

    fn way(
        &self,
        start: NodeIndex,
        to: &BTreeSet<NodeIndex>,
        without: &BTreeSet<EdgeIndex>,
    ) -> Option<(Way, Vec<EdgeIndex>)> {
        let left = EdgeFiltered::from_fn(&self.graph, |edge| !without.contains(&edge.id()));
        let cost_of = |edge: petgraph::graph::EdgeReference<'_, (Move, usize)>| edge.weight().1;
        let (cost, nodes) = astar(&left, start, |node| to.contains(&node), cost_of, |_| 0)?;
        let edges = nodes.windows(2).filter_map(|pair| {
            let edges = self.graph.edges_connecting(pair[0], pair[1]);
            let edges = edges.filter(|edge| !without.contains(&edge.id()));
            edges
                .min_by_key(|edge| edge.weight().1)
                .map(|edge| edge.id())
        });
        let edges: Vec<EdgeIndex> = edges.collect();
        let moves = edges.iter().map(|&edge| self.graph[edge].0.clone());
        let moves = moves.collect();
        Some((Way { moves, cost }, edges))
    }
}

/// The operation that brings data where there are several.
fn made(edge: &Edge, verb: Verb) -> Verb {
    let mut operations = edge.operations.iter().copied();
    let made = operations.find(|operation| *operation != Operation::Delete);
    made.map_or(verb, Verb::Does)
}

/// Where units call others, the first place of each pair.
fn call_places(survey: &Survey<'_>, map: &DataMap) -> BTreeMap<(NodeIndex, NodeIndex), Place> {
    let mut places = BTreeMap::new();
    for call in &survey.analysis.calls {
        let caller = map.index(&code_node(survey.sources, &call.caller));
        let callee = map.index(&code_node(survey.sources, &call.callee));
        if let (Some(caller), Some(callee)) = (caller, callee) {
            let file = survey.sources.get(call.location.file);
            places.entry((caller, callee)).or_insert_with(|| Place {
                path: file.path.clone(),
                line: file.position(call.location.span.start).line,
            });
        }
    }
    places
}

impl Way {
    /// Who does something with what, in order; two ways of the same acts are one to the reader.
    fn acts(&self) -> Vec<(NodeIndex, NodeIndex)> {
        let acts = self.moves.iter().map(|step| match &step.kind {
            MoveKind::Derived(carrier) => carrier.acts.iter().map(|act| (act.by, act.on)).collect(),
            MoveKind::Acts(act) => vec![(act.by, act.on)],
            MoveKind::Calls(_) | MoveKind::Answers(_) | MoveKind::Imports => {
                vec![(step.from, step.to)]
            }
        });
        acts.collect::<Vec<Vec<_>>>().concat()
    }

    /// Whether a unit on it reads one relation and writes another, and no dependence is seen.
    pub fn has_coincidence(&self) -> bool {
        (0..self.moves.len()).any(|index| self.is_coincidence(index))
    }

    /// Whether a move goes on with what the same unit got before, without a dependence that is seen.
    pub fn is_coincidence(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else {
            return false;
        };
        match (&self.moves[before].kind, &self.moves[index].kind) {
            (MoveKind::Acts(first), MoveKind::Acts(second)) => {
                first.by == second.by && second.verb != Verb::Fires && first.verb != Verb::Fires
            }
            (MoveKind::Acts(_) | MoveKind::Derived(_), _)
            | (MoveKind::Calls(_) | MoveKind::Answers(_) | MoveKind::Imports, _) => false,
        }
    }
}

//! Who stands at the ends of a flow: who writes its first relation, and who reads its last.

use std::{cmp::Reverse, collections::BTreeSet};

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use super::{Act, Ground, Link, code};
use crate::map::{
    class::units::{Standing, is_unit, runs_once},
    edge::Effect,
    reading,
};

/// Who writes a relation, but for what is part of the flow; those that make rows first.
pub(super) fn producers(ground: &Ground<'_, '_>, relation: NodeIndex, links: &[Link]) -> Vec<Act> {
    let mut acts = others(ground, relation, Effect::Write, links);
    acts.retain(|act| !code::removes(act.verb));
    // Whoever only updates rows did not bring them there.
    if acts.iter().any(|act| code::makes_rows(act.verb)) {
        acts.retain(|act| code::makes_rows(act.verb));
    }
    acts
}

/// Who reads a relation, but for what is part of the flow.
pub(super) fn readers(ground: &Ground<'_, '_>, relation: NodeIndex, links: &[Link]) -> Vec<Act> {
    others(ground, relation, Effect::Read, links)
}

fn others(
    ground: &Ground<'_, '_>,
    relation: NodeIndex,
    effect: Effect,
    links: &[Link],
) -> Vec<Act> {
    let carriers = links.iter().flat_map(|link| &link.carriers);
    let part: BTreeSet<NodeIndex> = carriers
        .flat_map(|carrier| carrier.acts.iter().map(|act| act.by))
        .collect();
    let direction = match effect {
        Effect::Read => Direction::Outgoing,
        Effect::Write
        | Effect::Call
        | Effect::Use
        | Effect::Fires
        | Effect::Guards
        | Effect::ForeignKey
        | Effect::Runs
        | Effect::Imports => Direction::Incoming,
    };
    let graph = &ground.map.graph;
    let edges = graph.edges_directed(relation, direction);
    let edges = edges.filter(|edge| {
        let data = edge.weight();
        let is_whole =
            effect != Effect::Read || reading::reads(ground.survey, &graph[relation], data);
        data.effect == effect && is_whole
    });
    let acts = edges.filter_map(|edge| {
        let by = match direction {
            Direction::Incoming => edge.source(),
            Direction::Outgoing => edge.target(),
        };
        let is_other = !part.contains(&by) && !runs_once(&graph[by]) && !ground.is_test(by);
        is_other.then(|| ground.act_of_edge(by, relation, edge.weight()))?
    });
    let mut acts: Vec<Act> = acts.collect();
    acts.sort_by_cached_key(|act| {
        let entries = ground.units.entries_of(&BTreeSet::from([act.by]));
        let is_production =
            is_unit(&graph[act.by]) && ground.units.standing(act.by) == Standing::Production;
        (!is_production, Reverse(entries.len()), act.clone())
    });
    acts
}

impl Ground<'_, '_> {
    fn is_test(&self, node: NodeIndex) -> bool {
        is_unit(&self.map.graph[node]) && self.units.standing(node) == Standing::Test
    }
}

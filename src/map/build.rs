//! A map that is being made: nodes and edges, each once.

use petgraph::graph::{EdgeIndex, NodeIndex};
use rustc_hash::FxHashMap;

use super::{
    DataMap,
    edge::{Edge, Effect},
    node::Node,
};

#[derive(Default)]
pub(super) struct Builder {
    pub(super) map: DataMap,
    edges: FxHashMap<(NodeIndex, NodeIndex, Effect), EdgeIndex>,
}

impl Builder {
    pub(super) fn node(&mut self, node: Node) -> NodeIndex {
        let DataMap { graph, nodes } = &mut self.map;
        *nodes
            .entry(node)
            .or_insert_with_key(|node| graph.add_node(node.clone()))
    }

    /// The edge between a unit and what it does something to, which is new where there is none.
    pub(super) fn edge(&mut self, unit: NodeIndex, target: NodeIndex, effect: Effect) -> &mut Edge {
        let (from, to) = if effect.is_from_target() {
            (target, unit)
        } else {
            (unit, target)
        };
        let graph = &mut self.map.graph;
        let edge = *self
            .edges
            .entry((from, to, effect))
            .or_insert_with(|| graph.add_edge(from, to, Edge::new(effect)));
        &mut graph[edge]
    }
}

//! The edges of the data map as entries.

use petgraph::visit::EdgeRef;

use crate::{
    map::{DataMap, node::Node},
    report::json::model::{Flow, FlowEnd},
};

/// Every edge, ordered by its ends and its effect.
pub(super) fn flows(map: &DataMap) -> Vec<Flow> {
    let edges = map.graph.edge_references();
    let mut flows: Vec<Flow> = edges
        .map(|edge| Flow {
            from: flow_end(&map.graph[edge.source()]),
            to: flow_end(&map.graph[edge.target()]),
            effect: edge.weight().effect.as_str(),
            accesses: edge.weight().accesses.len(),
        })
        .collect();
    flows.sort();
    flows
}

fn flow_end(node: &Node) -> FlowEnd {
    FlowEnd {
        kind: node.kind(),
        name: node.label(),
    }
}

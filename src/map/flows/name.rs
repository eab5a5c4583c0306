//! Short names for nodes, that still say which one is meant.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::map::{
    DataMap,
    node::{MODULE, Node},
};

/// The names of units that stand in many files.
#[derive(Debug)]
pub struct Names<'m> {
    map: &'m DataMap,
    ambiguous: BTreeSet<&'m str>,
}

/// What frameworks have functions called, which says nothing of what they do.
const GENERAL: [&str; 12] = [
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "default export",
    "handler",
    "load",
    "main",
    "Page",
];

impl<'m> Names<'m> {
    pub fn new(map: &'m DataMap) -> Self {
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        for node in map.graph.node_weights() {
            if let Node::Unit { name, .. } = node {
                *files.entry(name).or_default() += 1;
            }
        }
        let ambiguous = files.into_iter().filter(|(_, number)| *number > 1);
        Self {
            map,
            ambiguous: ambiguous.map(|(name, _)| name).collect(),
        }
    }

    /// The name of a unit, with its file where the name alone could be another's; the file for a
    /// module; the label of anything else.
    pub fn short(&self, node: NodeIndex) -> String {
        match &self.map.graph[node] {
            Node::Unit { path, name } if name == MODULE => path.clone(),
            Node::Unit { path, name }
                if self.ambiguous.contains(name.as_str()) || GENERAL.contains(&name.as_str()) =>
            {
                format!("{name} ({path})")
            }
            Node::Unit { name, .. } => name.clone(),
            other @ (Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. }
            | Node::Sql(_)) => other.label(),
        }
    }

    /// The name for where a place is told along with it.
    pub fn beside_place(&self, node: NodeIndex) -> String {
        match &self.map.graph[node] {
            Node::Unit { name, .. } => name.clone(),
            Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. }
            | Node::Sql(_) => self.with_kind(node),
        }
    }

    /// The short name with the word for what is no code.
    pub fn with_kind(&self, node: NodeIndex) -> String {
        let name = self.short(node);
        match &self.map.graph[node] {
            Node::Unit { .. } => name,
            Node::Relation(_) => format!("view {name}"),
            Node::Routine(_) => format!("routine {name}"),
            Node::Bucket { .. } => format!("bucket {name}"),
            Node::EdgeFunction { .. } => format!("edge function {name}"),
            Node::Sql(unit) => format!("{} {name}", unit.kind.as_str().replace('_', " ")),
        }
    }
}

//! The data map: which piece of code moves data to or from what.
//!
//! The call site inside a wrapper is on no edge and in no count: its callers stand for it.

pub mod summary;

pub mod totals;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use rustc_hash::FxHashMap;

use crate::{
    access::{Access, Certainty, Reason, SchemaRef, Target, TargetKind},
    operation::Operation,
    source::Sources,
};

/// What stands for the name of a unit that is the module itself.
pub const MODULE: &str = "(module)";

/// Code units and what they touch; nodes and edges in the order of the accesses.
#[derive(Debug, Default)]
pub struct DataMap {
    /// Edges point the way data moves.
    pub graph: DiGraph<Node, Edge>,
}

/// An end of an edge.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Node {
    /// A piece of code.
    Unit {
        path: String,
        /// Never empty: [`MODULE`] for the module itself.
        name: String,
    },
    Relation {
        schema: SchemaRef,
        name: String,
    },
    Routine {
        schema: SchemaRef,
        name: String,
    },
    Bucket {
        name: String,
    },
    EdgeFunction {
        name: String,
    },
}

/// All accesses of one unit to one target with one effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edge {
    pub effect: Effect,
    /// Indices into the accesses that the map was made of, ascending.
    pub accesses: Vec<usize>,
}

/// Which way data moves.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// From the relation to the unit.
    Read,
    /// From the unit to the relation.
    Write,
    /// From the unit to the routine or edge function, and what it answers back.
    Call,
    /// Either way: a bucket, or a relation with an operation that is not known.
    Use,
}

impl DataMap {
    /// The map of the accesses whose target is known.
    pub fn of(sources: &Sources, accesses: &[Access]) -> Self {
        let mut builder = Builder::default();
        for (index, access) in accesses.iter().enumerate() {
            if access.wrapper {
                continue;
            }
            let Some(target) = Node::of_target(&access.target) else {
                continue;
            };
            let unit = builder.node(Node::of_unit(sources, access));
            let target = builder.node(target);
            builder.edge(unit, target, Effect::of(access), index);
        }
        builder.map
    }
}

impl Node {
    /// The unit around an access.
    pub fn of_unit(sources: &Sources, access: &Access) -> Self {
        Self::Unit {
            path: sources.get(access.file).path.clone(),
            name: unit_name(access).to_owned(),
        }
    }

    /// The node of a target, `None` when its name is not known.
    pub fn of_target(target: &Target) -> Option<Self> {
        let name = target.name.clone()?;
        let schema = placed_in(&target.schema);
        Some(match target.kind {
            TargetKind::Relation => Self::Relation { schema, name },
            TargetKind::Routine => Self::Routine { schema, name },
            TargetKind::Bucket => Self::Bucket { name },
            TargetKind::EdgeFunction => Self::EdgeFunction { name },
        })
    }

    /// The node as one word: `path#name` for a unit, `schema.name` for the rest.
    pub fn label(&self) -> String {
        match self {
            Self::Unit { path, name } => format!("{path}#{name}"),
            Self::Relation { schema, name } | Self::Routine { schema, name } => {
                qualified(schema, name)
            }
            Self::Bucket { name } | Self::EdgeFunction { name } => name.clone(),
        }
    }
}

impl Effect {
    /// What an access does to its target.
    pub fn of(access: &Access) -> Self {
        match access.target.kind {
            TargetKind::Routine | TargetKind::EdgeFunction => return Self::Call,
            TargetKind::Bucket => return Self::Use,
            TargetKind::Relation => {}
        }
        match access.operation {
            Some(Operation::Select | Operation::Subscribe) => Self::Read,
            Some(Operation::Insert | Operation::Upsert | Operation::Update | Operation::Delete) => {
                Self::Write
            }
            Some(Operation::Call) => Self::Call,
            None => Self::Use,
        }
    }

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Call => "call",
            Self::Use => "use",
        }
    }
}

/// The name of the unit around an access, never empty.
pub fn unit_name(access: &Access) -> &str {
    if access.unit.name.is_empty() {
        MODULE
    } else {
        &access.unit.name
    }
}

/// The schema that a target is counted under.
///
/// `public` is what a server exposes first unless it is told otherwise: spelt out or not, the
/// relation is the same.
pub fn placed_in(schema: &SchemaRef) -> SchemaRef {
    match schema {
        SchemaRef::Named(schema) if schema == "public" => SchemaRef::Default,
        schema => schema.clone(),
    }
}

/// `schema.name`, or the name alone where the code leaves the schema to the server; `?.name` where
/// the schema is known only at run time.
pub fn qualified(schema: &SchemaRef, name: &str) -> String {
    match schema {
        SchemaRef::Default => name.to_owned(),
        SchemaRef::Named(schema) => format!("{schema}.{name}"),
        SchemaRef::Unknown => format!("?.{name}"),
    }
}

/// Why an access is not resolved, `None` when its target and its operation are known.
///
/// A bucket or an edge function needs no operation.
pub fn dynamic_reason(access: &Access) -> Option<Reason> {
    if let Certainty::Dynamic(reason) = access.certainty {
        return Some(reason);
    }
    if access.target.name.is_none() {
        return Some(match access.certainty {
            Certainty::Passed => Reason::Parameter,
            Certainty::Dynamic(reason) => reason,
            Certainty::OneOf | Certainty::Constant | Certainty::Literal => Reason::Computed,
        });
    }
    match access.target.kind {
        TargetKind::Relation | TargetKind::Routine if access.operation.is_none() => {
            Some(Reason::NoVerb)
        }
        TargetKind::Relation
        | TargetKind::Routine
        | TargetKind::Bucket
        | TargetKind::EdgeFunction => None,
    }
}

#[derive(Default)]
struct Builder {
    map: DataMap,
    nodes: FxHashMap<Node, NodeIndex>,
    edges: FxHashMap<(NodeIndex, NodeIndex, Effect), EdgeIndex>,
}

impl Builder {
    fn node(&mut self, node: Node) -> NodeIndex {
        let graph = &mut self.map.graph;
        *self
            .nodes
            .entry(node)
            .or_insert_with_key(|node| graph.add_node(node.clone()))
    }

    fn edge(&mut self, unit: NodeIndex, target: NodeIndex, effect: Effect, access: usize) {
        let (from, to) = match effect {
            Effect::Read => (target, unit),
            Effect::Write | Effect::Call | Effect::Use => (unit, target),
        };
        let graph = &mut self.map.graph;
        let edge = *self.edges.entry((from, to, effect)).or_insert_with(|| {
            let accesses = Vec::new();
            graph.add_edge(from, to, Edge { effect, accesses })
        });
        graph[edge].accesses.push(access);
    }
}

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
mod tests;

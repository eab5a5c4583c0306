//! The data map: which piece of code or SQL moves data to or from what.
//!
//! The call site inside a wrapper is on no edge and in no count: its callers stand for it.

mod build;

pub mod class;

mod code;

pub mod defined;

pub mod diff;

pub mod edge;

pub mod flows;

pub mod impact;

pub mod node;

pub mod path;

pub mod reading;

mod sql;

pub mod summary;

pub mod totals;

pub mod view;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use self::{
    build::Builder,
    edge::Edge,
    node::{MODULE, Node},
};
use crate::{
    access::{Access, Certainty, CodeUnit, Reason, SchemaRef, TargetKind},
    source::Sources,
    survey::Survey,
};

/// Units and what they touch; code in the order of the accesses, then SQL, then what leads to code.
#[derive(Debug, Default)]
pub struct DataMap {
    /// Edges point the way data moves.
    pub graph: DiGraph<Node, Edge>,
    nodes: FxHashMap<Node, NodeIndex>,
}

impl DataMap {
    /// The map of what is known of a project.
    pub fn of(survey: &Survey<'_>) -> Self {
        let mut builder = Builder::default();
        code::add(&mut builder, survey);
        sql::add(&mut builder, survey);
        builder.map
    }

    /// Where a node is in the graph.
    pub fn index(&self, node: &Node) -> Option<NodeIndex> {
        self.nodes.get(node).copied()
    }
}

/// The unit around an access.
pub fn unit_of(sources: &Sources, access: &Access) -> Node {
    code_node(sources, &access.code_unit())
}

/// The node of a unit of code.
pub fn code_node(sources: &Sources, unit: &CodeUnit) -> Node {
    let name = if unit.name.is_empty() {
        MODULE
    } else {
        &unit.name
    };
    Node::Unit {
        path: sources.get(unit.file).path.clone(),
        name: name.to_owned(),
    }
}

/// The node of what an access is for, `None` when its name is not known.
pub fn target_of(survey: &Survey<'_>, access: &Access) -> Option<Node> {
    let target = &access.target;
    let name = target.name.clone()?;
    let object = |name| node::Object {
        database: survey.database_name(survey.database_of(access)).to_owned(),
        schema: survey.placed_in(access),
        name,
    };
    Some(match target.kind {
        TargetKind::Relation => Node::Relation(object(name)),
        TargetKind::Routine => Node::Routine(object(name)),
        TargetKind::Bucket => Node::Bucket { name },
        TargetKind::EdgeFunction => Node::EdgeFunction { name },
    })
}

/// The name of the unit around an access, never empty.
pub fn unit_name(access: &Access) -> &str {
    if access.unit.name.is_empty() {
        MODULE
    } else {
        &access.unit.name
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

#[cfg(test)]
pub(crate) mod fixture;

#[cfg(test)]
pub(crate) mod story;

#[cfg(test)]
mod tests;

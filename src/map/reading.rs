//! Which edges from a relation to a unit read it: a write that only gets back its own rows does not.

use super::{edge::Edge, node::Node, target_of};
use crate::{operation::Operation, survey::Survey};

/// Whether rows of a relation are read over an edge, and not merely returned to who wrote them.
pub fn reads(survey: &Survey<'_>, relation: &Node, edge: &Edge) -> bool {
    !edge.references.is_empty()
        || edge.accesses.iter().any(|&index| {
            let access = &survey.accesses()[index];
            let is_read = access.operation.is_none_or(Operation::reads);
            is_read || target_of(survey, access).as_ref() != Some(relation)
        })
}

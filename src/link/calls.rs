//! Which units run those that have accesses, and which run those in turn.

use super::{UnitCall, evaluate::Evaluator};
use crate::access::Access;

/// The calls that lead to the accesses, ordered.
pub(super) fn calls(_evaluator: &mut Evaluator<'_>, _accesses: &[Access]) -> Vec<UnitCall> {
    Vec::new()
}

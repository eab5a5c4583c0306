//! Which requests depend on what others gave.

use super::{Derived, evaluate::Evaluator};
use crate::access::Access;

/// The dependences between accesses, ordered.
pub(super) fn derived(_evaluator: &mut Evaluator<'_>, _accesses: &[Access]) -> Vec<Derived> {
    Vec::new()
}

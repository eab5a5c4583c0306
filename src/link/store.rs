//! Stores of a library: what creates one returns a hook that gives what the store holds.

use crate::{
    access::Reason,
    facts::{CallId, FunctionId},
};

use super::{
    evaluate::{Evaluator, Reach},
    last_segment,
    value::{At, Found, Set, What, one},
};

/// Whether calling this makes a store of what its callback returns.
pub(super) fn makes_store(package: &str, path: &str) -> bool {
    package.starts_with("zustand")
        && matches!(
            last_segment(path).trim_end_matches("()"),
            "create" | "createStore" | "createWithEqualityFn"
        )
}

/// Whether calling this hands its first argument on to what makes a store.
pub(super) fn is_store_middleware(package: &str, path: &str) -> bool {
    package.starts_with("zustand/middleware") && !path.ends_with("()")
}

impl Evaluator<'_> {
    /// What calling a store with what its callback returns: the store.
    pub(super) fn store(&mut self, call: At<CallId>, reach: Reach) -> Option<Set> {
        let creators = self.argument_of(call, 0, reach);
        let state = self.returned_by(&creators, reach);
        let is_known = state.iter().any(Found::is_known);
        is_known.then(|| one(Found::new(What::Boxed(state))))
    }

    /// What the callback of a store is handed: a setter, then what reads the store.
    pub(super) fn store_parameter(
        &mut self,
        creator: At<FunctionId>,
        index: u32,
        reach: Reach,
    ) -> Set {
        match index {
            0 => one(Found::unknown(Reason::External)),
            _ => {
                let state = self.returns(creator, creator.frame, reach);
                one(Found::new(What::Boxed(state)))
            }
        }
    }

    /// What reading a store or signal gives: what it holds, or what a selector takes of that.
    pub(super) fn read_box(&mut self, inner: &Set, call: At<CallId>, reach: Reach) -> Set {
        let selectors = self.argument_of(call, 0, reach);
        let selected = self.returned_by(&selectors, reach);
        match selected.iter().any(Found::is_known) {
            true => selected,
            false => Set::clone(inner),
        }
    }
}

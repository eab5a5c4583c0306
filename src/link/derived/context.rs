//! The calls that were entered on the way to an expression, so that each leads back to its own
//! caller.

use rustc_hash::FxHashMap;

use crate::{
    facts::{CallId, FunctionId},
    source::FileId,
};

/// How many calls are followed into each other.
const MAX_DEPTH: u32 = 6;

/// The calls entered, as an index into [`Contexts`]; the first is none.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct ContextId(u32);

impl ContextId {
    /// No call: whoever calls.
    pub(super) const ROOT: Self = Self(0);
}

/// A call that was entered.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Entered {
    pub(super) function: (FileId, FunctionId),
    pub(super) call: (FileId, CallId),
    /// The argument that the function is, when the call hands it on instead of calling it.
    pub(super) handed: Option<u32>,
    /// The calls entered where the call stands.
    pub(super) around: ContextId,
}

/// All that were entered.
#[derive(Debug)]
pub(super) struct Contexts {
    entered: Vec<(Option<Entered>, u32)>,
    ids: FxHashMap<Entered, ContextId>,
}

impl Contexts {
    pub(super) fn new() -> Self {
        Self {
            entered: vec![(None, 0)],
            ids: FxHashMap::default(),
        }
    }

    /// Enters a call; `None` when that is too deep, or entered already.
    pub(super) fn enter(&mut self, entered: Entered) -> Option<ContextId> {
        if let Some(&id) = self.ids.get(&entered) {
            return Some(id);
        }
        let depth = self.entered[entered.around.0 as usize].1 + 1;
        let is_same =
            |outer: &Entered| (outer.call, outer.function) == (entered.call, entered.function);
        if depth > MAX_DEPTH || self.all(entered.around).any(|outer| is_same(&outer)) {
            return None;
        }
        let id = ContextId(self.entered.len() as u32);
        self.entered.push((Some(entered), depth));
        self.ids.insert(entered, id);
        Some(id)
    }

    /// The calls entered, innermost first.
    pub(super) fn all(&self, id: ContextId) -> impl Iterator<Item = Entered> {
        let mut next = id;
        std::iter::from_fn(move || {
            let entered = self.entered[next.0 as usize].0?;
            next = entered.around;
            Some(entered)
        })
    }

    /// The call by which a function was entered.
    pub(super) fn of(&self, id: ContextId, function: (FileId, FunctionId)) -> Option<Entered> {
        self.all(id).find(|entered| entered.function == function)
    }

    /// What of the calls entered bears on a function.
    pub(super) fn back_to(&self, id: ContextId, function: (FileId, FunctionId)) -> ContextId {
        let mut next = id;
        while let Some(entered) = self.entered[next.0 as usize].0 {
            if entered.function == function {
                return next;
            }
            next = entered.around;
        }
        ContextId::ROOT
    }
}

//! Which units run those that have accesses, and which run those in turn.
//!
//! Found from the accesses backwards, so that nothing is looked at that leads to none of them.

mod heads;
mod names;
mod runners;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::{Access, CodeUnit},
    source::Location,
};

use self::runners::Runners;

use super::{UnitCall, UnitCallKind, evaluate::Evaluator};

/// The most calls that lead to one unit.
const MAX_CALLS: usize = 2_000;

/// The calls that lead to the accesses, ordered: one for each two units, the strongest and of those
/// the first.
pub(super) fn calls(evaluator: &mut Evaluator<'_>, accesses: &[Access]) -> Vec<UnitCall> {
    let asked = std::mem::replace(&mut evaluator.is_asking, false);
    let mut pending: BTreeSet<CodeUnit> = accesses.iter().map(Access::code_unit).collect();
    let mut known = pending.clone();
    let mut calls: BTreeMap<(CodeUnit, CodeUnit), (UnitCallKind, Location)> = BTreeMap::new();
    let mut runners = Runners::new(evaluator);
    while let Some(callee) = pending.pop_first() {
        // Whoever imports a module runs what stands at its top.
        if callee.name.is_empty() {
            continue;
        }
        for (caller, kind, location) in runners.of(&callee).into_iter().take(MAX_CALLS) {
            if caller == callee {
                continue;
            }
            if known.insert(caller.clone()) {
                pending.insert(caller.clone());
            }
            let how = (kind, location);
            let first = calls.entry((caller, callee.clone())).or_insert(how);
            *first = how.min(*first);
        }
    }
    evaluator.is_asking = asked;
    let calls = calls.into_iter();
    calls
        .map(|((caller, callee), (kind, location))| UnitCall {
            caller,
            callee,
            kind,
            location,
        })
        .collect()
}

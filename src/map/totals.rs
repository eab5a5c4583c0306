//! How much of what was found is known.

use std::collections::BTreeMap;

use crate::{
    access::{Access, Reason, TargetKind},
    map::{
        dynamic_reason,
        summary::{Counts, place},
    },
};

/// The accesses of a run, counted.
///
/// An access is a place with an operation: a name that may be one of several counts once here. The
/// call sites inside wrappers are not counted, and buckets and edge functions only on their own.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Totals {
    /// Accesses to relations and routines.
    pub accesses: usize,
    /// Of those, the ones whose target and operation are known.
    pub resolved: usize,
    /// The others, by the reason.
    pub reasons: BTreeMap<Reason, usize>,
    pub counts: Counts,
    pub buckets: usize,
    pub edge_functions: usize,
}

impl Totals {
    pub fn of(accesses: &[Access]) -> Self {
        // A place is only as known as the least known of its names.
        let mut places = BTreeMap::new();
        for access in accesses.iter().filter(|access| !access.wrapper) {
            let reason = places
                .entry((access.target.kind, place(access)))
                .or_insert(None);
            *reason = reason.or(dynamic_reason(access));
        }
        let mut totals = Self::default();
        for ((kind, (_, _, operation)), reason) in places {
            match kind {
                TargetKind::Bucket => totals.buckets += 1,
                TargetKind::EdgeFunction => totals.edge_functions += 1,
                TargetKind::Relation | TargetKind::Routine => {
                    totals.accesses += 1;
                    totals.counts.add(operation);
                    match reason {
                        Some(reason) => *totals.reasons.entry(reason).or_default() += 1,
                        None => totals.resolved += 1,
                    }
                }
            }
        }
        totals
    }

    /// Accesses whose target or operation is not known.
    pub fn dynamic(&self) -> usize {
        self.accesses - self.resolved
    }

    /// Resolved accesses in a thousand, rounded down; 1000 when there is none.
    pub fn coverage_permille(&self) -> usize {
        (self.resolved * 1000)
            .checked_div(self.accesses)
            .unwrap_or(1000)
    }

    /// Whether at least this many accesses in a hundred are resolved.
    pub fn covers(&self, percent: f64) -> bool {
        self.resolved as f64 * 100.0 >= percent * self.accesses as f64
    }
}

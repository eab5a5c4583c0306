//! Which of several overloads a call means: `func_select_candidate`.

use super::{
    analyzer::Analyzer,
    kinds::{STRING, same},
};
use crate::schema::replay::state::types::{CastContext, TypeRef};

/// A function or operator that could be meant, with the type that each argument must have.
#[derive(Clone, Debug)]
pub(super) struct Candidate<T> {
    pub(super) of: T,
    pub(super) types: Vec<TypeRef>,
}

impl Analyzer<'_> {
    /// The candidates whose arguments the given ones become by themselves.
    pub(super) fn matching<T: Clone>(
        &self,
        candidates: &[Candidate<T>],
        given: &[TypeRef],
    ) -> Vec<Candidate<T>> {
        let fits = |candidate: &&Candidate<T>| self.fits(given, &candidate.types);
        candidates.iter().filter(fits).cloned().collect()
    }

    fn fits(&self, given: &[TypeRef], declared: &[TypeRef]) -> bool {
        given.len() == declared.len()
            && given
                .iter()
                .zip(declared)
                .all(|(from, to)| self.can_coerce(from, to, CastContext::Implicit))
            && self.is_consistent(given, declared)
    }

    /// The best of several candidates that match; `None` when there is no best.
    pub(super) fn select_best<T: Clone>(
        &self,
        candidates: Vec<Candidate<T>>,
        given: &[TypeRef],
    ) -> Option<Candidate<T>> {
        let unknown: Vec<bool> = given.iter().map(|given| self.is_unknown(given)).collect();
        let bases: Vec<TypeRef> = given.iter().map(|given| self.base(given)).collect();
        let exact =
            |slot: usize, data_type: &TypeRef| !unknown[slot] && same(data_type, &bases[slot]);
        let candidates = best(candidates, exact);
        if candidates.len() == 1 {
            return candidates.into_iter().next();
        }
        let categories: Vec<char> = bases.iter().map(|base| self.category(base)).collect();
        let candidates = best(candidates, |slot, data_type| {
            exact(slot, data_type)
                || (!unknown[slot]
                    && self.is_preferred(data_type)
                    && self.category(data_type) == categories[slot])
        });
        if candidates.len() == 1 {
            return candidates.into_iter().next();
        }
        if !unknown.contains(&true) {
            return None;
        }
        let mut candidates = self.by_category(candidates, &unknown);
        if candidates.len() == 1 {
            return candidates.pop();
        }
        self.by_known(candidates, &bases, &unknown)
    }

    /// Decides what category the literals are of, and drops the candidates with another.
    fn by_category<T: Clone>(
        &self,
        candidates: Vec<Candidate<T>>,
        unknown: &[bool],
    ) -> Vec<Candidate<T>> {
        let mut slots = Vec::new();
        for (slot, _) in unknown.iter().enumerate().filter(|(_, unknown)| **unknown) {
            let types = candidates.iter().map(|candidate| &candidate.types[slot]);
            match self.slot(types) {
                Some(decided) => slots.push((slot, decided)),
                None => return candidates,
            }
        }
        let kept: Vec<_> = candidates
            .iter()
            .filter(|candidate| {
                slots.iter().all(|&(slot, (category, preferred))| {
                    let data_type = &candidate.types[slot];
                    self.category(data_type) == category
                        && (!preferred || self.is_preferred(data_type))
                })
            })
            .cloned()
            .collect();
        if kept.is_empty() { candidates } else { kept }
    }

    /// The category of one literal, and whether only preferred types of it count; `None` when the
    /// candidates leave it open.
    fn slot<'t>(&self, types: impl Iterator<Item = &'t TypeRef>) -> Option<(char, bool)> {
        let mut decided: Option<(char, bool)> = None;
        let mut conflict = false;
        for data_type in types {
            let category = self.category(data_type);
            let preferred = self.is_preferred(data_type);
            match &mut decided {
                None => decided = Some((category, preferred)),
                Some((known, has_preferred)) if *known == category => *has_preferred |= preferred,
                // Text is always a good guess for a literal.
                Some(decided) if category == STRING => *decided = (category, preferred),
                Some(_) => conflict = true,
            }
        }
        decided.filter(|&(category, _)| !conflict || category == STRING)
    }

    /// The one candidate that fits when literals are of the same type as all known arguments.
    fn by_known<T: Clone>(
        &self,
        candidates: Vec<Candidate<T>>,
        bases: &[TypeRef],
        unknown: &[bool],
    ) -> Option<Candidate<T>> {
        let mut known = bases.iter().zip(unknown).filter(|(_, unknown)| !**unknown);
        let (first, _) = known.next()?;
        if known.any(|(base, _)| !same(base, first)) {
            return None;
        }
        let given = vec![first.clone(); bases.len()];
        let mut fitting = candidates
            .into_iter()
            .filter(|candidate| self.fits(&given, &candidate.types));
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }
}

/// The candidates with the most matching arguments.
fn best<T>(
    candidates: Vec<Candidate<T>>,
    matches: impl Fn(usize, &TypeRef) -> bool,
) -> Vec<Candidate<T>> {
    let count = |candidate: &Candidate<T>| {
        let types = candidate.types.iter().enumerate();
        types
            .filter(|(slot, data_type)| matches(*slot, data_type))
            .count()
    };
    let most = candidates.iter().map(count).max().unwrap_or(0);
    candidates
        .into_iter()
        .filter(|candidate| count(candidate) == most)
        .collect()
}

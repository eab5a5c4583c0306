//! Accesses known only at run time that came or went.

use std::collections::BTreeMap;

use super::{DynamicChange, Id, Standing, record::Dynamic};

/// Those that came, then those that went, each in the order of its state.
pub(super) fn changes(before: &[Dynamic], after: &[Dynamic]) -> Vec<DynamicChange> {
    let mut gone: Vec<&Dynamic> = before.iter().collect();
    let mut new: Vec<&Dynamic> = after.iter().collect();
    let alike: [fn(&Dynamic, &Dynamic) -> bool; 3] = [
        |a, b| is_of_unit(a, b) && a.code == b.code,
        // It was edited.
        is_of_unit,
        // It moved.
        |a, b| a.reason == b.reason && a.code == b.code && !a.code.is_empty(),
    ];
    for is_alike in alike {
        gone.retain(|from| match new.iter().position(|to| is_alike(from, to)) {
            Some(to) => {
                new.remove(to);
                false
            }
            None => true,
        });
    }
    let new = new.into_iter().map(|dynamic| (Standing::New, dynamic));
    let gone = gone.into_iter().map(|dynamic| (Standing::Gone, dynamic));
    // Several may be alike: the first, the second and so on are told apart.
    let mut seen: BTreeMap<Id, usize> = BTreeMap::new();
    new.chain(gone)
        .map(|(standing, dynamic)| {
            let by = dynamic.by.label();
            let reason = dynamic.reason.map_or("sql", |reason| reason.as_str());
            let parts = ["dynamic", standing.as_str(), &by, reason, &dynamic.code];
            let number = seen.entry(Id::of(&parts)).or_default();
            *number += 1;
            DynamicChange {
                id: Id::of(&[&parts[..], &[&number.to_string()]].concat()),
                standing,
                dynamic: dynamic.clone(),
            }
        })
        .collect()
}

fn is_of_unit(a: &Dynamic, b: &Dynamic) -> bool {
    a.by == b.by && a.reason == b.reason
}

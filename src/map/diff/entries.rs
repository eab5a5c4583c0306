//! Entry points that lead to other things than before.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    EntryChange, Id, Standing,
    record::{EntryKey, EntryRecord},
};
use crate::{
    map::{edge::Effect, node::Node},
    reach::Over,
};

type Entries = BTreeMap<EntryKey, EntryRecord>;

/// Every entry point that gained or lost something, ordered by kind, name and path.
pub(super) fn changes(before: &Entries, after: &Entries) -> Vec<EntryChange> {
    let keys: BTreeSet<&EntryKey> = before.keys().chain(after.keys()).collect();
    keys.into_iter()
        .filter_map(|key| change(key, before.get(key), after.get(key)))
        .collect()
}

fn change(
    key: &EntryKey,
    before: Option<&EntryRecord>,
    after: Option<&EntryRecord>,
) -> Option<EntryChange> {
    let standing = match (before, after) {
        (None, Some(_)) => Standing::New,
        (Some(_), None) => Standing::Gone,
        (_, _) => Standing::Kept,
    };
    let gained = without(after, before);
    let lost = without(before, after);
    if gained.is_empty() && lost.is_empty() {
        return None;
    }
    let EntryKey { kind, name, path } = key;
    Some(EntryChange {
        id: Id::of(&["entry", kind.as_str(), name, path]),
        key: key.clone(),
        standing,
        place: after.or(before)?.place.clone(),
        gained,
        lost,
    })
}

/// What the one reaches and the other does not.
fn without(
    one: Option<&EntryRecord>,
    other: Option<&EntryRecord>,
) -> BTreeMap<(Node, Effect), Over> {
    let reached = one.into_iter().flat_map(|entry| &entry.reached);
    let is_known =
        |target: &(Node, Effect)| other.is_some_and(|other| other.reached.contains_key(target));
    reached
        .filter(|(target, _)| !is_known(target))
        .map(|(target, over)| (target.clone(), *over))
        .collect()
}

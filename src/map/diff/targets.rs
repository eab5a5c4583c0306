//! What is used otherwise than before, by whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Id, TargetChange, Turn, UseChange, UseChangeKind,
    record::{Record, Use, UseKey, is_lasting},
};
use crate::map::{
    edge::Effect,
    node::{Node, SqlKind},
};

/// Everything that is used otherwise, ordered by kind and name.
pub(super) fn changes(before: &Record, after: &Record) -> Vec<TargetChange> {
    let mut by_target: BTreeMap<&Node, Vec<UseChange>> = BTreeMap::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let is_same_text = |by: &Node| before.writes_as(by, after);
    for (key, used) in &before.uses {
        match after.uses.get(key) {
            None if is_same_text(&key.by) => {}
            None => gone.push((key, used)),
            Some(now) if is_same_use(used, now) || is_same_text(&key.by) => {}
            Some(now) => {
                let change = change(key, UseChangeKind::Changed, Some(used), Some(now));
                by_target.entry(&key.target).or_default().push(change);
            }
        }
    }
    let is_new =
        |(key, _): &(&UseKey, &Use)| !before.uses.contains_key(key) && !is_same_text(&key.by);
    new.extend(after.uses.iter().filter(is_new));
    for (from, to) in moves(&mut gone, &mut new) {
        let kind = UseChangeKind::Moved {
            from: from.0.by.clone(),
        };
        let change = change(to.0, kind, Some(from.1), Some(to.1));
        by_target.entry(&to.0.target).or_default().push(change);
    }
    for (key, used) in gone {
        let change = change(key, UseChangeKind::Gone, Some(used), None);
        by_target.entry(&key.target).or_default().push(change);
    }
    for (key, used) in new {
        let change = change(key, UseChangeKind::New, None, Some(used));
        by_target.entry(&key.target).or_default().push(change);
    }
    let turns = turns(before, after);
    by_target
        .into_iter()
        .map(|(target, mut uses)| {
            uses.sort_by(|a, b| (&a.by, a.effect).cmp(&(&b.by, b.effect)));
            TargetChange {
                id: Id::of(&["target", target.kind(), &target.label()]),
                target: target.clone(),
                turns: turns.get(target).cloned().unwrap_or_default(),
                before: before.counts.get(target).copied().unwrap_or_default(),
                after: after.counts.get(target).copied().unwrap_or_default(),
                uses,
            }
        })
        .collect()
}

/// Whether the same is done with the same columns, wherever it stands.
fn is_same_use(a: &Use, b: &Use) -> bool {
    a.operations == b.operations && a.columns == b.columns && a.all_columns == b.all_columns
}

fn change(
    key: &UseKey,
    kind: UseChangeKind,
    before: Option<&Use>,
    after: Option<&Use>,
) -> UseChange {
    let (target, by) = (&key.target, &key.by);
    UseChange {
        id: Id::of(&[
            kind.as_str(),
            target.kind(),
            &target.label(),
            by.kind(),
            &by.label(),
            key.effect.as_str(),
        ]),
        by: by.clone(),
        effect: key.effect,
        kind,
        before: before.cloned(),
        after: after.cloned(),
    }
}

type Found<'a> = (&'a UseKey, &'a Use);

/// Pairs of a use that is gone and one that is new and otherwise equal; they are taken out of both.
fn moves<'a>(gone: &mut Vec<Found<'a>>, new: &mut Vec<Found<'a>>) -> Vec<(Found<'a>, Found<'a>)> {
    let closeness: [fn(&Node, &Node) -> bool; 3] = [
        |a, b| place(a).0 == place(b).0,
        |a, b| place(a).1 == place(b).1,
        |_, _| true,
    ];
    let mut pairs = Vec::new();
    for is_close in closeness {
        gone.retain(|&from| {
            let to = new
                .iter()
                .position(|&to| is_equal(from, to) && is_close(&from.0.by, &to.0.by));
            let Some(to) = to else { return true };
            pairs.push((from, new.remove(to)));
            false
        });
    }
    pairs
}

/// Whether the same code does the same; SQL does not move.
fn is_equal((a, from): Found<'_>, (b, to): Found<'_>) -> bool {
    a.target == b.target
        && a.effect == b.effect
        && is_same_use(from, to)
        && !from.code.is_empty()
        && from.code == to.code
}

/// The file and the name of a unit.
fn place(node: &Node) -> (Option<&str>, Option<&str>) {
    match node {
        Node::Unit { path, name } => (Some(path), Some(name)),
        Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. }
        | Node::Sql(_) => (None, None),
    }
}

/// What is done in a state with one target.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    read: bool,
    written: bool,
    used: bool,
}

fn done(record: &Record) -> BTreeMap<&Node, Done> {
    let mut all: BTreeMap<&Node, Done> = BTreeMap::new();
    for (key, used) in &record.uses {
        if used.in_test || !counts(&key.by) {
            continue;
        }
        let done = all.entry(&key.target).or_default();
        done.used = true;
        done.read |= key.effect == Effect::Read;
        done.written |= key.effect == Effect::Write;
    }
    all
}

/// Whether what it does makes a relation read or written.
fn counts(by: &Node) -> bool {
    let is_policy = match by {
        Node::Sql(unit) => unit.kind == SqlKind::Policy,
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => false,
    };
    is_lasting(by) && !is_policy
}

fn turns<'a>(before: &'a Record, after: &'a Record) -> BTreeMap<&'a Node, BTreeSet<Turn>> {
    let (then, now) = (done(before), done(after));
    let targets: BTreeSet<&Node> = then.keys().chain(now.keys()).copied().collect();
    let of = |target: &&'a Node| {
        let a = then.get(target).copied().unwrap_or_default();
        let b = now.get(target).copied().unwrap_or_default();
        let is_known = b.read || b.written;
        let all = [
            (!a.read && b.read, Turn::NewlyRead),
            (!a.written && b.written, Turn::NewlyWritten),
            (!a.used && b.used && !is_known, Turn::NewlyUsed),
            (a.read && !b.read, Turn::NoLongerRead),
            (a.written && !b.written, Turn::NoLongerWritten),
            (a.used && !b.used, Turn::NoLongerUsed),
        ];
        let turns = all.into_iter().filter(|(is_so, _)| *is_so);
        turns.map(|(_, turn)| turn).collect()
    };
    targets
        .into_iter()
        .map(|target| (target, of(&target)))
        .collect()
}

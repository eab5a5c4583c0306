//! What a change does to the map, as output: for a terminal, for programs, for a pull request.

mod diagram;

pub mod headline;

pub mod json;

pub mod markdown;

mod rows;

mod schema;

#[cfg(feature = "cli")]
pub mod text;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    map::{
        diff::{DynamicChange, EntryChange, MapDiff, Standing, TargetChange, Turn, record::Place},
        edge::Effect,
        node::Node,
        totals::Totals,
    },
    reach::{EntryKind, Over},
    report::words::{self, counted},
};

/// What is said when nothing differs.
pub const NOTHING: &str = "no change to what the code does with the database";

/// Words for one and for many, and their order.
fn nouns(target: &Node) -> (u8, [&'static str; 2]) {
    match target {
        Node::Relation(_) => (0, ["relation", "relations"]),
        Node::Routine(_) => (1, ["routine", "routines"]),
        Node::Bucket { .. } => (2, ["bucket", "buckets"]),
        Node::EdgeFunction { .. } => (3, ["edge function", "edge functions"]),
        Node::Unit { .. } | Node::Sql(_) => (4, ["unit", "units"]),
    }
}

fn noun(target: &Node) -> &'static str {
    nouns(target).1[0]
}

/// The turns of a target, without those that another one says already.
fn told_turns(target: &TargetChange) -> BTreeSet<Turn> {
    let is_unused = target.turns.contains(&Turn::NoLongerUsed);
    let turns = target.turns.iter().copied();
    turns
        .filter(|turn| match turn {
            Turn::NoLongerRead | Turn::NoLongerWritten => !is_unused,
            Turn::NewlyRead | Turn::NewlyWritten | Turn::NewlyUsed | Turn::NoLongerUsed => true,
        })
        .collect()
}

fn turn_words(turn: Turn) -> &'static str {
    match turn {
        Turn::NewlyRead => "newly read",
        Turn::NewlyWritten => "newly written",
        Turn::NewlyUsed => "newly used",
        Turn::NoLongerRead => "no longer read",
        Turn::NoLongerWritten => "no longer written",
        Turn::NoLongerUsed => "no longer used",
    }
}

/// "newly read, newly written"; empty when only users changed.
fn turns_words(target: &TargetChange) -> String {
    let turns = told_turns(target).into_iter().map(turn_words);
    turns.collect::<Vec<_>>().join(", ")
}

/// "2 → 3 accesses"; empty for what only SQL uses.
fn counts_words(target: &TargetChange) -> String {
    let (before, after) = (target.before.total(), target.after.total());
    if before == 0 && after == 0 {
        return String::new();
    }
    if before == after {
        return counted(after, "access", "accesses");
    }
    let after = counted(after, "access", "accesses");
    format!("{} → {after}", words::grouped(before))
}

/// "412 → 415 accesses, 11 → 12 dynamic"
fn totals_words(before: &Totals, after: &Totals) -> String {
    let pair = |before: usize, after: usize| {
        let (from, to) = (words::grouped(before), words::grouped(after));
        if from == to {
            to
        } else {
            format!("{from} → {to}")
        }
    };
    format!(
        "{} accesses, {} dynamic",
        pair(before.accesses, after.accesses),
        pair(before.dynamic(), after.dynamic())
    )
}

/// The name of a unit without its file, and what it is where it is SQL.
fn by_words(by: &Node) -> String {
    match by {
        Node::Unit { name, .. } => name.clone(),
        Node::Relation(object) => format!("SQL of {}", object.label()),
        Node::Routine(object) => format!("routine {}", object.label()),
        Node::Sql(_) => format!("{} {}", by.kind().replace('_', " "), by.label()),
        Node::Bucket { name } | Node::EdgeFunction { name } => name.clone(),
    }
}

/// `path:line`, and the lines of further places of the same file; empty when none is known.
fn places_words<'p>(places: impl IntoIterator<Item = &'p Place>) -> String {
    const LINES: usize = 4;
    let mut by_path: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for place in places {
        by_path.entry(&place.path).or_default().insert(place.line);
    }
    let of_path = by_path.into_iter().map(|(path, lines)| {
        let shown: Vec<String> = lines.iter().take(LINES).map(u32::to_string).collect();
        let more = lines.len().saturating_sub(LINES);
        let more = if more > 0 {
            format!(" +{more}")
        } else {
            String::new()
        };
        format!("{path}:{}{more}", shown.join(","))
    });
    of_path.collect::<Vec<_>>().join(", ")
}

fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "+",
        Standing::Gone => "-",
        Standing::Kept => "~",
    }
}

/// "page /blog"
fn entry_words(kind: EntryKind) -> String {
    kind.as_str().replace('_', " ")
}

/// What an entry point leads to, by effect: "reads posts, tags; writes audit".
///
/// Where all of it is only imported, that is said at the end.
fn reached_words(
    reached: &BTreeMap<(Node, Effect), Over>,
    name: &dyn Fn(&str) -> String,
) -> String {
    const NAMES: usize = 8;
    let mut by_effect: BTreeMap<(Effect, bool), Vec<String>> = BTreeMap::new();
    for ((target, effect), over) in reached {
        let is_imported = *over == Over::Imports;
        let label = name(&target.label());
        by_effect
            .entry((*effect, is_imported))
            .or_default()
            .push(label);
    }
    let parts = by_effect.into_iter().map(|((effect, is_imported), names)| {
        let verb = match effect {
            Effect::Read => "reads",
            Effect::Write => "writes",
            Effect::Call => "calls",
            Effect::Use
            | Effect::Fires
            | Effect::Guards
            | Effect::ForeignKey
            | Effect::Runs
            | Effect::Imports => "uses",
        };
        let more = names.len().saturating_sub(NAMES);
        let mut text = format!("{verb} {}", names[..names.len() - more].join(", "));
        if more > 0 {
            text += &format!(" and {more} more");
        }
        if is_imported {
            text += " (through imports)";
        }
        text
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// Why a dynamic access is not known.
fn dynamic_words(change: &DynamicChange) -> &'static str {
    let reason = change.dynamic.reason;
    reason.map_or("SQL that is put together at run time", words::reason)
}

/// The entry points that came or went first, then those that lead elsewhere.
fn ordered_entries(diff: &MapDiff) -> Vec<&EntryChange> {
    let mut entries: Vec<&EntryChange> = diff.entries.iter().collect();
    entries.sort_by_key(|entry| entry.standing);
    entries
}

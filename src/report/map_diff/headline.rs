//! What a change does, in one line.

use std::collections::BTreeMap;

use super::{NOTHING, nouns, schema::is_breaking, told_turns, turn_words};
use crate::{
    map::diff::{MapDiff, Standing, Turn},
    report::words::counted,
    schema::diff::Item,
};

/// What a change does, in one line: what breaks first.
pub fn headline(diff: &MapDiff) -> String {
    if diff.is_empty() {
        return NOTHING.to_owned();
    }
    let mut parts = broken(diff);
    parts.extend(turned(diff));
    parts.extend(more(diff));
    if parts.is_empty() {
        parts = minor(diff);
    }
    parts.join(", ")
}

/// "1 dropped column still used"
fn broken(diff: &MapDiff) -> Vec<String> {
    let mut numbers: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for change in diff.schema.iter().filter(|change| is_breaking(change)) {
        let noun = match change.difference.item {
            Item::Relation => "relation",
            Item::Column => "column",
            Item::Routine => "routine",
            Item::Enum | Item::Key | Item::Index | Item::Policy | Item::Trigger => continue,
        };
        *numbers
            .entry((change.renamed_to.is_some(), noun))
            .or_default() += 1;
    }
    let numbers = numbers.into_iter();
    numbers
        .map(|((is_renamed, noun), number)| {
            let what = if is_renamed { "renamed" } else { "dropped" };
            let (one, many) = (format!("{what} {noun}"), format!("{what} {noun}s"));
            format!("{} still used", counted(number, &one, &many))
        })
        .collect()
}

/// "3 relations newly written"
fn turned(diff: &MapDiff) -> Vec<String> {
    let mut parts = Vec::new();
    for turn in [
        Turn::NewlyWritten,
        Turn::NewlyRead,
        Turn::NewlyUsed,
        Turn::NoLongerWritten,
        Turn::NoLongerRead,
        Turn::NoLongerUsed,
    ] {
        let mut numbers: BTreeMap<u8, (usize, [&str; 2])> = BTreeMap::new();
        for target in &diff.targets {
            if told_turns(target).contains(&turn) {
                let (rank, nouns) = nouns(&target.target);
                numbers.entry(rank).or_insert((0, nouns)).0 += 1;
            }
        }
        for (number, [one, many]) in numbers.into_values() {
            parts.push(format!(
                "{} {}",
                counted(number, one, many),
                turn_words(turn)
            ));
        }
    }
    parts
}

/// Dynamic accesses, entry points and schema changes.
fn more(diff: &MapDiff) -> Vec<String> {
    let dynamic = diff.dynamic.iter();
    let dynamic = dynamic.filter(|change| change.standing == Standing::New);
    let of = |standing| {
        let entries = diff.entries.iter();
        entries.filter(|entry| entry.standing == standing).count()
    };
    let parts = [
        (
            dynamic.count(),
            "new dynamic access",
            "new dynamic accesses",
        ),
        (of(Standing::New), "new entry point", "new entry points"),
        (of(Standing::Gone), "entry point gone", "entry points gone"),
        (diff.schema.len(), "schema change", "schema changes"),
    ];
    let parts = parts.into_iter().filter(|(number, _, _)| *number > 0);
    parts
        .map(|(number, one, many)| counted(number, one, many))
        .collect()
}

/// What is said when nothing else is: "1 new use, 2 uses moved".
fn minor(diff: &MapDiff) -> Vec<String> {
    let of = |word: &str| {
        let uses = diff.targets.iter().flat_map(|target| &target.uses);
        uses.filter(|change| change.kind.as_str() == word).count()
    };
    let gone = diff.dynamic.iter();
    let gone = gone.filter(|change| change.standing == Standing::Gone);
    let parts = [
        (of("new"), "new use", "new uses"),
        (of("gone"), "use gone", "uses gone"),
        (of("changed"), "use changed", "uses changed"),
        (of("moved"), "use moved", "uses moved"),
        (gone.count(), "dynamic access gone", "dynamic accesses gone"),
        (
            diff.entries.len(),
            "entry point leads elsewhere",
            "entry points lead elsewhere",
        ),
    ];
    let parts = parts.into_iter().filter(|(number, _, _)| *number > 0);
    parts
        .map(|(number, one, many)| counted(number, one, many))
        .collect()
}

//! What a change does to the map, as output: for a terminal, for programs, for a pull request.

pub mod json;

pub mod markdown;

#[cfg(feature = "cli")]
pub mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    access::SchemaRef,
    map::{
        self,
        diff::{
            DynamicChange, EntryChange, MapDiff, SchemaChange, Standing, TargetChange, Turn,
            UseChange, UseChangeKind,
            record::{Place, Use},
        },
        edge::Effect,
        node::{Node, SqlKind},
        totals::Totals,
    },
    reach::{EntryKind, Over},
    report::words::{self, counted},
    schema::diff::{Aspect, Item},
};

/// What is said when nothing differs.
pub const NOTHING: &str = "no change to what the code does with the database";

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

/// Whether something is taken away that is used nevertheless.
fn is_breaking(change: &SchemaChange) -> bool {
    is_gone(change) && !change.users.is_empty()
}

fn is_gone(change: &SchemaChange) -> bool {
    change.difference.aspect == Aspect::Presence && change.difference.right.is_none()
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

/// What is done, by its operations where they are known: "insert, update".
fn doing(effect: Effect, used: Option<&Use>) -> String {
    let operations = used.into_iter().flat_map(|used| &used.operations);
    let operations: Vec<&str> = operations.map(|operation| operation.as_str()).collect();
    if operations.is_empty() {
        return effect.as_str().to_owned();
    }
    operations.join(", ")
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
    let mut by_path: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for place in places {
        by_path.entry(&place.path).or_default().push(place.line);
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

/// One line about the users of a target.
struct Row {
    sign: &'static str,
    doing: String,
    place: String,
    by: String,
    note: String,
}

/// Who does what with a target otherwise; the policies of one relation are one row.
fn rows(target: &TargetChange) -> Vec<Row> {
    let mut groups: Vec<Vec<&UseChange>> = Vec::new();
    for change in &target.uses {
        let is_alike = |group: &&mut Vec<&UseChange>| {
            let policy = policy_of(group[0]);
            policy.is_some()
                && policy == policy_of(change)
                && (&group[0].kind, group[0].effect) == (&change.kind, change.effect)
        };
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups.iter().map(|group| row(group)).collect()
}

/// The relation whose policy uses something.
fn policy_of(change: &UseChange) -> Option<(&str, &SchemaRef, &str)> {
    match &change.by {
        Node::Sql(unit) if unit.kind == SqlKind::Policy => {
            let (schema, relation) = unit.relation.as_ref()?;
            Some((&unit.database, schema, relation))
        }
        Node::Sql(_)
        | Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => None,
    }
}

fn row(group: &[&UseChange]) -> Row {
    let first = group[0];
    let places = group.iter().flat_map(|change| {
        let used = change.after.as_ref().or(change.before.as_ref());
        used.into_iter().flat_map(|used| &used.places)
    });
    let by = match (group, policy_of(first)) {
        ([_, _, ..], Some((_, schema, relation))) => {
            format!(
                "{} policies of {}",
                group.len(),
                map::qualified(schema, relation)
            )
        }
        (_, _) => by_words(&first.by),
    };
    Row {
        sign: use_sign(&first.kind),
        doing: doing(first.effect, first.after.as_ref().or(first.before.as_ref())),
        place: places_words(places),
        by,
        note: use_note(first),
    }
}

/// What is to be said of a use beside who and where: "now also `title`", "was in `save`".
fn use_note(change: &UseChange) -> String {
    let mut notes = Vec::new();
    match &change.kind {
        UseChangeKind::Moved { from } => notes.push(format!("was {}", from.label())),
        UseChangeKind::Changed => {
            if let (Some(before), Some(after)) = (&change.before, &change.after) {
                notes.extend(changed(before, after));
            }
        }
        UseChangeKind::New | UseChangeKind::Gone => {}
    }
    let used = change.after.as_ref().or(change.before.as_ref());
    if used.is_some_and(|used| used.in_test) {
        notes.push("in a test".to_owned());
    }
    notes.join("; ")
}

/// "+ insert", "+ title − body", "all columns"
fn changed(before: &Use, after: &Use) -> Vec<String> {
    let names = |used: &Use| -> BTreeSet<String> {
        let operations = used
            .operations
            .iter()
            .map(|operation| operation.as_str().to_owned());
        operations.collect()
    };
    let operations = difference(&names(before), &names(after));
    let mut notes: Vec<String> = operations.into_iter().collect();
    notes.extend(difference(&before.columns, &after.columns));
    match (before.all_columns, after.all_columns) {
        (false, true) => notes.push("now all columns".to_owned()),
        (true, false) => notes.push("no longer all columns".to_owned()),
        (_, _) => {}
    }
    notes
}

fn difference(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Option<String> {
    let new = after.difference(before).map(|name| format!("+{name}"));
    let gone = before.difference(after).map(|name| format!("−{name}"));
    let all: Vec<String> = new.chain(gone).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// `+`, `-`, `~`, or `>` for what moved.
fn use_sign(kind: &UseChangeKind) -> &'static str {
    match kind {
        UseChangeKind::New => "+",
        UseChangeKind::Gone => "-",
        UseChangeKind::Moved { .. } => ">",
        UseChangeKind::Changed => "~",
    }
}

fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "+",
        Standing::Gone => "-",
        Standing::Kept => "~",
    }
}

/// What happened: "column posts.title dropped", "column posts.title: type text → integer".
///
/// `name` draws names, `value` what catalogs say.
fn schema_words(
    change: &SchemaChange,
    name: &dyn Fn(&str) -> String,
    value: &dyn Fn(&str) -> String,
) -> String {
    let difference = &change.difference;
    let what = item_word(difference.item);
    let label = if change.database.is_empty() {
        name(&change.label)
    } else {
        name(&format!("{}:{}", change.database, change.label))
    };
    let side = |side: &Option<String>| value(side.as_deref().unwrap_or_default());
    if difference.aspect == Aspect::Presence {
        let is_view = |side: &Option<String>| side.as_deref().is_some_and(|kind| kind != "table");
        let what = match difference.item {
            Item::Relation if is_view(&difference.left) || is_view(&difference.right) => "view",
            Item::Relation => "table",
            _ => what,
        };
        return match (&change.renamed_to, &difference.left) {
            (Some(to), _) => format!("{what} {label} renamed to {}", name(to)),
            (None, None) => format!("{what} {label} added"),
            (None, Some(_)) => format!("{what} {label} dropped"),
        };
    }
    let aspect = match difference.aspect {
        Aspect::Presence | Aspect::Kind => "",
        Aspect::Type => "type ",
        Aspect::Nullability => "",
        Aspect::Labels => "labels ",
        Aspect::RowSecurity => "row security ",
        Aspect::Scope => "",
    };
    let (left, right) = (side(&difference.left), side(&difference.right));
    format!("{what} {label}: {aspect}{left} → {right}")
}

fn item_word(item: Item) -> &'static str {
    match item {
        Item::Relation => "relation",
        Item::Column => "column",
        Item::Enum => "enum",
        Item::Routine => "routine",
        Item::Key => "key",
        Item::Index => "index",
        Item::Policy => "policy",
        Item::Trigger => "trigger",
    }
}

/// How much is said of the users of what changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Told {
    Nothing,
    Number,
    Names,
}

fn told_users(change: &SchemaChange) -> Told {
    let is_new = change.difference.aspect == Aspect::Presence && change.difference.left.is_none();
    match change.difference.item {
        // Who uses what is new stands below.
        Item::Relation | Item::Routine if is_new => Told::Number,
        Item::Relation if change.difference.aspect == Aspect::RowSecurity => Told::Number,
        Item::Relation | Item::Column | Item::Routine => Told::Names,
        Item::Policy | Item::Trigger => Told::Number,
        Item::Enum | Item::Key | Item::Index => Told::Nothing,
    }
}

/// "used by 3 units"
fn number_of_users(change: &SchemaChange) -> Option<String> {
    let units: BTreeSet<&Node> = change.users.iter().map(|user| &user.by).collect();
    let noun = match change.difference.item {
        Item::Policy | Item::Trigger => "the relation is used by",
        Item::Relation | Item::Column | Item::Routine | Item::Enum | Item::Key | Item::Index => {
            "used by"
        }
    };
    let number = counted(units.len(), "unit", "units");
    (!units.is_empty()).then(|| format!("{noun} {number}"))
}

/// "read by", "still written by".
fn used_by(change: &SchemaChange, effect: Effect) -> String {
    let verb = match effect {
        Effect::Read => "read",
        Effect::Write => "written",
        Effect::Call => "called",
        Effect::Use
        | Effect::Fires
        | Effect::Guards
        | Effect::ForeignKey
        | Effect::Runs
        | Effect::Imports => "used",
    };
    let still = if is_gone(change) { "still " } else { "" };
    format!("{still}{verb} by")
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

/// Text from code or SQL as it can be shown: characters that steer a terminal or turn the direction
/// of the text are spelt out.
fn printable(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        let steers = character.is_control()
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if steers {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
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

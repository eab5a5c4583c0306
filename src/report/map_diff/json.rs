//! What a change does to the map, as JSON.

use std::{collections::BTreeMap, io};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;

use super::headline::headline;
use crate::{
    map::{
        diff::{
            DynamicChange, EntryChange, MapDiff, SchemaChange, SchemaUser, TargetChange, UseChange,
            UseChangeKind,
            record::{Place, Use},
        },
        edge::Effect,
        node::Node,
        summary::Counts,
        totals::Totals,
    },
    operation::Operation,
    reach::Over,
    report::{excerpt, secrets},
    schema::diff::Difference,
};

/// The version of the format, raised when a reader of it could break.
pub const VERSION: u32 = 1;

/// What a change does to the map: the later state against the earlier one.
#[derive(JsonSchema, Serialize)]
#[schemars(title = "Map difference")]
struct Document<'a> {
    version: u32,
    /// The change in one line.
    headline: String,
    /// The accesses of both states.
    summary: Summary,
    /// What is used otherwise than before, ordered by kind and name.
    targets: Vec<Target<'a>>,
    /// Accesses whose target or operation is known only at run time.
    dynamic: Vec<Dynamic<'a>>,
    /// Entry points that lead to other things than before; tests are none.
    entry_points: Vec<Entry<'a>>,
    /// What catalogs have otherwise, and what the later state does with it.
    schema: Vec<Schema<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct Summary {
    before: State,
    after: State,
}

#[derive(JsonSchema, Serialize)]
struct State {
    accesses: usize,
    resolved: usize,
    dynamic: usize,
}

#[derive(JsonSchema, Serialize)]
struct Target<'a> {
    /// Of all ids: it has nothing of lines, and is the same for the same change.
    id: &'a str,
    /// `table`, `routine`, `bucket` or `edge_function`.
    kind: &'a str,
    /// Without the default schema; with the database in front when there are several.
    name: String,
    /// `newly_read`, `newly_written`, `newly_used`, `no_longer_read`, `no_longer_written`,
    /// `no_longer_used`; tests, migrations, seeds and policies count for none of them.
    turns: Vec<&'a str>,
    /// Accesses of code by operation; `unknown` are those without one.
    before: BTreeMap<&'a str, usize>,
    after: BTreeMap<&'a str, usize>,
    uses: Vec<UseEntry<'a>>,
}

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Use")]
struct UseEntry<'a> {
    id: &'a str,
    /// `new`, `gone`, `moved` (the same code in another unit) or `changed` (other operations or
    /// columns).
    change: &'a str,
    /// `read`, `write`, `call` or `use`.
    effect: &'a str,
    by: Unit<'a>,
    /// The unit that it moved from.
    moved_from: Option<Unit<'a>>,
    /// Null when it is new.
    before: Option<Doing<'a>>,
    /// Null when it is gone.
    after: Option<Doing<'a>>,
}

/// What is done in one state.
#[derive(JsonSchema, Serialize)]
struct Doing<'a> {
    operations: Vec<&'a str>,
    columns: Vec<&'a str>,
    all_columns: bool,
    /// Whether all of it stands in tests.
    in_test: bool,
    places: Vec<Spot<'a>>,
}

/// A unit of code, or what is SQL.
#[derive(JsonSchema, Serialize)]
struct Unit<'a> {
    /// `code`, `table` (a view, or what is part of a relation), `routine`, `trigger`, `policy`,
    /// `cron_job`, `migration` or `seed`.
    kind: &'a str,
    /// `path#name` for code.
    name: String,
}

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Place")]
struct Spot<'a> {
    file: &'a str,
    /// 1-based.
    line: u32,
}

#[derive(JsonSchema, Serialize)]
struct Dynamic<'a> {
    id: &'a str,
    /// `new` or `gone`.
    change: &'a str,
    by: Unit<'a>,
    /// As in the map; null for SQL that is put together at run time.
    reason: Option<&'a str>,
    place: Option<Spot<'a>>,
    code: String,
}

#[derive(JsonSchema, Serialize)]
struct Entry<'a> {
    id: &'a str,
    /// `new`, `gone` or `kept`.
    change: &'a str,
    kind: &'a str,
    name: &'a str,
    place: Spot<'a>,
    gained: Vec<ReachedEntry<'a>>,
    lost: Vec<ReachedEntry<'a>>,
}

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Reached")]
struct ReachedEntry<'a> {
    kind: &'a str,
    name: String,
    effect: &'a str,
    /// The weakest edge of the way: `itself`, `calls` or `imports`.
    over: &'a str,
}

#[derive(JsonSchema, Serialize)]
struct Schema<'a> {
    id: &'a str,
    /// Empty when there is only one.
    database: &'a str,
    /// `left` is the earlier state, `right` the later one.
    #[serde(flatten)]
    difference: &'a Difference,
    renamed_to: Option<&'a str>,
    /// The statement that does it, where that is known.
    place: Option<Spot<'a>>,
    /// What in the later state names it.
    users: Vec<User<'a>>,
    /// What takes all columns, or names some that are not known.
    perhaps: Vec<User<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct User<'a> {
    by: Unit<'a>,
    effect: &'a str,
    places: Vec<Spot<'a>>,
}

/// Writes the differences, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(diff: &MapDiff, mut out: impl io::Write) -> io::Result<()> {
    let document = Document {
        version: VERSION,
        headline: headline(diff),
        summary: Summary {
            before: state(&diff.before),
            after: state(&diff.after),
        },
        targets: diff.targets.iter().map(target).collect(),
        dynamic: diff.dynamic.iter().map(dynamic).collect(),
        entry_points: diff.entries.iter().map(entry).collect(),
        schema: diff.schema.iter().map(schema_change).collect(),
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    generator
        .into_root_schema_for::<Document<'static>>()
        .to_value()
}

fn state(totals: &Totals) -> State {
    State {
        accesses: totals.accesses,
        resolved: totals.resolved,
        dynamic: totals.dynamic(),
    }
}

fn target(change: &TargetChange) -> Target<'_> {
    Target {
        id: &change.id.0,
        kind: change.target.kind(),
        name: change.target.label(),
        turns: change.turns.iter().map(|turn| turn.as_str()).collect(),
        before: counts(&change.before),
        after: counts(&change.after),
        uses: change.uses.iter().map(use_entry).collect(),
    }
}

/// The operations that there are.
fn counts(counts: &Counts) -> BTreeMap<&'static str, usize> {
    let known = Operation::ALL
        .into_iter()
        .map(|operation| (operation.as_str(), counts.get(operation)));
    let all = known.chain([("unknown", counts.unknown)]);
    all.filter(|(_, number)| *number > 0).collect()
}

fn use_entry(change: &UseChange) -> UseEntry<'_> {
    UseEntry {
        id: &change.id.0,
        change: change.kind.as_str(),
        effect: change.effect.as_str(),
        by: unit(&change.by),
        moved_from: match &change.kind {
            UseChangeKind::Moved { from } => Some(unit(from)),
            UseChangeKind::New | UseChangeKind::Gone | UseChangeKind::Changed => None,
        },
        before: change.before.as_ref().map(doing),
        after: change.after.as_ref().map(doing),
    }
}

fn doing(used: &Use) -> Doing<'_> {
    let operations = used.operations.iter();
    Doing {
        operations: operations.map(|operation| operation.as_str()).collect(),
        columns: used.columns.iter().map(String::as_str).collect(),
        all_columns: used.all_columns,
        in_test: used.in_test,
        places: used.places.iter().map(spot).collect(),
    }
}

fn unit(node: &Node) -> Unit<'_> {
    Unit {
        kind: node.kind(),
        name: node.label(),
    }
}

fn spot(place: &Place) -> Spot<'_> {
    Spot {
        file: &place.path,
        line: place.line,
    }
}

fn dynamic(change: &DynamicChange) -> Dynamic<'_> {
    let dynamic = &change.dynamic;
    let code = secrets::mask(&dynamic.code);
    Dynamic {
        id: &change.id.0,
        change: change.standing.as_str(),
        by: unit(&dynamic.by),
        reason: dynamic.reason.map(|reason| reason.as_str()),
        place: dynamic.place.as_ref().map(spot),
        code: code.chars().take(excerpt::LIMIT).collect(),
    }
}

fn entry(change: &EntryChange) -> Entry<'_> {
    Entry {
        id: &change.id.0,
        change: change.standing.as_str(),
        kind: change.key.kind.as_str(),
        name: &change.key.name,
        place: spot(&change.place),
        gained: reached(&change.gained),
        lost: reached(&change.lost),
    }
}

fn reached(all: &BTreeMap<(Node, Effect), Over>) -> Vec<ReachedEntry<'_>> {
    let all = all.iter().map(|((target, effect), over)| ReachedEntry {
        kind: target.kind(),
        name: target.label(),
        effect: effect.as_str(),
        over: over.as_str(),
    });
    all.collect()
}

fn schema_change(change: &SchemaChange) -> Schema<'_> {
    Schema {
        id: &change.id.0,
        database: &change.database,
        difference: &change.difference,
        renamed_to: change.renamed_to.as_deref(),
        place: change.place.as_ref().map(spot),
        users: change.users.iter().map(user).collect(),
        perhaps: change.perhaps.iter().map(user).collect(),
    }
}

fn user(user: &SchemaUser) -> User<'_> {
    User {
        by: unit(&user.by),
        effect: user.effect.as_str(),
        places: user.places.iter().map(spot).collect(),
    }
}

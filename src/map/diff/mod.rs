//! What a change does to the map: two states of a project, compared.
//!
//! Nothing here goes by lines: what only moved within its file did not change, files that git knows
//! to be renamed are the same, and a use that is otherwise equal has moved with its unit.

mod dynamic;

mod entries;

pub mod record;

mod recorder;

mod schema;

mod subject;

mod targets;

mod touched;

mod users;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::{
    record::{Dynamic, EntryKey, Place, Record, Use, UseKey, in_database},
    schema::Catalogs,
};
use super::{
    DataMap,
    edge::Effect,
    node::{Node, SqlKind},
    summary::Counts,
    totals::Totals,
};
use crate::{
    reach::Over,
    schema::{Database, diff::Difference},
    survey::Survey,
};

/// Everything that differs between an earlier and a later state.
#[derive(Clone, Debug, Default)]
pub struct MapDiff {
    /// Ordered by kind and name.
    pub targets: Vec<TargetChange>,
    /// Those that came, then those that went.
    pub dynamic: Vec<DynamicChange>,
    /// Ordered by kind, name and path.
    pub entries: Vec<EntryChange>,
    /// Ordered by database, kind and name.
    pub schema: Vec<SchemaChange>,
    pub before: Totals,
    pub after: Totals,
}

/// In which of the states something is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Standing {
    /// In the later one alone.
    New,
    /// In the earlier one alone.
    Gone,
    /// In both.
    Kept,
}

/// A relation, routine, bucket or edge function that is used otherwise than before.
#[derive(Clone, Debug)]
pub struct TargetChange {
    pub id: Id,
    pub target: Node,
    /// What is done with it for the first time, or no longer.
    ///
    /// Tests, migrations, seeds and policies count for neither: the first prove nothing, migrations
    /// and seeds run once, and policies come with what they guard.
    pub turns: BTreeSet<Turn>,
    /// The accesses of code.
    pub before: Counts,
    pub after: Counts,
    /// Ordered by who does it, then by effect.
    pub uses: Vec<UseChange>,
}

/// What is done with something for the first time, or no longer.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Turn {
    /// Of relations.
    NewlyRead,
    NewlyWritten,
    /// Of all else, and of relations when the operation is not known.
    NewlyUsed,
    NoLongerRead,
    NoLongerWritten,
    /// Nothing does anything with it any more.
    NoLongerUsed,
}

/// Something that one unit does otherwise than before.
#[derive(Clone, Debug)]
pub struct UseChange {
    pub id: Id,
    /// By its name in the later state.
    pub by: Node,
    pub effect: Effect,
    pub kind: UseChangeKind,
    /// `None` when it is new.
    pub before: Option<Use>,
    /// `None` when it is gone.
    pub after: Option<Use>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UseChangeKind {
    New,
    Gone,
    /// The same code stands in another unit.
    Moved {
        from: Node,
    },
    /// Other operations or columns.
    Changed,
}

/// A dynamic access that came or went.
#[derive(Clone, Debug)]
pub struct DynamicChange {
    pub id: Id,
    /// Never [`Standing::Kept`].
    pub standing: Standing,
    pub dynamic: Dynamic,
}

/// An entry point that leads to other things than before.
#[derive(Clone, Debug)]
pub struct EntryChange {
    pub id: Id,
    pub key: EntryKey,
    pub standing: Standing,
    /// In the later state, or where it was.
    pub place: Place,
    pub gained: BTreeMap<(Node, Effect), Over>,
    pub lost: BTreeMap<(Node, Effect), Over>,
}

/// Something that a catalog has otherwise than before, with what it touches.
#[derive(Clone, Debug)]
pub struct SchemaChange {
    pub id: Id,
    /// Empty when there is only one.
    pub database: String,
    /// The earlier catalog is on the left.
    pub difference: Difference,
    /// Its name, without the default schema.
    pub label: String,
    /// What it is called now, when a migration renamed it.
    pub renamed_to: Option<String>,
    /// The statement that takes it away or makes it, where that is known.
    pub place: Option<Place>,
    /// What in the later state names it.
    pub users: Vec<SchemaUser>,
    /// What takes all columns of its relation or names some that are not known: it may use the
    /// column, too.
    pub perhaps: Vec<SchemaUser>,
}

/// What uses something in the catalog.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct SchemaUser {
    pub by: Node,
    pub effect: Effect,
    pub places: BTreeSet<Place>,
}

/// What a change is known by: it has nothing of lines.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Id(pub String);

/// A state that is compared with another.
#[derive(Clone, Debug, Default)]
pub struct Before {
    pub record: Record,
    pub databases: Vec<Database>,
}

impl MapDiff {
    /// What differs; `renamed` are paths from the earlier to the later state.
    pub fn of(
        before: Before,
        after: &Survey<'_>,
        map: &DataMap,
        renamed: &BTreeMap<String, String>,
    ) -> Self {
        let Before { record, databases } = before;
        let now = Record::of(after, map);
        let naming = Naming::of(&record.databases, &now.databases);
        let catalogs = Catalogs {
            before: &databases,
            after,
            naming,
            records: (&record, &now),
        };
        let schema = schema::changes(&catalogs);
        let record = record.placed(renamed, naming);
        let now = now.placed(&BTreeMap::new(), naming);
        Self {
            targets: targets::changes(&record, &now),
            dynamic: dynamic::changes(&record.dynamic, &now.dynamic),
            entries: entries::changes(&record.entries, &now.entries),
            schema,
            before: record.totals,
            after: now.totals,
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
            && self.dynamic.is_empty()
            && self.entries.is_empty()
            && self.schema.is_empty()
    }
}

impl Standing {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Kept => "kept",
        }
    }
}

impl Turn {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewlyRead => "newly_read",
            Self::NewlyWritten => "newly_written",
            Self::NewlyUsed => "newly_used",
            Self::NoLongerRead => "no_longer_read",
            Self::NoLongerWritten => "no_longer_written",
            Self::NoLongerUsed => "no_longer_used",
        }
    }
}

impl UseChangeKind {
    /// The word for it in output.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Moved { .. } => "moved",
            Self::Changed => "changed",
        }
    }
}

impl Id {
    /// BLAKE3 over the parts, each with its length in front.
    fn of(parts: &[&str]) -> Self {
        const DIGITS: usize = 16;
        let mut hasher = blake3::Hasher::new();
        for text in parts {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        Self(hasher.finalize().to_hex()[..DIGITS].to_owned())
    }
}

/// Whether names of databases are told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Naming {
    /// There is one, or one of the states knows of none.
    Silent,
    Told,
}

impl Naming {
    fn of(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Self {
        let is_silent =
            before.is_empty() || after.is_empty() || before.union(after).nth(1).is_none();
        if is_silent { Self::Silent } else { Self::Told }
    }

    fn name(self, database: &str) -> String {
        match self {
            Self::Silent => String::new(),
            Self::Told => database.to_owned(),
        }
    }

    fn node(self, node: Node) -> Node {
        in_database(node, &|database| self.name(database))
    }
}

impl Record {
    /// The record with the names that both states share.
    fn placed(self, renamed: &BTreeMap<String, String>, naming: Naming) -> Self {
        let node = |node: Node| moved(naming.node(node), renamed);
        let uses = self.uses.into_iter().map(|(key, used)| {
            let key = UseKey {
                target: node(key.target),
                by: node(key.by),
                effect: key.effect,
            };
            (key, used)
        });
        let entries = self.entries.into_iter().map(|(mut key, mut entry)| {
            key.path = moved_path(key.path, renamed);
            let reached = entry.reached.into_iter();
            entry.reached = reached
                .map(|((target, effect), over)| ((node(target), effect), over))
                .collect();
            (key, entry)
        });
        let counts = self.counts.into_iter();
        let texts = self.texts.into_iter();
        let dynamic = self.dynamic.into_iter().map(|dynamic| Dynamic {
            by: node(dynamic.by),
            ..dynamic
        });
        Self {
            uses: uses.collect(),
            entries: entries.collect(),
            counts: counts
                .map(|(target, counts)| (node(target), counts))
                .collect(),
            dynamic: dynamic.collect(),
            texts: texts.map(|(by, text)| (node(by), text)).collect(),
            ..self
        }
    }

    /// Whether something is SQL whose text is the same in another state.
    fn writes_as(&self, by: &Node, other: &Self) -> bool {
        let text = self.texts.get(by);
        text.is_some() && text == other.texts.get(by)
    }
}

/// The node in a file of the name that the file has now.
fn moved(node: Node, renamed: &BTreeMap<String, String>) -> Node {
    match node {
        Node::Unit { path, name } => Node::Unit {
            path: moved_path(path, renamed),
            name,
        },
        Node::Sql(mut unit) => {
            match unit.kind {
                SqlKind::Migration | SqlKind::Seed => unit.name = moved_path(unit.name, renamed),
                SqlKind::Trigger | SqlKind::Policy | SqlKind::CronJob => {}
            }
            Node::Sql(unit)
        }
        Node::Relation(_) | Node::Routine(_) | Node::Bucket { .. } | Node::EdgeFunction { .. } => {
            node
        }
    }
}

fn moved_path(path: String, renamed: &BTreeMap<String, String>) -> String {
    renamed.get(&path).cloned().unwrap_or(path)
}

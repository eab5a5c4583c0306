//! What one state of a project does with its databases, without the texts that say so: it can be
//! kept while the project is in another state.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::EdgeRef;

use super::recorder::Recorder;
use crate::{
    access::{Reason, SchemaRef, TargetKind},
    map::{
        DataMap,
        edge::Effect,
        node::{Node, Object, SqlKind},
        summary::{self, Counts},
        totals::Totals,
    },
    operation::Operation,
    reach::{EntryKind, Over},
    schema::{references::Site, source},
    source::Location,
    survey::Survey,
};

/// One state, as far as it is compared.
///
/// What belongs to a database names it, even when it is the only one.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The names of the databases.
    pub databases: BTreeSet<String>,
    /// But for rows that a request writes and reads back.
    pub uses: BTreeMap<UseKey, Use>,
    /// The accesses of code, by what they are for.
    pub counts: BTreeMap<Node, Counts>,
    /// In the order of the accesses; then SQL.
    pub dynamic: Vec<Dynamic>,
    /// All but tests: a test is a use of its own, and nothing that users reach.
    pub entries: BTreeMap<EntryKey, EntryRecord>,
    /// What SQL is written as, by its hash: where that is the same, it does what it did, even when
    /// what it names is there no more.
    pub texts: BTreeMap<Node, blake3::Hash>,
    pub totals: Totals,
}

/// Who does what with which relation, routine, bucket or edge function.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UseKey {
    pub target: Node,
    /// A unit of code, or what is SQL.
    pub by: Node,
    pub effect: Effect,
}

/// How it is done.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Use {
    pub operations: BTreeSet<Operation>,
    /// The columns that are named.
    pub columns: BTreeSet<String>,
    pub all_columns: bool,
    /// Where it stands in this state; empty for SQL whose place is not known.
    pub places: BTreeSet<Place>,
    /// Whether all of it stands in tests.
    pub in_test: bool,
    /// The code of each access, white space folded.
    pub code: Vec<String>,
}

/// A line of a file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    pub path: String,
    /// 1-based.
    pub line: u32,
}

/// An access whose target or operation is known only at run time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dynamic {
    pub by: Node,
    /// `None` for SQL that is put together at run time.
    pub reason: Option<Reason>,
    /// `None` for SQL.
    pub place: Option<Place>,
    /// White space folded; may hold secrets. Empty for SQL.
    pub code: String,
}

/// An entry point, as the outside knows it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct EntryKey {
    pub kind: EntryKind,
    pub name: String,
    pub path: String,
}

/// Where an entry point stands, and what it leads to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EntryRecord {
    pub place: Place,
    /// What is reached, to do what, over the strongest of the ways.
    pub reached: BTreeMap<(Node, Effect), Over>,
}

/// How much code of a dynamic access is kept, in characters: more than is ever shown, so that
/// secrets are not cut before they are masked.
pub(super) const CODE_LIMIT: usize = 1500;

impl Record {
    /// The record of a state.
    pub fn of(survey: &Survey<'_>, map: &DataMap) -> Self {
        let recorder = Recorder { survey };
        let mut record = Self {
            databases: survey
                .databases
                .iter()
                .map(|database| database.name.clone())
                .collect(),
            totals: Totals::of(survey.accesses()),
            dynamic: recorder.dynamic(),
            texts: recorder.texts(),
            entries: recorder.entries(),
            ..Self::default()
        };
        for summary in summary::summaries(survey, map) {
            let target = recorder.named(node_of(summary.kind, summary.object));
            record.counts.insert(target, summary.counts);
        }
        for edge in map.graph.edge_references() {
            let data = edge.weight();
            let (unit, target) = if data.effect.is_from_target() {
                (edge.target(), edge.source())
            } else {
                (edge.source(), edge.target())
            };
            match data.effect {
                Effect::Read | Effect::Write | Effect::Call | Effect::Use => {}
                Effect::Fires
                | Effect::Guards
                | Effect::ForeignKey
                | Effect::Runs
                | Effect::Imports => continue,
            }
            let key = UseKey {
                target: recorder.named(map.graph[target].clone()),
                by: recorder.named(map.graph[unit].clone()),
                effect: data.effect,
            };
            let is_passing = is_temporary(&key.target) || is_temporary(&key.by);
            if key.target == key.by || is_passing || recorder.is_read_back(data, &map.graph[target])
            {
                continue;
            }
            recorder.reach(&mut record.entries, data, &key);
            record.uses.insert(key, recorder.used(data));
        }
        record
    }
}

/// The node of what a summary is about.
fn node_of(kind: TargetKind, object: Object) -> Node {
    match kind {
        TargetKind::Relation => Node::Relation(object),
        TargetKind::Routine => Node::Routine(object),
        TargetKind::Bucket => Node::Bucket { name: object.name },
        TargetKind::EdgeFunction => Node::EdgeFunction { name: object.name },
    }
}

/// The node with another name of its database, made of the one it has.
pub(super) fn in_database(node: Node, name: &dyn Fn(&str) -> String) -> Node {
    let object = |object: Object| Object {
        database: name(&object.database),
        ..object
    };
    match node {
        Node::Relation(of) => Node::Relation(object(of)),
        Node::Routine(of) => Node::Routine(object(of)),
        Node::Sql(mut unit) => {
            unit.database = name(&unit.database);
            Node::Sql(unit)
        }
        Node::Unit { .. } | Node::Bucket { .. } | Node::EdgeFunction { .. } => node,
    }
}

/// The schema of what a session makes for itself: the last migration's is still there in the end.
pub(super) const TEMPORARY: &str = "pg_temp";

pub(super) fn is_temporary(node: &Node) -> bool {
    match node {
        Node::Relation(object) | Node::Routine(object) => {
            object.schema == SchemaRef::Named(TEMPORARY.to_owned())
        }
        Node::Unit { .. } | Node::Sql(_) | Node::Bucket { .. } | Node::EdgeFunction { .. } => false,
    }
}

/// Whether it does something again and again, and not once when it is applied.
pub(super) fn is_lasting(node: &Node) -> bool {
    match node {
        Node::Sql(unit) => match unit.kind {
            SqlKind::Migration | SqlKind::Seed => false,
            SqlKind::Trigger | SqlKind::Policy | SqlKind::CronJob => true,
        },
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => true,
    }
}

/// The line that a location begins on.
pub(super) fn place_of(survey: &Survey<'_>, location: Location) -> Place {
    let file = survey.sources.get(location.file);
    Place {
        path: file.path.clone(),
        line: file.position(location.span.start).line,
    }
}

/// The line that a place in SQL begins on, `None` when its file was not read.
pub(super) fn site_place(survey: &Survey<'_>, site: &Site) -> Option<Place> {
    let file = source::by_path(survey.files, &site.path)?;
    Some(Place {
        path: site.path.clone(),
        line: file.lines.position(&file.text, site.span.start).line,
    })
}

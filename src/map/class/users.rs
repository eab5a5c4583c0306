//! Who needs each relation: directly, and through views, routines, triggers and policies.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    map::{
        DataMap, code_node,
        edge::Effect,
        node::{Node, SqlKind},
    },
    operation::Known,
    reach::{EntryKind, Over},
    survey::Survey,
};

/// What sets a unit of code off.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Standing {
    /// An entry point of production leads to it, or none of the project is known.
    Production,
    /// No known entry point leads to it.
    Unreached,
    /// Only scripts do.
    Script,
    /// It is a test, or only tests lead to it.
    Test,
}

/// The units of code of a project, and what leads to them.
pub(super) struct Units {
    standings: FxHashMap<NodeIndex, Standing>,
    /// By unit: the entry points of production that lead to it, and over what.
    entries: FxHashMap<NodeIndex, Vec<(usize, Over)>>,
    /// Entry points of production, with the jobs of the databases.
    pub(super) known: usize,
}

/// Who does something with a relation itself.
#[derive(Debug, Default)]
pub(super) struct Direct {
    pub(super) code: BTreeSet<NodeIndex>,
    pub(super) sql: BTreeSet<NodeIndex>,
}

/// Everything that needs a relation.
#[derive(Debug, Default)]
pub(super) struct Users {
    pub(super) readers: Direct,
    pub(super) writers: Direct,
    /// All code that does anything with the relation itself.
    pub(super) code: BTreeSet<NodeIndex>,
    /// Code that needs it, be it through SQL.
    pub(super) through: BTreeSet<NodeIndex>,
    /// Jobs of the database that need it.
    pub(super) jobs: usize,
    /// The relations whose foreign keys lead to it.
    pub(super) keys: usize,
    /// Whether a migration or seed fills it.
    pub(super) is_filled: bool,
}

impl Units {
    pub(super) fn of(survey: &Survey<'_>, map: &DataMap) -> Self {
        let reach = &survey.analysis.reach;
        let is_production = |entry: usize| reach.entries[entry].kind.is_production();
        let in_code = (0..reach.entries.len()).filter(|&entry| is_production(entry));
        let in_sql = map.graph.node_weights().filter(|node| is_job(node));
        let mut units = Self {
            standings: FxHashMap::default(),
            entries: FxHashMap::default(),
            known: in_code.count() + in_sql.count(),
        };
        let mut tests = FxHashSet::default();
        for access in survey.accesses() {
            if access.modifiers.in_test == Known::Yes {
                tests.insert(code_node(survey.sources, &access.code_unit()));
            }
        }
        let mut kinds: BTreeMap<NodeIndex, BTreeSet<EntryKind>> = BTreeMap::new();
        for (unit, reached) in &reach.reached {
            let Some(node) = map.index(&code_node(survey.sources, unit)) else {
                continue;
            };
            for reached in reached {
                let kind = reach.entries[reached.entry].kind;
                kinds.entry(node).or_default().insert(kind);
                if is_production(reached.entry) {
                    let entries = units.entries.entry(node).or_default();
                    entries.push((reached.entry, reached.over));
                }
            }
        }
        let knows_entries = reach.entries.iter().any(|entry| entry.kind.is_production());
        let none = BTreeSet::new();
        for node in map.graph.node_indices() {
            if let Node::Unit { .. } = map.graph[node] {
                let standing = if tests.contains(&map.graph[node]) {
                    Standing::Test
                } else {
                    standing(kinds.get(&node).unwrap_or(&none), knows_entries)
                };
                units.standings.insert(node, standing);
            }
        }
        units
    }

    pub(super) fn standing(&self, unit: NodeIndex) -> Standing {
        let standing = self.standings.get(&unit).copied();
        standing.unwrap_or(Standing::Unreached)
    }

    /// The entry points of production that lead to any of some units, each with the strongest way.
    pub(super) fn entries_of(&self, units: &BTreeSet<NodeIndex>) -> BTreeMap<usize, Over> {
        let mut entries: BTreeMap<usize, Over> = BTreeMap::new();
        for unit in units {
            for &(entry, over) in self.entries.get(unit).into_iter().flatten() {
                let known = entries.entry(entry).or_insert(over);
                *known = (*known).min(over);
            }
        }
        entries
    }
}

fn standing(kinds: &BTreeSet<EntryKind>, knows_entries: bool) -> Standing {
    if kinds.iter().any(|kind| kind.is_production()) {
        Standing::Production
    } else if kinds.contains(&EntryKind::Script) {
        Standing::Script
    } else if kinds.contains(&EntryKind::Test) {
        Standing::Test
    } else if knows_entries {
        Standing::Unreached
    } else {
        Standing::Production
    }
}

fn is_job(node: &Node) -> bool {
    match node {
        Node::Sql(unit) => unit.kind == SqlKind::CronJob,
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => false,
    }
}

/// Whether a node is SQL that runs once, when the database is made.
fn runs_once(node: &Node) -> bool {
    match node {
        Node::Sql(unit) => match unit.kind {
            SqlKind::Migration | SqlKind::Seed => true,
            SqlKind::Trigger | SqlKind::Policy | SqlKind::CronJob => false,
        },
        Node::Unit { .. }
        | Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. } => false,
    }
}

/// Who needs a relation of the map.
pub(super) fn users(map: &DataMap, relation: NodeIndex) -> Users {
    let mut users = Users::default();
    for edge in map.graph.edges_directed(relation, Direction::Outgoing) {
        if edge.weight().effect == Effect::Read {
            users.readers.add(map, edge.target());
        }
    }
    for edge in map.graph.edges_directed(relation, Direction::Incoming) {
        match edge.weight().effect {
            Effect::Write => users.writers.add(map, edge.source()),
            Effect::ForeignKey if edge.source() != relation => users.keys += 1,
            Effect::Read
            | Effect::Call
            | Effect::Use
            | Effect::Fires
            | Effect::Guards
            | Effect::ForeignKey
            | Effect::Runs
            | Effect::Imports => {}
        }
        users.is_filled |= runs_once(&map.graph[edge.source()]);
    }
    let mut neighbours = Vec::new();
    needing(map, relation, &mut neighbours);
    let is_code = |node: &NodeIndex| is_unit(&map.graph[*node]);
    users.code = neighbours.into_iter().filter(is_code).collect();
    users.follow(map, relation);
    users
}

impl Direct {
    fn add(&mut self, map: &DataMap, node: NodeIndex) {
        if is_unit(&map.graph[node]) {
            self.code.insert(node);
        } else if !runs_once(&map.graph[node]) {
            self.sql.insert(node);
        }
    }
}

impl Users {
    /// Goes back from the relation over everything in SQL that needs it to the code that needs that.
    fn follow(&mut self, map: &DataMap, relation: NodeIndex) {
        let mut seen = FxHashSet::from_iter([relation]);
        let mut waiting = vec![relation];
        while let Some(node) = waiting.pop() {
            let mut found = Vec::new();
            needing(map, node, &mut found);
            for user in found {
                if is_unit(&map.graph[user]) {
                    self.through.insert(user);
                } else if !runs_once(&map.graph[user]) && seen.insert(user) {
                    self.jobs += usize::from(is_job(&map.graph[user]));
                    waiting.push(user);
                }
            }
        }
    }
}

/// What needs a node for what it does: who reads, writes or calls it, who sets it off, and the
/// relation whose rows it guards.
fn needing(map: &DataMap, node: NodeIndex, found: &mut Vec<NodeIndex>) {
    for edge in map.graph.edges_directed(node, Direction::Outgoing) {
        match edge.weight().effect {
            Effect::Read | Effect::Guards => found.push(edge.target()),
            Effect::Write
            | Effect::Call
            | Effect::Use
            | Effect::Fires
            | Effect::ForeignKey
            | Effect::Runs
            | Effect::Imports => {}
        }
    }
    for edge in map.graph.edges_directed(node, Direction::Incoming) {
        match edge.weight().effect {
            Effect::Write | Effect::Call | Effect::Use => found.push(edge.source()),
            // A trigger runs for whoever writes its relation, not for whoever reads it.
            Effect::Fires => {
                let writes = map.graph.edges_directed(edge.source(), Direction::Incoming);
                let writes = writes.filter(|edge| edge.weight().effect == Effect::Write);
                found.extend(writes.map(|edge| edge.source()));
            }
            Effect::Read | Effect::Guards | Effect::ForeignKey | Effect::Runs | Effect::Imports => {
            }
        }
    }
}

fn is_unit(node: &Node) -> bool {
    match node {
        Node::Unit { .. } => true,
        Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. }
        | Node::Sql(_) => false,
    }
}

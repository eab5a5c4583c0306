//! The units of code and what leads to them.

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
pub(in crate::map) enum Standing {
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
pub(in crate::map) struct Units {
    standings: FxHashMap<NodeIndex, Standing>,
    /// By unit: the entry points of production that lead to it, and over what.
    entries: FxHashMap<NodeIndex, Vec<(usize, Over)>>,
    /// SQL that production runs, be it through other SQL.
    alive: FxHashSet<NodeIndex>,
    /// Entry points of production, with the jobs of the databases.
    pub(in crate::map) known: usize,
}

impl Units {
    pub(in crate::map) fn of(survey: &Survey<'_>, map: &DataMap) -> Self {
        let reach = &survey.analysis.reach;
        let is_production = |entry: usize| reach.entries[entry].kind.is_production();
        let in_code = (0..reach.entries.len()).filter(|&entry| is_production(entry));
        let in_sql = map.graph.node_weights().filter(|node| is_job(node));
        let mut units = Self {
            standings: FxHashMap::default(),
            entries: FxHashMap::default(),
            alive: FxHashSet::default(),
            known: match in_code.count() {
                // The jobs of a database alone say nothing of how code is entered.
                0 => 0,
                number => number + in_sql.count(),
            },
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
        units.alive = alive(map, &units.standings);
        units
    }

    pub(in crate::map) fn standing(&self, unit: NodeIndex) -> Standing {
        self.standing_of(unit).unwrap_or(Standing::Unreached)
    }

    /// The same, `None` for what is no code.
    pub(in crate::map) fn standing_of(&self, node: NodeIndex) -> Option<Standing> {
        self.standings.get(&node).copied()
    }

    /// Whether entry points of production lead to a unit over imports alone.
    pub(in crate::map) fn is_only_imported(&self, unit: NodeIndex) -> bool {
        self.entries
            .get(&unit)
            .is_some_and(|entries| entries.iter().all(|(_, over)| *over == Over::Imports))
    }

    /// Whether anything in production is seen to run a unit of SQL: code, a job, or what code does to
    /// the relation that a trigger or policy hangs on.
    pub(in crate::map) fn is_alive(&self, sql: NodeIndex) -> bool {
        self.alive.contains(&sql)
    }

    /// The entry points of production that lead to any of some units, each with the strongest way.
    pub(in crate::map) fn entries_of(&self, units: &BTreeSet<NodeIndex>) -> BTreeMap<usize, Over> {
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

/// Everything that code of production and jobs need, through SQL.
fn alive(map: &DataMap, standings: &FxHashMap<NodeIndex, Standing>) -> FxHashSet<NodeIndex> {
    let graph = &map.graph;
    let begins = |node: &NodeIndex| {
        is_job(&graph[*node]) || standings.get(node) == Some(&Standing::Production)
    };
    let mut waiting: Vec<NodeIndex> = graph.node_indices().filter(begins).collect();
    let mut alive = FxHashSet::from_iter(waiting.iter().copied());
    while let Some(node) = waiting.pop() {
        for needed in needed(map, node) {
            if alive.insert(needed) {
                waiting.push(needed);
            }
        }
    }
    alive
}

/// What a node needs for what it does: what it reads, writes and calls, the triggers that fire when
/// it writes, and the policies of a relation.
fn needed(map: &DataMap, node: NodeIndex) -> Vec<NodeIndex> {
    let graph = &map.graph;
    let mut needed = Vec::new();
    for edge in graph.edges_directed(node, Direction::Outgoing) {
        match edge.weight().effect {
            Effect::Write => {
                needed.push(edge.target());
                let hanging = graph.edges_directed(edge.target(), Direction::Outgoing);
                let triggers = hanging.filter(|edge| edge.weight().effect == Effect::Fires);
                needed.extend(triggers.map(|edge| edge.target()));
            }
            Effect::Call | Effect::Use => needed.push(edge.target()),
            Effect::Read
            | Effect::Fires
            | Effect::Guards
            | Effect::ForeignKey
            | Effect::Runs
            | Effect::Imports => {}
        }
    }
    for edge in graph.edges_directed(node, Direction::Incoming) {
        match edge.weight().effect {
            Effect::Read | Effect::Guards => needed.push(edge.source()),
            Effect::Write
            | Effect::Call
            | Effect::Use
            | Effect::Fires
            | Effect::ForeignKey
            | Effect::Runs
            | Effect::Imports => {}
        }
    }
    needed
}

/// Whether a node is a job of a database.
pub(in crate::map) fn is_job(node: &Node) -> bool {
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
pub(in crate::map) fn runs_once(node: &Node) -> bool {
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

/// Whether a node is a unit of code.
pub(in crate::map) fn is_unit(node: &Node) -> bool {
    match node {
        Node::Unit { .. } => true,
        Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. }
        | Node::Sql(_) => false,
    }
}

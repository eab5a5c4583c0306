//! The units of code and what leads to them.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    map::{
        DataMap, code_node,
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

    pub(in crate::map) fn standing(&self, unit: NodeIndex) -> Standing {
        let standing = self.standings.get(&unit).copied();
        standing.unwrap_or(Standing::Unreached)
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

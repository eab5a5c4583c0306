//! Who needs each relation: directly, and through views, routines, triggers and policies.

use std::collections::BTreeSet;

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};
use rustc_hash::FxHashSet;

use super::units::{is_job, is_unit, runs_once};
use crate::{
    map::{DataMap, edge::Effect, reading},
    survey::Survey,
};

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

/// Who needs a relation of the map.
pub(super) fn users(survey: &Survey<'_>, map: &DataMap, relation: NodeIndex) -> Users {
    let mut users = Users::default();
    for edge in map.graph.edges_directed(relation, Direction::Outgoing) {
        let data = edge.weight();
        if data.effect == Effect::Read && reading::reads(survey, &map.graph[relation], data) {
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

/// The code that needs a unit of SQL.
pub(in crate::map) fn code_that_needs(map: &DataMap, sql: NodeIndex) -> BTreeSet<NodeIndex> {
    let mut users = Users::default();
    users.follow(map, sql);
    users.through
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

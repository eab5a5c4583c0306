//! Which entry points lead to which unit with an access.
//!
//! Searched backwards from the accesses: over calls first, which are sure, then over everything that
//! mentions or imports. What a file takes of another is followed by name, so that an import of one
//! function does not lead to its neighbours.

pub(super) mod graph;
mod table;
mod tags;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::FxHashMap;

use crate::{
    access::{Access, CodeUnit},
    link::UnitCall,
    source::FileId,
};

use self::graph::{Graph, Node};
use super::{EntryPoint, Over, Reached};

/// The entry points by what a search can meet of them.
#[derive(Debug)]
struct Doors {
    /// Entry points that are a whole file.
    files: FxHashMap<FileId, Vec<usize>>,
    /// Entry points that are a unit.
    nodes: FxHashMap<Node, Vec<usize>>,
}

impl Doors {
    fn new(entries: &[EntryPoint], graph: &Graph<'_>) -> Self {
        let mut doors = Self {
            files: FxHashMap::default(),
            nodes: FxHashMap::default(),
        };
        for (index, entry) in entries.iter().enumerate() {
            if entry.unit.name.is_empty() {
                doors.files.entry(entry.unit.file).or_default().push(index);
                continue;
            }
            let module = CodeUnit {
                file: entry.unit.file,
                name: String::new(),
            };
            let mut nodes = graph.named(&entry.unit);
            // Whatever runs a unit has loaded its module.
            nodes.push(graph.node(&module));
            nodes.sort_unstable();
            nodes.dedup();
            for node in nodes {
                doors.nodes.entry(node).or_default().push(index);
            }
        }
        doors
    }

    /// The entry points at a node: those that are it, and those that are the module around it.
    fn at(&self, node: &Node) -> impl Iterator<Item = usize> {
        let is_door = !matches!(node, Node::Export(..));
        let around = self.files.get(&node.file()).filter(|_| is_door);
        let exact = self.nodes.get(node);
        around.into_iter().chain(exact).flatten().copied()
    }
}

/// By unit that has an access: the entry points that lead to it, ascending by entry.
pub(super) fn reached(
    entries: &[EntryPoint],
    graph: &Graph<'_>,
    accesses: &[Access],
    calls: &[UnitCall],
) -> BTreeMap<CodeUnit, Vec<Reached>> {
    let units: BTreeSet<CodeUnit> = accesses.iter().map(Access::code_unit).collect();
    let doors = Doors::new(entries, graph);
    let callers = callers(calls);
    let search = Search {
        entries,
        graph,
        doors: &doors,
        callers: &callers,
    };
    let mut all = BTreeMap::new();
    for unit in units {
        let reached = search.reached(&unit);
        if !reached.is_empty() {
            all.insert(unit, reached);
        }
    }
    all
}

/// The units that call each unit, each once.
fn callers(calls: &[UnitCall]) -> FxHashMap<&CodeUnit, Vec<&CodeUnit>> {
    let mut callers: FxHashMap<&CodeUnit, Vec<&CodeUnit>> = FxHashMap::default();
    for call in calls {
        let of = callers.entry(&call.callee).or_default();
        if of.last() != Some(&&call.caller) {
            of.push(&call.caller);
        }
    }
    callers
}

struct Search<'a, 'g> {
    entries: &'a [EntryPoint],
    graph: &'a Graph<'g>,
    doors: &'a Doors,
    callers: &'a FxHashMap<&'a CodeUnit, Vec<&'a CodeUnit>>,
}

/// The nodes that a search came by: each with the one it was reached from, nearer to the access.
type Came = FxHashMap<Node, Option<Node>>;

impl Search<'_, '_> {
    fn reached(&self, unit: &CodeUnit) -> Vec<Reached> {
        let mut best: BTreeMap<usize, Reached> = BTreeMap::new();
        self.over(unit, Over::Calls, &mut best);
        self.over(unit, Over::Imports, &mut best);
        best.into_values().collect()
    }

    /// Adds the entry points that lead to a unit over such edges or stronger ones, the nearest way
    /// of each.
    fn over(&self, unit: &CodeUnit, over: Over, best: &mut BTreeMap<usize, Reached>) {
        let start = self.graph.node(unit);
        let mut came = Came::default();
        came.insert(start.clone(), None);
        let mut pending = VecDeque::from([start.clone()]);
        while let Some(node) = pending.pop_front() {
            for entry in self.doors.at(&node) {
                if best.contains_key(&entry) || !self.may_enter(entry, &node, over) {
                    continue;
                }
                let way = self.way(entry, &node, &came);
                let is_itself = node == start && over == Over::Calls;
                let over = match is_itself {
                    true => Over::Itself,
                    false => over,
                };
                best.insert(entry, Reached { entry, over, way });
            }
            for next in self.next(&node, over) {
                if !came.contains_key(&next) {
                    came.insert(next.clone(), Some(node.clone()));
                    pending.push_back(next);
                }
            }
        }
    }

    /// Whether an entry point that a node belongs to is held to run it: over calls it has to be the
    /// unit itself, or the whole file.
    fn may_enter(&self, entry: usize, node: &Node, over: Over) -> bool {
        let unit = &self.entries[entry].unit;
        over == Over::Imports || unit.name.is_empty() || self.graph.unit(node) == *unit
    }

    fn next(&self, node: &Node, over: Over) -> Vec<Node> {
        let unit = self.graph.unit(node);
        let callers = self.callers.get(&unit).into_iter().flatten();
        let mut next: Vec<Node> = match node {
            Node::Part(..) => callers.map(|caller| self.graph.node(caller)).collect(),
            Node::Export(..) | Node::File(_) => Vec::new(),
        };
        next.extend(self.graph.around(node));
        if over == Over::Imports {
            next.extend(self.graph.users(node).iter().cloned());
        }
        next
    }

    /// The units from an entry point to the start of a search.
    fn way(&self, entry: usize, node: &Node, came: &Came) -> Vec<CodeUnit> {
        let mut nodes = vec![node];
        let mut last = node;
        while let Some(Some(next)) = came.get(last) {
            nodes.push(next);
            last = next;
        }
        let mut way = vec![self.entries[entry].unit.clone()];
        for node in &nodes {
            let unit = self.graph.unit(node);
            let last = way.last_mut().filter(|last| last.file == unit.file);
            match last {
                // A module says less than a unit of it.
                Some(_) if unit.name.is_empty() => {}
                Some(last) if last.name.is_empty() && *last != self.entries[entry].unit => {
                    *last = unit;
                }
                Some(last) if *last == unit => {}
                Some(_) | None => way.push(unit),
            }
        }
        let end = self.graph.unit(nodes[nodes.len() - 1]);
        if way.last() != Some(&end) {
            way.push(end);
        }
        way
    }
}

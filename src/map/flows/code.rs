//! Links that code carries.

use std::collections::BTreeSet;

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use super::{Act, Carrier, Carriers, Dependence, Ground, Verb, place, sql::Routines};
use crate::{
    access::{Access, TargetKind},
    map::{
        class::{
            units::{Standing, is_unit},
            users::code_that_needs,
        },
        edge::{Edge, Effect},
        reading, target_of, unit_of,
    },
    operation::Operation,
};

/// Where a dependence begins or ends, and what is done between there and the code.
type End = (NodeIndex, Vec<Act>);

/// Adds what is carried by accesses that depend on each other.
pub(super) fn derived(ground: &Ground<'_, '_>, routines: &Routines, carriers: &mut Carriers) {
    let accesses = ground.survey.accesses();
    for derived in &ground.survey.analysis.derived {
        let (read, write) = (&accesses[derived.read], &accesses[derived.write]);
        let (Some(reading), Some(writing)) = (ground.act(read), ground.act(write)) else {
            continue;
        };
        for (from, before) in sources(ground, routines, read, &reading) {
            for (to, after) in sinks(ground, routines, write, &writing) {
                let acts = [&before[..], &after[..]].concat();
                let carrier = ground.carrier(Dependence::of(derived.through), acts);
                if let Some(carrier) = carrier {
                    carriers.entry((from, to)).or_default().push(carrier);
                }
            }
        }
    }
}

/// What the result of an access holds rows of.
fn sources(ground: &Ground<'_, '_>, routines: &Routines, read: &Access, reading: &Act) -> Vec<End> {
    match read.target.kind {
        TargetKind::Relation => vec![(reading.on, vec![reading.clone()])],
        TargetKind::Routine => {
            let inside = routines.reads(ground, reading.on).into_iter();
            inside
                .map(|act| (act.on, vec![act, reading.clone()]))
                .collect()
        }
        TargetKind::Bucket => vec![(reading.on, vec![reading.clone()])],
        // What a function answers is not known to come from anywhere.
        TargetKind::EdgeFunction => Vec::new(),
    }
}

/// Where what an access is given ends.
fn sinks(ground: &Ground<'_, '_>, routines: &Routines, write: &Access, writing: &Act) -> Vec<End> {
    if removes(writing.verb) {
        return Vec::new();
    }
    if write.target.kind != TargetKind::Routine || !routines.are_known(writing.on) {
        return vec![(writing.on, vec![writing.clone()])];
    }
    let inside = routines.writes(ground, writing.on).into_iter();
    inside
        .filter(|act| !removes(act.verb))
        .map(|act| (act.on, vec![writing.clone(), act]))
        .collect()
}

/// Adds what units that read one relation and write another may carry.
pub(super) fn co_occurring(ground: &Ground<'_, '_>, carriers: &mut Carriers) {
    let graph = &ground.map.graph;
    for unit in graph.node_indices().filter(|&node| is_unit(&graph[node])) {
        let acts = |direction, effect| {
            let edges = graph.edges_directed(unit, direction);
            let edges = edges.filter(move |edge| {
                let (data, far) = (edge.weight(), edge.source());
                let is_whole =
                    effect != Effect::Read || reading::reads(ground.survey, &graph[far], data);
                data.effect == effect && is_whole
            });
            let acts = edges.filter_map(|edge| {
                let far = match direction {
                    Direction::Incoming => edge.source(),
                    Direction::Outgoing => edge.target(),
                };
                ground.act_of_edge(unit, far, edge.weight())
            });
            acts.collect::<BTreeSet<Act>>()
        };
        let reads = acts(Direction::Incoming, Effect::Read);
        let writes = acts(Direction::Outgoing, Effect::Write);
        for read in &reads {
            for write in writes
                .iter()
                .filter(|write| write.on != read.on && !removes(write.verb))
            {
                let acts = vec![read.clone(), write.clone()];
                if let Some(carrier) = ground.carrier(Dependence::CoOccurs, acts) {
                    carriers
                        .entry((read.on, write.on))
                        .or_default()
                        .push(carrier);
                }
            }
        }
    }
}

impl Ground<'_, '_> {
    /// What an access does; `None` when its target is not known, and for the inside of a wrapper.
    fn act(&self, access: &Access) -> Option<Act> {
        if access.wrapper {
            return None;
        }
        let survey = self.survey;
        let verb = match access.operation {
            Some(operation) => Verb::Does(operation),
            None => Verb::Uses,
        };
        Some(Act {
            by: self.map.index(&unit_of(survey.sources, access))?,
            verb,
            on: self.map.index(&target_of(survey, access)?)?,
            place: Some(place::of_access(survey, access)),
        })
    }

    /// What a unit does over an edge, at the first of its accesses.
    pub(super) fn act_of_edge(&self, by: NodeIndex, on: NodeIndex, edge: &Edge) -> Option<Act> {
        let accesses = self.survey.accesses();
        if let Some(&first) = edge.accesses.first() {
            let access = &accesses[first];
            let is_its = Effect::of(access) == edge.effect;
            let own = access.operation.filter(|_| is_its);
            let operation = own.or_else(|| edge.operations.first().copied());
            return Some(Act {
                by,
                verb: operation.map_or(Verb::Uses, Verb::Does),
                on,
                place: Some(place::of_access(self.survey, access)),
            });
        }
        let &(database, index) = edge.references.first()?;
        self.act_of_reference(by, on, database, index)
    }

    /// What carries data with these acts; `None` where it is for tests alone.
    pub(super) fn carrier(&self, dependence: Dependence, acts: Vec<Act>) -> Option<Carrier> {
        let code: BTreeSet<NodeIndex> = acts
            .iter()
            .map(|act| act.by)
            .filter(|&by| is_unit(&self.map.graph[by]))
            .collect();
        let standings: Vec<Standing> = code.iter().map(|&by| self.units.standing(by)).collect();
        if standings.contains(&Standing::Test) {
            return None;
        }
        let sql = acts.iter().map(|act| act.by);
        let sql: BTreeSet<NodeIndex> = sql.filter(|by| !code.contains(by)).collect();
        let is_production = standings
            .iter()
            .all(|&standing| standing == Standing::Production)
            && sql.iter().all(|&by| self.units.is_alive(by));
        // Where code begins it, what else may run the same SQL does not matter.
        let running = if code.is_empty() {
            let needing = sql.iter().map(|&by| code_that_needs(self.map, by));
            needing.flatten().collect()
        } else {
            code
        };
        let entries = self.units.entries_of(&running);
        Some(Carrier {
            dependence,
            acts,
            is_production,
            entries: entries.into_keys().collect(),
        })
    }
}

/// Whether an operation puts new rows into a relation.
pub(super) fn makes_rows(verb: Verb) -> bool {
    match verb {
        Verb::Does(Operation::Insert | Operation::Upsert) => true,
        Verb::Does(
            Operation::Select
            | Operation::Update
            | Operation::Delete
            | Operation::Call
            | Operation::Subscribe,
        )
        | Verb::Uses
        | Verb::Shows
        | Verb::Fires => false,
    }
}

/// Whether an operation only takes rows away: no data goes anywhere by it.
pub(super) fn removes(verb: Verb) -> bool {
    verb == Verb::Does(Operation::Delete)
}

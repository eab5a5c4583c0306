//! Links that SQL carries: views, triggers, routines and jobs.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use super::{Act, Carrier, Carriers, Dependence, Ground, Verb, code::removes, place};
use crate::{
    map::{
        edge::Effect,
        node::{Node, Object, SqlKind},
    },
    operation::Operation,
    schema::{
        catalog::relation::RelationKind,
        references::{self, Reference},
        source,
    },
    source::Span,
};

/// How deep calls of routines by routines are followed.
const MOST_CALLS: usize = 4;

/// The routines and views of the catalogs, as nodes of the map.
#[derive(Debug, Default)]
pub(super) struct Routines {
    known: BTreeSet<NodeIndex>,
    views: BTreeSet<NodeIndex>,
}

pub(super) fn routines(ground: &Ground<'_, '_>) -> Routines {
    let Ground { survey, map, .. } = ground;
    let mut routines = Routines::default();
    for (index, database) in survey.databases.iter().enumerate() {
        let object = |schema: &str, name: &str| Object {
            database: survey.database_name(Some(index)).to_owned(),
            schema: survey.schema_ref(Some(index), schema),
            name: name.to_owned(),
        };
        let known = database.catalog.routines.iter();
        let known = known.map(|routine| Node::Routine(object(&routine.schema, &routine.name)));
        routines
            .known
            .extend(known.filter_map(|node| map.index(&node)));
        let views = database
            .catalog
            .relations
            .iter()
            .filter(|relation| match relation.kind {
                RelationKind::View | RelationKind::MaterializedView => true,
                RelationKind::Table | RelationKind::ForeignTable => false,
            });
        let views = views.map(|view| Node::Relation(object(&view.schema, &view.name)));
        routines
            .views
            .extend(views.filter_map(|node| map.index(&node)));
    }
    routines
}

impl Routines {
    /// Whether the catalog tells what a routine does.
    pub(super) fn are_known(&self, routine: NodeIndex) -> bool {
        self.known.contains(&routine)
    }

    /// What a routine reads, be it through others that it calls; one act for each relation.
    pub(super) fn reads(&self, ground: &Ground<'_, '_>, routine: NodeIndex) -> Vec<Act> {
        self.inside(ground, routine, Effect::Read)
    }

    /// The same for what it writes.
    pub(super) fn writes(&self, ground: &Ground<'_, '_>, routine: NodeIndex) -> Vec<Act> {
        self.inside(ground, routine, Effect::Write)
    }

    fn inside(&self, ground: &Ground<'_, '_>, routine: NodeIndex, effect: Effect) -> Vec<Act> {
        let graph = &ground.map.graph;
        let mut found: BTreeMap<NodeIndex, Act> = BTreeMap::new();
        let mut seen = BTreeSet::from([routine]);
        let mut level = vec![routine];
        for _ in 0..MOST_CALLS {
            let mut next = Vec::new();
            for node in std::mem::take(&mut level) {
                for act in ground.acts(node, effect) {
                    found.entry(act.on).or_insert(act);
                }
                let calls = graph.edges_directed(node, Direction::Outgoing);
                let calls = calls.filter(|edge| edge.weight().effect == Effect::Call);
                next.extend(
                    calls
                        .map(|edge| edge.target())
                        .filter(|&it| seen.insert(it)),
                );
            }
            level = next;
        }
        found.into_values().collect()
    }
}

/// Adds what views, triggers, routines and jobs carry.
pub(super) fn carriers(ground: &Ground<'_, '_>, routines: &Routines, carriers: &mut Carriers) {
    let graph = &ground.map.graph;
    for node in graph.node_indices() {
        match &graph[node] {
            Node::Relation(_) if routines.views.contains(&node) => {
                view(ground, node, carriers);
            }
            Node::Routine(_) => within(ground, node, carriers),
            Node::Sql(unit) => match unit.kind {
                SqlKind::Trigger => trigger(ground, routines, node, carriers),
                SqlKind::CronJob => within(ground, node, carriers),
                SqlKind::Policy | SqlKind::Migration | SqlKind::Seed => {}
            },
            Node::Relation(_)
            | Node::Unit { .. }
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. } => {}
        }
    }
}

/// A view shows what it reads.
fn view(ground: &Ground<'_, '_>, view: NodeIndex, carriers: &mut Carriers) {
    for act in ground.acts(view, Effect::Read) {
        let from = act.on;
        let verb = Verb::Shows;
        ground.add(
            carriers,
            (from, view),
            Dependence::View,
            vec![Act { verb, ..act }],
        );
    }
}

/// A trigger fires on its relation, and what it calls writes.
fn trigger(
    ground: &Ground<'_, '_>,
    routines: &Routines,
    trigger: NodeIndex,
    carriers: &mut Carriers,
) {
    let graph = &ground.map.graph;
    let fired_by = graph.edges_directed(trigger, Direction::Incoming);
    let fired_by = fired_by.filter(|edge| edge.weight().effect == Effect::Fires);
    for relation in fired_by.map(|edge| edge.source()) {
        let calls = graph.edges_directed(trigger, Direction::Outgoing);
        let mut calls = calls.filter(|edge| edge.weight().effect == Effect::Call);
        let fires = Act {
            by: trigger,
            verb: Verb::Fires,
            on: relation,
            // The trigger names its function where it is made.
            place: calls
                .next()
                .and_then(|edge| place::of_edge(ground.survey, edge.weight())),
        };
        let writes = routines.writes(ground, trigger).into_iter();
        for act in writes.filter(|act| !removes(act.verb)) {
            let ends = (relation, act.on);
            ground.add(
                carriers,
                ends,
                Dependence::Trigger,
                vec![fires.clone(), act],
            );
        }
    }
}

/// What one routine or job reads and writes itself.
fn within(ground: &Ground<'_, '_>, unit: NodeIndex, carriers: &mut Carriers) {
    let reads = ground.references(unit, Effect::Read);
    for (written, writing) in ground.references(unit, Effect::Write) {
        for &(read, reading) in &reads {
            let dependence = if ground.share_a_statement(reading, writing) {
                Dependence::Statement
            } else {
                Dependence::CoOccurs
            };
            let acts = [(read, reading), (written, writing)];
            let acts = acts
                .map(|(on, (database, index))| ground.act_of_reference(unit, on, database, index));
            if let [Some(read), Some(write)] = acts
                && !removes(write.verb)
            {
                let ends = (read.on, write.on);
                ground.add(carriers, ends, dependence, vec![read, write]);
            }
        }
    }
}

/// A reference of a database, by the index of both.
type Index = (usize, usize);

impl Ground<'_, '_> {
    fn add(
        &self,
        carriers: &mut Carriers,
        ends: (NodeIndex, NodeIndex),
        dependence: Dependence,
        acts: Vec<Act>,
    ) {
        let carrier: Option<Carrier> = self.carrier(dependence, acts);
        carriers.entry(ends).or_default().extend(carrier);
    }

    /// What a unit of SQL does to each relation with an effect.
    fn acts(&self, unit: NodeIndex, effect: Effect) -> Vec<Act> {
        let mut acts: BTreeMap<NodeIndex, Act> = BTreeMap::new();
        for (on, (database, index)) in self.references(unit, effect) {
            if let Some(act) = self.act_of_reference(unit, on, database, index) {
                acts.entry(on).or_insert(act);
            }
        }
        acts.into_values().collect()
    }

    /// What SQL says of each relation that a unit reads or writes.
    fn references(&self, unit: NodeIndex, effect: Effect) -> Vec<(NodeIndex, Index)> {
        let graph = &self.map.graph;
        let direction = match effect {
            Effect::Read => Direction::Incoming,
            Effect::Write
            | Effect::Call
            | Effect::Use
            | Effect::Fires
            | Effect::Guards
            | Effect::ForeignKey
            | Effect::Runs
            | Effect::Imports => Direction::Outgoing,
        };
        let mut found = Vec::new();
        for edge in graph.edges_directed(unit, direction) {
            if edge.weight().effect == effect {
                let far = match direction {
                    Direction::Incoming => edge.source(),
                    Direction::Outgoing => edge.target(),
                };
                found.extend(edge.weight().references.iter().map(|&index| (far, index)));
            }
        }
        found.sort_unstable();
        found
    }

    pub(super) fn act_of_reference(
        &self,
        by: NodeIndex,
        on: NodeIndex,
        database: usize,
        index: usize,
    ) -> Option<Act> {
        let reference: &Reference = self.survey.references.get(database)?.uses.get(index)?;
        let operation = match reference.effect {
            references::Effect::Read => Operation::Select,
            references::Effect::Insert => Operation::Insert,
            references::Effect::Update => Operation::Update,
            references::Effect::Delete => Operation::Delete,
            references::Effect::Call => Operation::Call,
            references::Effect::Needs => return None,
        };
        Some(Act {
            by,
            verb: Verb::Does(operation),
            on,
            place: place::of_reference(self.survey, reference),
        })
    }

    /// Whether two mentions stand in one statement, so that what is written comes of what is read.
    ///
    /// What only decides whether a statement runs, the condition of an `IF`, is not part of it.
    fn share_a_statement(&self, reading: Index, writing: Index) -> bool {
        let site = |(database, index): Index| {
            let references = self.survey.references.get(database)?;
            references.uses.get(index)?.site.as_ref()
        };
        let (Some(read), Some(write)) = (site(reading), site(writing)) else {
            return false;
        };
        let Some(file) = source::by_path(self.survey.files, &read.path) else {
            return false;
        };
        read.path == write.path && is_one_statement(&file.text, read.span, write.span)
    }
}

fn is_one_statement(text: &str, one: Span, other: Span) -> bool {
    let start = one.end.min(other.end) as usize;
    let end = one.start.max(other.start) as usize;
    if start > end {
        return one == other;
    }
    let Some(between) = text.get(start..end) else {
        return false;
    };
    let mut words = crate::mention::words(between);
    !between.contains(';')
        && !words.any(|(_, word)| {
            ["then", "else", "begin"]
                .iter()
                .any(|other| word.eq_ignore_ascii_case(other))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_end_at_semicolons_and_branches() {
        let cases = [
            ("insert into B select * from A", true),
            ("update B set x = (select 1 from A)", true),
            ("select 1 from A; insert into B values (1)", false),
            (
                "if exists (select from A) then insert into B values (1)",
                false,
            ),
            (
                "for r in select * from A loop insert into B values (r.x)",
                true,
            ),
        ];
        for (text, expected) in cases {
            let span = |name: char| {
                let start = text.find(name).unwrap() as u32;
                let end = start + 1;
                Span { start, end }
            };
            assert_eq!(
                is_one_statement(text, span('A'), span('B')),
                expected,
                "{text}"
            );
            assert_eq!(
                is_one_statement(text, span('B'), span('A')),
                expected,
                "{text}"
            );
        }
    }
}

//! Links to chains, the best first, each link told once.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use petgraph::graph::NodeIndex;

use super::{Carrier, Dependence, Flow, Ground, Link, MOST_RELATIONS, Verb, producers};
use crate::{declared::Class, operation::Operation};

/// Sorts links, the best first.
pub(super) fn sort(ground: &Ground<'_, '_>, links: &mut [Link]) {
    links.sort_by_cached_key(|link| order(ground, link));
}

/// What makes a link better than another: production carries it, one unit reads and writes, relations
/// that matter stand at its ends, rows go over it, many entry points lead to it.
fn order(ground: &Ground<'_, '_>, link: &Link) -> impl Ord + use<> {
    let label = |node: NodeIndex| ground.map.graph[node].label();
    (
        !link.is_production(),
        link.is_loose(),
        Reverse(ground.weight(link.from) + ground.weight(link.to)),
        link.dependence(),
        Reverse(entries(std::slice::from_ref(link)).len()),
        label(link.from),
        label(link.to),
    )
}

/// Chains that tell each of the links once; with a relation, only chains through it.
pub(super) fn chains(
    ground: &Ground<'_, '_>,
    mut links: Vec<Link>,
    about: Option<NodeIndex>,
) -> Vec<Flow> {
    sort(ground, &mut links);
    let mut chains = Chains::new(&links);
    let mut flows = Vec::new();
    for seed in 0..links.len() {
        let touches = |node| links[seed].from == node || links[seed].to == node;
        if chains.told.contains(&seed) || !about.is_none_or(touches) {
            continue;
        }
        let chain = chains.around(seed);
        let links: Vec<Link> = chain.iter().map(|&index| links[index].clone()).collect();
        flows.push(flow(ground, links));
    }
    flows.sort_by_cached_key(|flow| rank(ground, flow));
    flows
}

/// The order of flows: in production first, then those in which each link is the work of one unit,
/// then by the weight of their relations, by how many of
/// their links rows go over, and by the entry points that lead to them.
fn rank(ground: &Ground<'_, '_>, flow: &Flow) -> impl Ord + use<> {
    let relations = flow.relations();
    let weight: usize = relations.iter().map(|&node| ground.weight(node)).sum();
    let with_rows = flow.links.iter().filter(|link| match link.dependence() {
        Dependence::Rows | Dependence::Statement => true,
        Dependence::View | Dependence::Trigger | Dependence::Filter | Dependence::CoOccurs => false,
    });
    let labels: Vec<String> = relations
        .iter()
        .map(|&node| ground.map.graph[node].label())
        .collect();
    (
        !flow.links.iter().all(Link::is_production),
        flow.links.iter().any(Link::is_loose),
        Reverse(weight),
        Reverse(with_rows.count()),
        Reverse(flow.entries),
        labels,
    )
}

fn flow(ground: &Ground<'_, '_>, links: Vec<Link>) -> Flow {
    // What a link gets back of its own rows has no other producer.
    let brought = |link: &&Link| !link.carriers.first().is_some_and(gets_back);
    let first = links.first().filter(brought).map(|link| link.from);
    let last = links.last().map(|link| link.to);
    Flow {
        producers: first
            .map(|relation| producers::producers(ground, relation, &links))
            .unwrap_or_default(),
        readers: last
            .map(|relation| producers::readers(ground, relation, &links))
            .unwrap_or_default(),
        entries: entries(&links).len(),
        links,
    }
}

fn entries(links: &[Link]) -> BTreeSet<usize> {
    let carriers = links.iter().flat_map(|link| &link.carriers);
    carriers
        .flat_map(|carrier| carrier.entries.iter().copied())
        .collect()
}

/// Links that are being made to chains, by their indexes, the best first.
struct Chains<'l> {
    links: &'l [Link],
    from: BTreeMap<NodeIndex, Vec<usize>>,
    to: BTreeMap<NodeIndex, Vec<usize>>,
    told: BTreeSet<usize>,
}

impl<'l> Chains<'l> {
    fn new(links: &'l [Link]) -> Self {
        let mut chains = Self {
            links,
            from: BTreeMap::new(),
            to: BTreeMap::new(),
            told: BTreeSet::new(),
        };
        for (index, link) in links.iter().enumerate() {
            chains.from.entry(link.from).or_default().push(index);
            chains.to.entry(link.to).or_default().push(index);
        }
        chains
    }

    /// The chain of the best links that were not told yet, forwards and backwards from a link.
    fn around(&mut self, seed: usize) -> Vec<usize> {
        let mut chain = vec![seed];
        let Link { from, to, .. } = self.links[seed];
        let mut relations = vec![from, to];
        self.told.insert(seed);
        while relations.len() < MOST_RELATIONS
            && let Some(&last) = relations.last()
            && let Some(next) = self.best(seed, self.from.get(&last), &relations, |link| {
                let is_joined = chain
                    .last()
                    .is_some_and(|&last| joins(&self.links[last], link));
                is_joined.then_some(link.to)
            })
        {
            self.told.insert(next);
            chain.push(next);
            relations.push(self.links[next].to);
        }
        while relations.len() < MOST_RELATIONS
            && let Some(before) = self.best(seed, self.to.get(&relations[0]), &relations, |link| {
                joins(link, &self.links[chain[0]]).then_some(link.from)
            })
        {
            self.told.insert(before);
            chain.insert(0, before);
            relations.insert(0, self.links[before].from);
        }
        chain
    }

    /// The best link that lengthens a chain; `end` is the relation it leads to, if it fits there.
    fn best(
        &self,
        seed: usize,
        candidates: Option<&Vec<usize>>,
        relations: &[NodeIndex],
        end: impl Fn(&Link) -> Option<NodeIndex>,
    ) -> Option<usize> {
        // What is certain is not lengthened by what is less so.
        let is_loose = self.links[seed].is_loose();
        let is_production = self.links[seed].is_production();
        let mut candidates = candidates?.iter().copied();
        candidates.find(|index| {
            let link = &self.links[*index];
            let fits = (is_loose || !link.is_loose()) && (!is_production || link.is_production());
            let is_new = || end(link).is_some_and(|end| !relations.contains(&end));
            fits && !self.told.contains(index) && is_new()
        })
    }
}

/// Whether what the first link writes can be what the second reads: what an insert gives back was
/// written by no other.
fn joins(first: &Link, second: &Link) -> bool {
    // The first carrier is the one that is told.
    second.carriers.first().is_none_or(|carrier| {
        let Some(read) = carrier.acts.first().filter(|_| gets_back(carrier)) else {
            return true;
        };
        let writes = first
            .carriers
            .iter()
            .filter_map(|carrier| carrier.acts.last());
        let mut writes = writes.filter(|write| write.place.is_some());
        writes.any(|write| (write.by, &write.place) == (read.by, &read.place))
    })
}

/// Whether a carrier begins with rows that it has just made itself.
fn gets_back(carrier: &Carrier) -> bool {
    let first = carrier.acts.first();
    first.is_some_and(|act| match act.verb {
        Verb::Does(operation) => match operation {
            Operation::Insert | Operation::Upsert => true,
            Operation::Select
            | Operation::Update
            | Operation::Delete
            | Operation::Call
            | Operation::Subscribe => false,
        },
        Verb::Uses | Verb::Shows | Verb::Fires => false,
    })
}

impl Flow {
    /// The relations, from the first to the last.
    pub fn relations(&self) -> Vec<NodeIndex> {
        let first = self.links.first().map(|link| link.from);
        let rest = self.links.iter().map(|link| link.to);
        first.into_iter().chain(rest).collect()
    }
}

impl Ground<'_, '_> {
    /// How much a relation adds to the flows through it.
    fn weight(&self, relation: NodeIndex) -> usize {
        match self.classes.of_node(&self.map.graph[relation]) {
            Some(Class::Critical) => 3,
            Some(Class::Important) => 2,
            Some(Class::Peripheral) => 1,
            Some(Class::Legacy | Class::Dead) | None => 0,
        }
    }
}

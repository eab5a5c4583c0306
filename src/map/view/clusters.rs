//! Relations that belong together: those that the same code and keys touch.
//!
//! Greedy modularity (Clauset, Newman and Moore, 2004): from each object alone, the two clusters are
//! joined whose links exceed most what chance would give, as long as what they are joined to can
//! be drawn. What is left over and small is then joined to whatever it has links with, and packed.

use std::collections::{BTreeMap, BTreeSet};

use super::{ShapeKind, scene::Scene};
use crate::map::{edge::Effect, node::Node};

/// The most objects of a cluster.
const MOST_OBJECTS: usize = 16;

/// The most files whose code touches a cluster of more than one object.
const MOST_FILES: usize = 36;

/// Clusters of no more objects than this are joined with others.
const SMALL: usize = 4;

/// What a unit says about the objects it touches, divided among its pairs.
const OF_UNIT: f64 = 1.0;

/// What a key, a view, a routine or a trigger says.
const OF_SQL: f64 = 1.5;

/// Every object of the scene, in one cluster each.
pub(super) fn of(scene: &Scene<'_>) -> Vec<BTreeSet<usize>> {
    let mut state = State::new(scene);
    state.join_while(|state, (a, b), weight| {
        let chance = state.strengths[a] * state.strengths[b] / (2.0 * state.total);
        let gain = weight - chance;
        (gain > 0.0).then_some(gain)
    });
    state.join_while(|state, (a, b), weight| {
        let is_small = |cluster: usize| state.clusters[cluster].objects.len() <= SMALL;
        (is_small(a) || is_small(b)).then_some(weight)
    });
    state.pack()
}

#[derive(Clone, Default)]
struct Cluster<'a> {
    objects: BTreeSet<usize>,
    files: BTreeSet<&'a str>,
}

struct State<'a> {
    /// Those that were joined to another are empty.
    clusters: Vec<Cluster<'a>>,
    /// Parallel to the clusters: the weights of what they have in common with others.
    weights: Vec<BTreeMap<usize, f64>>,
    /// Parallel to the clusters: the sums of the weights.
    strengths: Vec<f64>,
    total: f64,
}

impl<'a> State<'a> {
    fn new(scene: &Scene<'a>) -> Self {
        let objects: Vec<usize> = scene.objects().collect();
        let number: BTreeMap<usize, usize> = objects.iter().copied().zip(0..).collect();
        let clusters: Vec<Cluster<'a>> = objects
            .iter()
            .map(|&object| Cluster {
                objects: BTreeSet::from([object]),
                files: scene
                    .units_of(object)
                    .filter_map(|unit| file(scene.items[unit].node))
                    .collect(),
            })
            .collect();
        let mut state = Self {
            weights: vec![BTreeMap::new(); clusters.len()],
            strengths: vec![0.0; clusters.len()],
            clusters,
            total: 0.0,
        };
        for unit in (0..scene.items.len()).filter(|&item| scene.items[item].kind.is_code()) {
            state.add_unit(scene, unit, &number);
        }
        for link in &scene.links {
            let ends = (number.get(&link.from), number.get(&link.to));
            if let (Some(&from), Some(&to)) = ends
                && link.effect != Effect::Guards
            {
                state.add(from, to, OF_SQL);
            }
        }
        state
    }

    fn add_unit(&mut self, scene: &Scene<'_>, unit: usize, number: &BTreeMap<usize, usize>) {
        let touched: BTreeSet<usize> = scene
            .around(unit)
            .filter(|(_, other)| scene.items[*other].kind != ShapeKind::Bucket)
            .filter_map(|(_, other)| number.get(&other).copied())
            .collect();
        let Some(others @ 1..) = touched.len().checked_sub(1) else {
            return;
        };
        for &a in &touched {
            for &b in touched.range(a + 1..) {
                self.add(a, b, OF_UNIT / others as f64);
            }
        }
    }

    fn add(&mut self, a: usize, b: usize, weight: f64) {
        if a == b {
            return;
        }
        *self.weights[a].entry(b).or_default() += weight;
        *self.weights[b].entry(a).or_default() += weight;
        self.strengths[a] += weight;
        self.strengths[b] += weight;
        self.total += weight;
    }

    /// Joins the two clusters that `gain` says the most for, until it says nothing for any.
    fn join_while(&mut self, gain: impl Fn(&Self, (usize, usize), f64) -> Option<f64>) {
        loop {
            let mut best: Option<((usize, usize), f64)> = None;
            for (a, weights) in self.weights.iter().enumerate() {
                for (&b, &weight) in weights.range(a + 1..) {
                    let gained = gain(self, (a, b), weight);
                    let Some(gained) = gained.filter(|_| self.can_join(a, b)) else {
                        continue;
                    };
                    // The first of equals.
                    if best.is_none_or(|(_, known)| gained > known) {
                        best = Some(((a, b), gained));
                    }
                }
            }
            let Some(((a, b), _)) = best else {
                return;
            };
            self.join(a, b);
        }
    }

    fn can_join(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.clusters[a], &self.clusters[b]);
        a.objects.len() + b.objects.len() <= MOST_OBJECTS
            && a.files.union(&b.files).count() <= MOST_FILES
    }

    fn join(&mut self, into: usize, from: usize) {
        let Cluster { objects, files } = std::mem::take(&mut self.clusters[from]);
        self.clusters[into].objects.extend(objects);
        self.clusters[into].files.extend(files);
        for (other, weight) in std::mem::take(&mut self.weights[from]) {
            self.weights[other].remove(&from);
            if other != into {
                *self.weights[into].entry(other).or_default() += weight;
                *self.weights[other].entry(into).or_default() += weight;
            }
        }
        self.strengths[into] += std::mem::take(&mut self.strengths[from]);
    }

    /// The clusters; small ones share, those that code of the same folders touches first.
    fn pack(mut self) -> Vec<BTreeSet<usize>> {
        let mut small: Vec<usize> = (0..self.clusters.len())
            .filter(|&cluster| (1..=SMALL).contains(&self.clusters[cluster].objects.len()))
            .collect();
        small.sort_by_key(|&cluster| (self.clusters[cluster].files.first().copied(), cluster));
        let mut open: Option<usize> = None;
        for cluster in small {
            match open {
                Some(shared) if self.can_join(shared, cluster) => self.join(shared, cluster),
                Some(_) | None => open = Some(cluster),
            }
        }
        let clusters = self.clusters.into_iter().map(|cluster| cluster.objects);
        clusters.filter(|objects| !objects.is_empty()).collect()
    }
}

fn file(node: &Node) -> Option<&str> {
    match node {
        Node::Unit { path, .. } => Some(path),
        Node::Relation(_)
        | Node::Routine(_)
        | Node::Bucket { .. }
        | Node::EdgeFunction { .. }
        | Node::Sql(_) => None,
    }
}

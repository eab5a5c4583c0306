//! What of the map a name as the user gives it means.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::{
    map::{DataMap, code_node, node::Node},
    survey::Survey,
};

/// What a name means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Named {
    /// One thing: a node, or all units of a file or entry point.
    One(BTreeSet<NodeIndex>),
    /// Several, by their labels.
    Several(Vec<String>),
    None,
}

/// What a name means: the label of a node, else a relation, routine, bucket or edge function of any
/// schema, an entry point, a file, a unit by its name or the last part of it, a file without its
/// folders and extension; the first of these that there is.
pub fn named(survey: &Survey<'_>, map: &DataMap, name: &str) -> Named {
    let name = name.strip_prefix("./").unwrap_or(name);
    let objects = |node: &Node| match node {
        Node::Relation(object) | Node::Routine(object) => {
            object.name == name || object.label() == name.strip_prefix("public.").unwrap_or(name)
        }
        Node::Bucket { name: own } | Node::EdgeFunction { name: own } => own == name,
        Node::Sql(unit) => unit.name == name,
        Node::Unit { .. } => false,
    };
    let unit = |is_named: fn(&str, &str) -> bool| {
        move |node: &Node| match node {
            Node::Unit { name: own, .. } => is_named(own, name),
            Node::Relation(_)
            | Node::Routine(_)
            | Node::Bucket { .. }
            | Node::EdgeFunction { .. }
            | Node::Sql(_) => false,
        }
    };
    let nodes = |is_named: &dyn Fn(&Node) -> bool| singles(map, is_named);
    let tiers = [
        nodes(&|node| node.label() == name),
        nodes(&objects),
        entry_points(survey, map, name),
        files(map, |path| path == name),
        nodes(&unit(|own, name| own == name)),
        nodes(&unit(|own, name| {
            own.rsplit_once('.').is_some_and(|(_, last)| last == name)
        })),
        files(map, |path| stem(path) == name),
    ];
    let found = tiers.into_iter().find(|tier| !tier.is_empty());
    match found {
        None => Named::None,
        Some(found) if found.len() == 1 => {
            Named::One(found.into_values().next().unwrap_or_default())
        }
        Some(found) => Named::Several(found.into_keys().collect()),
    }
}

/// By label: what each thing of a name is.
type Things = BTreeMap<String, BTreeSet<NodeIndex>>;

fn singles(map: &DataMap, is_named: &dyn Fn(&Node) -> bool) -> Things {
    let mut things = Things::new();
    for node in map.graph.node_indices() {
        let data = &map.graph[node];
        if is_named(data) {
            let label = match data {
                Node::Unit { .. } => data.label(),
                Node::Relation(_)
                | Node::Routine(_)
                | Node::Bucket { .. }
                | Node::EdgeFunction { .. }
                | Node::Sql(_) => format!("{} {}", data.kind(), data.label()),
            };
            things.entry(label).or_default().insert(node);
        }
    }
    things
}

/// The units that an entry point is; by its name, or by its kind and name.
fn entry_points(survey: &Survey<'_>, map: &DataMap, name: &str) -> Things {
    let mut things = Things::new();
    for entry in &survey.analysis.reach.entries {
        let path = entry.name.rsplit(' ').next();
        if entry.name != name && path != Some(name) {
            continue;
        }
        let node = code_node(survey.sources, &entry.unit);
        // A route that answers to several methods is one thing by its path.
        let label = format!("{} {name}", entry.kind.as_str());
        things.entry(label).or_default().extend(map.index(&node));
    }
    things.retain(|_, nodes| !nodes.is_empty());
    things
}

/// The units of each file that is meant.
fn files(map: &DataMap, is_meant: impl Fn(&str) -> bool) -> Things {
    let mut things = Things::new();
    for node in map.graph.node_indices() {
        if let Node::Unit { path, .. } = &map.graph[node]
            && is_meant(path)
        {
            things.entry(path.clone()).or_default().insert(node);
        }
    }
    things
}

/// The name of a file without folders and extension.
fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.split_once('.').map_or(file, |(stem, _)| stem)
}

/// The label of the node that is most like a name, when one is like it at all.
pub fn nearest(map: &DataMap, name: &str) -> Option<String> {
    const LEAST: f64 = 0.8;
    let wanted = name.to_lowercase();
    let likeness = |node: &Node| {
        let short = match node {
            Node::Unit { name, .. } | Node::Bucket { name } | Node::EdgeFunction { name } => name,
            Node::Relation(object) | Node::Routine(object) => &object.name,
            Node::Sql(unit) => &unit.name,
        };
        strsim::jaro_winkler(&short.to_lowercase(), &wanted)
    };
    // What a database holds is meant more often than code of a similar name.
    let is_held = |node: &Node| matches!(node, Node::Relation(_) | Node::Routine(_));
    let nodes = map.graph.node_weights();
    let (_, _, node) = nodes
        .map(|node| (is_held(node), likeness(node), node))
        .filter(|(_, likeness, _)| *likeness >= LEAST)
        .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    Some(node.label())
}

//! Flows as output: sentences, lists for people, JSON.

pub mod json;

pub mod markdown;

mod sentence;

#[cfg(test)]
mod tests;

#[cfg(feature = "cli")]
pub mod text;

use petgraph::graph::NodeIndex;

use crate::{
    map::{
        class::Classes,
        flows::{Act, Carrier, Dependence, Flow, Flows, Link, Place, Verb, name::Names},
        node::{Node, Object},
    },
    operation::Operation,
    report::{Report, visible::visible, words},
};

/// What is shown of the flows of a project.
#[derive(Debug)]
pub struct Shown<'r> {
    pub report: &'r Report<'r>,
    pub flows: Flows,
    /// The relation that was asked about.
    pub about: Option<NodeIndex>,
    /// The most of each list that people are shown; the JSON holds all.
    pub limit: usize,
    pub coincidences: Coincidences,
}

/// Whether links without a dependence are shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Coincidences {
    Shown,
    Counted,
}

impl<'r> Shown<'r> {
    /// The flows of a project; with a relation, those through it.
    pub fn new(report: &'r Report<'r>, about: Option<NodeIndex>) -> Self {
        Self {
            flows: Flows::of(report.survey, &report.map, &report.classes, about),
            report,
            about,
            limit: usize::MAX,
            coincidences: Coincidences::Counted,
        }
    }

    fn names(&self) -> Names<'r> {
        Names::new(&self.report.map)
    }

    fn node(&self, node: NodeIndex) -> &'r Node {
        &self.report.map.graph[node]
    }

    fn label(&self, node: NodeIndex) -> String {
        visible(&self.node(node).label()).into_owned()
    }

    /// "critical content_metadata", or the name alone of what has no class.
    fn with_class(&self, node: NodeIndex) -> String {
        let classes: &Classes = &self.report.classes;
        let label = self.label(node);
        match classes.of_node(self.node(node)) {
            Some(class) => format!("{label} ({})", class.as_str()),
            None => label,
        }
    }

    /// The numbers by which a flow has its place, as one clause.
    fn weight(&self, flow: &Flow) -> String {
        let relations: Vec<String> = flow
            .relations()
            .into_iter()
            .map(|node| self.with_class(node))
            .collect();
        let mut text = relations.join(" → ");
        let entries = words::counted(flow.entries, "entry point", "entry points");
        if flow.entries > 0 {
            text += &format!("; reached by {entries}");
        }
        if !flow.links.iter().all(Link::is_production) {
            text += "; not all of it in production";
        }
        text
    }
}

/// The relation of a report that a name means; every one that it may mean where that is not clear.
///
/// With its schema or without; `public` also where that is the default schema.
pub fn relations(report: &Report<'_>, name: &str) -> Vec<NodeIndex> {
    let mut exact = Vec::new();
    let mut bare = Vec::new();
    for node in report.map.graph.node_indices() {
        let Node::Relation(object) = &report.map.graph[node] else {
            continue;
        };
        if is_named(object, name) {
            exact.push(node);
        } else if object.name == name {
            bare.push(node);
        }
    }
    if exact.is_empty() { bare } else { exact }
}

fn is_named(object: &Object, name: &str) -> bool {
    let label = object.label();
    let within = label
        .split_once(':')
        .map_or(label.as_str(), |(_, rest)| rest);
    let public = name.strip_prefix("public.");
    label == name || within == name || public.is_some_and(|name| within == name)
}

/// "src/a.ts:12", empty where it is not known.
fn place(act: &Act) -> String {
    match &act.place {
        Some(Place { path, line }) => format!("{}:{line}", visible(path)),
        None => String::new(),
    }
}

/// Why a link is one, as a clause.
fn dependence(dependence: Dependence) -> &'static str {
    match dependence {
        Dependence::Rows => "derived: what is written holds what was read",
        Dependence::Statement => "derived: one statement reads and writes",
        Dependence::View => "derived: the view shows it",
        Dependence::Trigger => "derived: the trigger writes when it changes",
        Dependence::Filter => "derived: what was read says which rows are written",
        Dependence::CoOccurs => "co-occurs: the same unit does both, no dependence is seen",
    }
}

/// What is done to a relation that data comes from, in the third person.
fn source_verb(verb: Verb) -> &'static str {
    match verb {
        // A write that returns its rows.
        Verb::Does(Operation::Insert) => "gets back what it inserts into",
        Verb::Does(Operation::Upsert) => "gets back what it upserts into",
        Verb::Does(Operation::Update) => "gets back what it updates in",
        Verb::Does(Operation::Delete) => "gets back what it deletes from",
        Verb::Does(Operation::Select | Operation::Call | Operation::Subscribe)
        | Verb::Uses
        | Verb::Shows
        | Verb::Fires => verb.as_str(),
    }
}

/// The first carrier of a link.
fn first(link: &Link) -> Option<&Carrier> {
    link.carriers.first()
}

//! Flows as JSON.

use std::io;

use petgraph::graph::NodeIndex;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde::Serialize;

use super::{Coincidences, Shown};
use crate::{
    declared::Class,
    map::{
        flows::{self, Dependence},
        node::Node,
    },
    report::Report,
};

/// The version of the format, raised when a reader of it could break.
pub const VERSION: u32 = 1;

/// Which data goes from which relation to which other, and what carries it.
///
/// Lines count from one; paths are relative to the project root.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(title = "Data flows")]
struct Document {
    /// The version of this format.
    version: u32,
    /// The relation that was asked about; null when the flows are those of the whole project.
    about: Option<String>,
    /// Chains of links in which what is written depends on what was read, the best first.
    flows: Vec<Flow>,
    /// Links from a relation to itself.
    loops: Vec<Link>,
    /// Links in which the same unit reads and writes and no dependence is seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    co_occurring: Option<Vec<Link>>,
}

/// A way that data takes through relations.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report) struct Flow {
    /// The flow in words, by the most telling of what carries it.
    sentence: String,
    /// From the first to the last.
    relations: Vec<End>,
    /// Who writes the first relation, the most telling first.
    producers: Vec<Act>,
    links: Vec<Link>,
    /// Who reads the last relation and is not part of the flow.
    readers: Vec<Act>,
    /// The entry points of production that lead to any code in it.
    entry_points: usize,
}

/// Data goes from one relation to another, or to itself.
#[derive(Debug, JsonSchema, Serialize)]
struct Link {
    from: End,
    to: End,
    /// Whether what is written is seen to depend on what was read.
    derived: bool,
    /// The most telling first.
    carriers: Vec<Carrier>,
}

/// One piece of code or SQL that takes data from one relation to another.
#[derive(Debug, JsonSchema, Serialize)]
struct Carrier {
    #[schemars(schema_with = "dependence")]
    dependence: &'static str,
    /// Whether production runs it.
    production: bool,
    /// The entry points of production that lead to it.
    entry_points: usize,
    /// What happens, in order.
    steps: Vec<Act>,
}

/// A unit does something with a relation or routine.
#[derive(Debug, JsonSchema, Serialize)]
struct Act {
    by: End,
    /// In the third person: `selects`, `inserts`.
    verb: &'static str,
    on: End,
    /// Null when no file that was read says.
    file: Option<String>,
    line: Option<u32>,
}

/// A piece of code or SQL, or what it touches.
#[derive(Debug, JsonSchema, Serialize)]
struct End {
    /// As in the map: `code`, `table`, `routine`, `bucket`, `edge_function`, or a kind of SQL.
    kind: &'static str,
    /// `path#function` for code.
    name: String,
    /// Of relations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "class")]
    class: Option<&'static str>,
}

/// The flows of the whole project, the best first.
pub(in crate::report) fn ranked<'r>(report: &'r Report<'r>) -> Vec<Flow> {
    let shown = Shown::new(report, None);
    let flows = shown.flows.ranked.iter();
    flows.map(|flow| shown.flow(flow)).collect()
}

/// Writes the flows, indented by two spaces, with a line feed at the end.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(shown: &Shown<'_>, mut out: impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &shown.document())?;
    out.write_all(b"\n")
}

/// The JSON Schema of what [`write()`] writes.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.into_generator();
    generator.into_root_schema_for::<Document>().to_value()
}

fn dependence(_: &mut SchemaGenerator) -> Schema {
    let words = Dependence::ALL.map(Dependence::as_str);
    json_schema!({ "enum": words })
}

fn class(_: &mut SchemaGenerator) -> Schema {
    let words = Class::ALL.map(Class::as_str);
    json_schema!({ "enum": words })
}

impl Shown<'_> {
    fn document(&self) -> Document {
        let flows = &self.flows;
        let links = |links: &[flows::Link]| links.iter().map(|link| self.link(link)).collect();
        Document {
            version: VERSION,
            about: self.about.map(|node| self.node(node).label()),
            flows: flows.ranked.iter().map(|flow| self.flow(flow)).collect(),
            loops: links(&flows.loops),
            co_occurring: match self.coincidences {
                Coincidences::Shown => Some(links(&flows.co_occurring)),
                Coincidences::Counted => None,
            },
        }
    }

    fn flow(&self, flow: &flows::Flow) -> Flow {
        let acts = |acts: &[flows::Act]| acts.iter().map(|act| self.act(act)).collect();
        let relations = flow.relations().into_iter();
        Flow {
            sentence: self.sentence(flow),
            relations: relations.map(|node| self.end(node)).collect(),
            producers: acts(&flow.producers),
            links: flow.links.iter().map(|link| self.link(link)).collect(),
            readers: acts(&flow.readers),
            entry_points: flow.entries,
        }
    }

    fn link(&self, link: &flows::Link) -> Link {
        let carriers = link.carriers.iter().map(|carrier| Carrier {
            dependence: carrier.dependence.as_str(),
            production: carrier.is_production,
            entry_points: carrier.entries.len(),
            steps: carrier.acts.iter().map(|act| self.act(act)).collect(),
        });
        Link {
            from: self.end(link.from),
            to: self.end(link.to),
            derived: link.dependence().is_derived(),
            carriers: carriers.collect(),
        }
    }

    fn act(&self, act: &flows::Act) -> Act {
        Act {
            by: self.end(act.by),
            verb: act.verb.as_str(),
            on: self.end(act.on),
            file: act.place.as_ref().map(|place| place.path.clone()),
            line: act.place.as_ref().map(|place| place.line),
        }
    }

    fn end(&self, node: NodeIndex) -> End {
        let node: &Node = self.node(node);
        let class = self.report.classes.of_node(node);
        End {
            kind: node.kind(),
            name: node.label(),
            class: class.map(Class::as_str),
        }
    }
}

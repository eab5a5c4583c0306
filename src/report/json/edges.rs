//! The edges of the data map as entries.

use petgraph::visit::EdgeRef;

use crate::{
    map::{self, node::Node},
    operation::Operation,
    report::{
        Report,
        json::model::graph::{Edge, End, Place},
    },
    schema::{references::Site, source},
    survey::Survey,
};

/// Every edge, ordered by its ends and its effect.
pub(super) fn edges<'a>(report: &'a Report<'a>) -> Vec<Edge<'a>> {
    let graph = &report.map.graph;
    let mut edges: Vec<Edge<'a>> = graph
        .edge_references()
        .map(|edge| Edge {
            from: end(&graph[edge.source()]),
            to: end(&graph[edge.target()]),
            ..described(report.survey, edge.weight())
        })
        .collect();
    edges.sort();
    edges
}

/// An edge without its ends.
fn described<'a>(survey: &'a Survey<'a>, edge: &'a map::edge::Edge) -> Edge<'a> {
    let nowhere = || End {
        kind: "",
        name: String::new(),
    };
    let sites = edge.references.iter().filter_map(|&(database, index)| {
        let reference = survey.references[database].uses.get(index)?;
        place(survey, reference.site.as_ref()?)
    });
    let mut sites: Vec<Place<'a>> = sites.collect();
    sites.sort();
    sites.dedup();
    Edge {
        from: nowhere(),
        to: nowhere(),
        effect: edge.effect.as_str(),
        operations: edge
            .operations
            .iter()
            .map(|operation| Operation::as_str(*operation))
            .collect(),
        columns: edge.columns.iter().map(String::as_str).collect(),
        all_columns: edge.all_columns,
        certainty: edge.certainty.as_str(),
        accesses: edge.accesses.len(),
        sites,
    }
}

/// The line of a site, `None` when its file was not read.
fn place<'a>(survey: &'a Survey<'a>, site: &'a Site) -> Option<Place<'a>> {
    let file = source::by_path(survey.files, &site.path)?;
    Some(Place {
        file: &file.path,
        line: file.lines.position(&file.text, site.span.start).line,
    })
}

fn end(node: &Node) -> End {
    End {
        kind: node.kind(),
        name: node.label(),
    }
}

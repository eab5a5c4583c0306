//! The edges of the page, and the accesses that are on none.

use std::collections::BTreeSet;

use petgraph::visit::EdgeRef;

use super::{
    model::{self, Unknown},
    places::Places,
};
use crate::{
    access::{Access, Certainty},
    map::{
        dynamic_reason,
        edge::{Edge, Effect},
        unit_of,
    },
    operation::Operation,
    report::{Report, words},
};

/// Every edge, in the order of the graph.
pub(super) fn edges(report: &Report<'_>, places: &mut Places<'_>) -> Vec<model::Edge> {
    let edges = report.map.graph.edge_references();
    edges
        .map(|edge| {
            let Edge {
                effect,
                operations,
                columns,
                all_columns,
                certainty,
                ..
            } = edge.weight();
            model::Edge {
                from: edge.source().index(),
                to: edge.target().index(),
                effect: effect.as_str(),
                operations: operations.iter().map(|one| one.as_str()).collect(),
                columns: columns
                    .iter()
                    .map(|column| places.strings.index(column))
                    .collect(),
                all_columns: *all_columns,
                places: in_code(report, edge.weight(), places),
                sql: in_sql(report, edge.weight(), places),
                certainty: match certainty {
                    Certainty::Literal => None,
                    Certainty::Constant
                    | Certainty::Passed
                    | Certainty::OneOf
                    | Certainty::Dynamic(_) => Some(certainty.as_str()),
                },
            }
        })
        .collect()
}

fn in_code(report: &Report<'_>, edge: &Edge, places: &mut Places<'_>) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for &index in &edge.accesses {
        let access = &report.analysis.accesses[index];
        // A name that is one of several gives an access for each, at one place.
        if seen.insert((access.file, access.method_span, access.operation)) {
            found.push(places.of_access(access, operation(access, edge)));
        }
    }
    found
}

/// What an access does along an edge: an insert reads what it returns, and embeds are read.
fn operation(access: &Access, edge: &Edge) -> Option<Operation> {
    if Effect::of(access) == edge.effect {
        return access.operation;
    }
    edge.operations.first().copied()
}

fn in_sql(report: &Report<'_>, edge: &Edge, places: &mut Places<'_>) -> Vec<u32> {
    let survey = report.survey;
    let uses = edge.references.iter().filter_map(|&(database, index)| {
        let reference = &survey.references[database].uses[index];
        reference.site.as_ref()
    });
    let operation = match edge.operations.len() {
        1 => edge.operations.first().copied(),
        _ => None,
    };
    uses.map(|site| places.of_site(site, operation)).collect()
}

/// The accesses whose target is not known, in output order.
pub(super) fn unknown(report: &Report<'_>, places: &mut Places<'_>) -> Vec<Unknown> {
    let accesses = report.accesses();
    let without_target = accesses.filter(|access| access.target.name.is_none() && !access.wrapper);
    without_target
        .filter_map(|access| {
            Some(Unknown {
                place: places.of_access(access, access.operation),
                unit: unit_of(report.sources, access).label(),
                because: words::reason(dynamic_reason(access)?),
            })
        })
        .collect()
}

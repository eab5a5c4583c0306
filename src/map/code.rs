//! What code does: its accesses as edges, and the calls that lead to them.

use petgraph::graph::NodeIndex;
use rustc_hash::FxHashSet;

use super::{
    build::Builder,
    code_node,
    edge::Effect,
    node::{Node, Object},
    target_of, unit_of,
};
use crate::{
    postgrest::{
        Served,
        touch::{self, Part, Touch},
    },
    reach::EntryKind,
    survey::Survey,
};

pub(super) fn add(builder: &mut Builder, survey: &Survey<'_>) {
    let served: Vec<Served<'_>> = survey.databases.iter().map(Served::new).collect();
    for (index, access) in survey.accesses().iter().enumerate() {
        if access.wrapper {
            continue;
        }
        let Some(target) = target_of(survey, access) else {
            continue;
        };
        let unit = builder.node(unit_of(survey.sources, access));
        let target = builder.node(target);
        let edge = builder.edge(unit, target, Effect::of(access));
        let is_first = edge.accesses.is_empty();
        edge.accesses.push(index);
        edge.operations.extend(access.operation);
        edge.certainty = if is_first {
            access.certainty
        } else {
            edge.certainty.max(access.certainty)
        };
        edge.all_columns |= access.all_columns;
        let database = survey.database_of(access);
        let touches = database
            .map(|database| touch::touches(&served[database], access))
            .unwrap_or_default();
        for touch in &touches {
            let target = match touch.part {
                Part::Target => target,
                Part::Embed | Part::Junction => builder.node(Node::Relation(Object {
                    database: survey.database_name(database).to_owned(),
                    schema: survey.schema_ref(database, &touch.schema),
                    name: touch.relation.clone(),
                })),
            };
            add_touch(builder, (unit, target), touch, index);
        }
    }
    add_ways(builder, survey);
}

/// What leads to the units with accesses: calls, and imports where only those lead on.
fn add_ways(builder: &mut Builder, survey: &Survey<'_>) {
    let mut called = FxHashSet::default();
    for call in &survey.analysis.calls {
        let caller = builder.node(code_node(survey.sources, &call.caller));
        let callee = builder.node(code_node(survey.sources, &call.callee));
        builder.edge(caller, callee, Effect::Runs);
        called.insert((caller, callee));
    }
    for entry in &survey.analysis.reach.entries {
        let called = Node::EdgeFunction {
            name: entry.name.clone(),
        };
        if entry.kind == EntryKind::EdgeFunction
            && let Some(called) = builder.map.index(&called)
        {
            let unit = builder.node(code_node(survey.sources, &entry.unit));
            builder.edge(called, unit, Effect::Runs);
        }
    }
    for reached in survey.analysis.reach.reached.values().flatten() {
        for pair in reached.way.windows(2) {
            let from = builder.node(code_node(survey.sources, &pair[0]));
            let to = builder.node(code_node(survey.sources, &pair[1]));
            if !called.contains(&(from, to)) {
                builder.edge(from, to, Effect::Imports);
            }
        }
    }
}

fn add_touch(
    builder: &mut Builder,
    (unit, target): (NodeIndex, NodeIndex),
    touch: &Touch,
    access: usize,
) {
    let effect = touch.operation.map_or(Effect::Use, Effect::of_operation);
    let edge = builder.edge(unit, target, effect);
    if edge.accesses.last() != Some(&access) {
        edge.accesses.push(access);
    }
    edge.operations.extend(touch.operation);
    let columns = touch.columns.iter().map(|(column, _)| column.clone());
    edge.columns.extend(columns);
    edge.all_columns |= touch.all_columns;
}

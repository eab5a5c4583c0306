//! Views, each after those that it reads.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use super::{columns, qualified, state_comment};
use crate::schema::{
    catalog::{
        Catalog, State,
        relation::{Relation, RelationKind},
    },
    quoting::quoted,
};

pub(super) fn write(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    for view in in_order(catalog) {
        state_comment(view.state, out)?;
        write_view(view, out)?;
    }
    Ok(())
}

fn write_view(view: &Relation, out: &mut impl Write) -> io::Result<()> {
    let name = qualified(&view.schema, &view.name);
    if view.state == State::Assumed {
        return writeln!(out, "-- {name}\n");
    }
    let kind = match view.kind {
        RelationKind::MaterializedView => "materialized view",
        RelationKind::View | RelationKind::Table | RelationKind::ForeignTable => "view",
    };
    let options = if view.security_invoker {
        " with (security_invoker = true)"
    } else {
        ""
    };
    match &view.definition {
        Some(query) => {
            let names: Vec<String> = view
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect();
            let list = if view.open || names.is_empty() {
                String::new()
            } else {
                format!(" ({})", columns(&names))
            };
            let query = query.trim().trim_end_matches(';');
            writeln!(out, "create {kind} {name}{list}{options} as\n{query};\n")
        }
        None => {
            let columns = view.columns.iter().map(|column| {
                let data_type = column.data_type.as_deref().unwrap_or("text");
                format!("  null::{data_type} as {}", quoted(&column.name))
            });
            let columns: Vec<String> = columns.collect();
            writeln!(
                out,
                "-- the query of this view is not known, only its columns"
            )?;
            writeln!(
                out,
                "create {kind} {name}{options} as\nselect\n{};\n",
                columns.join(",\n")
            )
        }
    }
}

/// The views, those that others read first, by name otherwise.
fn in_order(catalog: &Catalog) -> Vec<&Relation> {
    let views = catalog
        .relations
        .iter()
        .filter(|relation| match relation.kind {
            RelationKind::View | RelationKind::MaterializedView => true,
            RelationKind::Table | RelationKind::ForeignTable => false,
        });
    let views: BTreeMap<String, &Relation> = views
        .map(|view| (format!("{}.{}", view.schema, view.name), view))
        .collect();
    let mut ordered = Vec::new();
    let mut done = BTreeSet::new();
    // A view waits on the stack until those that it reads are written.
    let mut stack: Vec<(&str, bool)> = views
        .keys()
        .rev()
        .map(|key| (key.as_str(), false))
        .collect();
    while let Some((key, is_ready)) = stack.pop() {
        let Some(view) = views.get(key) else { continue };
        if is_ready {
            ordered.push(*view);
        } else if done.insert(key) {
            stack.push((key, true));
            stack.extend(view.reads.iter().map(|read| (read.as_str(), false)));
        }
    }
    ordered
}

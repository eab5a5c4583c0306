//! Functions and procedures.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{qualified, state_comment};
use crate::schema::{
    catalog::{
        Catalog, State,
        routine::{Argument, ArgumentMode, Routine, RoutineKind, Volatility},
    },
    quoting::quoted,
};

/// Routines that tables may need: those whose signatures name no relation.
pub(super) fn write_before_relations(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    let relations = relation_names(catalog);
    for routine in &catalog.routines {
        if !names_any(routine, &relations) {
            write(routine, out)?;
        }
    }
    Ok(())
}

pub(super) fn write_after_relations(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    let relations = relation_names(catalog);
    for routine in &catalog.routines {
        if names_any(routine, &relations) {
            write(routine, out)?;
        }
    }
    Ok(())
}

fn relation_names(catalog: &Catalog) -> BTreeSet<&str> {
    let relations = catalog.relations.iter().chain(&catalog.partitions);
    relations.map(|relation| relation.name.as_str()).collect()
}

/// Whether the types of the routine name a relation, or its body must be checked against some.
fn names_any(routine: &Routine, relations: &BTreeSet<&str>) -> bool {
    let arguments = routine.arguments.iter();
    let types = arguments.filter_map(|argument| argument.data_type.as_deref());
    let is_part = |c: char| !(c.is_alphanumeric() || c == '_');
    let mut words = types
        .chain(routine.returns.as_deref())
        .flat_map(|data_type| data_type.split(is_part));
    let is_atomic = routine.definition.as_deref().is_some_and(|definition| {
        let lower = definition.to_ascii_lowercase();
        lower.contains("begin atomic")
    });
    is_atomic || words.any(|word| relations.contains(word))
}

fn write(routine: &Routine, out: &mut impl Write) -> io::Result<()> {
    state_comment(routine.state, out)?;
    if routine.state == State::Assumed {
        let name = qualified(&routine.schema, &routine.name);
        return writeln!(out, "-- {name}\n");
    }
    if let Some(definition) = &routine.definition {
        let definition = definition.trim().trim_end_matches(';');
        return writeln!(out, "{definition};\n");
    }
    match routine.kind {
        RoutineKind::Aggregate | RoutineKind::Window => {
            let name = qualified(&routine.schema, &routine.name);
            writeln!(out, "-- the aggregate {name} is not known in full\n")
        }
        RoutineKind::Function | RoutineKind::Procedure => stand_in(routine, out),
    }
}

/// A routine of which only the outside is known.
fn stand_in(routine: &Routine, out: &mut impl Write) -> io::Result<()> {
    let name = qualified(&routine.schema, &routine.name);
    let is_listed = |argument: &&Argument| argument.mode != ArgumentMode::Table;
    let arguments = routine.arguments.iter().filter(is_listed).map(argument);
    let arguments: Vec<String> = arguments.collect();
    let (word, returns) = match (routine.kind, &routine.returns) {
        (RoutineKind::Procedure, _) => ("procedure", String::new()),
        (_, Some(returns)) => ("function", format!(" returns {returns}")),
        (_, None) => ("function", String::new()),
    };
    let volatility = match routine.volatility {
        Some(Volatility::Immutable) => " immutable",
        Some(Volatility::Stable) => " stable",
        Some(Volatility::Volatile) | None => "",
    };
    let security = if routine.security_definer {
        " security definer"
    } else {
        ""
    };
    writeln!(out, "-- the body of this routine is not known")?;
    writeln!(
        out,
        "create {word} {name}({}){returns} language plpgsql{volatility}{security} as \
         $$ begin raise 'not known'; end $$;\n",
        arguments.join(", ")
    )
}

fn argument(argument: &Argument) -> String {
    let mode = match argument.mode {
        ArgumentMode::In | ArgumentMode::Table => "",
        ArgumentMode::Out => "out ",
        ArgumentMode::InOut => "inout ",
        ArgumentMode::Variadic => "variadic ",
    };
    let data_type = argument.data_type.as_deref().unwrap_or("text");
    let default = if argument.has_default {
        " default null"
    } else {
        ""
    };
    let name = quoted(&argument.name);
    let space = if argument.name.is_empty() { "" } else { " " };
    let name = if argument.name.is_empty() {
        "".into()
    } else {
        name
    };
    format!("{mode}{name}{space}{data_type}{default}")
}

//! What a database holds, relation by relation.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use crate::{
    report::{
        schema::{label, reference_words, routine_words},
        text::style::{DIM, HEADING, WARNING},
        words,
    },
    schema::{
        Database,
        catalog::{
            State,
            constraint::{Constraint, ConstraintKind},
            relation::{Column, Generated, Relation, RelationKind},
        },
    },
};

const KINDS: [(RelationKind, &str); 4] = [
    (RelationKind::Table, "Tables"),
    (RelationKind::View, "Views"),
    (RelationKind::MaterializedView, "Materialized views"),
    (RelationKind::ForeignTable, "Foreign tables"),
];

pub(super) fn write(database: &Database, out: &mut impl Write) -> io::Result<()> {
    for (kind, title) in KINDS {
        let relations = database.catalog.relations.iter();
        let relations: Vec<&Relation> =
            relations.filter(|relation| relation.kind == kind).collect();
        if relations.is_empty() {
            continue;
        }
        heading(title, relations.len(), out)?;
        for relation in relations {
            self::relation(database, relation, out)?;
        }
        writeln!(out)?;
    }
    routines(database, out)?;
    enums(database, out)
}

fn heading(title: &str, number: usize, out: &mut impl Write) -> io::Result<()> {
    let number = words::grouped(number);
    writeln!(out, "{HEADING}{title}{HEADING:#} {DIM}{number}{DIM:#}")
}

fn relation(database: &Database, relation: &Relation, out: &mut impl Write) -> io::Result<()> {
    let name = label(database, &relation.schema, &relation.name);
    let facts = facts(relation).join(", ");
    let state = state_words(relation.state);
    writeln!(
        out,
        "  {HEADING}{name}{HEADING:#}{WARNING}{state}{WARNING:#}  {DIM}{facts}{DIM:#}"
    )?;
    let keys = Keys::of(database, relation);
    let widest = |text: fn(&Column) -> usize| relation.columns.iter().map(text).max();
    let names = widest(|column| column.name.chars().count()).unwrap_or_default();
    let types = widest(|column| type_of(column).chars().count()).unwrap_or_default();
    for column in &relation.columns {
        let mut marks = column_marks(column, relation.state);
        marks.extend(keys.marks(&column.name));
        let line = format!(
            "    {:names$}  {:types$}  {}",
            column.name,
            type_of(column),
            marks.join(", ")
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    if relation.open {
        writeln!(
            out,
            "    {WARNING}and columns that are not known{WARNING:#}"
        )?;
    }
    for constraint in &keys.wide {
        writeln!(out, "    {DIM}{constraint}{DIM:#}")?;
    }
    Ok(())
}

/// What the head line of a relation says: row security, policies, indexes, triggers.
fn facts(relation: &Relation) -> Vec<String> {
    let mut facts = Vec::new();
    let policies = relation.policies.len();
    match (relation.kind, relation.row_security) {
        (RelationKind::Table, true) => facts.push("row security".to_owned()),
        (RelationKind::Table, false) => facts.push("no row security".to_owned()),
        (RelationKind::View | RelationKind::MaterializedView | RelationKind::ForeignTable, _) => {}
    }
    let indexes = relation.indexes.iter();
    let indexes = indexes.filter(|index| !index.constraint).count();
    for (number, one, many) in [
        (policies, "policy", "policies"),
        (indexes, "index", "indexes"),
        (relation.triggers.len(), "trigger", "triggers"),
    ] {
        if number > 0 {
            facts.push(words::counted(number, one, many));
        }
    }
    if let Some(parent) = &relation.partition_of {
        facts.push(format!("partition of {parent}"));
    }
    if !relation.reads.is_empty() {
        facts.push(format!("reads {}", relation.reads.join(", ")));
    }
    facts
}

fn state_words(state: State) -> &'static str {
    match state {
        State::Created => "",
        State::Shadow => "  not created: the statement fails",
        State::Assumed => "  assumed: nothing creates it",
    }
}

fn type_of(column: &Column) -> &str {
    let known = column.data_type.as_deref().or(column.typescript.as_deref());
    known.unwrap_or("?")
}

fn column_marks(column: &Column, relation: State) -> Vec<String> {
    let mut marks = Vec::new();
    if !column.nullable {
        marks.push("not null".to_owned());
    }
    match column.generated {
        Some(Generated::IdentityAlways | Generated::IdentityByDefault) => {
            marks.push("identity".to_owned());
        }
        Some(Generated::Stored) => marks.push("generated".to_owned()),
        None if column.has_default => marks.push("default".to_owned()),
        None => {}
    }
    match column.state {
        state if state == relation => {}
        State::Created => {}
        State::Shadow => marks.push("not created: the statement fails".to_owned()),
        State::Assumed => marks.push("assumed".to_owned()),
    }
    marks
}

/// The keys of a relation, by what they are drawn at.
struct Keys {
    /// Those of one column, by its name.
    narrow: BTreeMap<String, Vec<String>>,
    /// Those of several columns, and checks.
    wide: Vec<String>,
}

impl Keys {
    fn of(database: &Database, relation: &Relation) -> Self {
        let mut keys = Self {
            narrow: BTreeMap::new(),
            wide: Vec::new(),
        };
        for constraint in &relation.constraints {
            let words = key_words(database, constraint);
            match (constraint.kind, constraint.columns.as_slice()) {
                (ConstraintKind::Check, _) => {}
                (_, [column]) => keys.narrow.entry(column.clone()).or_default().push(words),
                (_, columns) => keys.wide.push(format!("({}) {words}", columns.join(", "))),
            }
        }
        keys
    }

    fn marks(&self, column: &str) -> impl Iterator<Item = String> {
        self.narrow.get(column).into_iter().flatten().cloned()
    }
}

fn key_words(database: &Database, constraint: &Constraint) -> String {
    match constraint.kind {
        ConstraintKind::PrimaryKey => "primary key".to_owned(),
        ConstraintKind::Unique => "unique".to_owned(),
        ConstraintKind::Check => "check".to_owned(),
        ConstraintKind::Exclusion => "exclusion".to_owned(),
        ConstraintKind::ForeignKey => match &constraint.references {
            Some(reference) => reference_words(database, reference),
            None => "foreign key".to_owned(),
        },
    }
}

fn routines(database: &Database, out: &mut impl Write) -> io::Result<()> {
    let routines = &database.catalog.routines;
    if routines.is_empty() {
        return Ok(());
    }
    heading("Routines", routines.len(), out)?;
    for routine in routines {
        let definer = if routine.security_definer {
            "  security definer"
        } else {
            ""
        };
        let state = state_words(routine.state);
        let words = routine_words(database, routine);
        writeln!(
            out,
            "  {words}{WARNING}{state}{WARNING:#}{DIM}{definer}{DIM:#}"
        )?;
    }
    writeln!(out)
}

fn enums(database: &Database, out: &mut impl Write) -> io::Result<()> {
    let enums = &database.catalog.enums;
    if enums.is_empty() {
        return Ok(());
    }
    heading("Enums", enums.len(), out)?;
    for (name, labels) in enums {
        let name = match name.split_once('.') {
            Some((schema, name)) => label(database, schema, name),
            None => name.clone(),
        };
        writeln!(out, "  {name}  {DIM}{}{DIM:#}", labels.join(", "))?;
    }
    writeln!(out)
}

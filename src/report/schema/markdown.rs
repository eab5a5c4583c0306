//! Databases as a document for people, with nothing left out.

use std::io::{self, Write};

use super::{SchemaReport, balanced, failures, label, reference_words, routine_words, source_line};
use crate::{
    report::{secrets, words},
    schema::{
        Database,
        catalog::{
            State,
            constraint::{Constraint, ConstraintKind},
            relation::{Column, Generated, Relation, RelationKind},
            trigger::{Policy, PolicyCommand},
        },
        source::{self, SchemaFile},
        statement::Place,
    },
};

/// Writes the document.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &SchemaReport<'_>, mut out: impl Write) -> io::Result<()> {
    let out = &mut out;
    for (index, database) in report.databases.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_database(database, report.files, out)?;
    }
    Ok(())
}

fn write_database(
    database: &Database,
    files: &[SchemaFile],
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "# Schema of {}\n", database.name)?;
    for (index, source) in database.sources.iter().enumerate() {
        let role = if index == 0 { "From" } else { "Also" };
        writeln!(out, "- {role} {}", source_line(source))?;
    }
    for left_out in &database.left_out {
        writeln!(out, "- Left out: `{}` ({})", left_out.path, left_out.reason)?;
    }
    for gap in &database.gaps {
        writeln!(out, "- **Incomplete**: {gap}")?;
    }
    failed(database, files, out)?;
    for (kind, title) in [
        (RelationKind::Table, "Tables"),
        (RelationKind::View, "Views"),
        (RelationKind::MaterializedView, "Materialized views"),
        (RelationKind::ForeignTable, "Foreign tables"),
    ] {
        let relations = database.catalog.relations.iter();
        let relations: Vec<&Relation> =
            relations.filter(|relation| relation.kind == kind).collect();
        if relations.is_empty() {
            continue;
        }
        writeln!(out, "\n## {title} ({})", words::grouped(relations.len()))?;
        for relation in relations {
            self::relation(database, relation, out)?;
        }
    }
    routines(database, out)?;
    enums(database, out)
}

fn failed(database: &Database, files: &[SchemaFile], out: &mut impl Write) -> io::Result<()> {
    let statements = &database.statements;
    let causes = failures::causes(statements);
    if causes.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n## Statements that fail ({})\n",
        words::grouped(statements.failed.len())
    )?;
    writeln!(out, "| where | error | falls with it |\n|---|---|---:|")?;
    for cause in causes {
        let place = place(&cause.root.place, &statements.files, files);
        let message = cell(&secrets::mask(&cause.root.error.message));
        let others = cause.again.len() + cause.victims.len();
        let sqlstate = cause.root.error.sqlstate;
        writeln!(out, "| `{place}` | {sqlstate} {message} | {others} |")?;
    }
    Ok(())
}

fn place(place: &Place, paths: &[String], files: &[SchemaFile]) -> String {
    let path = paths.get(place.file).map_or("", String::as_str);
    let file = source::by_path(files, path);
    let line = file.map(|file| file.lines.position(&file.text, place.span.start).line);
    line.map_or(path.to_owned(), |line| format!("{path}:{line}"))
}

fn relation(database: &Database, relation: &Relation, out: &mut impl Write) -> io::Result<()> {
    let name = label(database, &relation.schema, &relation.name);
    writeln!(out, "\n### {name}\n")?;
    if let Some(comment) = &relation.comment {
        writeln!(out, "{comment}\n")?;
    }
    match relation.state {
        State::Created => {}
        State::Shadow => writeln!(out, "The statement that would create it fails.\n")?,
        State::Assumed => writeln!(out, "Nothing creates it; there may be more columns.\n")?,
    }
    writeln!(out, "| column | type | | key |\n|---|---|---|---|")?;
    for column in &relation.columns {
        let keys = relation.constraints.iter();
        let keys: Vec<String> = keys
            .filter(|key| key.columns.contains(&column.name))
            .filter_map(|key| key_words(database, key))
            .collect();
        let data_type = column.data_type.as_deref().or(column.typescript.as_deref());
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            cell(&column.name),
            cell(data_type.unwrap_or("?")),
            column_words(column),
            cell(&keys.join(", "))
        )?;
    }
    access(relation, out)
}

fn column_words(column: &Column) -> String {
    let mut words = Vec::new();
    if !column.nullable {
        words.push("not null");
    }
    match column.generated {
        Some(Generated::IdentityAlways | Generated::IdentityByDefault) => words.push("identity"),
        Some(Generated::Stored) => words.push("generated"),
        None if column.has_default => words.push("default"),
        None => {}
    }
    words.join(", ")
}

fn key_words(database: &Database, key: &Constraint) -> Option<String> {
    match key.kind {
        ConstraintKind::PrimaryKey => Some("primary".to_owned()),
        ConstraintKind::Unique => Some("unique".to_owned()),
        ConstraintKind::ForeignKey => Some(reference_words(database, key.references.as_ref()?)),
        ConstraintKind::Check | ConstraintKind::Exclusion => None,
    }
}

/// Row security, policies, indexes and triggers.
fn access(relation: &Relation, out: &mut impl Write) -> io::Result<()> {
    match (relation.kind, relation.row_security) {
        (RelationKind::Table, true) => writeln!(out, "\nRow security is on.")?,
        (RelationKind::Table, false) => writeln!(out, "\nRow security is **off**.")?,
        (RelationKind::View | RelationKind::MaterializedView | RelationKind::ForeignTable, _) => {}
    }
    if !relation.policies.is_empty() {
        writeln!(
            out,
            "\n| policy | command | roles | using | with check |\n|---|---|---|---|---|"
        )?;
        for policy in &relation.policies {
            self::policy(policy, out)?;
        }
    }
    let indexes = relation.indexes.iter().filter(|index| !index.constraint);
    let indexes: Vec<String> = indexes.map(|index| format!("`{}`", index.name)).collect();
    if !indexes.is_empty() {
        writeln!(out, "\nIndexes: {}.", indexes.join(", "))?;
    }
    let triggers = relation.triggers.iter();
    let triggers: Vec<String> = triggers
        .map(|trigger| format!("`{}` runs `{}`", trigger.name, trigger.function))
        .collect();
    if !triggers.is_empty() {
        writeln!(out, "\nTriggers: {}.", triggers.join(", "))?;
    }
    Ok(())
}

fn policy(policy: &Policy, out: &mut impl Write) -> io::Result<()> {
    let command = match policy.command {
        PolicyCommand::All => "all",
        PolicyCommand::Select => "select",
        PolicyCommand::Insert => "insert",
        PolicyCommand::Update => "update",
        PolicyCommand::Delete => "delete",
    };
    let condition = |condition: &Option<String>| match condition {
        Some(condition) => format!("`{}`", cell(&secrets::mask(&balanced(condition)))),
        None => String::new(),
    };
    writeln!(
        out,
        "| {} | {command} | {} | {} | {} |",
        cell(&policy.name),
        policy.roles.join(", "),
        condition(&policy.using_expression),
        condition(&policy.with_check)
    )
}

fn routines(database: &Database, out: &mut impl Write) -> io::Result<()> {
    let routines = &database.catalog.routines;
    if routines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Routines ({})\n", words::grouped(routines.len()))?;
    for routine in routines {
        let words = routine_words(database, routine);
        let definer = if routine.security_definer {
            ", security definer"
        } else {
            ""
        };
        writeln!(out, "- `{words}`{definer}")?;
    }
    Ok(())
}

fn enums(database: &Database, out: &mut impl Write) -> io::Result<()> {
    let enums = &database.catalog.enums;
    if enums.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Enums ({})\n", words::grouped(enums.len()))?;
    for (name, labels) in enums {
        writeln!(out, "- `{name}`: {}", labels.join(", "))?;
    }
    Ok(())
}

/// A text on one line that does not end its cell.
pub(super) fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

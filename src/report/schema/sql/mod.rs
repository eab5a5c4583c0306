//! A catalog as SQL that makes it: in the order in which one thing needs another.
//!
//! What a catalog does not tell (the key of a partitioned table, the text of an unknown default) is
//! a comment at its place.

mod access;

mod relation;

mod routine;

#[cfg(test)]
mod tests;

mod view;

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{SchemaReport, balanced, source_line};
use crate::schema::{
    Database,
    catalog::{Catalog, Grant, State, relation::RelationKind},
    quoting::quoted,
};

/// Writes a script for each database.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &SchemaReport<'_>, mut out: impl Write) -> io::Result<()> {
    for (index, database) in report.databases.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_database(database, &mut out)?;
    }
    Ok(())
}

fn write_database(database: &Database, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "-- {}", database.name)?;
    if let Some(source) = database.sources.first() {
        writeln!(out, "-- from {}", source_line(source))?;
    }
    for gap in &database.gaps {
        writeln!(out, "-- incomplete: {gap}")?;
    }
    writeln!(out)?;
    let catalog = &database.catalog;
    beginning(catalog, out)?;
    types(catalog, out)?;
    routine::write_before_relations(catalog, out)?;
    let tables = |kind| match kind {
        RelationKind::Table | RelationKind::ForeignTable => true,
        RelationKind::View | RelationKind::MaterializedView => false,
    };
    for table in catalog.relations.iter().filter(|table| tables(table.kind)) {
        relation::write(table, out)?;
    }
    view::write(catalog, out)?;
    routine::write_after_relations(catalog, out)?;
    relation::write_indexes(catalog, out)?;
    // A foreign key may rest on a unique index.
    relation::write_keys(catalog, out)?;
    access::write(catalog, out)?;
    access::write_comments(catalog, out)
}

/// Settings, roles, schemas and extensions.
fn beginning(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "set check_function_bodies = false;")?;
    writeln!(out, "set search_path = public, extensions;\n")?;
    for role in roles(catalog) {
        let role = quoted(role);
        writeln!(
            out,
            "do $$ begin create role {role}; exception when duplicate_object then null; end $$;"
        )?;
    }
    for schema in &catalog.schemas {
        writeln!(out, "create schema if not exists {};", quoted(schema))?;
    }
    for (extension, schema) in &catalog.extensions {
        let extension = quoted(extension);
        if schema == "public" || schema == "pg_catalog" || catalog.schemas.contains(schema) {
            writeln!(out, "create extension if not exists {extension};")?;
        } else {
            let schema = quoted(schema);
            writeln!(out, "create schema if not exists {schema};")?;
            writeln!(
                out,
                "create extension if not exists {extension} with schema {schema};"
            )?;
        }
    }
    writeln!(out)
}

/// The roles that policies and grants name.
fn roles(catalog: &Catalog) -> BTreeSet<&str> {
    let relations = catalog.relations.iter().chain(&catalog.platform);
    let relations: Vec<_> = relations.collect();
    let policies = relations.iter().flat_map(|relation| &relation.policies);
    let grants = relations.iter().flat_map(|relation| &relation.grants);
    let routines = catalog.routines.iter();
    let grants: Vec<&Grant> = grants
        .chain(routines.flat_map(|routine| &routine.grants))
        .collect();
    let mut roles: BTreeSet<&str> = policies
        .flat_map(|policy| &policy.roles)
        .map(String::as_str)
        .chain(grants.iter().map(|grant| grant.role.as_str()))
        .collect();
    for known in ["public", "postgres", "current_user", "session_user"] {
        roles.remove(known);
    }
    roles
}

/// Enums, domains, composite types and sequences.
fn types(catalog: &Catalog, out: &mut impl Write) -> io::Result<()> {
    for (name, labels) in &catalog.enums {
        let labels: Vec<String> = labels.iter().map(|label| literal(label)).collect();
        let name = qualified_key(name);
        writeln!(out, "create type {name} as enum ({});\n", labels.join(", "))?;
    }
    for (name, domain) in &catalog.domains {
        let name = qualified_key(name);
        let data_type = domain.data_type.as_deref().unwrap_or("text");
        let not_null = if domain.nullable { "" } else { " not null" };
        writeln!(out, "create domain {name} as {data_type}{not_null};")?;
        for check in &domain.checks {
            writeln!(out, "-- its check {} is not known in full", quoted(check))?;
        }
        writeln!(out)?;
    }
    for (name, attributes) in &catalog.composites {
        let attributes = attributes.iter().map(|attribute| {
            let data_type = attribute.data_type.as_deref().unwrap_or("text");
            format!("  {} {data_type}", quoted(&attribute.name))
        });
        let attributes: Vec<String> = attributes.collect();
        let name = qualified_key(name);
        writeln!(
            out,
            "create type {name} as (\n{}\n);\n",
            attributes.join(",\n")
        )?;
    }
    for sequence in &catalog.sequences {
        writeln!(
            out,
            "create sequence if not exists {};\n",
            qualified_key(sequence)
        )?;
    }
    Ok(())
}

/// The line before what only a statement that fails would create.
fn state_comment(state: State, out: &mut impl Write) -> io::Result<()> {
    match state {
        State::Created => Ok(()),
        State::Shadow => writeln!(out, "-- in the migrations, the statement for this fails"),
        State::Assumed => writeln!(out, "-- in the migrations, nothing creates this"),
    }
}

/// `schema.name`, quoted where that is needed.
fn qualified(schema: &str, name: &str) -> String {
    // What a failed statement names is looked up in the search path.
    if schema.is_empty() {
        return quoted(name).into_owned();
    }
    format!("{}.{}", quoted(schema), quoted(name))
}

/// A name that the catalog keeps as `schema.name`.
fn qualified_key(key: &str) -> String {
    match key.split_once('.') {
        Some((schema, name)) => qualified(schema, name),
        None => quoted(key).into_owned(),
    }
}

fn columns(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
    names.join(", ")
}

/// A string as SQL writes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A condition in parentheses.
fn parenthesised(condition: &str) -> String {
    format!("({})", balanced(condition.trim()))
}

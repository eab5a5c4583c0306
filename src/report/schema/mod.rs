//! What the databases of a project hold, as output: one module per format.

pub mod diff;

mod failures;

pub mod json;

pub mod markdown;

pub mod sql;

#[cfg(feature = "cli")]
pub mod text;

use std::borrow::Cow;

use crate::{
    notice::Notice,
    report::words,
    schema::{
        Database,
        catalog::{
            constraint::Reference,
            routine::{Argument, Routine},
        },
        source::{SchemaFile, Source, SourceKind},
    },
};

/// Databases, with the texts that they were read from.
#[derive(Clone, Copy, Debug)]
pub struct SchemaReport<'a> {
    pub databases: &'a [Database],
    /// Ordered by path.
    pub files: &'a [SchemaFile],
    pub notices: &'a [Notice],
}

/// The name as people write it: without the schema when that is the default one.
fn label(database: &Database, schema: &str, name: &str) -> String {
    let default = database.exposed.first().map_or("public", String::as_str);
    if schema == default || schema.is_empty() {
        name.to_owned()
    } else {
        format!("{schema}.{name}")
    }
}

/// The far end of a foreign key: `→ posts(id)`.
fn reference_words(database: &Database, reference: &Reference) -> String {
    let target = label(database, &reference.schema, &reference.relation);
    match reference.columns.as_slice() {
        [] => format!("→ {target}"),
        columns => format!("→ {target}({})", columns.join(", ")),
    }
}

/// An expression with the parentheses at its ends that the source has around its parts:
/// `a) and (b` is `(a) and (b)`.
fn balanced(expression: &str) -> Cow<'_, str> {
    let (mut depth, mut lowest) = (0_isize, 0_isize);
    let mut quote = None;
    for character in expression.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
        lowest = lowest.min(depth);
    }
    if lowest == 0 && depth == 0 {
        return Cow::Borrowed(expression);
    }
    let before = "(".repeat(lowest.unsigned_abs());
    let after = ")".repeat((depth - lowest).unsigned_abs());
    Cow::Owned(format!("{before}{expression}{after}"))
}

/// The source and how many files it has: "supabase/migrations (128 migrations)".
pub fn source_line(source: &Source) -> String {
    let kind = kind_words(source.kind);
    match source.kind {
        SourceKind::Live | SourceKind::Snapshot => format!("{} ({kind})", source.path),
        _ if source.files == 1 => format!("{} ({kind})", source.path),
        SourceKind::SupabaseMigrations
        | SourceKind::SupabaseSchemas
        | SourceKind::PrismaMigrations
        | SourceKind::DrizzleMigrations
        | SourceKind::Sql
        | SourceKind::Dump
        | SourceKind::PrismaSchema
        | SourceKind::DrizzleSchema
        | SourceKind::GeneratedTypes => {
            let files = words::grouped(source.files);
            format!("{} ({kind}, {files} files)", source.path)
        }
    }
}

fn kind_words(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Live => "live database",
        SourceKind::Snapshot => "snapshot",
        SourceKind::SupabaseMigrations => "Supabase migrations",
        SourceKind::SupabaseSchemas => "Supabase schemas",
        SourceKind::PrismaMigrations => "Prisma migrations",
        SourceKind::DrizzleMigrations => "Drizzle migrations",
        SourceKind::Sql => "SQL",
        SourceKind::Dump => "pg_dump",
        SourceKind::PrismaSchema => "Prisma schema",
        SourceKind::DrizzleSchema => "Drizzle schema",
        SourceKind::GeneratedTypes => "generated types",
    }
}

/// The routine as it is called and what it gives: `name(a integer, b text) → boolean`.
fn routine_words(database: &Database, routine: &Routine) -> String {
    let arguments = routine.arguments.iter();
    let passed = arguments.filter(|argument| argument.mode.is_input());
    let arguments: Vec<String> = passed.map(argument_words).collect();
    let name = label(database, &routine.schema, &routine.name);
    let mut words = format!("{name}({})", arguments.join(", "));
    if let Some(returns) = &routine.returns {
        words += " → ";
        words += returns;
    }
    words
}

fn argument_words(argument: &Argument) -> String {
    let data_type = argument.data_type.as_deref().unwrap_or("?");
    let default = if argument.has_default { " = …" } else { "" };
    if argument.name.is_empty() {
        format!("{data_type}{default}")
    } else {
        format!("{} {data_type}{default}", argument.name)
    }
}

#[cfg(test)]
mod tests {
    use super::balanced;

    #[test]
    fn parentheses_at_the_ends_are_mended() {
        for (broken, whole) in [
            ("a) and (b", "(a) and (b)"),
            (
                "a)::text = any (array['('])",
                "(a)::text = any (array['('])",
            ),
            ("f(a)", "f(a)"),
        ] {
            assert_eq!(balanced(broken), whole);
        }
    }
}

//! Sources that the user names: whatever they are called, what they hold says how to read them.

use super::{
    candidate::{self, Candidate, Content},
    journal, look_alike, paths,
};
use crate::schema::{
    generated_types,
    replay::Platform,
    snapshot::{self, SnapshotError},
    source::{SchemaFile, Source, SourceKind},
};

/// Why a named source says nothing.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum NamedError {
    #[error("nothing in `{path}` tells about a schema")]
    #[diagnostic(
        code(schema::empty),
        help(
            "a source is a folder of migrations (Supabase, Prisma, Drizzle or plain SQL), a file \
             of SQL, a `schema.prisma`, generated types, a snapshot, or the address of a database"
        )
    )]
    Nothing { path: String },

    #[error("`{path}` is no snapshot of a schema")]
    #[diagnostic(code(schema::snapshot))]
    Snapshot {
        path: String,
        #[source]
        #[diagnostic_source]
        source: SnapshotError,
    },
}

/// The candidate that a named file or folder is.
///
/// `path` is how the paths of `files` begin.
///
/// # Errors
///
/// When nothing among the texts tells about a schema.
pub fn candidate(path: &str, files: &[SchemaFile]) -> Result<Candidate, NamedError> {
    let nothing = || NamedError::Nothing {
        path: path.to_owned(),
    };
    let (kind, chosen) = match files {
        [file] if file.path == path => (kind_of(file).ok_or_else(nothing)?, vec![file]),
        _ => folder(path, files).ok_or_else(nothing)?,
    };
    if let (SourceKind::Snapshot, [file]) = (kind, chosen.as_slice()) {
        snapshot::read(&file.text).map_err(|source| NamedError::Snapshot {
            path: path.to_owned(),
            source,
        })?;
    }
    let files: Vec<String> = chosen.iter().map(|file| file.path.clone()).collect();
    let source = Source {
        kind,
        path: path.to_owned(),
        files: files.len(),
    };
    let content = if candidate::is_sql(kind) {
        Content::Sql {
            platform: platform(&chosen),
            files,
        }
    } else {
        Content::Texts(files)
    };
    Ok(Candidate {
        sources: vec![source],
        content,
    })
}

fn kind_of(file: &SchemaFile) -> Option<SourceKind> {
    let (_, extension) = file.path.rsplit_once('.')?;
    match extension {
        "prisma" => Some(SourceKind::PrismaSchema),
        "sql" if candidate::is_dump(&file.text) => Some(SourceKind::Dump),
        "sql" => Some(SourceKind::Sql),
        "json" | "csv" | "txt" => Some(SourceKind::Snapshot),
        "ts" | "mts" | "cts" if generated_types::is_generated_types(&file.text) => {
            Some(SourceKind::GeneratedTypes)
        }
        _ => None,
    }
}

/// What a folder holds: migrations, or else declarations.
fn folder<'a>(path: &str, files: &'a [SchemaFile]) -> Option<(SourceKind, Vec<&'a SchemaFile>)> {
    let found = migrations(path, files);
    if !found.1.is_empty() {
        return Some(found);
    }
    let of_kind = |kind| {
        let chosen = files.iter().filter(|file| kind_of(file) == Some(kind));
        let chosen: Vec<&SchemaFile> = chosen.collect();
        (!chosen.is_empty()).then_some((kind, chosen))
    };
    of_kind(SourceKind::PrismaSchema).or_else(|| of_kind(SourceKind::GeneratedTypes))
}

/// The SQL of a folder in the order of the tool that wrote it.
fn migrations<'a>(path: &str, files: &'a [SchemaFile]) -> (SourceKind, Vec<&'a SchemaFile>) {
    let sql = || files.iter().filter(|file| is_sql(&file.path));
    // The folder may be that of the tool, or of the whole project.
    for within in ["migrations", "supabase/migrations", "prisma/migrations"] {
        let within = paths::join_shown(path, within);
        if sql().any(|file| paths::is_within(&within, &file.path)) {
            return in_order(&within, sql(), files);
        }
    }
    in_order(path, sql(), files)
}

fn in_order<'a>(
    path: &str,
    sql: impl Iterator<Item = &'a SchemaFile>,
    files: &'a [SchemaFile],
) -> (SourceKind, Vec<&'a SchemaFile>) {
    let sql: Vec<&SchemaFile> = sql
        .filter(|file| paths::is_within(path, &file.path))
        .collect();
    let is_direct = |file: &&SchemaFile| !inside(path, &file.path).contains('/');
    let direct: Vec<&SchemaFile> = sql.iter().copied().filter(is_direct).collect();
    if direct.is_empty() {
        let named = |file: &&SchemaFile| file.path.ends_with("/migration.sql");
        let prisma: Vec<&SchemaFile> = sql.iter().copied().filter(named).collect();
        return if prisma.is_empty() {
            (SourceKind::Sql, sql)
        } else {
            (SourceKind::PrismaMigrations, prisma)
        };
    }
    let journal = paths::join_shown(path, "meta/_journal.json");
    if let Some(journal) = files.iter().find(|file| file.path == journal) {
        let ordered = journal::ordered(direct, &journal.text);
        return (SourceKind::DrizzleMigrations, ordered);
    }
    if path.ends_with("supabase/migrations") {
        (SourceKind::SupabaseMigrations, direct)
    } else {
        let is_undoing =
            |file: &&SchemaFile| look_alike::no_migration(paths::name(&file.path)).is_some();
        let applied: Vec<&SchemaFile> = direct
            .into_iter()
            .filter(|file| !is_undoing(file))
            .collect();
        (SourceKind::Sql, applied)
    }
}

fn inside<'a>(folder: &str, path: &'a str) -> &'a str {
    let rest = path.strip_prefix(folder).unwrap_or(path);
    rest.trim_start_matches('/')
}

fn is_sql(path: &str) -> bool {
    path.ends_with(".sql")
}

/// Whether the SQL counts on what a hosted Supabase has.
pub fn platform(files: &[&SchemaFile]) -> Platform {
    const SIGNS: [&str; 5] = [
        "auth.uid()",
        "auth.users",
        "storage.buckets",
        "storage.objects",
        "service_role",
    ];
    let counts_on_it = |file: &&SchemaFile| {
        let bytes = file.text.as_bytes();
        SIGNS
            .iter()
            .any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some())
    };
    let is_supabase = |file: &&SchemaFile| file.path.contains("supabase/");
    if files
        .iter()
        .any(|file| is_supabase(file) || counts_on_it(file))
    {
        Platform::Supabase
    } else {
        Platform::Postgres
    }
}

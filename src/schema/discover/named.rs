//! Sources that the user names: whatever they are called, what they hold says how to read them.

use super::candidate::{self, Candidate, Content};
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
    let sql: Vec<&SchemaFile> = files.iter().filter(|file| is_sql(&file.path)).collect();
    let (kind, chosen) = match files {
        [file] if file.path == path => (kind_of(file).ok_or_else(nothing)?, vec![file]),
        _ if sql.is_empty() => return Err(nothing()),
        _ => migrations(path, sql),
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

/// The files of a folder in the order of the tool that wrote them.
fn migrations<'a>(path: &str, sql: Vec<&'a SchemaFile>) -> (SourceKind, Vec<&'a SchemaFile>) {
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
    if path.ends_with("supabase/migrations") {
        (SourceKind::SupabaseMigrations, direct)
    } else {
        (SourceKind::Sql, direct)
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

//! Where a catalog comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::LineIndex;

/// A text that may say something about a schema, as it was read.
#[derive(Debug, Default)]
pub struct SchemaFile {
    /// Relative to the project root, `/`-separated.
    pub path: String,
    pub text: String,
    /// Where the lines of `text` are.
    pub lines: LineIndex,
}

impl SchemaFile {
    pub fn new(path: String, text: String) -> Self {
        Self {
            path,
            text,
            lines: LineIndex::default(),
        }
    }
}

/// The file at exactly this path, among files that are ordered by path.
pub fn by_path<'a>(files: &'a [SchemaFile], path: &str) -> Option<&'a SchemaFile> {
    let index = files.binary_search_by(|file| file.path.as_str().cmp(path));
    files.get(index.ok()?)
}

/// Files, or a connection, that together describe one database.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Source {
    pub kind: SourceKind,
    /// The folder, the file or the address without its password; relative to the project root.
    pub path: String,
    /// How many files were read.
    pub files: usize,
}

/// Ordered by trust, the most trusted first.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A database asked through a connection.
    Live,
    /// What a database said earlier, kept in a file.
    Snapshot,
    /// `supabase/migrations/*.sql`, in byte order of the names.
    SupabaseMigrations,
    /// The files of `schema_paths`, in the order given there.
    SupabaseSchemas,
    /// `migrations/*/migration.sql` of Prisma, in the order of the folders.
    PrismaMigrations,
    /// SQL files in the order of `meta/_journal.json`.
    DrizzleMigrations,
    /// Any other folder or file of SQL.
    Sql,
    /// What `pg_dump` writes.
    Dump,
    /// `schema.prisma`
    PrismaSchema,
    /// `pgTable(…)` and its like.
    DrizzleSchema,
    /// What `supabase gen types` writes.
    GeneratedTypes,
}

/// Files that look like a source of schema and were not used.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub struct LeftOut {
    pub path: String,
    /// A clause without a full stop: `a backup, by its name`.
    pub reason: String,
}

/// Whether a file is named `<number>_<name>`, as the Supabase CLI wants migrations to be: it passes
/// over others.
pub fn is_numbered(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let rest = name.trim_start_matches(|first: char| first.is_ascii_digit());
    rest.len() < name.len() && rest.starts_with('_')
}

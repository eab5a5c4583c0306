//! Sources that are read together, and what kind of source a text is.

use crate::schema::{
    catalog::Catalog,
    drizzle::naming::Casing,
    replay::Platform,
    source::{Source, SourceKind},
};

/// One description of a whole database.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// More than one where SQL is applied on top of other SQL; the first says how all are read.
    pub sources: Vec<Source>,
    pub content: Content,
}

/// What a candidate is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// SQL files, by their paths in the order in which they are applied.
    Sql {
        files: Vec<String>,
        platform: Platform,
    },
    /// Texts that are read as a whole, by their paths.
    Texts(Vec<String>),
    /// Declarations in TypeScript, by the path of the configuration, of the files that it names,
    /// and of all files.
    Drizzle {
        config: String,
        entries: Vec<String>,
        files: Vec<String>,
        /// How the clients of the package name columns, for where the configuration does not say.
        clients: Casing,
    },
    /// A catalog that was read already.
    Catalog(Box<Catalog>),
}

impl Candidate {
    pub fn kind(&self) -> SourceKind {
        self.sources
            .first()
            .map_or(SourceKind::Sql, |source| source.kind)
    }

    /// The paths of its SQL or declarations.
    pub fn files(&self) -> &[String] {
        match &self.content {
            Content::Sql { files, .. } | Content::Drizzle { files, .. } | Content::Texts(files) => {
                files
            }
            Content::Catalog(_) => &[],
        }
    }

    /// The paths of all texts that it is read from.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let config = match &self.content {
            Content::Drizzle { config, .. } => Some(config),
            Content::Sql { .. } | Content::Texts(_) | Content::Catalog(_) => None,
        };
        self.files().iter().chain(config).map(String::as_str)
    }
}

/// Whether sources of the kind are SQL that is applied.
pub fn is_sql(kind: SourceKind) -> bool {
    match kind {
        SourceKind::SupabaseMigrations
        | SourceKind::SupabaseSchemas
        | SourceKind::PrismaMigrations
        | SourceKind::DrizzleMigrations
        | SourceKind::Sql
        | SourceKind::Dump => true,
        SourceKind::Live
        | SourceKind::Snapshot
        | SourceKind::PrismaSchema
        | SourceKind::DrizzleSchema
        | SourceKind::GeneratedTypes => false,
    }
}

/// Whether SQL was written by `pg_dump`, by the comment it begins with.
pub fn is_dump(text: &str) -> bool {
    beginning(text, 2000).contains("PostgreSQL database dump")
}

/// The first bytes of a text, cut between characters.
pub fn beginning(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

//! What the sources of a database leave to others to tell.

use super::{Database, source::SourceKind};

impl Database {
    /// The library to which the project describes its database, to ask it through that.
    pub fn mapper(&self) -> Option<&'static str> {
        self.sources.iter().find_map(|source| match source.kind {
            SourceKind::PrismaSchema | SourceKind::PrismaMigrations => Some("Prisma"),
            SourceKind::DrizzleSchema | SourceKind::DrizzleMigrations => Some("Drizzle"),
            SourceKind::Live
            | SourceKind::Snapshot
            | SourceKind::SupabaseMigrations
            | SourceKind::SupabaseSchemas
            | SourceKind::Sql
            | SourceKind::Dump
            | SourceKind::GeneratedTypes => None,
        })
    }

    /// Whether the catalog of a database is made from SQL or the database itself, and so tells what its
    /// own objects use.
    pub fn tells_uses(&self) -> bool {
        self.sources
            .first()
            .is_some_and(|source| match source.kind {
                SourceKind::Live
                | SourceKind::Snapshot
                | SourceKind::SupabaseMigrations
                | SourceKind::SupabaseSchemas
                | SourceKind::PrismaMigrations
                | SourceKind::DrizzleMigrations
                | SourceKind::Sql
                | SourceKind::Dump => true,
                SourceKind::PrismaSchema
                | SourceKind::DrizzleSchema
                | SourceKind::GeneratedTypes => false,
            })
    }
}

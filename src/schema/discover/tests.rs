use super::*;
use crate::{
    schema::source::SchemaFile,
    source::{Dialect, SourceFile, Sources},
};

const TABLE: &str = "create table posts (id int);";

/// What is found among files, each a path with a text after a space, or with a table.
fn found(files: &[&str]) -> Vec<String> {
    let mut schema_files = Vec::new();
    let mut sources = Vec::new();
    let mut manifests = Vec::new();
    for file in files {
        let (path, text) = file.split_once(' ').unwrap_or((file, TABLE));
        if path.ends_with("package.json") {
            manifests.push(path.to_owned());
        } else if let Some(dialect) = Dialect::of_path(path) {
            sources.push(SourceFile::new(path.to_owned(), text.to_owned(), dialect));
        } else {
            schema_files.push(SchemaFile::new(path.to_owned(), text.to_owned()));
        }
    }
    schema_files.sort_by(|a, b| a.path.cmp(&b.path));
    let discovery = discover(Project {
        files: &schema_files,
        sources: &Sources::new(sources),
        manifests: &manifests,
    });
    let mut lines = Vec::new();
    for database in discovery.databases {
        lines.push(format!("{} in `{}`", database.name, database.root));
        for candidate in &database.candidates {
            let sources = candidate.sources.iter();
            let sources =
                sources.map(|source| format!("{:?} {} {}", source.kind, source.path, source.files));
            lines.push(format!("  {}", sources.collect::<Vec<_>>().join(" + ")));
        }
        let left_out = database.left_out.iter();
        lines.extend(
            left_out.map(|left_out| format!("  not {}: {}", left_out.path, left_out.reason)),
        );
    }
    let left_out = discovery.left_out.iter();
    lines.extend(left_out.map(|left_out| format!("not {}: {}", left_out.path, left_out.reason)));
    lines
}

const TYPES: &str = "lib/types.ts export type Database = {\n public: {\n  Tables: {\n   posts: {\n    Row: {\n id: 1 }\n    Insert: {\n";

#[test]
fn a_supabase_project_is_its_migrations() {
    assert_eq!(
        found(&[
            "supabase/config.toml [api]",
            "supabase/migrations/1_a.sql",
            "supabase/migrations/2_b.sql",
            "supabase/migrations/2_b.down.sql",
            "supabase/migrations_backup/1_a.sql",
            "supabase/seed.sql",
            "migrations/a.sql",
            "fix.sql",
            TYPES,
        ]),
        [
            "main in ``",
            "  SupabaseMigrations supabase/migrations 2",
            "  GeneratedTypes lib/types.ts 1",
            "  not fix.sql: in no folder of migrations",
            "  not migrations: beside `supabase/migrations`, which is the schema",
            "  not supabase/migrations/2_b.down.sql: undoes a migration",
            "  not supabase/migrations_backup: a backup, by its name",
            "  not supabase/seed.sql: seed data, by its name",
        ]
    );
}

#[test]
fn examples_yield_to_what_is_in_use() {
    assert_eq!(
        found(&[
            "supabase/migrations/1_a.sql",
            "examples/x/supabase/migrations/1_a.sql"
        ]),
        [
            "main in ``",
            "  SupabaseMigrations supabase/migrations 1",
            "  not examples/x/supabase/migrations: an example or a test, by its folder",
        ]
    );
    assert_eq!(
        found(&["template/supabase/migrations/1_a.sql"]),
        [
            "template in `template`",
            "  SupabaseMigrations template/supabase/migrations 1"
        ]
    );
    assert_eq!(
        found(&["server/uploads/a/supabase/migrations/1_a.sql"]),
        ["not server/uploads: uploaded files, by its name"]
    );
}

#[test]
fn every_root_is_a_database() {
    assert_eq!(
        found(&[
            "package.json",
            "apps/a/package.json",
            "apps/a/supabase/migrations/1_a.sql",
            "apps/b/package.json",
            "apps/b/prisma/schema.prisma datasource db {\n provider = \"postgresql\"\n}",
            "apps/b/prisma/migrations/1_a/migration.sql",
            "apps/c/package.json",
            "apps/c/db/migrations/1.sql CREATE TABLE `a` (id int) ENGINE=InnoDB",
        ]),
        [
            "a in `apps/a`",
            "  SupabaseMigrations apps/a/supabase/migrations 1",
            "b in `apps/b`",
            "  PrismaMigrations apps/b/prisma/migrations 1",
            "  PrismaSchema apps/b/prisma/schema.prisma 1",
            "not apps/c/db/migrations: SQL of MySQL",
        ]
    );
}

#[test]
fn declarations_stand_in_for_migrations_that_begin_in_the_middle() {
    assert_eq!(
        found(&[
            "drizzle.config.ts export default { dialect: 'postgresql', schema: './db/index.ts', out: './m' }",
            "db/index.ts export * from './users'",
            "db/users.ts export const users = pgTable('users', {})",
            "m/meta/_journal.json {\"entries\":[{\"idx\":0,\"tag\":\"0000_a\"}]}",
            "m/0001_b.sql alter table users add column a int;",
        ]),
        [
            "main in ``",
            "  DrizzleSchema db/index.ts 2",
            "  DrizzleMigrations m 1",
        ]
    );
}

#[test]
fn journals_beside_other_migrations_are_left_out() {
    assert_eq!(
        found(&[
            "package.json",
            "drizzle.config.ts export default { schema: './db/schema.ts', out: './supabase/migrations' }",
            "db/schema.ts export const users = pgTable('users', {})",
            "supabase/config.toml [api]",
            "supabase/migrations/0000_a.sql",
            "supabase/migrations/meta/_journal.json {\"entries\":[{\"idx\":0,\"tag\":\"0000_a\"}]}",
            "db/0000_b.sql",
            "db/meta/_journal.json {\"entries\":[{\"idx\":0,\"tag\":\"0000_b\"}]}",
        ]),
        [
            "main in ``",
            "  SupabaseMigrations supabase/migrations 1",
            "  DrizzleSchema db/schema.ts 1",
            "  not db: beside `supabase/migrations`, which is the schema",
        ]
    );
}

#[test]
fn plain_sql_is_taken_where_nothing_else_is() {
    assert_eq!(
        found(&[
            "db/schema.sql create table users (id int);",
            "db/migrations/1.sql alter table users add a int; create table b ();"
        ]),
        ["main in ``", "  Sql db/schema.sql 1 + Sql db/migrations 1"]
    );
    assert_eq!(
        found(&["db/schema.sql", "db/migrations/1.sql"]),
        [
            "main in ``",
            "  Sql db/migrations 1",
            "  not db/schema.sql: beside `db/migrations`, which is the schema",
        ]
    );
    assert_eq!(
        found(&["structure.sql -- PostgreSQL database dump\ncreate table a ();"]),
        ["main in ``", "  Dump structure.sql 1"]
    );
    assert_eq!(
        found(&[TYPES]),
        ["main in ``", "  GeneratedTypes lib/types.ts 1"]
    );
}

#[test]
fn migrations_that_know_far_more_of_the_types_win() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let tables: String = names
        .iter()
        .map(|name| format!("create table {name} ();\n"))
        .collect();
    let members: String = names
        .iter()
        .map(|name| format!("{name}: {{\nRow: {{\nInsert: {{\n"))
        .collect();
    assert_eq!(
        found(&[
            "supabase/migrations/1_a.sql create table a ();",
            &format!("db/migrations/1.sql {tables}"),
            "db/migrations/2.sql -- nothing",
            &format!("t.ts Tables: {{\n{members}"),
        ]),
        [
            "main in ``",
            "  Sql db/migrations 2",
            "  SupabaseMigrations supabase/migrations 1",
            "  GeneratedTypes t.ts 1",
        ]
    );
}

//! Plain SQL: a folder of migrations, a file with the schema, or both.

use std::collections::BTreeMap;

use super::{
    candidate::{self, Candidate, Content},
    foreign, look_alike, named,
    outline::Outline,
    paths,
    project::Remaining,
};
use crate::schema::source::{SchemaFile, Source, SourceKind};

/// SQL of one package that may be a schema.
#[derive(Debug)]
pub(super) struct PlainSql<'a> {
    /// The folder of the package.
    pub(super) package: String,
    /// A folder of migrations, or the folder of a file with the schema.
    pub(super) path: String,
    pub(super) kind: SourceKind,
    pub(super) files: Vec<&'a SchemaFile>,
    pub(super) outline: Outline,
}

/// All folders of migrations and files with schemas, by path; their files are not taken yet.
pub(super) fn found<'a>(remaining: &mut Remaining<'a>) -> Vec<PlainSql<'a>> {
    let mut folders: BTreeMap<&str, Vec<&SchemaFile>> = BTreeMap::new();
    let mut single = Vec::new();
    let sql: Vec<&SchemaFile> = remaining
        .files()
        .filter(|file| file.path.ends_with(".sql"))
        .collect();
    for file in sql {
        let folder = paths::parent(&file.path);
        if let Some(folder) = migrations_folder(folder) {
            match look_alike::no_migration(paths::name(&file.path)) {
                Some(reason) => remaining.leave_out(&[file], folder, reason),
                None => folders.entry(folder).or_default().push(file),
            }
        } else if is_schema_file(&file.path) {
            single.push(file);
        }
    }
    let mut found = Vec::new();
    let workers = workers(remaining);
    for (folder, files) in folders {
        found.extend(plain_sql(
            folder,
            SourceKind::Sql,
            files,
            &workers,
            remaining,
        ));
    }
    for file in single {
        let kind = if candidate::is_dump(&file.text) {
            SourceKind::Dump
        } else {
            SourceKind::Sql
        };
        found.extend(plain_sql(&file.path, kind, vec![file], &workers, remaining));
    }
    found
}

fn plain_sql<'a>(
    path: &str,
    kind: SourceKind,
    files: Vec<&'a SchemaFile>,
    workers: &[&SchemaFile],
    remaining: &mut Remaining<'a>,
) -> Option<PlainSql<'a>> {
    let systems = files.iter().filter_map(|file| foreign::system(&file.text));
    let systems: Vec<&str> = systems.collect();
    if let Some(system) = systems.first()
        && systems.len() * 2 > files.len().min(4)
    {
        remaining.leave_out(&files, path, &format!("SQL of {system}"));
        return None;
    }
    let system = foreign::system_of_path(path);
    if let Some(system) = system.or_else(|| of_configured_system(path, workers)) {
        remaining.leave_out(&files, path, &format!("SQL of {system}"));
        return None;
    }
    let outline = Outline::of(files.iter().map(|file| file.text.as_str()));
    Some(PlainSql {
        package: remaining.package(path).to_owned(),
        path: path.to_owned(),
        kind,
        files,
        outline,
    })
}

/// The configurations of Cloudflare's workers.
fn workers<'a>(remaining: &Remaining<'a>) -> Vec<&'a SchemaFile> {
    let files = remaining.project.files.iter();
    let workers = files.filter(|file| {
        paths::name(&file.path).starts_with("wrangler.") && file.text.contains("d1_databases")
    });
    workers.collect()
}

/// The system that a configuration beside the folder says it is for: Cloudflare's D1 is SQLite.
fn of_configured_system(path: &str, workers: &[&SchemaFile]) -> Option<&'static str> {
    let names_it = workers.iter().any(|file| {
        let folder = paths::parent(&file.path);
        let Some(inside) = paths::inside(folder, path) else {
            return false;
        };
        let names = |quoted: &str| file.text.contains(quoted);
        inside == "migrations"
            || names(&format!("\"{inside}\""))
            || names(&format!("\"./{inside}\""))
    });
    names_it.then_some("SQLite (Cloudflare D1)")
}

/// The folder itself, or the one around it, when that is called `migrations`.
fn migrations_folder(folder: &str) -> Option<&str> {
    let is_migrations =
        |folder: &str| matches!(paths::name(folder), "migrations" | "migration" | "migrate");
    if is_migrations(folder) {
        return Some(folder);
    }
    let around = paths::parent(folder);
    (is_migrations(around) && paths::name(folder) == "up").then_some(around)
}

/// Whether a file's name says that it holds the whole schema.
fn is_schema_file(path: &str) -> bool {
    let name = paths::name(path);
    let stem = name
        .strip_suffix(".sql")
        .unwrap_or(name)
        .to_ascii_lowercase();
    let folder = paths::name(paths::parent(path));
    let is_main = matches!(
        stem.as_str(),
        "schema"
            | "structure"
            | "database"
            | "db"
            | "tables"
            | "database_schema"
            | "db_schema"
            | "database-schema"
            | "supabase_schema"
            | "supabase-schema"
            | "full_schema"
            | "complete_schema"
            | "schema_dump"
    );
    let is_in_database_folder = matches!(
        folder,
        "db" | "database" | "sql" | "schema" | "supabase" | "postgres"
    );
    is_main || is_in_database_folder && matches!(stem.as_str(), "init" | "setup" | "create_tables")
}

/// The candidate that the SQL of one package is, and what of it is not used, with the reason.
pub(super) fn choose<'a>(
    mut all: Vec<PlainSql<'a>>,
) -> (Option<Candidate>, Vec<(PlainSql<'a>, String)>) {
    all.sort_by_cached_key(|sql| {
        let created = sql.outline.created.len();
        let is_folder = !sql.path.ends_with(".sql");
        (std::cmp::Reverse((is_folder, created)), sql.path.clone())
    });
    let mut all = all.into_iter();
    let Some(first) = all.next() else {
        return (None, Vec::new());
    };
    let mut unused = Vec::new();
    let mut base: Option<PlainSql<'a>> = None;
    let mut chosen = first;
    for sql in all {
        let holds_all = chosen.outline.created.is_subset(&sql.outline.created);
        let is_single = sql.path.ends_with(".sql");
        if is_single && chosen.outline.builds_on(&sql.outline) && base.is_none() {
            if holds_all {
                let reason = format!("`{}` is the schema that it leads to", sql.path);
                unused.push((std::mem::replace(&mut chosen, sql), reason));
            } else {
                base = Some(sql);
            }
        } else {
            let reason = format!("beside `{}`, which is the schema", chosen.path);
            unused.push((sql, reason));
        }
    }
    (Some(candidate_of(base.iter().chain([&chosen]))), unused)
}

/// SQL that is applied one after the other.
fn candidate_of<'a, 'b: 'a>(parts: impl Iterator<Item = &'a PlainSql<'b>>) -> Candidate {
    let mut sources = Vec::new();
    let mut files: Vec<&SchemaFile> = Vec::new();
    for part in parts {
        sources.push(Source {
            kind: part.kind,
            path: part.path.clone(),
            files: part.files.len(),
        });
        files.extend(&part.files);
    }
    Candidate {
        sources,
        content: Content::Sql {
            platform: named::platform(&files),
            files: files.iter().map(|file| file.path.clone()).collect(),
        },
    }
}

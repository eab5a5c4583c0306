//! Supabase projects: a folder `supabase` with a configuration, migrations or schemas.

use std::collections::BTreeSet;

use super::{
    candidate::{Candidate, Content},
    glob::Glob,
    look_alike, paths,
    project::Remaining,
    settings::Settings,
};
use crate::schema::{
    replay::Platform,
    source::{SchemaFile, Source, SourceKind},
};

/// A Supabase project.
#[derive(Debug)]
pub(super) struct SupabaseProject {
    /// The folder that `supabase` is in.
    pub(super) root: String,
    pub(super) settings: Settings,
    pub(super) candidates: Vec<Candidate>,
}

/// Every Supabase project, by the path of its root; its files are taken.
pub(super) fn projects(remaining: &mut Remaining<'_>) -> Vec<SupabaseProject> {
    let folders: BTreeSet<&str> = remaining.files().filter_map(project_folder).collect();
    folders
        .into_iter()
        .map(|folder| project(folder, remaining))
        .collect()
}

/// The `supabase` folder that a file is part of.
fn project_folder(file: &SchemaFile) -> Option<&str> {
    let path = file.path.as_str();
    let parts = ["config.toml", "migrations/", "schemas/"];
    let starts = path.match_indices("supabase/").map(|(at, _)| at);
    let mut starts = starts.filter(|&at| at == 0 || path.as_bytes()[at - 1] == b'/');
    let at = starts.find(|at| {
        let inside = &path[at + "supabase/".len()..];
        parts.iter().any(|part| inside.starts_with(part))
    })?;
    Some(&path[..at + "supabase".len()])
}

fn project(folder: &str, remaining: &mut Remaining<'_>) -> SupabaseProject {
    let files = remaining.below(folder);
    let config = files
        .iter()
        .find(|file| file.path == paths::join(folder, "config.toml"));
    let settings = config.map_or_else(Settings::default, |file| Settings::read(&file.text));
    if let Some(config) = config {
        remaining.take(&config.path);
    }
    let migrations = migrations(folder, &files, &settings, remaining);
    let schemas = schemas(folder, &files, &settings, remaining);
    SupabaseProject {
        root: paths::parent(folder).to_owned(),
        settings,
        candidates: migrations.into_iter().chain(schemas).collect(),
    }
}

/// `migrations/*.sql` in byte order of their names.
fn migrations<'a>(
    folder: &str,
    files: &[&'a SchemaFile],
    settings: &Settings,
    remaining: &mut Remaining<'a>,
) -> Option<Candidate> {
    let migrations = paths::join(folder, "migrations");
    let below: Vec<&SchemaFile> = files
        .iter()
        .copied()
        .filter(|file| paths::is_within(&migrations, &file.path) && file.path.ends_with(".sql"))
        .collect();
    let is_direct = |file: &&SchemaFile| paths::parent(&file.path) == migrations;
    let (direct, nested): (Vec<_>, Vec<_>) = below.into_iter().partition(is_direct);
    for file in nested {
        let reason = "in a folder within that of the migrations, which Supabase does not read";
        remaining.leave_out(&[file], paths::parent(&file.path), reason);
    }
    let mut applied = Vec::new();
    for file in direct {
        match look_alike::no_migration(paths::name(&file.path)) {
            Some(reason) => remaining.leave_out(&[file], &file.path, reason),
            None => applied.push(file),
        }
    }
    if !settings.migrations_enabled {
        let reason = "`[db.migrations] enabled = false` in `supabase/config.toml`";
        remaining.leave_out(&applied, &migrations, reason);
        return None;
    }
    candidate(
        SourceKind::SupabaseMigrations,
        migrations,
        applied,
        remaining,
    )
}

/// The files of `schema_paths`, in the order given; without it, all in `schemas`, by path.
fn schemas<'a>(
    folder: &str,
    files: &[&'a SchemaFile],
    settings: &Settings,
    remaining: &mut Remaining<'a>,
) -> Option<Candidate> {
    let schemas = paths::join(folder, "schemas");
    let is_sql = |file: &&&SchemaFile| file.path.ends_with(".sql");
    let sql: Vec<&SchemaFile> = files.iter().filter(is_sql).copied().collect();
    let mut found: Vec<&SchemaFile> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    if settings.schema_paths.is_empty() {
        found.extend(
            sql.iter()
                .filter(|file| paths::is_within(&schemas, &file.path)),
        );
    }
    for glob in &settings.schema_paths {
        let Some(glob) = Glob::new(folder, glob) else {
            continue;
        };
        let matching = sql.iter().copied().filter(|file| glob.matches(&file.path));
        found.extend(matching.filter(|file| seen.insert(&file.path)));
    }
    candidate(SourceKind::SupabaseSchemas, schemas, found, remaining)
}

fn candidate<'a>(
    kind: SourceKind,
    path: String,
    files: Vec<&'a SchemaFile>,
    remaining: &mut Remaining<'a>,
) -> Option<Candidate> {
    if files.is_empty() {
        return None;
    }
    remaining.take_all(&files);
    Some(Candidate {
        sources: vec![Source {
            kind,
            path,
            files: files.len(),
        }],
        content: Content::Sql {
            files: files.iter().map(|file| file.path.clone()).collect(),
            platform: Platform::Supabase,
        },
    })
}

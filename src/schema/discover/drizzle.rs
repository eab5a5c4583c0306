//! Drizzle: what `drizzle.config.*` names, and SQL folders with a journal.

use std::collections::BTreeSet;

use super::{
    candidate::{Candidate, Content},
    glob::Glob,
    journal, named, paths,
    project::Remaining,
};
use crate::{
    schema::{
        drizzle::{
            client,
            config::{self, DrizzleConfig},
            naming::Casing,
        },
        source::{SchemaFile, Source, SourceKind},
    },
    source::Sources,
};

/// Where declarations usually are, relative to the configuration.
const USUAL: [&str; 6] = [
    "schema.ts",
    "src/schema.ts",
    "db/schema.ts",
    "src/db/schema.ts",
    "lib/db/schema.ts",
    "src/lib/db/schema.ts",
];

/// Every Drizzle project for Postgres, with the root it belongs to; its SQL files are taken.
pub(super) fn candidates(remaining: &mut Remaining<'_>) -> Vec<(String, Candidate)> {
    let mut candidates = Vec::new();
    for (path, config) in configurations(remaining) {
        let folder = paths::parent(&path);
        let out = paths::join(folder, config.out.as_deref().unwrap_or("drizzle"));
        // The configuration of one package may point into another.
        let root = if paths::is_within(folder, &out) {
            folder.to_owned()
        } else {
            remaining.package(&out).to_owned()
        };
        if let Some(dialect) = &config.dialect
            && !config.is_postgres()
        {
            let files = remaining.below(&out);
            remaining.leave_out(&files, &out, &format!("Drizzle migrations for {dialect}"));
            remaining.say_left_out(&path, &format!("a Drizzle project for {dialect}"));
            continue;
        }
        candidates.extend(migrations(&out, remaining).map(|found| (root.clone(), found)));
        candidates.extend(schema(&path, &config, remaining).map(|found| (root, found)));
    }
    candidates
}

/// The configurations by the paths of their files.
fn configurations(remaining: &Remaining<'_>) -> Vec<(String, DrizzleConfig)> {
    let is_configuration = |path: &str| {
        let name = paths::name(path);
        let ending = name
            .strip_prefix("drizzle")
            .and_then(|rest| rest.split_once(".config."));
        ending.is_some_and(|(_, ending)| {
            matches!(ending, "ts" | "mts" | "js" | "mjs" | "cjs" | "json")
        })
    };
    let sources = remaining.sources().map(|file| (&file.path, &file.text));
    let files = remaining.files().map(|file| (&file.path, &file.text));
    let found = sources
        .chain(files)
        .filter(|(path, _)| is_configuration(path));
    let mut found: Vec<SchemaFile> = found
        .map(|(path, text)| SchemaFile::new(path.clone(), text.clone()))
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let configurations = found.iter().flat_map(|file| {
        let configurations = config::read(file).into_iter();
        configurations.map(|configuration| (file.path.clone(), configuration))
    });
    configurations.collect()
}

/// Folders with a journal that no configuration names, each with the package it is in.
pub(super) fn journals(remaining: &mut Remaining<'_>) -> Vec<(String, Candidate)> {
    let journals = remaining
        .files()
        .filter(|file| file.path.ends_with("meta/_journal.json"));
    let journals: Vec<&SchemaFile> = journals.collect();
    let mut candidates = Vec::new();
    for journal in journals {
        let out = paths::parent(paths::parent(&journal.path));
        if !journal::is_postgres(&journal.text) {
            let files = remaining.below(out);
            remaining.leave_out(&files, out, "Drizzle migrations of another system");
            continue;
        }
        let root = remaining.package(out).to_owned();
        candidates.extend(migrations(out, remaining).map(|found| (root, found)));
    }
    candidates
}

/// The SQL of a folder, in the order of its journal when that knows all of it, else by name.
fn migrations(out: &str, remaining: &mut Remaining<'_>) -> Option<Candidate> {
    let below = remaining.below(out);
    let is_direct =
        |file: &&SchemaFile| paths::parent(&file.path) == out && file.path.ends_with(".sql");
    let files: Vec<&SchemaFile> = below.iter().copied().filter(is_direct).collect();
    let journal = paths::join(out, "meta/_journal.json");
    let journal = below.iter().find(|file| file.path == journal)?;
    remaining.take(&journal.path);
    if files.is_empty() {
        return None;
    }
    let files = journal::ordered(files, &journal.text);
    remaining.take_all(&files);
    Some(Candidate {
        sources: vec![Source {
            kind: SourceKind::DrizzleMigrations,
            path: out.to_owned(),
            files: files.len(),
        }],
        content: Content::Sql {
            files: files.iter().map(|file| file.path.clone()).collect(),
            platform: named::platform(&files),
        },
    })
}

/// The declarations that a configuration names, and those that they import.
fn schema(path: &str, config: &DrizzleConfig, remaining: &Remaining<'_>) -> Option<Candidate> {
    let root = paths::parent(path);
    let sources = remaining.project.sources;
    let mut named = config.schema.clone();
    if named.is_empty() {
        // The paths are computed; declarations are where they usually are.
        named.extend(USUAL.map(str::to_owned));
    }
    let mut wanted: Vec<String> = Vec::new();
    for named in &named {
        let Some(glob) = Glob::new(root, named) else {
            continue;
        };
        let files = sources.files().iter().map(|file| file.path.as_str());
        let matching = files.filter(|path| is_code(path) && glob.matches(path));
        wanted.extend(matching.map(str::to_owned));
    }
    let entries: BTreeSet<String> = wanted.iter().cloned().collect();
    let mut found: BTreeSet<String> = BTreeSet::new();
    while let Some(path) = wanted.pop() {
        let Some(file) = sources.by_path(&path).map(|file| sources.get(file)) else {
            continue;
        };
        if found.insert(path.clone()) {
            wanted.extend(imported(&path, &file.text, |path| {
                sources.by_path(path).is_some()
            }));
        }
    }
    let first = entries.first()?.clone();
    let shown = config.schema.first().map_or(first, |first| {
        let first = paths::join(root, first);
        first
            .split('*')
            .next()
            .unwrap_or(&first)
            .trim_end_matches('/')
            .to_owned()
    });
    Some(Candidate {
        sources: vec![Source {
            kind: SourceKind::DrizzleSchema,
            path: shown,
            files: found.len(),
        }],
        content: Content::Drizzle {
            config: path.to_owned(),
            entries: entries.into_iter().collect(),
            files: found.into_iter().collect(),
            clients: clients(root, sources),
        },
    })
}

/// The casing of the clients that are made in a folder, when all that set one set the same.
///
/// A schema whose migrations know nothing of it would not work with such a client.
fn clients(root: &str, sources: &Sources) -> Casing {
    let files = sources.files().iter();
    let files =
        files.filter(|file| paths::is_within(root, &file.path) && file.text.contains("casing"));
    let mut casings = files
        .filter(|file| is_code(&file.path))
        .flat_map(|file| client::casings(&SchemaFile::new(file.path.clone(), file.text.clone())));
    let first = casings.next().unwrap_or_default();
    if casings.all(|casing| casing == first) {
        first
    } else {
        Casing::Keep
    }
}

fn is_code(path: &str) -> bool {
    let is_test = path.contains(".test.") || path.contains(".spec.");
    !is_test
        && [".ts", ".mts", ".js", ".mjs"]
            .iter()
            .any(|ending| path.ends_with(ending))
}

/// The files that a file imports by relative paths.
fn imported(path: &str, text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let folder = paths::parent(path);
    let after = text
        .match_indices(" from ")
        .map(|(at, from)| &text[at + from.len()..]);
    let specifiers = after.filter_map(|after| {
        let quote = after
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let (specifier, _) = after[1..].split_once(quote)?;
        specifier.starts_with('.').then_some(specifier)
    });
    let resolved = specifiers.filter_map(|specifier| {
        let base = paths::join(folder, specifier);
        let stem = base.strip_suffix(".js").unwrap_or(&base);
        let candidates = [
            base.clone(),
            format!("{stem}.ts"),
            format!("{base}.ts"),
            format!("{base}.js"),
            format!("{base}/index.ts"),
            format!("{base}/index.js"),
        ];
        candidates.into_iter().find(|path| exists(path))
    });
    resolved.collect()
}

//! What of a project may touch the database and is not read: other languages, other libraries.
//!
//! What only these use looks unused to us, so whoever says that something is unused asks here.

use std::collections::BTreeMap;

use memchr::memmem::Finder;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    modules::Manifest,
    source::{SourceFile, Sources},
};

/// A language or library whose use of the database is not extracted.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Unread {
    /// As a phrase: "Dart", "the package `pg`".
    pub what: String,
    /// One of the files, the first by path.
    pub example_path: String,
    pub files: usize,
}

/// Packages that send SQL of their own.
const PACKAGES: [&str; 19] = [
    "pg",
    "pg-promise",
    "postgres",
    "@prisma/client",
    "drizzle-orm",
    "knex",
    "kysely",
    "typeorm",
    "sequelize",
    "@mikro-orm/core",
    "@mikro-orm/postgresql",
    "objection",
    "slonik",
    "@neondatabase/serverless",
    "@vercel/postgres",
    "postgres.js",
    "massive",
    "pgtyped",
    "@pgtyped/runtime",
];

/// The same where there is no package to install: `https://deno.land/x/postgres@v0.17.0/mod.ts`.
const REMOTE: [&str; 2] = ["deno.land/x/postgres", "jsr:@db/postgres"];

/// The language of a file that is not read, by its extension; only those with clients of Postgres
/// or PostgREST.
pub fn language(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension {
        "dart" => "Dart",
        "py" => "Python",
        "go" => "Go",
        "rb" => "Ruby",
        "php" => "PHP",
        "java" => "Java",
        "kt" => "Kotlin",
        "swift" => "Swift",
        "cs" => "C#",
        "rs" => "Rust",
        "ex" | "exs" => "Elixir",
        _ => return None,
    })
}

/// The files of each language, by path; ordered by language.
pub fn languages<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<Unread> {
    let mut found: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for path in paths {
        let Some(language) = language(path) else {
            continue;
        };
        let (example, files) = found.entry(language).or_insert((path, 0));
        *example = (*example).min(path);
        *files += 1;
    }
    let unread = found.into_iter();
    unread
        .map(|(language, (example, files))| Unread {
            what: language.to_owned(),
            example_path: example.to_owned(),
            files,
        })
        .collect()
}

/// The libraries that the sources import and that send SQL of their own, ordered by name.
///
/// A package is looked for only when a manifest names it: texts are many.
pub fn packages(sources: &Sources, manifests: &[Manifest]) -> Vec<Unread> {
    let is_named = |package: &&str| {
        let quoted = format!("\"{package}\"");
        let in_list = format!(":{package}");
        let mut texts = manifests.iter().map(|manifest| manifest.text.as_str());
        texts.any(|text| text.contains(&quoted) || text.contains(&in_list))
    };
    let mut names: Vec<&str> = PACKAGES.into_iter().filter(is_named).collect();
    names.extend(REMOTE);
    names.sort_unstable();
    let mut unread = Vec::new();
    for name in names {
        let finder = Finder::new(name);
        let imports = |file: &&SourceFile| imports(&file.text, name, &finder);
        let files: Vec<&SourceFile> = sources.files().par_iter().filter(imports).collect();
        if let Some(example) = files.iter().map(|file| &file.path).min() {
            unread.push(Unread {
                what: format!("the package `{name}`"),
                example_path: example.clone(),
                files: files.len(),
            });
        }
    }
    unread
}

/// Whether a text imports a package or a part of it, other than for its types alone.
fn imports(text: &str, name: &str, finder: &Finder<'_>) -> bool {
    let mut places = finder.find_iter(text.as_bytes());
    places.any(|at| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let before = ["npm:", "https://", "http://"]
            .iter()
            .find_map(|scheme| before.strip_suffix(scheme))
            .unwrap_or(before);
        let is_whole = before.ends_with(['"', '\'']) && after.starts_with(['"', '\'', '/', '@']);
        is_whole && is_import(&before[..before.len() - 1])
    })
}

/// Whether what stands before a specifier imports it.
fn is_import(before: &str) -> bool {
    let before = before.trim_end();
    let statement = before.rsplit(['\n', ';']).next().unwrap_or(before);
    before.ends_with("require(")
        || before.ends_with("import(")
        || before.ends_with("import")
        || before.ends_with("from") && !statement.trim_start().starts_with("import type ")
}

#[test]
fn imports_of_packages_are_found() {
    let finder = Finder::new("pg");
    for (text, expected) in [
        ("import { Pool } from \"pg\";", true),
        ("const { Pool } = require('pg')", true),
        ("await import('pg')", true),
        ("import pg from 'npm:pg@8'", true),
        ("import x from 'pg/lib/x'", true),
        ("import type { Pool } from 'pg'", false),
        ("const name = 'pg'", false),
        ("import x from 'pgpass'", false),
        ("import x from './pg'", false),
    ] {
        assert_eq!(imports(text, "pg", &finder), expected, "{text}");
    }
}

#[test]
fn languages_are_counted() {
    let found = languages(["b.py", "a.py", "lib/main.dart", "x.ts", "Makefile"]);
    let found: Vec<_> = found
        .iter()
        .map(|unread| {
            (
                unread.what.as_str(),
                unread.example_path.as_str(),
                unread.files,
            )
        })
        .collect();
    assert_eq!(found, [("Dart", "lib/main.dart", 1), ("Python", "a.py", 2)]);
}

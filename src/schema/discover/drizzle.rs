//! Drizzle: what `drizzle.config.*` names, and SQL folders with a journal.

use std::collections::BTreeSet;

use super::{
    candidate::{Candidate, Content},
    journal, named, paths,
    project::Remaining,
};
use crate::schema::source::{SchemaFile, Source, SourceKind};

/// Every Drizzle project for Postgres, with the root it belongs to; its SQL files are taken.
pub(super) fn candidates(remaining: &mut Remaining<'_>) -> Vec<(String, Candidate)> {
    let mut candidates = Vec::new();
    for (path, text) in configurations(remaining) {
        let config = Config::read(&text);
        let folder = paths::parent(&path);
        let out = paths::join(folder, config.out.as_deref().unwrap_or("drizzle"));
        // The configuration of one package may point into another.
        let root = if paths::is_within(folder, &out) {
            folder.to_owned()
        } else {
            remaining.package(&out).to_owned()
        };
        if config
            .dialect
            .as_deref()
            .is_some_and(|dialect| dialect != "postgresql")
        {
            let dialect = config.dialect.unwrap_or_default();
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

/// The configurations by path.
fn configurations(remaining: &Remaining<'_>) -> Vec<(String, String)> {
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
    let mut found: Vec<(String, String)> = found
        .map(|(path, text)| (path.clone(), text.clone()))
        .collect();
    found.sort();
    found
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
fn schema(path: &str, config: &Config, remaining: &Remaining<'_>) -> Option<Candidate> {
    let root = paths::parent(path);
    let sources = remaining.project.sources;
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut wanted: Vec<String> = Vec::new();
    for named in &config.schema {
        let named = paths::join(root, named);
        let stem = named.split('*').next().unwrap_or(&named);
        let folder = stem.trim_end_matches('/');
        if sources.by_path(&named).is_some() {
            wanted.push(named);
            continue;
        }
        let files = sources.files().iter().map(|file| file.path.as_str());
        let within = files.filter(|path| paths::is_within(folder, path) || path.starts_with(stem));
        wanted.extend(within.filter(|path| is_code(path)).map(str::to_owned));
    }
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
    if found.is_empty() {
        return None;
    }
    let shown = config.schema.first().map_or(root.to_owned(), |first| {
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
            files: found.into_iter().collect(),
        },
    })
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

/// What a configuration says, read roughly.
#[derive(Debug, Default, Eq, PartialEq)]
struct Config {
    dialect: Option<String>,
    schema: Vec<String>,
    out: Option<String>,
}

impl Config {
    fn read(text: &str) -> Self {
        Self {
            dialect: strings_after(text, "dialect").into_iter().next(),
            schema: strings_after(text, "schema"),
            out: strings_after(text, "out").into_iter().next(),
        }
    }
}

/// The string, or the strings of the list, that a key of an object has.
fn strings_after(text: &str, key: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    let text = code.join("\n");
    let mut keys = text.match_indices(key).filter(|&(at, _)| {
        let before = text[..at].chars().next_back();
        let is_word = before.is_some_and(|before| before.is_alphanumeric() || before == '_');
        !is_word
            && text[at + key.len()..]
                .trim_start_matches(['"', '\''])
                .trim_start()
                .starts_with(':')
    });
    let Some((at, _)) = keys.next() else {
        return Vec::new();
    };
    let Some((_, value)) = text[at..].split_once(':') else {
        return Vec::new();
    };
    let value = value.trim_start();
    let (quoted, most) = match value.strip_prefix('[') {
        Some(list) => (list.split(']').next().unwrap_or_default(), usize::MAX),
        None => (value.split(['\n', ',']).next().unwrap_or_default(), 1),
    };
    let strings = quoted.split(['"', '\'', '`']).skip(1).step_by(2);
    strings.take(most).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configurations_are_read_roughly() {
        let text = "export default defineConfig({\n  dialect: 'postgresql',\n  // schema: './no',\n\
                    schema: [\"./a.ts\", './b/*.ts'],\n  out: process.env.OUT ?? './m',\n});";
        let config = Config::read(text);
        assert_eq!(config.dialect.as_deref(), Some("postgresql"));
        assert_eq!(config.schema, ["./a.ts", "./b/*.ts"]);
        assert_eq!(config.out.as_deref(), Some("./m"));
        assert_eq!(Config::read("export default 1"), Config::default());
    }
}

//! Files that are run by name or by hand: the scripts and programs of packages, and modules that
//! run themselves.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::{
    modules::path,
    source::{Dialect, FileId},
};

use super::{Place, stem};
use crate::reach::{
    EntryKind, EntryPoint, lexical,
    project::{Package, Project},
};

/// Programs that run a file.
const RUNNERS: [&str; 13] = [
    "node",
    "tsx",
    "ts-node",
    "ts-node-dev",
    "ts-node-esm",
    "bun",
    "deno",
    "vite-node",
    "nodemon",
    "esno",
    "jiti",
    "pm2",
    "babel-node",
];

/// Folders of build output.
const OUTPUTS: [&str; 5] = ["dist", "build", "out", "lib", ".output"];

/// Extensions that a file may have where its built file is named.
const EXTENSIONS: [&str; 9] = [
    "", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx",
];

/// Adds the files that packages name: scripts, `bin`, `main`.
pub(super) fn add_named(project: &Project<'_>, entries: &mut Vec<EntryPoint>) {
    let mut known: FxHashSet<FileId> = entries.iter().map(|entry| entry.unit.file).collect();
    for (folder, package) in &project.packages {
        let manifest = match *folder {
            "" => "package.json".to_owned(),
            folder => format!("{folder}/package.json"),
        };
        for (file, named) in named(project, folder, package) {
            let because = format!("{} of `{manifest}` names it", named.by);
            if !known.insert(file) {
                rename(entries, file, named, &because);
                continue;
            }
            let place = Place::of(project, file);
            entries.push(place.module(named.kind, named.name, because));
        }
    }
}

/// Gives an entry point that starts something the name that the package has for it.
fn rename(entries: &mut [EntryPoint], file: FileId, named: Named, because: &str) {
    let mut starts = entries.iter_mut().filter(|entry| {
        entry.unit.file == file && entry.kind == EntryKind::Main && entry.unit.name.is_empty()
    });
    if let Some(entry) = starts.next().filter(|_| named.kind == EntryKind::Main) {
        entry.because = format!("{because}, and {}", entry.because);
        entry.name = named.name;
    }
}

/// How a package names a file.
struct Named {
    kind: EntryKind,
    name: String,
    /// As a phrase.
    by: String,
}

fn named(project: &Project<'_>, folder: &str, package: &Package) -> BTreeMap<FileId, Named> {
    let mut named: BTreeMap<FileId, Named> = BTreeMap::new();
    for program in &package.programs {
        if let Some(file) = locate(project, folder, program) {
            named.entry(file).or_insert_with(|| Named {
                kind: EntryKind::Main,
                name: program.clone(),
                by: "`bin`".to_owned(),
            });
        }
    }
    for (name, text) in &package.scripts {
        let kind = match name.split(':').next() {
            Some("start" | "serve" | "prod" | "dev" | "worker") => EntryKind::Main,
            _ => EntryKind::Script,
        };
        for file in run_by(text).filter_map(|word| locate(project, folder, word)) {
            let script = || Named {
                kind,
                name: name.clone(),
                by: format!("the script `{name}`"),
            };
            let known = named.entry(file).or_insert_with(script);
            if kind == EntryKind::Main && known.kind == EntryKind::Script {
                *known = script();
            }
        }
    }
    let main = package.main.as_ref();
    if let Some(file) = main.and_then(|main| locate(project, folder, main))
        && project.importers.direct(file).next().is_none()
    {
        named.entry(file).or_insert_with(|| Named {
            kind: EntryKind::Main,
            name: "main".to_owned(),
            by: "`main`".to_owned(),
        });
    }
    named
}

/// The words of a command that a runner may be given as its file.
fn run_by(command: &str) -> impl Iterator<Item = &str> {
    let separators = ["&&", "||", ";", "|", "\""];
    let mut parts = vec![command];
    for separator in separators {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
    }
    parts.into_iter().filter_map(|part| {
        let mut words = part.split_whitespace();
        words.find(|word| RUNNERS.contains(&path::file_name(word)))?;
        let is_file = |word: &&str| {
            let name = path::file_name(word);
            !word.starts_with('-') && name.contains('.') && Dialect::of_path(name).is_some()
        };
        let words: Vec<&str> = words.collect();
        words.into_iter().find(is_file)
    })
}

/// The source of a file that a package names, be it by what a build makes of it.
fn locate(project: &Project<'_>, folder: &str, named: &str) -> Option<FileId> {
    let whole = path::join(folder, named)?;
    let inside = path::below(&whole, folder)?;
    let mut candidates = vec![inside.to_owned()];
    if let Some((output, rest)) = inside.split_once('/')
        && OUTPUTS.contains(&output)
    {
        candidates.push(rest.to_owned());
        candidates.push(format!("src/{rest}"));
    }
    candidates.iter().find_map(|candidate| {
        let exact = path::join(folder, candidate)?;
        let bare = stem(&exact).to_owned();
        let exact = project.sources.by_path(&exact);
        let mut built = EXTENSIONS.iter();
        exact.or_else(|| {
            built.find_map(|extension| project.sources.by_path(&format!("{bare}{extension}")))
        })
    })
}

/// Adds the modules that nothing imports and that run something by themselves.
pub(super) fn add_bare(project: &Project<'_>, entries: &mut Vec<EntryPoint>) {
    let known: FxHashSet<FileId> = entries.iter().map(|entry| entry.unit.file).collect();
    for (file, source) in project.sources.iter() {
        let is_script = match source.dialect {
            Dialect::TypeScript | Dialect::JavaScript | Dialect::Tsx => true,
            Dialect::Vue | Dialect::Svelte | Dialect::Astro => false,
        };
        let name = path::file_name(&source.path);
        if !is_script || known.contains(&file) || name.contains(".config.") {
            continue;
        }
        if project.importers.direct(file).next().is_some() {
            continue;
        }
        if let Some(run) = runs_itself(&source.text) {
            let because = format!("nothing imports it, and it runs `{run}` by itself");
            let place = Place::of(project, file);
            entries.push(place.module(EntryKind::Script, source.path.as_str(), because));
        }
    }
}

/// Whether a module asks if it is what the user runs: `if (require.main === module) main()`.
fn is_guarded(text: &str) -> bool {
    const GUARDS: [&str; 5] = [
        "require.main === module",
        "require.main == module",
        "import.meta.url === ",
        "import.meta.url == ",
        "import.meta.main",
    ];
    GUARDS.iter().any(|guard| {
        let mut places = text.match_indices(guard);
        places.any(|(at, _)| !lexical::is_commented(text, at))
    })
}

/// What a module runs at its top: a call, a function that is called where it stands, an `await`.
fn runs_itself(text: &str) -> Option<&str> {
    if lexical::directives(text)
        .iter()
        .any(|said| said.starts_with("use "))
    {
        let is_strict = lexical::directives(text).contains(&"use strict");
        if !is_strict {
            return None;
        }
    }
    if is_guarded(text) {
        return Some("main");
    }
    text.lines().rev().find_map(|line| {
        let line = line.strip_prefix("await ").unwrap_or(line);
        let line = line.strip_prefix("void ").unwrap_or(line);
        let is_immediate = [
            "(async",
            ";(async",
            "(function",
            "(() =>",
            "!(async",
            "(async()",
        ]
        .iter()
        .any(|start| line.starts_with(start));
        if is_immediate || line == "})();" || line == "})()" {
            return Some("(…)()");
        }
        let end = line.find('(')?;
        let callee = &line[..end];
        let is_name = callee.starts_with(|first: char| first.is_alphabetic())
            && callee
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
        let is_keyword = matches!(
            callee,
            "if" | "for"
                | "while"
                | "switch"
                | "function"
                | "import"
                | "return"
                | "catch"
                | "describe"
                | "it"
                | "test"
                | "require"
                | "define"
                | "Object.defineProperty"
                | "declare"
        );
        (is_name && !is_keyword).then_some(callee)
    })
}

//! What the source tree is held to: the order of modules, the size of files, their names.

use std::{collections::BTreeSet, fs, path::Path};

use crate::folder;

/// Lines of a file without its tests.
const MOST_LINES: usize = 400;

/// Names that fit anything, and so gather everything.
const CATCH_ALL: [&str; 6] = ["common", "helper", "helpers", "misc", "util", "utils"];

/// A source file without its tests.
struct Source {
    /// Relative to the package.
    path: String,
    text: String,
}

/// The files of the package's own code, without those that are tests.
fn sources() -> Vec<Source> {
    let root = folder::root();
    let files: Vec<(String, String)> = folder::files_below(&root.join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            (
                relative(&path),
                fs::read_to_string(&path).unwrap().replace("\r\n", "\n"),
            )
        })
        .collect();
    let tests: BTreeSet<String> = files
        .iter()
        .flat_map(|(path, text)| test_files(path, text))
        .collect();
    let sources = files.into_iter().filter(|(path, _)| !tests.contains(path));
    sources
        .map(|(path, text)| Source {
            path,
            text: without_tests(&text).to_owned(),
        })
        .collect()
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(folder::root()).unwrap();
    path.to_str().unwrap().replace('\\', "/")
}

/// The files that a file declares as `#[cfg(test)] mod name;`.
fn test_files(path: &str, text: &str) -> Vec<String> {
    let (folder, _) = path.rsplit_once('/').unwrap();
    let declared = text.split("#[cfg(test)]\n").skip(1).filter_map(|after| {
        let declaration = after.lines().next()?.strip_suffix(';')?;
        let (_, name) = declaration.rsplit_once("mod ")?;
        Some(format!("{folder}/{name}.rs"))
    });
    declared.collect()
}

fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]\nmod tests {")
        .map_or(text, |(code, _)| code)
}

/// The modules of the library, in the order data flows.
fn modules() -> Vec<String> {
    let text = fs::read_to_string(folder::root().join("src/lib.rs")).unwrap();
    let declared = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

/// The modules of the library that a text names as `crate::name` or within `use crate::{…}`.
fn used(text: &str) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    for (at, path) in text.match_indices("crate::") {
        // `pub(in crate::a)` opens `a` to nobody else.
        if text[..at].ends_with("pub(in ") {
            continue;
        }
        let after = &text[at + path.len()..];
        match after.strip_prefix('{') {
            Some(group) => used.extend(group_heads(group)),
            None => used.extend(head(after)),
        }
    }
    used
}

/// The first names of the paths in a group, up to the brace that closes it.
fn group_heads(group: &str) -> Vec<&str> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut is_start = true;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_start = true,
            _ if is_start && !character.is_whitespace() => {
                heads.extend(head(&group[at..]));
                is_start = false;
            }
            _ => {}
        }
    }
    heads
}

fn head(path: &str) -> Option<&str> {
    let end = path.find(|character: char| !character.is_alphanumeric() && character != '_');
    let head = &path[..end.unwrap_or(path.len())];
    (!head.is_empty()).then_some(head)
}

#[test]
fn modules_use_only_those_above_them() {
    let order = modules();
    let rank = |module: &str| order.iter().position(|known| known == module);
    let mut wrong = Vec::new();
    for Source { path, text } in sources() {
        let inside = path.strip_prefix("src/").unwrap();
        let module = inside.split(['/', '.']).next().unwrap();
        let Some(own) = rank(module) else {
            let is_known = ["lib", "main", "cli"].contains(&module);
            assert!(is_known, "{path} is of no module in lib.rs");
            continue;
        };
        let below = used(&text)
            .into_iter()
            .filter(|used| rank(used).is_some_and(|rank| rank > own));
        wrong.extend(below.map(|used| {
            format!("{path}: `{module}` may not use `{used}`, which comes after it in lib.rs")
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_architecture_names_every_module_in_order() {
    let text = fs::read_to_string(folder::root().join("docs/architecture.md")).unwrap();
    let (_, table) = text.split_once("| module | holds |\n|---|---|\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let named = rows.filter_map(|row| row.split('`').nth(1));
    assert_eq!(Vec::from_iter(named), modules());
}

#[test]
fn uses_are_found_in_every_form() {
    let text = "use crate::{\n    a::{B, c},\n    d,\n};\nfn f(_: crate::e::F) {}\npub(in crate::g) fn h() {}\n";
    assert_eq!(Vec::from_iter(used(text)), ["a", "d", "e"]);
}

#[test]
fn files_are_short() {
    let wrong: Vec<String> = sources()
        .iter()
        .map(|Source { path, text }| (path, text.lines().count()))
        .filter(|&(_, lines)| lines > MOST_LINES)
        .map(|(path, lines)| format!("{path} has {lines} lines"))
        .collect();
    assert!(
        wrong.is_empty(),
        "over {MOST_LINES} lines:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn names_say_something() {
    for path in folder::files_below(&folder::root().join("src")) {
        let path = relative(&path);
        let mut parts = path.split(['/', '.']);
        assert!(
            !parts.any(|part| CATCH_ALL.contains(&part)),
            "{path}: a name that fits anything"
        );
    }
}

#[test]
fn modules_say_what_they_are_for() {
    for Source { path, text } in sources() {
        // The page of a rule is its documentation.
        let is_page = text.starts_with("#![doc = include_str!(");
        assert!(
            text.starts_with("//!") || is_page,
            "{path} does not start with its purpose"
        );
    }
}

#[test]
fn no_glob_imports() {
    for Source { path, text } in sources() {
        let mut imports = text
            .lines()
            .filter(|line| line.trim_start().starts_with("use "));
        assert!(
            !imports.any(|line| line.contains("::*")),
            "{path} imports a glob"
        );
    }
}

//! Import specifiers to files.

use std::collections::BTreeMap;

use crate::schema::source::SchemaFile;

/// Files by path, and by their last name for specifiers that an alias begins.
#[derive(Debug)]
pub(super) struct Paths<'s> {
    by_path: BTreeMap<&'s str, &'s SchemaFile>,
    by_name: BTreeMap<&'s str, Vec<&'s str>>,
}

impl<'s> Paths<'s> {
    pub fn new(files: impl Iterator<Item = &'s SchemaFile>) -> Self {
        let by_path: BTreeMap<_, _> = files.map(|file| (file.path.as_str(), file)).collect();
        let mut by_name = BTreeMap::<_, Vec<_>>::new();
        for &path in by_path.keys() {
            let module = module_path(path);
            let name = module.rsplit('/').next().unwrap_or(module);
            by_name.entry(name).or_default().push(path);
        }
        Self { by_path, by_name }
    }

    /// The file that a specifier in a file leads to.
    ///
    /// What an alias stands for is not known here: it leads to the only file whose path ends so.
    pub fn resolve(&self, from: &str, specifier: &str) -> Option<&'s SchemaFile> {
        if specifier.starts_with('.') {
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            return self.at(&joined(folder, specifier)?);
        }
        let (alias, rest) = specifier.split_once('/')?;
        if !matches!(alias, "@" | "~" | "$lib" | "#" | "src") && !alias.starts_with('#') {
            return None;
        }
        let rest = module_path(rest);
        let name = rest.rsplit('/').next()?;
        let named = self.by_name.get(name)?.iter();
        let mut found = named.filter(|path| {
            let before = module_path(path).strip_suffix(rest);
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        });
        let only = found.next()?;
        found.next().is_none().then(|| self.by_path[only])
    }

    fn at(&self, path: &str) -> Option<&'s SchemaFile> {
        let stem = path
            .strip_suffix(".js")
            .or_else(|| path.strip_suffix(".mjs"))
            .unwrap_or(path);
        let endings = [
            "",
            ".ts",
            ".tsx",
            ".mts",
            ".js",
            ".mjs",
            "/index.ts",
            "/index.js",
        ];
        let mut candidates = [path, stem]
            .into_iter()
            .flat_map(|stem| endings.map(|ending| format!("{stem}{ending}")));
        candidates.find_map(|candidate| self.by_path.get(candidate.as_str()).copied())
    }
}

/// A path without its extension and without `/index`.
fn module_path(path: &str) -> &str {
    let endings = [".ts", ".tsx", ".mts", ".js", ".mjs"];
    let ending = endings.iter().find_map(|ending| path.strip_suffix(ending));
    let path = ending.unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path)
}

/// The path that a relative one leads to; `None` when it leads out of the project.
fn joined(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

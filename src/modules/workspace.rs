//! Modules of the project's own packages: `exports`, `imports`, `main` and the like.

use std::sync::Arc;

use oxc_resolver::{ResolveOptions, ResolverGeneric};
use serde_json::Value;

use super::{
    Resolution,
    file_system::ProjectFiles,
    packages::{Packages, link_root},
    path, specifier,
    tree::{BUILT_FROM, EXTENSIONS, Tree},
};
use crate::source::FileId;

/// Conditions of `exports` and `imports`: those of sources first, then of any platform.
const CONDITIONS: [&str; 18] = [
    "source",
    "development",
    "import",
    "module",
    "node",
    "require",
    "browser",
    "svelte",
    "bun",
    "deno",
    "react-native",
    "react-server",
    "worker",
    "workerd",
    "edge-light",
    "module-sync",
    "production",
    "script",
];

/// Files that are the entry of a package whose manifest names none that exists.
const ENTRIES: [&str; 8] = [
    "src/index",
    "index",
    "src/main",
    "src/mod",
    "mod",
    "src",
    "lib/index",
    "src/lib/index",
];

/// Resolves within packages; `oxc_resolver` reads their manifests.
#[derive(Debug)]
pub(super) struct Workspace {
    tree: Arc<Tree>,
    packages: Arc<Packages>,
    /// For code, then for types.
    resolvers: [ResolverGeneric<ProjectFiles>; 2],
}

impl Workspace {
    /// `paths` are those of the sources in order.
    pub(super) fn new(tree: &Arc<Tree>, packages: &Arc<Packages>, paths: Vec<String>) -> Self {
        let files = ProjectFiles::new(Arc::clone(tree), Arc::clone(packages), paths);
        let code = ResolverGeneric::new_with_file_system(files, options(&CONDITIONS));
        let types = code.clone_with_options(options(&["types", "typings"]));
        Self {
            tree: Arc::clone(tree),
            packages: Arc::clone(packages),
            resolvers: [code, types],
        }
    }

    /// What the package has under the specifier, of which `rest` follows its name.
    pub(super) fn package(&self, index: usize, bare: &str, rest: &str) -> Option<Resolution> {
        let from = link_root(index);
        self.resolve(&from, bare).or_else(|| {
            self.guess(self.packages.folder(index), rest)
                .map(Resolution::File)
        })
    }

    /// The entry of the package in a folder.
    pub(super) fn entry(&self, folder: &str) -> Option<FileId> {
        match self.resolve("/", &format!("/{folder}")) {
            Some(Resolution::File(file)) => Some(file),
            Some(
                Resolution::Package(_)
                | Resolution::Builtin
                | Resolution::Asset
                | Resolution::Missing,
            )
            | None => self.guess(folder, ""),
        }
    }

    /// The file below a package where its manifest does not lead to one.
    fn guess(&self, folder: &str, rest: &str) -> Option<FileId> {
        if rest.is_empty() {
            let mut entries = ENTRIES.iter().filter_map(|entry| path::join(folder, entry));
            return entries.find_map(|path| self.tree.probe(&path));
        }
        let path = path::join(folder, rest)?;
        let source = path::join(&path::join(folder, "src")?, rest)?;
        let at = |path: &str| self.tree.probe(path).or_else(|| self.tree.index(path));
        at(&path)
            .or_else(|| self.tree.built_from(&path, folder))
            .or_else(|| at(&source))
    }

    /// What the nearest package's `imports` say about `#…`, or `None` when they do not.
    pub(super) fn import(&self, folder: &str, hash: &str) -> Option<Resolution> {
        let package = self.packages.around(folder)?;
        let manifest = self.packages.manifest(package)?;
        if !manifest.contains("\"imports\"") {
            return None;
        }
        self.resolve(&format!("/{folder}"), hash)
            .or_else(|| imported_package(manifest, hash))
    }

    fn resolve(&self, from: &str, specifier: &str) -> Option<Resolution> {
        self.resolvers.iter().find_map(|resolver| {
            let found = resolver.resolve(from, specifier).ok()?;
            let path = found.path().to_str()?.replace('\\', "/");
            let path = path.trim_start_matches('/');
            match self.tree.file(path) {
                Some(file) => Some(Resolution::File(file)),
                None => specifier::is_asset(path).then_some(Resolution::Asset),
            }
        })
    }
}

/// The package from elsewhere that `imports` give for the name: `{ "#db": "pg" }`.
fn imported_package(manifest: &str, hash: &str) -> Option<Resolution> {
    let manifest: Value = serde_json::from_str(manifest).ok()?;
    let mut target = manifest.get("imports")?.get(hash)?;
    while let Value::Object(conditions) = target {
        target = conditions
            .get("default")
            .or_else(|| conditions.values().next())?;
    }
    let target = target.as_str().filter(|target| !target.starts_with('.'))?;
    let package = specifier::package_name(target).to_owned();
    Some(specifier::of_scheme(target).unwrap_or(Resolution::Package(package)))
}

fn options(conditions: &[&str]) -> ResolveOptions {
    let list = |items: &[&str]| {
        items
            .iter()
            .map(|&item| item.to_owned())
            .collect::<Vec<_>>()
    };
    let aliases = BUILT_FROM
        .iter()
        .filter(|(built, _)| !built.starts_with(".d."));
    let extension_alias = aliases.map(|&(built, sources)| {
        let sources = sources.iter().chain([&built]);
        (
            built.to_owned(),
            sources.map(|&source| source.to_owned()).collect(),
        )
    });
    ResolveOptions {
        condition_names: list(conditions),
        extensions: list(&EXTENSIONS),
        extension_alias: extension_alias.collect(),
        main_fields: list(&[
            "source", "svelte", "module", "main", "types", "typings", "browser",
        ]),
        ..ResolveOptions::default()
    }
}

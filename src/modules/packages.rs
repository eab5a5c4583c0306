//! The packages of the project, by name, and what their manifests say.
//!
//! Node.js finds a package of a workspace through a link in `node_modules`, which a checkout has
//! not. Here each package has its own link instead, at `/@/<number>/node_modules/<name>`.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::{manifest::Manifests, path, specifier};

/// Where the links to packages are; no path of a project starts with it.
const LINKS: &str = "/@/";

/// All folders with a `package.json`, or with a `deno.json` that names a package.
#[derive(Debug, Default)]
pub(super) struct Packages {
    folders: Vec<String>,
    by_folder: FxHashMap<String, usize>,
    /// The packages of each name, ordered by folder.
    by_name: BTreeMap<String, Vec<usize>>,
    /// The text of each package's manifest, as strict JSON.
    manifests: FxHashMap<String, String>,
    /// Every package that a manifest depends on.
    dependencies: FxHashSet<String>,
}

impl Packages {
    pub(super) fn new(manifests: &Manifests) -> Self {
        let mut packages = Self::default();
        for (path, manifest) in &manifests.packages {
            packages.add(path::parent(path), manifest);
        }
        for (path, manifest) in &manifests.denos {
            let folder = path::parent(path);
            if manifest.contains_key("name") && !packages.by_folder.contains_key(folder) {
                packages.add(folder, manifest);
            }
        }
        for (path, manifest) in &manifests.packages {
            packages.add_dependencies(path::parent(path), manifest);
        }
        for indices in packages.by_name.values_mut() {
            indices.sort_by(|&a, &b| {
                let folder = |index: usize| packages.folders[index].split('/');
                folder(a).cmp(folder(b))
            });
            indices.dedup();
        }
        packages
    }

    fn add(&mut self, folder: &str, manifest: &Map<String, Value>) {
        let index = self.folders.len();
        let name = manifest.get("name").and_then(Value::as_str).unwrap_or("");
        let text = serde_json::to_string(manifest).expect("JSON values can be written as JSON");
        self.manifests.insert(folder.to_owned(), text);
        self.by_folder.insert(folder.to_owned(), index);
        if !name.is_empty() {
            self.by_name.entry(name.to_owned()).or_default().push(index);
        }
        self.folders.push(folder.to_owned());
    }

    /// Notes the names, and the folders that `file:` and `link:` give another name.
    fn add_dependencies(&mut self, folder: &str, manifest: &Map<String, Value>) {
        let fields = [
            "dependencies",
            "devDependencies",
            "peerDependencies",
            "optionalDependencies",
        ];
        let listed = fields
            .iter()
            .filter_map(|field| manifest.get(*field)?.as_object());
        for (name, version) in listed.flatten() {
            self.dependencies.insert(name.clone());
            let version = version.as_str().unwrap_or("");
            let local = ["file:", "link:", "portal:"]
                .iter()
                .find_map(|scheme| version.strip_prefix(scheme));
            if let Some(target) = local.and_then(|local| path::join(folder, local))
                && let Some(&index) = self.by_folder.get(&target)
            {
                self.by_name.entry(name.clone()).or_default().push(index);
            }
        }
    }

    /// The folder of a package by its index.
    pub(super) fn folder(&self, index: usize) -> &str {
        &self.folders[index]
    }

    /// Whether the folder has a manifest of its own.
    pub(super) fn is_package(&self, folder: &str) -> bool {
        self.by_folder.contains_key(folder)
    }

    /// Whether some manifest depends on a package of the name.
    pub(super) fn is_dependency(&self, name: &str) -> bool {
        self.dependencies.contains(name)
    }

    /// The folder of the nearest package that a path is in.
    pub(super) fn around<'a>(&self, path: &'a str) -> Option<&'a str> {
        path::ancestors(path).find(|folder| self.is_package(folder))
    }

    /// The package of the name that is nearest to the folder, with the rest of the specifier.
    pub(super) fn of_specifier<'s>(&self, folder: &str, bare: &'s str) -> Option<(usize, &'s str)> {
        let name = specifier::package_name(bare);
        let named = self.by_name.get(name)?;
        // Of folders in order, those with most in common with a path stand next to its place.
        let place = named.partition_point(|&index| {
            let known = self.folders[index].split('/');
            known.lt(folder.split('/'))
        });
        let common = |index: usize| common_folders(&self.folders[index], folder);
        let before = place.checked_sub(1).map(|before| named[before]);
        let index = match (before, named.get(place)) {
            (Some(before), Some(&after)) if common(after) > common(before) => after,
            (Some(before), _) => before,
            (None, after) => *after?,
        };
        Some((index, bare[name.len()..].trim_start_matches('/')))
    }

    /// The text of the manifest in a folder.
    pub(super) fn manifest(&self, folder: &str) -> Option<&str> {
        self.manifests.get(folder).map(String::as_str)
    }
}

/// How many leading segments two paths share.
fn common_folders(a: &str, b: &str) -> usize {
    let pairs = a.split('/').zip(b.split('/'));
    pairs.take_while(|(a, b)| a == b).count()
}

/// The absolute path from which the package is found by the name, in `node_modules`.
pub(super) fn link_root(index: usize) -> String {
    format!("{LINKS}{index}")
}

/// What an absolute path below [`LINKS`] means.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Linked<'a> {
    /// A folder on the way to the link.
    Folder,
    /// The link itself, or with a rest, something in the package.
    Package { index: usize, rest: &'a str },
}

impl Packages {
    /// The meaning of a path below the links, or `None` when there is nothing.
    ///
    /// Whatever name is asked for there is the name that led there.
    pub(super) fn linked<'a>(&self, path: &'a str) -> Option<Linked<'a>> {
        let inside = path.strip_prefix(LINKS)?;
        let (number, rest) = inside.split_once('/').unwrap_or((inside, ""));
        let index = number
            .parse()
            .ok()
            .filter(|&index| index < self.folders.len())?;
        if rest.is_empty() || rest == "node_modules" {
            return Some(Linked::Folder);
        }
        let name = rest.strip_prefix("node_modules/")?;
        if name.starts_with('@') && !name.contains('/') {
            return Some(Linked::Folder);
        }
        let length = specifier::package_name(name).len();
        let rest = &name[length..];
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        Some(Linked::Package {
            index,
            rest: rest.trim_start_matches('/'),
        })
    }
}

/// Whether an absolute path is that of the links.
pub(super) fn is_link_path(path: &str) -> bool {
    path.starts_with(LINKS)
}

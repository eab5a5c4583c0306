//! Nuxt: its folders, their aliases, and what it makes available without an import.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::{
    aliases::{Alias, string_property},
    manifest::Manifests,
    path,
    tree::Tree,
};
use crate::source::{FileId, Sources};

/// One Nuxt application or layer.
#[derive(Debug)]
struct Root {
    folder: String,
    /// The folder of the application's code: `app`, or the root itself.
    source: String,
}

/// The Nuxt applications of the project.
#[derive(Debug, Default)]
pub(super) struct Nuxt {
    roots: BTreeMap<String, Root>,
    /// What each group of an application and its layers makes available, by the outermost folder.
    available: BTreeMap<String, Available>,
    /// The group of each root.
    groups: FxHashMap<String, String>,
}

#[derive(Debug, Default)]
struct Available {
    /// To components, pages and composables.
    app: Vec<FileId>,
    /// To the server's routes and utilities.
    server: Vec<FileId>,
}

impl Nuxt {
    pub(super) fn new(manifests: &Manifests, tree: &Tree, sources: &Sources) -> Self {
        let scripts = manifests.scripts.iter();
        let scripts = scripts.filter(|(path, _)| path::file_name(path).starts_with("nuxt.config."));
        let mut nuxt = Self::default();
        for (path, script) in scripts {
            let folder = path::parent(path);
            let configured = string_property(script, "srcDir");
            let source = configured
                .and_then(|configured| path::join(folder, configured))
                .unwrap_or_else(|| source_folder(tree, folder));
            let root = Root {
                folder: folder.to_owned(),
                source,
            };
            nuxt.roots.insert(folder.to_owned(), root);
        }
        if nuxt.roots.is_empty() {
            return nuxt;
        }
        nuxt.add_layers(tree, sources);
        for folder in nuxt.roots.keys() {
            nuxt.groups.insert(folder.clone(), nuxt.group(folder));
        }
        for (id, file) in sources.iter() {
            nuxt.add_available(id, &file.path);
        }
        nuxt
    }

    /// Adds the folders below `layers/`, which need no configuration of their own.
    fn add_layers(&mut self, tree: &Tree, sources: &Sources) {
        let mut layers = BTreeSet::new();
        for (_, file) in sources.iter() {
            let Some((layer, _)) = file.path.split_once("layers/").and_then(|(above, below)| {
                let (name, rest) = below.split_once('/')?;
                let root = above.trim_end_matches('/');
                let is_folder = above.is_empty() || above.ends_with('/');
                (is_folder && self.roots.contains_key(root))
                    .then(|| (format!("{above}layers/{name}"), rest))
            }) else {
                continue;
            };
            layers.insert(layer);
        }
        for folder in layers {
            let source = source_folder(tree, &folder);
            let root = Root {
                folder: folder.clone(),
                source,
            };
            self.roots.entry(folder).or_insert(root);
        }
    }

    /// The outermost root that the root belongs to by way of `layers/`.
    fn group(&self, folder: &str) -> String {
        let above = path::parent(path::parent(folder));
        let is_layer = path::file_name(path::parent(folder)) == "layers";
        if is_layer && self.roots.contains_key(above) {
            return above.to_owned();
        }
        folder.to_owned()
    }

    /// The nearest root above a path.
    fn root_of(&self, path: &str) -> Option<&Root> {
        path::ancestors(path::parent(path)).find_map(|folder| self.roots.get(folder))
    }

    fn add_available(&mut self, file: FileId, path: &str) {
        let Some(root) = self.root_of(path) else {
            return;
        };
        let place = place(root, path);
        let group = self.groups[&root.folder].clone();
        let available = self.available.entry(group).or_default();
        match place {
            Place::App => available.app.push(file),
            Place::Server => available.server.push(file),
            Place::Shared => {
                available.app.push(file);
                available.server.push(file);
            }
            Place::Elsewhere => {}
        }
    }

    /// The files whose exports can be used in the file at `path` without an import.
    pub(super) fn auto_imported(&self, path: &str) -> &[FileId] {
        let Some(root) = self.root_of(path) else {
            return &[];
        };
        let Some(available) = self.available.get(&self.groups[&root.folder]) else {
            return &[];
        };
        let is_server =
            path::below(path, &root.folder).is_some_and(|inside| inside.starts_with("server/"));
        if is_server {
            &available.server
        } else {
            &available.app
        }
    }

    /// The aliases of each root.
    pub(super) fn aliases(&self) -> BTreeMap<&str, Vec<Alias>> {
        let layers = |root: &Root| {
            let prefix = format!("{}/", path::join(&root.folder, "layers")?);
            let below = self.roots.values().filter_map(move |layer| {
                let name = layer.folder.strip_prefix(&prefix)?;
                Alias::new(&format!("#layers/{name}"), &layer.source, "")
            });
            Some(below.collect::<Vec<_>>())
        };
        let aliases = |root: &Root| {
            let fixed = [
                ("~", root.source.as_str(), ""),
                ("@", &root.source, ""),
                ("~~", &root.folder, ""),
                ("@@", &root.folder, ""),
                ("#shared", &root.folder, "shared"),
                ("#server", &root.folder, "server"),
            ];
            let fixed = fixed.iter();
            let fixed = fixed.filter_map(|(name, folder, rest)| Alias::new(name, folder, rest));
            fixed.chain(layers(root).unwrap_or_default()).collect()
        };
        let roots = self.roots.iter();
        roots
            .map(|(folder, root)| (folder.as_str(), aliases(root)))
            .collect()
    }
}

/// `app` since Nuxt 4, before that the root.
fn source_folder(tree: &Tree, folder: &str) -> String {
    let app = path::join(folder, "app").expect("a name below a folder stays inside");
    let parts = [
        "pages",
        "components",
        "composables",
        "layouts",
        "utils",
        "middleware",
        "plugins",
    ];
    let holds_code = |part: &str| path::join(&app, part).is_some_and(|part| tree.is_folder(&part));
    let has_root = path::join(&app, "app.vue").is_some_and(|path| tree.file(&path).is_some());
    if has_root || parts.into_iter().any(holds_code) {
        app
    } else {
        folder.to_owned()
    }
}

/// Where Nuxt looks for what it imports by itself.
enum Place {
    App,
    Server,
    Shared,
    Elsewhere,
}

fn place(root: &Root, path: &str) -> Place {
    let inside = path::below(path, &root.folder).unwrap_or("");
    if inside.starts_with("server/utils/") {
        return Place::Server;
    }
    if inside.starts_with("shared/utils/") || inside.starts_with("shared/types/") {
        return Place::Shared;
    }
    let Some(inside) = path::below(path, &root.source) else {
        return Place::Elsewhere;
    };
    let Some(("composables" | "utils" | "stores", name)) = inside.split_once('/') else {
        return Place::Elsewhere;
    };
    // Only the files at the top, and the `index` of the folders there.
    let is_top = match name.split_once('/') {
        None => true,
        Some((_, name)) => name.starts_with("index."),
    };
    if is_top { Place::App } else { Place::Elsewhere }
}

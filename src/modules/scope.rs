//! What each folder says about specifiers that are no paths: settings, import maps, aliases.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    aliases::{Alias, aliases_in, string_property},
    compiler::{Compiler, compilers},
    import_map::{ImportMap, import_maps},
    manifest::Manifests,
    nuxt::Nuxt,
    packages::Packages,
    path,
};

/// What holds in a folder and below it.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub import_map: ImportMap,
    pub compilers: Vec<Compiler>,
    /// Longest name first.
    pub aliases: Vec<Alias>,
}

/// The scopes of all folders that have one.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    scopes: FxHashMap<String, Scope>,
}

impl Scopes {
    pub(super) fn new(manifests: &Manifests, packages: &Packages, nuxt: &Nuxt) -> Self {
        let mut scopes: BTreeMap<String, Scope> = BTreeMap::new();
        for (folder, compilers) in compilers(manifests, packages) {
            scopes.entry(folder).or_default().compilers = compilers;
        }
        for (folder, import_map) in import_maps(manifests) {
            scopes.entry(folder).or_default().import_map = import_map;
        }
        for (path, script) in &manifests.scripts {
            let folder = path::parent(path);
            let scope = scopes.entry(folder.to_owned()).or_default();
            scope.aliases.extend(aliases_in(script, folder));
            if path::file_name(path).starts_with("svelte.config.") {
                let library = string_property(script, "lib").unwrap_or("src/lib");
                scope.aliases.extend(Alias::new("$lib", folder, library));
            }
        }
        for (path, manifest) in &manifests.packages {
            let folder = path::parent(path);
            // Of the package `module-alias`.
            let entries = manifest
                .get("_moduleAliases")
                .and_then(|map| map.as_object());
            for (name, target) in entries.into_iter().flatten() {
                let alias = target
                    .as_str()
                    .and_then(|target| Alias::new(name, folder, target));
                let scope = scopes.entry(folder.to_owned()).or_default();
                scope.aliases.extend(alias);
            }
        }
        for (folder, aliases) in nuxt.aliases() {
            scopes
                .entry(folder.to_owned())
                .or_default()
                .aliases
                .extend(aliases);
        }
        for scope in scopes.values_mut() {
            scope
                .aliases
                .sort_by_key(|alias| usize::MAX - alias.name.len());
            scope.aliases.dedup();
        }
        Self {
            scopes: scopes.into_iter().collect(),
        }
    }

    /// The scopes that hold in a folder, nearest first, each with its own folder.
    pub(super) fn around<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Scope)> {
        path::ancestors(folder).filter_map(|above| Some((above, self.scopes.get(above)?)))
    }
}

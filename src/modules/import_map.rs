//! Import maps, as Deno reads them from `deno.json` or from a file that it names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{manifest::Manifests, path};

#[derive(Clone, Debug, Default)]
pub(super) struct ImportMap {
    /// Longest key first; a key that ends with `/` stands for everything below it.
    entries: Vec<(String, Target)>,
}

/// What a specifier is mapped to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Target {
    /// A path from the project root.
    Path(String),
    /// Another specifier, with a scheme or bare.
    Specifier(String),
}

impl ImportMap {
    /// What the map makes of a specifier, or `None` when it says nothing about it.
    pub(super) fn mapped(&self, specifier: &str) -> Option<Target> {
        self.entries.iter().find_map(|(key, target)| {
            if specifier == key {
                return Some(target.clone());
            }
            let rest = specifier.strip_prefix(key.as_str())?;
            if !key.ends_with('/') {
                return None;
            }
            Some(match target {
                Target::Path(folder) => Target::Path(path::join(folder, rest)?),
                Target::Specifier(prefix) => Target::Specifier(format!("{prefix}{rest}")),
            })
        })
    }

    fn add(&mut self, folder: &str, map: &Map<String, Value>) {
        let imports = map.get("imports").and_then(Value::as_object);
        for (key, target) in imports.into_iter().flatten() {
            let Some(target) = target.as_str() else {
                continue;
            };
            let is_path = target.starts_with(['.', '/']);
            let target = match path::join(folder, target) {
                Some(path) if is_path => Target::Path(path),
                None if is_path => continue,
                Some(_) | None => Target::Specifier(target.to_owned()),
            };
            self.entries.push((key.clone(), target));
        }
        self.entries.sort_by_key(|(key, _)| usize::MAX - key.len());
    }
}

/// The import map of each folder that has one.
pub(super) fn import_maps(manifests: &Manifests) -> BTreeMap<String, ImportMap> {
    let mut maps: BTreeMap<String, ImportMap> = BTreeMap::new();
    for (path, deno) in &manifests.denos {
        let folder = path::parent(path);
        let map = maps.entry(folder.to_owned()).or_default();
        map.add(folder, deno);
        let named = deno.get("importMap").and_then(Value::as_str);
        if let Some(named) = named.and_then(|named| path::join(folder, named))
            && let Some(other) = manifests.import_maps.get(&named)
        {
            map.add(path::parent(&named), other);
        }
    }
    for (path, map) in &manifests.import_maps {
        let folder = path::parent(path);
        maps.entry(folder.to_owned()).or_default().add(folder, map);
    }
    maps
}

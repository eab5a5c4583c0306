//! Import specifiers to files, over an in-memory file system of walked paths and manifests.
//!
//! An alias that several settings define is tried nearest first, and the first file that exists is
//! taken; nothing is read from the disk.

mod aliases;
mod compiler;
mod file_system;
mod import_map;
mod manifest;
mod nuxt;
mod packages;
pub(crate) mod path;
mod scope;
mod specifier;
mod tree;
mod workspace;

use std::sync::Arc;

use crate::{
    notice::Notice,
    source::{FileId, Sources},
};

pub use self::manifest::{Manifest, is_manifest};
use self::{
    import_map::Target, manifest::Manifests, nuxt::Nuxt, packages::Packages, scope::Scopes,
    tree::Tree, workspace::Workspace,
};

/// How long a specifier can be, in bytes; a longer one names nothing.
const LONGEST: usize = 1024;

/// What an import specifier stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Resolution {
    File(FileId),
    /// A package that is not part of the project, by its bare name, whatever registry it is from.
    ///
    /// Modules of `deno.land` keep the host in front, as their names are not those of npm.
    Package(String),
    /// Provided by the platform or a framework: `node:fs`, `$app/state`, `#imports`.
    Builtin,
    /// A file that is no source code: a style sheet, a picture, JSON.
    Asset,
    /// A path, an alias or a package of the project whose file is not among the sources.
    Missing,
}

/// The modules of a project.
#[derive(Debug)]
pub struct Modules {
    tree: Arc<Tree>,
    packages: Arc<Packages>,
    scopes: Scopes,
    workspace: Workspace,
    nuxt: Nuxt,
    /// The path of each source, by file.
    paths: Vec<String>,
}

impl Modules {
    /// Reads the manifests; `sources` are all source files of the project.
    ///
    /// The notices say which manifests could not be read; each costs only itself.
    pub fn new(sources: &Sources, manifests: &[Manifest]) -> (Self, Vec<Notice>) {
        let (manifests, notices) = Manifests::read(sources, manifests);
        let tree = Arc::new(Tree::new(sources));
        let packages = Arc::new(Packages::new(&manifests));
        let nuxt = Nuxt::new(&manifests, &tree, sources);
        let paths: Vec<String> = sources.iter().map(|(_, file)| file.path.clone()).collect();
        let modules = Self {
            scopes: Scopes::new(&manifests, &packages, &nuxt),
            workspace: Workspace::new(&tree, &packages, paths.clone()),
            tree,
            packages,
            nuxt,
            paths,
        };
        (modules, notices)
    }

    /// What `specifier` means in the file `from`.
    pub fn resolve(&self, from: FileId, specifier: &str) -> Resolution {
        let specifier = specifier::without_query(specifier);
        if specifier.len() > LONGEST || specifier.is_empty() {
            return Resolution::Missing;
        }
        if let Some(resolution) = specifier::of_scheme(specifier) {
            return resolution;
        }
        let folder = path::parent(&self.paths[from.0 as usize]);
        if specifier::is_relative(specifier) {
            return self.relative(folder, specifier);
        }
        self.aliased(folder, specifier)
            .or_else(|| self.internal(folder, specifier))
            .or_else(|| self.conventional(folder, specifier))
            .unwrap_or_else(|| self.external(folder, specifier))
    }

    /// The files whose exports Nuxt makes available in `from` without an import, by path.
    ///
    /// Those of `composables/`, `utils/`, `stores/`, `server/utils/` and `shared/` of the nearest
    /// application and its layers; none elsewhere.
    pub fn auto_imported(&self, from: FileId) -> &[FileId] {
        self.nuxt.auto_imported(&self.paths[from.0 as usize])
    }

    fn relative(&self, folder: &str, specifier: &str) -> Resolution {
        if specifier::is_generated(specifier) {
            return Resolution::Builtin;
        }
        let file = path::join(folder, specifier).and_then(|path| {
            if specifier::is_folder(specifier) {
                self.locate_folder(&path)
            } else {
                self.locate(&path)
            }
        });
        if let Some(file) = file {
            return Resolution::File(file);
        }
        missing_or_asset(specifier)
    }

    /// The file at a path, in whatever way the path may name it.
    fn locate(&self, path: &str) -> Option<FileId> {
        let file = self.tree.probe(path);
        file.or_else(|| self.locate_folder(path)).or_else(|| {
            let package = self.packages.around(path)?;
            self.tree.built_from(path, package)
        })
    }

    /// The file that a folder stands for.
    fn locate_folder(&self, path: &str) -> Option<FileId> {
        if self.packages.is_package(path) {
            return self.workspace.entry(path);
        }
        self.tree.index(path)
    }

    /// What the settings around the folder make of the specifier.
    fn aliased(&self, folder: &str, specifier: &str) -> Option<Resolution> {
        for (_, scope) in self.scopes.around(folder) {
            match scope.import_map.mapped(specifier) {
                Some(Target::Path(path)) => {
                    let file = self.locate(&path).map(Resolution::File);
                    return Some(file.unwrap_or_else(|| missing_or_asset(&path)));
                }
                Some(Target::Specifier(target)) => {
                    let resolution = specifier::of_scheme(&target)
                        .or_else(|| self.internal(folder, &target))
                        .unwrap_or_else(|| self.external(folder, &target));
                    return Some(resolution);
                }
                None => {}
            }
            let mapped = scope
                .compilers
                .iter()
                .flat_map(|compiler| compiler.mapped(specifier));
            let aliased = scope
                .aliases
                .iter()
                .filter_map(|alias| alias.mapped(specifier));
            let based = scope
                .compilers
                .iter()
                .filter_map(|compiler| path::join(compiler.base_url.as_deref()?, specifier));
            let mut candidates = mapped.chain(aliased).chain(based);
            if let Some(file) = candidates.find_map(|path| self.locate(&path)) {
                return Some(Resolution::File(file));
            }
        }
        None
    }

    /// What a package of the project, or the platform, has under the specifier.
    fn internal(&self, folder: &str, specifier: &str) -> Option<Resolution> {
        if specifier.starts_with('#')
            && let Some(resolution) = self.workspace.import(folder, specifier)
        {
            return Some(resolution);
        }
        if specifier::is_builtin(specifier) {
            return Some(Resolution::Builtin);
        }
        let (index, rest) = self.packages.of_specifier(folder, specifier)?;
        let resolution = self.workspace.package(index, specifier, rest);
        Some(resolution.unwrap_or_else(|| missing_or_asset(specifier)))
    }

    /// What the usual aliases mean in a project that defines them nowhere we can read.
    fn conventional(&self, folder: &str, specifier: &str) -> Option<Resolution> {
        let (alias, rest) = specifier.split_once('/')?;
        let bases: &[&str] = match alias {
            "@" | "~" => &["src", "", "app"],
            "" | "~~" | "@@" => &[""],
            "$lib" => &["src/lib"],
            "src" => &["src"],
            _ => return None,
        };
        path::ancestors(folder)
            .filter(|above| above.is_empty() || self.packages.is_package(above))
            .flat_map(|above| bases.iter().filter_map(move |base| path::join(above, base)))
            .filter_map(|base| path::join(&base, rest))
            .find_map(|path| self.locate(&path))
            .map(Resolution::File)
    }

    /// What is left: a package from elsewhere, or an alias that leads nowhere.
    fn external(&self, folder: &str, specifier: &str) -> Resolution {
        let name = specifier::package_name(specifier);
        if specifier::is_alias(specifier) {
            return missing_or_asset(specifier);
        }
        let mut scopes = self.scopes.around(folder);
        let is_claimed = scopes.any(|(_, scope)| {
            let mut compilers = scope.compilers.iter();
            compilers.any(|compiler| compiler.claims(specifier))
                || scope
                    .aliases
                    .iter()
                    .any(|alias| alias.mapped(specifier).is_some())
        });
        if is_claimed && !self.packages.is_dependency(name) {
            return missing_or_asset(specifier);
        }
        Resolution::Package(name.to_owned())
    }
}

/// Of a specifier that names no source file.
fn missing_or_asset(specifier: &str) -> Resolution {
    if specifier::is_asset(specifier) {
        Resolution::Asset
    } else {
        Resolution::Missing
    }
}

#[cfg(test)]
mod tests;

//! The files and folders that can be imported, and how a path without an extension names one.

use rustc_hash::{FxHashMap, FxHashSet};

use super::path;
use crate::source::{FileId, Sources};

/// What an importer may leave out, in the order it is tried.
///
/// Platform files of React Native stand for the one that all platforms share, if there is none.
pub(super) const EXTENSIONS: [&str; 19] = [
    ".ts",
    ".tsx",
    ".mts",
    ".cts",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".vue",
    ".svelte",
    ".astro",
    ".d.ts",
    ".d.mts",
    ".d.cts",
    ".native.ts",
    ".native.tsx",
    ".web.ts",
    ".web.tsx",
    ".ios.tsx",
];

/// The extensions of files that a build writes, with those of the files it reads for them.
pub(super) const BUILT_FROM: [(&str, &[&str]); 7] = [
    (".d.ts", &[".ts", ".tsx", ".js"]),
    (".d.mts", &[".mts", ".ts", ".mjs"]),
    (".d.cts", &[".cts", ".ts", ".cjs"]),
    (".js", &[".ts", ".tsx", ".jsx", ".mts", ".d.ts"]),
    (".jsx", &[".tsx", ".d.ts"]),
    (".mjs", &[".mts", ".ts", ".d.mts"]),
    (".cjs", &[".cts", ".ts", ".d.cts"]),
];

/// Folders that builds write to.
const OUTPUTS: [&str; 5] = ["dist", "build", "lib", "out", "output"];

/// Folders inside those that repeat the sources in one format.
const FORMATS: [&str; 7] = ["esm", "cjs", "es", "types", "src", "node", "browser"];

/// All files of the project by path, and all folders that hold one.
#[derive(Debug)]
pub(super) struct Tree {
    files: FxHashMap<String, FileId>,
    folders: FxHashSet<String>,
}

impl Tree {
    pub(super) fn new(sources: &Sources) -> Self {
        let mut files = FxHashMap::default();
        let mut folders = FxHashSet::default();
        for (id, file) in sources.iter() {
            files.insert(file.path.clone(), id);
            for folder in path::ancestors(path::parent(&file.path)) {
                if !folders.insert(folder.to_owned()) {
                    break;
                }
            }
        }
        Self { files, folders }
    }

    /// The file at exactly this path.
    pub(super) fn file(&self, path: &str) -> Option<FileId> {
        self.files.get(path).copied()
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    /// The file that a path names: its source, itself, or with an extension.
    pub(super) fn probe(&self, path: &str) -> Option<FileId> {
        // TypeScript prefers the source to a script of the same name beside it.
        self.source_of(path)
            .or_else(|| self.file(path))
            .or_else(|| self.with_extension(path))
    }

    /// The `index` of a folder.
    pub(super) fn index(&self, folder: &str) -> Option<FileId> {
        if !self.is_folder(folder) {
            return None;
        }
        self.with_extension(&path::join(folder, "index")?)
    }

    fn with_extension(&self, path: &str) -> Option<FileId> {
        let mut candidate = path.to_owned();
        EXTENSIONS.iter().find_map(|extension| {
            candidate.truncate(path.len());
            candidate.push_str(extension);
            self.file(&candidate)
        })
    }

    /// `a.ts` for `a.js` and the like.
    fn source_of(&self, path: &str) -> Option<FileId> {
        let (stem, sources) = BUILT_FROM
            .iter()
            .find_map(|(built, sources)| Some((path.strip_suffix(built)?, sources)))?;
        sources
            .iter()
            .find_map(|extension| self.file(&format!("{stem}{extension}")))
    }

    /// The source of a file that only a build would write: `src/a.ts` for `dist/a.js`.
    ///
    /// `package` is the folder of the package; a path of it that is not in a folder of build output,
    /// or in one that exists among the sources, yields nothing.
    pub(super) fn built_from(&self, path: &str, package: &str) -> Option<FileId> {
        let inside = path::below(path, package)?;
        let (output, mut rest) = inside.split_once('/')?;
        let folder = path::join(package, output)?;
        if !OUTPUTS.contains(&output) || self.is_folder(&folder) {
            return None;
        }
        loop {
            for base in ["src", ""] {
                let source = path::join(&path::join(package, base)?, rest)?;
                let file = self.probe(&source);
                let file = file.or_else(|| self.probe(stem(&source)));
                if let Some(file) = file.or_else(|| self.index(stem(&source))) {
                    return Some(file);
                }
            }
            let (format, inner) = rest.split_once('/')?;
            if !FORMATS.contains(&format) {
                return None;
            }
            rest = inner;
        }
    }
}

/// The path without the extension of a built file, if it has one.
fn stem(path: &str) -> &str {
    BUILT_FROM
        .iter()
        .find_map(|(built, _)| path.strip_suffix(built))
        .unwrap_or(path)
}

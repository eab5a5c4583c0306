//! The project as a file system for `oxc_resolver`, which reads the manifests of packages.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};

use super::{
    packages::{Linked, Packages, is_link_path},
    path,
    tree::Tree,
};

/// Sources, package manifests, and links to packages.
///
/// The project root is `/`. A path of build output that has a source among the files is a link to
/// that source.
#[derive(Debug)]
pub(super) struct ProjectFiles {
    tree: Arc<Tree>,
    packages: Arc<Packages>,
    /// The path of each source, by file.
    paths: Vec<String>,
}

/// What is at a path.
enum Entry {
    File,
    Folder,
    /// A link to an absolute path.
    Link(String),
}

impl ProjectFiles {
    /// `paths` are those of the sources in order.
    pub(super) fn new(tree: Arc<Tree>, packages: Arc<Packages>, paths: Vec<String>) -> Self {
        Self {
            tree,
            packages,
            paths,
        }
    }

    fn entry(&self, absolute: &str) -> Option<Entry> {
        if is_link_path(absolute) {
            return match self.packages.linked(absolute)? {
                Linked::Folder => Some(Entry::Folder),
                Linked::Package { index, rest: "" } => {
                    Some(Entry::Link(format!("/{}", self.packages.folder(index))))
                }
                Linked::Package { index, rest } => {
                    self.project_entry(&path::join(self.packages.folder(index), rest)?)
                }
            };
        }
        self.project_entry(absolute.trim_matches('/'))
    }

    fn project_entry(&self, path: &str) -> Option<Entry> {
        if self.tree.file(path).is_some() || self.text(path).is_some() {
            return Some(Entry::File);
        }
        if self.tree.is_folder(path) || self.packages.is_package(path) {
            return Some(Entry::Folder);
        }
        let package = self.packages.around(path::parent(path))?;
        let source = self.tree.built_from(path, package)?;
        Some(Entry::Link(format!("/{}", self.paths[source.0 as usize])))
    }

    /// The text of a package's manifest.
    fn text(&self, path: &str) -> Option<&str> {
        if path::file_name(path) != "package.json" {
            return None;
        }
        self.packages.manifest(path::parent(path))
    }

    fn manifest(&self, path: &Path) -> io::Result<&str> {
        let absolute = text_of(path);
        let text = match self.packages.linked(&absolute) {
            Some(Linked::Package { index, rest }) => {
                let folder = self.packages.folder(index);
                path::join(folder, rest).and_then(|path| self.text(&path))
            }
            Some(Linked::Folder) => None,
            None => self.text(absolute.trim_matches('/')),
        };
        text.ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The path as text, `/`-separated on every system.
fn text_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

impl FileSystem for ProjectFiles {
    fn new() -> Self {
        let tree = Tree::new(&crate::source::Sources::default());
        Self::new(Arc::new(tree), Arc::default(), Vec::new())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(self.manifest(path)?.as_bytes().to_vec())
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        Ok(self.manifest(path)?.to_owned())
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self.entry(&text_of(path)) {
            Some(Entry::File) => Ok(FileMetadata::new(true, false, false)),
            Some(Entry::Folder) => Ok(FileMetadata::new(false, true, false)),
            Some(Entry::Link(target)) => self.metadata(Path::new(&target)),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self.entry(&text_of(path)) {
            Some(Entry::File) => Ok(FileMetadata::new(true, false, false)),
            Some(Entry::Folder) => Ok(FileMetadata::new(false, true, false)),
            Some(Entry::Link(_)) => Ok(FileMetadata::new(false, false, true)),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        match self.entry(&text_of(path)) {
            Some(Entry::Link(target)) => Ok(PathBuf::from(target)),
            Some(Entry::File | Entry::Folder) | None => {
                Err(io::Error::from(io::ErrorKind::NotFound).into())
            }
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        match self.entry(&text_of(path)) {
            Some(Entry::Link(target)) => Ok(PathBuf::from(target)),
            Some(Entry::File | Entry::Folder) => Ok(path.to_path_buf()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

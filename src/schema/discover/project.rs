//! The texts of a project, as discovery looks at them.

use std::collections::BTreeSet;

use super::paths;
use crate::{
    schema::source::{LeftOut, SchemaFile},
    source::{SourceFile, Sources},
};

/// What discovery is given.
#[derive(Clone, Copy, Debug)]
pub struct Project<'a> {
    /// Ordered by path.
    pub files: &'a [SchemaFile],
    pub sources: &'a Sources,
    /// Paths of package manifests.
    pub manifests: &'a [String],
}

/// A project of which some files have found their place.
pub(super) struct Remaining<'a> {
    pub(super) project: Project<'a>,
    /// Files of a source, and files that are known to be none.
    taken: BTreeSet<&'a str>,
    pub(super) left_out: BTreeSet<LeftOut>,
    /// Folders with a package manifest.
    packages: BTreeSet<&'a str>,
}

impl<'a> Remaining<'a> {
    pub(super) fn new(project: Project<'a>) -> Self {
        let manifests = project.manifests.iter().map(String::as_str);
        let packages = manifests.filter(|path| paths::name(path) == "package.json");
        Self {
            project,
            taken: BTreeSet::new(),
            left_out: BTreeSet::new(),
            packages: packages.map(paths::parent).collect(),
        }
    }

    /// The files that have no place yet, by path.
    pub(super) fn files(&self) -> impl Iterator<Item = &'a SchemaFile> {
        let files = self.project.files.iter();
        files.filter(|file| !self.taken.contains(file.path.as_str()))
    }

    /// The source code that has no place yet, by path.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'a SourceFile> {
        let files = self.project.sources.files().iter();
        files.filter(|file| !self.taken.contains(file.path.as_str()))
    }

    /// The files without a place right in a folder or anywhere below it.
    pub(super) fn below(&self, folder: &str) -> Vec<&'a SchemaFile> {
        let files = self.project.files;
        let start = files.partition_point(|file| file.path.as_str() < folder);
        let below = files[start..]
            .iter()
            .take_while(|file| file.path.starts_with(folder));
        below
            .filter(|file| paths::is_within(folder, &file.path))
            .filter(|file| !self.taken.contains(file.path.as_str()))
            .collect()
    }

    pub(super) fn take(&mut self, path: &'a str) {
        self.taken.insert(path);
    }

    pub(super) fn take_all(&mut self, files: &[&'a SchemaFile]) {
        self.taken
            .extend(files.iter().map(|file| file.path.as_str()));
    }

    /// Leaves files out under the path that says so, which is told once.
    pub(super) fn leave_out(&mut self, files: &[&'a SchemaFile], path: &str, reason: &str) {
        self.take_all(files);
        if !files.is_empty() {
            self.say_left_out(path, reason);
        }
    }

    pub(super) fn say_left_out(&mut self, path: &str, reason: &str) {
        self.left_out.insert(LeftOut {
            path: path.to_owned(),
            reason: reason.to_owned(),
        });
    }

    /// The nearest folder with a package manifest; the root when there is none.
    pub(super) fn package(&self, path: &str) -> &'a str {
        paths::nearest(self.packages.iter().copied(), path).unwrap_or("")
    }
}

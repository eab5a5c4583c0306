//! The files that git tracks: its ignore files are not about them.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::{
    list::{folder, relative},
    repository,
};
use crate::notice::Notice;

/// Tracked files that an ignore file of git hides, and the folders that lead to them.
#[derive(Debug)]
pub(super) struct HiddenButTracked {
    pub(super) files: FxHashSet<String>,
    pub(super) folders: FxHashSet<String>,
}

impl HiddenButTracked {
    pub(super) fn new(files: impl Iterator<Item = String>) -> Self {
        let mut hidden = Self {
            files: FxHashSet::default(),
            folders: FxHashSet::default(),
        };
        for path in files {
            let mut above = folder(&path);
            while !above.is_empty() && hidden.folders.insert(above.to_owned()) {
                above = folder(above);
            }
            hidden.files.insert(path);
        }
        hidden
    }
}

/// The tracked files below the root, relative to it.
///
/// They are those of the repository that the root is in, and of `within`, each of these with its
/// folder. Repositories are pairs of a folder and a git folder.
pub(super) fn files(
    root: &Path,
    enclosing: Option<(PathBuf, PathBuf)>,
    mut within: Vec<(String, PathBuf)>,
) -> (Vec<String>, Vec<Notice>) {
    let mut files = Vec::new();
    let mut notices = Vec::new();
    if let Some((top, git)) = enclosing {
        let to_root = root.strip_prefix(&top).ok().and_then(relative);
        let to_root = to_root.unwrap_or_default();
        match repository::tracked(&git) {
            Ok(paths) => files.extend(paths.iter().filter_map(|path| below(&to_root, path))),
            Err(remark) => notices.push(remark.about("")),
        }
    }
    within.sort();
    for (folder, git) in within {
        match repository::tracked(&git) {
            Ok(paths) => files.extend(paths.iter().map(|path| format!("{folder}/{path}"))),
            Err(remark) => notices.push(remark.about(&folder)),
        }
    }
    (files, notices)
}

/// The rest of `path` below `folder`, which is empty for the top.
fn below(folder: &str, path: &str) -> Option<String> {
    if folder.is_empty() {
        return Some(path.to_owned());
    }
    let rest = path.strip_prefix(folder)?.strip_prefix('/')?;
    Some(rest.to_owned())
}

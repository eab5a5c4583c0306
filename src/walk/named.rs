//! Schema texts that the user names outright: no ignore file hides them, and no name is wrong.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{WalkError, list, names, read, state::State};
use crate::{notice::Notice, schema::source::SchemaFile, source::Dialect};

/// What a named file or folder holds.
#[derive(Debug, Default)]
pub struct Named {
    /// How the texts' paths begin: the path relative to the root, or as it was given when it is
    /// elsewhere. For a file it is the whole path.
    pub path: String,
    /// Ordered by path. Of a folder, source code too.
    pub files: Vec<SchemaFile>,
    pub notices: Vec<Notice>,
}

/// How deep a named folder is looked into.
const MAX_DEPTH: usize = 12;

/// The texts of a file or of a folder, which is relative to the current folder.
///
/// # Errors
///
/// When there is no such file or folder.
pub fn read(root: &Path, path: &Path) -> Result<Named, WalkError> {
    let error = |source| WalkError::Schema {
        path: path.to_owned(),
        source,
    };
    let absolute = path.canonicalize().map_err(error)?;
    let shown = shown(root, path, &absolute);
    let mut named = Named {
        path: shown.clone(),
        ..Named::default()
    };
    if absolute.is_file() {
        named.add(shown, &absolute);
        return Ok(named);
    }
    for file in files(&absolute) {
        let inside = file.strip_prefix(&absolute).ok().and_then(list::relative);
        let Some(inside) = inside.filter(|inside| may_tell(inside)) else {
            continue;
        };
        let shown = match shown.as_str() {
            "" => inside,
            folder => format!("{folder}/{inside}"),
        };
        named.add(shown, &file);
    }
    Ok(named)
}

impl Named {
    /// Puts the files of another state of the project in the place of those read.
    pub fn replace(&mut self, state: &State) {
        for (path, bytes) in state {
            let inside = match path.strip_prefix(self.path.as_str()) {
                Some("") => true,
                Some(rest) if self.path.is_empty() || rest.starts_with('/') => may_tell(rest),
                Some(_) | None => false,
            };
            if !inside {
                continue;
            }
            self.files.retain(|file| file.path != *path);
            let read = bytes.clone().map(read::given_schema);
            let text = read.and_then(|read| read.text);
            self.files
                .extend(text.map(|text| SchemaFile::new(path.clone(), text)));
        }
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
    }

    fn add(&mut self, shown: String, file: &Path) {
        let read = read::schema_text(file);
        self.notices
            .extend(read.notice.map(|notice| notice.about(&shown)));
        self.files
            .extend(read.text.map(|text| SchemaFile::new(shown, text)));
    }
}

/// The regular files below a folder, by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).max_depth(Some(MAX_DEPTH));
    walk.filter_entry(|entry| {
        let name = entry.file_name().to_str();
        entry.depth() == 0 || !name.is_some_and(names::is_never_read)
    });
    let entries = walk.build().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut files: Vec<PathBuf> = files.map(ignore::DirEntry::into_path).collect();
    files.sort();
    files
}

fn may_tell(path: &str) -> bool {
    names::is_schema_text(path) || Dialect::of_path(path).is_some()
}

/// The path as output names it.
fn shown(root: &Path, given: &Path, absolute: &Path) -> String {
    let root = root.canonicalize().ok();
    let inside = root.and_then(|root| absolute.strip_prefix(root).ok());
    match inside.and_then(list::relative) {
        Some(inside) => inside,
        None => given
            .to_string_lossy()
            .replace('\\', "/")
            .trim_end_matches('/')
            .to_owned(),
    }
}

//! Which files of a project are read, and as what.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rustc_hash::FxHashSet;

use super::{
    IgnoreFiles, Options, Remark, WalkError,
    choice::{self, Choice, Role},
    repository::{self, Checkout},
    tracked::{self, HiddenButTracked},
};
use crate::{
    notice::{Notice, NoticeKind},
    source::Dialect,
    unread,
};

/// A file to read.
#[derive(Debug)]
pub(super) struct Found {
    /// Relative to the root, `/`-separated.
    pub(super) path: String,
    pub(super) role: Role,
}

/// The files to read, in no particular order.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: Vec<Found>,
    /// The paths of files in languages that are not read.
    pub(super) others: Vec<String>,
    pub(super) notices: Vec<Notice>,
}

/// The files of the project that the options ask for.
pub(super) fn project(root: &Path, options: &Options) -> Result<Listing, WalkError> {
    let choice = Choice::new(options)?;
    let enclosing = repository::enclosing(root);
    let walk = Walk {
        root,
        choice,
        in_repository: enclosing.is_some(),
        found: Mutex::default(),
    };
    walk.run(options.ignore_files, None);
    if options.ignore_files == IgnoreFiles::Respect {
        let hidden = walk.hidden_but_tracked(enclosing);
        if !hidden.files.is_empty() {
            walk.run(IgnoreFiles::Respect, Some(&hidden));
        }
    }
    let found = walk
        .found
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let mut listing = found.listing;
    choice::keep_likely_manifests(&mut listing.files);
    Ok(listing)
}

/// Adds the source files among `paths`.
pub(super) fn add_listed(
    root: &Path,
    paths: impl IntoIterator<Item = PathBuf>,
    listing: &mut Listing,
) {
    for path in paths {
        match listed(root, &path) {
            Ok(path) => {
                let source = Dialect::of_path(&path).map(Role::Source);
                listing
                    .files
                    .extend(source.map(|role| Found { path, role }));
            }
            Err(remark) => listing.notices.push(remark.about(&path.to_string_lossy())),
        }
    }
}

/// The listed path relative to the root, its folders resolved and its own name as it is given.
fn listed(root: &Path, path: &Path) -> Result<String, Remark> {
    let unreadable = |message: &str| Remark::new(NoticeKind::Unreadable, message);
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let name = path
        .file_name()
        .ok_or_else(|| unreadable("the listed path is not a file"))?;
    let folder = folder
        .canonicalize()
        .map_err(|error| unreadable(&format!("the listed file cannot be read: {error}")))?;
    let absolute = folder.join(name);
    // Opening a pipe would wait for ever.
    if absolute
        .metadata()
        .is_ok_and(|metadata| !metadata.is_file())
    {
        return Err(unreadable("the listed path is not a file"));
    }
    let inside = absolute
        .strip_prefix(root)
        .map_err(|_| unreadable("the listed file is outside the project root"))?;
    relative(inside).ok_or_else(|| unreadable("the file's name is not UTF-8"))
}

/// One project being walked, by several threads.
struct Walk<'a> {
    root: &'a Path,
    choice: Choice<'a>,
    in_repository: bool,
    found: Mutex<FoundSoFar>,
}

#[derive(Default)]
struct FoundSoFar {
    listing: Listing,
    /// Repositories within the root, each with its folder.
    repositories: Vec<(String, PathBuf)>,
}

impl Walk<'_> {
    /// Walks the project, or only to the files of `only`, which git's ignore files do not hide.
    fn run(&self, ignore_files: IgnoreFiles, only: Option<&HiddenButTracked>) {
        let respect = ignore_files == IgnoreFiles::Respect;
        let git = respect && only.is_none();
        let mut builder = WalkBuilder::new(self.root);
        builder
            .threads(rayon::current_num_threads())
            .hidden(false)
            .follow_links(false)
            .ignore(respect)
            .git_ignore(git)
            .git_global(git)
            .git_exclude(git)
            // Outside a repository nothing would stop the search for ignore files upward, and a
            // home folder that is kept in git has one that ignores everything.
            .parents(respect && self.in_repository)
            .require_git(self.in_repository);
        if respect {
            builder.add_custom_ignore_filename(".tabletraceignore");
        }
        builder.build_parallel().run(|| {
            Box::new(|entry| match entry {
                Ok(entry) => self.visit(&entry, only),
                Err(error) => {
                    self.remark(&error, NoticeKind::Unreadable);
                    WalkState::Continue
                }
            })
        });
    }

    fn visit(&self, entry: &DirEntry, only: Option<&HiddenButTracked>) -> WalkState {
        if let Some(error) = entry.error() {
            self.remark(error, NoticeKind::Manifest);
        }
        if entry.depth() == 0 {
            return WalkState::Continue;
        }
        let inside = entry.path().strip_prefix(self.root);
        let inside = inside.expect("the walk stays below its root");
        let Some(kind) = entry.file_type() else {
            return WalkState::Continue;
        };
        let Some(path) = relative(inside) else {
            if kind.is_file() || kind.is_dir() {
                let remark = Remark::new(NoticeKind::Unreadable, "the name is not UTF-8");
                self.add_notice(remark.about(&inside.to_string_lossy()));
            }
            return WalkState::Skip;
        };
        if kind.is_dir() {
            self.visit_folder(entry.path(), path, only)
        } else {
            if kind.is_file() && only.is_none_or(|only| only.files.contains(&path)) {
                self.visit_file(path);
            }
            WalkState::Continue
        }
    }

    fn visit_folder(
        &self,
        absolute: &Path,
        path: String,
        only: Option<&HiddenButTracked>,
    ) -> WalkState {
        if self.choice.skips_folder(&path) {
            return WalkState::Skip;
        }
        if let Some(only) = only {
            return if only.folders.contains(&path) {
                WalkState::Continue
            } else {
                WalkState::Skip
            };
        }
        match repository::checkout(absolute) {
            None => WalkState::Continue,
            // The same files once more, at another commit.
            Some(Checkout::LinkedWorkTree(_)) => WalkState::Skip,
            Some(Checkout::Repository(git)) => {
                self.lock().repositories.push((path, git));
                WalkState::Continue
            }
        }
    }

    fn visit_file(&self, path: String) {
        if let Some(role) = self.choice.role(&path) {
            self.lock().listing.files.push(Found { path, role });
        } else if unread::language(&path).is_some() && !self.choice.leaves_out(&path) {
            self.lock().listing.others.push(path);
        }
    }

    /// The tracked files of all repositories here that walking has not found.
    fn hidden_but_tracked(&self, enclosing: Option<(PathBuf, PathBuf)>) -> HiddenButTracked {
        let mut found = self.lock();
        let repositories = std::mem::take(&mut found.repositories);
        let (tracked, notices) = tracked::files(self.root, enclosing, repositories);
        found.listing.notices.extend(notices);
        let files = found.listing.files.iter();
        let known: FxHashSet<&str> = files.map(|found| found.path.as_str()).collect();
        let missed =
            |path: &String| self.choice.role(path).is_some() && !known.contains(path.as_str());
        HiddenButTracked::new(tracked.into_iter().filter(missed))
    }

    /// Notes that an entry, or a line of an ignore file, could not be used.
    fn remark(&self, error: &ignore::Error, kind: NoticeKind) {
        let (path, line, message) = described(error);
        let inside = path.map(|path| path.strip_prefix(self.root));
        let (path, message) = match inside {
            Some(Ok(path)) => (path.to_string_lossy().replace('\\', "/"), message),
            Some(Err(_)) => (
                String::new(),
                format!("an ignore file above the root: {message}"),
            ),
            None => (String::new(), message),
        };
        self.add_notice(Notice {
            path,
            line,
            kind,
            message,
        });
    }

    fn add_notice(&self, notice: Notice) {
        self.lock().listing.notices.push(notice);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FoundSoFar> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where and what, from an error that nests them.
fn described(error: &ignore::Error) -> (Option<&Path>, Option<u32>, String) {
    match error {
        ignore::Error::Partial(errors) => match errors.first() {
            Some(first) => described(first),
            None => (None, None, error.to_string()),
        },
        ignore::Error::WithPath { path, err } => {
            let (inner, line, message) = described(err);
            (inner.or(Some(path)), line, message)
        }
        ignore::Error::WithLineNumber { line, err } => {
            let (path, _, message) = described(err);
            (path, u32::try_from(*line).ok(), message)
        }
        ignore::Error::WithDepth { err, .. } => described(err),
        ignore::Error::Glob {
            glob: Some(glob),
            err,
        } => (None, None, format!("`{glob}` is not a glob: {err}")),
        ignore::Error::Io(error) => (None, None, format!("cannot be read: {error}")),
        _ => (None, None, error.to_string()),
    }
}

/// The path with `/` between its parts, or `None` when it is not UTF-8.
pub(super) fn relative(path: &Path) -> Option<String> {
    let path = path.to_str()?;
    Some(if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    })
}

pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

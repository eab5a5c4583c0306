//! Paths to texts: finds the source files, manifests and schema texts of a project and reads them.
//!
//! Symlinks are not followed: what they point at is read where it is, if it lies in the project.

mod artefact;
mod choice;
mod globs;
mod list;
pub mod named;
mod names;
mod read;
mod repository;
pub mod state;
#[cfg(test)]
mod tests;
mod tracked;

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use self::{
    choice::Role,
    list::{Found, Listing},
    read::Read,
};
use crate::{
    analysis::Inputs,
    config,
    modules::Manifest,
    notice::{Notice, NoticeKind},
    schema::source::SchemaFile,
    source::{SourceFile, Sources},
    unread,
};

/// Which files are read.
///
/// `exclude` wins over `include`; neither brings back what an ignore file leaves out.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder to which all paths in output are relative.
    pub root: PathBuf,
    /// Globs in gitignore syntax, relative to the root; if any, only matching source files are
    /// read. Manifests are read regardless.
    pub include: Vec<String>,
    /// Globs in gitignore syntax, relative to the root; nothing that matches is read.
    pub exclude: Vec<String>,
    pub hidden: Hidden,
    pub ignore_files: IgnoreFiles,
    /// A longer file is left out, with a notice; SQL has a limit of its own.
    pub max_bytes: u64,
    pub schema_texts: SchemaTexts,
}

impl Options {
    /// The limit on a file's length unless configured otherwise.
    pub const MAX_BYTES: u64 = 4 << 20;

    /// What is read when nothing is configured.
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            include: Vec::new(),
            exclude: Vec::new(),
            hidden: Hidden::Sources,
            ignore_files: IgnoreFiles::Respect,
            max_bytes: Self::MAX_BYTES,
            schema_texts: SchemaTexts::Skip,
        }
    }
}

/// Whether texts that tell about a schema are read: SQL, Prisma, and what configures them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum SchemaTexts {
    #[default]
    Skip,
    Read,
}

/// Which of the files and folders whose names start with a dot are read; never `.git`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Hidden {
    /// All but the folders that tools keep their output in (`.next`, `.yarn`, …).
    #[default]
    Sources,
    All,
}

/// Whether ignore files are heeded; `node_modules` is left out either way.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum IgnoreFiles {
    /// `.gitignore` (also outside a repository), `.git/info/exclude`, git's global ignore file,
    /// `.ignore` and `.tabletraceignore`; as in git, the first three do not hide a tracked file.
    #[default]
    Respect,
    Disregard,
}

/// Why nothing could be read.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum WalkError {
    #[error("cannot open the project root `{}`", path.display())]
    #[diagnostic(code(walk::root), help("give a folder, or a file in one"))]
    Root { path: PathBuf, source: io::Error },
    #[error("cannot read the schema source `{}`", path.display())]
    #[diagnostic(
        code(walk::schema),
        help("a source is a folder of migrations, a file, or the address of a database")
    )]
    Schema { path: PathBuf, source: io::Error },
    #[error("cannot read the configuration `{}`", path.display())]
    #[diagnostic(code(walk::configuration))]
    Configuration { path: PathBuf, source: io::Error },
    #[error("`{glob}` is not a glob: {problem}")]
    #[diagnostic(
        code(walk::glob),
        help("globs are written as in a .gitignore file, relative to the project root")
    )]
    Glob { glob: String, problem: String },
}

/// The root of the project that `path` belongs to.
///
/// The closest folder upward that has a `tabletrace.toml`, else the closest with a `.git`, else
/// `path` itself, or its folder when it is a file.
pub fn project_root(path: &Path) -> PathBuf {
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let start = match absolute.parent() {
        Some(folder) if absolute.is_file() => folder,
        _ => &absolute,
    };
    let closest = |marker| {
        let mut folders = start.ancestors();
        folders.find(|folder| folder.join(marker).symlink_metadata().is_ok())
    };
    let root = closest("tabletrace.toml").or_else(|| closest(".git"));
    root.unwrap_or(start).to_owned()
}

/// Every source file and manifest of the project, and every schema text if the options ask for it.
///
/// `progress` is told how many files have been read so far, from several threads and not in
/// order.
///
/// # Errors
///
/// When the root is not a folder that can be opened, or a glob is malformed.
pub fn walk(options: &Options, progress: &(dyn Fn(usize) + Sync)) -> Result<Inputs, WalkError> {
    let root = canonical_root(&options.root)?;
    let listing = list::project(&root, options)?;
    Ok(read_all(&root, listing, options, progress))
}

/// Exactly the source files among `paths`, and every manifest of the project.
///
/// Neither globs nor ignore files hide a listed file. Paths are relative to the current folder; one
/// outside the root is a notice, one that is no source file is passed over.
///
/// # Errors
///
/// As for [`walk`].
pub fn read_listed(
    options: &Options,
    paths: impl IntoIterator<Item = PathBuf>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Inputs, WalkError> {
    let root = canonical_root(&options.root)?;
    let mut listing = list::project(&root, options)?;
    listing.files.retain_mut(|found| match found.role {
        Role::Source(_) => false,
        Role::SourceAndManifest(_) => {
            found.role = Role::Manifest;
            true
        }
        Role::Manifest | Role::PerhapsManifest | Role::Schema => true,
    });
    list::add_listed(&root, paths, &mut listing);
    Ok(read_all(&root, listing, options, progress))
}

/// The text of the configuration of a project, `None` when it has none.
///
/// # Errors
///
/// When it is there and cannot be read.
pub fn configuration(root: &Path) -> Result<Option<String>, WalkError> {
    let path = root.join(config::FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(WalkError::Configuration { path, source }),
    }
}

fn canonical_root(root: &Path) -> Result<PathBuf, WalkError> {
    let error = |source| WalkError::Root {
        path: root.to_owned(),
        source,
    };
    let canonical = root.canonicalize().map_err(error)?;
    if canonical.is_dir() {
        Ok(canonical)
    } else {
        Err(error(io::ErrorKind::NotADirectory.into()))
    }
}

fn read_all(
    root: &Path,
    listing: Listing,
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Inputs {
    let count = AtomicUsize::new(0);
    let files = listing.files.into_par_iter().map(|found| {
        let read = read::file(root, &found, options.max_bytes);
        progress(count.fetch_add(1, Ordering::Relaxed) + 1);
        (found, read)
    });
    let files: Vec<(Found, Read)> = files.collect();

    let mut notices = listing.notices;
    let mut texts = Files::default();
    for (Found { path, role }, read) in files {
        notices.extend(read.notice.map(|notice| notice.about(&path)));
        texts.add(path, role, read.text);
    }
    let Files {
        sources,
        mut manifests,
        mut schema_files,
    } = texts;
    // What was both listed and found by walking is here twice.
    manifests.sort_by(|a, b| a.path.cmp(&b.path));
    manifests.dedup_by(|a, b| a.path == b.path);
    schema_files.sort_by(|a, b| a.path.cmp(&b.path));
    notices.sort();
    notices.dedup();
    Inputs {
        sources: Sources::new(sources),
        manifests,
        schema_files,
        unread: unread::languages(listing.others.iter().map(String::as_str)),
        notices,
    }
}

/// Texts by what they are read as, in no particular order.
#[derive(Debug, Default)]
struct Files {
    sources: Vec<SourceFile>,
    manifests: Vec<Manifest>,
    schema_files: Vec<SchemaFile>,
}

impl Files {
    /// Adds the text of a file, if there is any.
    fn add(&mut self, path: String, role: Role, text: Option<String>) {
        let Some(text) = text else { return };
        match role {
            Role::Source(dialect) => self.sources.push(SourceFile::new(path, text, dialect)),
            Role::SourceAndManifest(dialect) => {
                self.manifests.push(Manifest {
                    path: path.clone(),
                    text: text.clone(),
                });
                self.sources.push(SourceFile::new(path, text, dialect));
            }
            Role::Manifest | Role::PerhapsManifest => self.manifests.push(Manifest { path, text }),
            Role::Schema => self.schema_files.push(SchemaFile::new(path, text)),
        }
    }
}

/// A notice that does not say yet which file it is about.
#[derive(Debug)]
struct Remark {
    kind: NoticeKind,
    message: String,
}

impl Remark {
    fn new(kind: NoticeKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    fn about(self, path: &str) -> Notice {
        Notice {
            path: path.to_owned(),
            line: None,
            kind: self.kind,
            message: self.message,
        }
    }
}

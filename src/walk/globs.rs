//! The user's own choice of files: `include` and `exclude`.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Options, WalkError};

/// `include` and `exclude`, compiled.
#[derive(Debug)]
pub(super) struct Globs {
    include: Gitignore,
    exclude: Gitignore,
}

impl Globs {
    pub(super) fn new(options: &Options) -> Result<Self, WalkError> {
        Ok(Self {
            include: compile(&options.include)?,
            exclude: compile(&options.exclude)?,
        })
    }

    /// Whether `exclude` names this file; its folders have been asked about before.
    pub(super) fn excludes_file(&self, path: &str) -> bool {
        self.exclude.matched(path, false).is_ignore()
    }

    /// Whether `exclude` names this folder, and with it all that is in it.
    pub(super) fn excludes_folder(&self, path: &str) -> bool {
        self.exclude.matched(path, true).is_ignore()
    }

    /// Whether `include` names this file or a folder above it, or names nothing at all.
    pub(super) fn includes(&self, path: &str) -> bool {
        self.include.is_empty()
            || self
                .include
                .matched_path_or_any_parents(path, false)
                .is_ignore()
    }
}

fn compile(globs: &[String]) -> Result<Gitignore, WalkError> {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs {
        let error = |error| WalkError::Glob {
            glob: glob.clone(),
            problem: problem(&error),
        };
        builder.add_line(None, glob).map_err(error)?;
    }
    builder.build().map_err(|error| WalkError::Glob {
        glob: globs.join(" "),
        problem: problem(&error),
    })
}

/// The innermost message, without the glob that the outer ones repeat.
fn problem(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

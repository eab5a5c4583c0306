//! What is read, and as what, by its path alone.

use rustc_hash::FxHashSet;

use super::{
    Hidden, Options, SchemaTexts, WalkError,
    globs::Globs,
    list::{Found, folder},
    names,
};
use crate::source::Dialect;

/// What a file is read as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    Source(Dialect),
    Manifest,
    /// A configuration written as code: `vite.config.ts`.
    SourceAndManifest(Dialect),
    /// JSON that is a manifest if it holds compiler options.
    PerhapsManifest,
    /// A text that may tell about a schema.
    Schema,
}

/// What the options say of paths.
pub(super) struct Choice<'a> {
    pub(super) options: &'a Options,
    globs: Globs,
}

impl<'a> Choice<'a> {
    pub(super) fn new(options: &'a Options) -> Result<Self, WalkError> {
        Ok(Self {
            options,
            globs: Globs::new(options)?,
        })
    }

    /// Whether a folder is left out, with all that is in it; those above it are not looked at.
    pub(super) fn skips_folder(&self, path: &str) -> bool {
        let name = name(path);
        names::is_never_read(name) || self.is_hidden(name) || self.globs.excludes_folder(path)
    }

    /// What a file is read as; its folders are not looked at.
    pub(super) fn role(&self, path: &str) -> Option<Role> {
        if self.leaves_out(path) {
            return None;
        }
        let source = Dialect::of_path(path).filter(|_| self.globs.includes(path));
        match (source, names::is_manifest(path)) {
            (Some(dialect), true) => Some(Role::SourceAndManifest(dialect)),
            (Some(dialect), false) => Some(Role::Source(dialect)),
            (None, true) => Some(Role::Manifest),
            (None, false) if self.is_schema_text(path) => Some(Role::Schema),
            (None, false) => path.ends_with(".json").then_some(Role::PerhapsManifest),
        }
    }

    /// Whether a file is left out whatever it holds; its folders are not looked at.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        self.is_hidden(name(path)) || self.globs.excludes_file(path)
    }

    fn is_schema_text(&self, path: &str) -> bool {
        match self.options.schema_texts {
            SchemaTexts::Skip => false,
            SchemaTexts::Read => names::is_schema_text(path),
        }
    }

    fn is_hidden(&self, name: &str) -> bool {
        match self.options.hidden {
            Hidden::Sources => names::is_tool_output(name),
            Hidden::All => false,
        }
    }
}

/// JSON of any name may hold compiler options, but is looked at only where that is likely.
pub(super) fn keep_likely_manifests(files: &mut Vec<Found>) {
    let is_package = |found: &&Found| found.path.rsplit('/').next() == Some("package.json");
    let packages: FxHashSet<String> = files
        .iter()
        .filter(is_package)
        .map(|found| folder(&found.path).to_owned())
        .collect();
    files.retain(|found| match found.role {
        Role::Source(_) | Role::Manifest | Role::SourceAndManifest(_) | Role::Schema => true,
        Role::PerhapsManifest => {
            names::is_in_tsconfig_folder(&found.path) || packages.contains(folder(&found.path))
        }
    });
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

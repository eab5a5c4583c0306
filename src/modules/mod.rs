//! Import specifiers to files, over an in-memory file system of walked paths and manifests.

use crate::{
    notice::Notice,
    source::{FileId, Sources},
};

/// A file that says how modules are found: `package.json`, `tsconfig.json`, `deno.json`, …
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Manifest {
    /// Relative to the project root, `/`-separated.
    pub path: String,
    pub text: String,
}

//! Names for texts and programs by their content, and what a program was found to demand.

use std::collections::BTreeSet;

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    facts::FileFacts,
    modules::Manifest,
    source::{Dialect, FileId, Sources},
};

/// A content: the start of a BLAKE3 hash.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// The key of a text in a dialect.
    pub fn of_text(dialect: Dialect, text: &str) -> Self {
        let dialect = match dialect {
            Dialect::TypeScript => 0,
            Dialect::Tsx => 1,
            Dialect::JavaScript => 2,
            Dialect::Vue => 3,
            Dialect::Svelte => 4,
            Dialect::Astro => 5,
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes()).update(&[dialect]);
        Self::of_hash(&hasher.finalize())
    }

    fn of_hash(hash: &blake3::Hash) -> Self {
        let start = hash.as_bytes().first_chunk();
        Self(*start.expect("a hash is 32 bytes"))
    }
}

/// The keys of all texts, by file.
pub(crate) fn keys(sources: &Sources) -> Vec<Key> {
    let files = sources.files().par_iter();
    files
        .map(|file| Key::of_text(file.dialect, &file.text))
        .collect()
}

/// The key of a whole program: all paths, texts and manifests.
///
/// `keys` are those of its texts. The same program demands the same files, so they need not be found out again.
pub(crate) fn program(sources: &Sources, keys: &[Key], manifests: &[Manifest]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for (file, key) in sources.files().iter().zip(keys) {
        hasher
            .update(file.path.as_bytes())
            .update(&[0])
            .update(&key.0);
    }
    for manifest in manifests {
        hasher.update(manifest.path.as_bytes()).update(&[0]);
        hasher.update(blake3::hash(manifest.text.as_bytes()).as_bytes());
    }
    hasher.update(b"program");
    Key::of_hash(&hasher.finalize())
}

/// The key of who imports what in a program, by the key of that.
pub(crate) fn importers(program: Key) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&program.0).update(b"importers");
    Key::of_hash(&hasher.finalize())
}

/// The files that have facts, as bytes.
pub(crate) fn closure_bytes(facts: &[Option<FileFacts>]) -> Vec<u8> {
    let files = facts
        .iter()
        .enumerate()
        .filter(|(_, facts)| facts.is_some());
    let files: Vec<u32> = files.map(|(index, _)| index as u32).collect();
    bitcode::encode(&files)
}

/// The files that [`closure_bytes`] holds; `None` when they are not of this program.
pub(crate) fn closure(bytes: &[u8], files: usize) -> Option<BTreeSet<FileId>> {
    let closure = bitcode::decode::<Vec<u32>>(bytes).ok()?;
    let is_whole = closure.iter().all(|&file| (file as usize) < files);
    is_whole.then(|| closure.into_iter().map(FileId).collect())
}

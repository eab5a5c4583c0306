//! What was learnt of a text in an earlier run, by the text itself.
//!
//! One file per project in the user's cache folder, replaced as a whole. Runs at the same time do
//! not disturb each other: the last one's file stands. A damaged entry is as good as none.

mod folder;
mod format;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use self::format::{Bytes, Index, Problem};
use crate::{
    analysis::Store,
    digest::Key,
    notice::{Notice, NoticeKind},
};

/// The bytes kept for each key; what they mean is the caller's business.
///
/// Filled from one file when opened, and shared between threads.
#[derive(Debug)]
pub struct Cache {
    /// `None` when nothing is kept.
    file: Option<PathBuf>,
    version: u32,
    index: Index,
    /// Which entries of `index` were asked for, by position.
    used: Vec<AtomicBool>,
    put: Mutex<BTreeMap<Key, Vec<u8>>>,
}

impl Cache {
    /// The cache of the project at `root`, as earlier runs of the same version left it.
    ///
    /// `version` is that of the meaning of the bytes: entries of another are not seen. An absent
    /// file is an empty cache, and so is a damaged one, with a notice.
    pub fn open(root: &Path, version: u32) -> (Self, Vec<Notice>) {
        match folder::of_user() {
            Some(folder) => Self::open_in(&folder, root, version),
            None => {
                let message = "the cache is not used: the environment names no home folder";
                (Self::disabled(), vec![notice(message.to_owned())])
            }
        }
    }

    /// As [`Cache::open`], but in this folder instead of the user's.
    pub fn open_in(folder: &Path, root: &Path, version: u32) -> (Self, Vec<Notice>) {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let name = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
        let file = folder.join(name.as_str());
        let (index, problem) = match Index::open(&file, version) {
            Ok(index) => (index, None),
            // A first run, or a first run of another version.
            Err(Problem::Absent | Problem::OtherVersion) => (Index::default(), None),
            Err(Problem::Damaged) => (Index::default(), Some("it is damaged".to_owned())),
            Err(Problem::Unreadable(error)) => (Index::default(), Some(error.to_string())),
        };
        let notices = problem.map(|problem| notice(format!("the cache was not used: {problem}")));
        let cache = Self {
            file: Some(file),
            version,
            used: (0..index.len()).map(|_| AtomicBool::new(false)).collect(),
            index,
            put: Mutex::default(),
        };
        (cache, notices.into_iter().collect())
    }

    /// A cache that is empty and stays so.
    pub fn disabled() -> Self {
        Self {
            file: None,
            version: 0,
            index: Index::default(),
            used: Vec::new(),
            put: Mutex::default(),
        }
    }

    /// The bytes that an earlier run put under the key.
    pub fn get(&self, key: Key) -> Option<Vec<u8>> {
        let position = self.index.position(key)?;
        let bytes = self.index.bytes(position)?;
        self.used[position].store(true, Ordering::Relaxed);
        Some(bytes)
    }

    /// Keeps the bytes for later runs; [`Cache::get`] does not see them in this one.
    pub fn put(&self, key: Key, bytes: Vec<u8>) {
        if self.file.is_some() {
            self.put
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(key, bytes);
        }
    }

    /// Writes what was got and put in this run, and nothing else, when anything was put.
    pub fn save(self) -> Vec<Notice> {
        let put = self
            .put
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(file) = self.file.filter(|_| !put.is_empty()) else {
            return Vec::new();
        };
        let used = self
            .used
            .iter()
            .enumerate()
            .filter(|(_, used)| used.load(Ordering::Relaxed));
        let mut kept: BTreeMap<Key, Bytes<'_>> = used
            .map(|(at, _)| (self.index.key(at), Bytes::Kept(&self.index, at)))
            .collect();
        kept.extend(put.iter().map(|(&key, bytes)| (key, Bytes::New(bytes))));
        match write(&file, self.version, &kept) {
            Ok(()) => Vec::new(),
            Err(error) => vec![notice(format!("the cache cannot be written: {error}"))],
        }
    }
}

impl Store for Cache {
    fn get(&self, key: Key) -> Option<Vec<u8>> {
        self.get(key)
    }

    fn put(&self, key: Key, bytes: Vec<u8>) {
        self.put(key, bytes);
    }

    fn is_open(&self) -> bool {
        self.file.is_some()
    }
}

/// Replaces the file in one step, so that no run sees half of it.
fn write(file: &Path, version: u32, entries: &BTreeMap<Key, Bytes<'_>>) -> io::Result<()> {
    let folder = file.parent().expect("the file was joined to a folder");
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    let mut writer = io::BufWriter::with_capacity(1 << 20, temporary.as_file_mut());
    format::write(&mut writer, version, entries)?;
    writer.flush()?;
    drop(writer);
    // `persist` cannot replace a file that another run has open on Windows; this can.
    fs::rename(temporary.into_temp_path(), file)
}

fn notice(message: String) -> Notice {
    Notice {
        path: String::new(),
        line: None,
        kind: NoticeKind::Cache,
        message,
    }
}

//! The bytes of a cache file.
//!
//! ```text
//! header   magic, version of the format, of the program and of the entries; count, length of the
//!          file; checksum of header and index
//! index    per entry, ordered by key: key, checksum, offset and length of its bytes
//! bytes    of all entries
//! ```
//!
//! Numbers are little-endian. The index is checked when the file is opened, an entry when it is
//! asked for: that spreads the work over the threads that ask.

use std::{
    collections::BTreeMap,
    fs::File,
    hash::Hasher as _,
    io::{self, Read as _, Write},
    path::Path,
};

use rustc_hash::FxHasher;

use super::Key;

const MAGIC: &[u8; 8] = b"tbltrace";
const FORMAT: u32 = 1;
const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// What is the same in every file of one version.
const VERSIONS: usize = 8 + 4 + 24 + 4;
const HEADER: usize = VERSIONS + 4 + 8 + 8;
const ENTRY: usize = 16 + 8 + 8 + 8;
/// A longer file is none of ours.
const MAX_FILE: u64 = 1 << 30;

/// A cache file in memory.
///
/// `bytes` is empty or holds a whole file whose header and index have been checked.
#[derive(Debug, Default)]
pub(super) struct Index {
    bytes: Vec<u8>,
    count: usize,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(super) enum Problem {
    Absent,
    /// Of the program, the format or the entries.
    OtherVersion,
    Damaged,
    Unreadable(io::Error),
}

impl Index {
    pub(super) fn read(file: &Path, version: u32) -> Result<Self, Problem> {
        Self::new(read(file)?, version)
    }

    pub(super) fn new(bytes: Vec<u8>, version: u32) -> Result<Self, Problem> {
        let (header, _) = bytes
            .split_first_chunk::<HEADER>()
            .ok_or(Problem::Damaged)?;
        if !header.starts_with(MAGIC) {
            return Err(Problem::Damaged);
        }
        if !header.starts_with(&versions(version)) {
            return Err(Problem::OtherVersion);
        }
        let (header, expected) = header.split_at(HEADER - 8);
        let count = number(&header[VERSIONS..VERSIONS + 4]) as usize;
        let length = number(&header[VERSIONS + 4..]);
        let end = count
            .checked_mul(ENTRY)
            .and_then(|length| length.checked_add(HEADER));
        let index = end
            .and_then(|end| bytes.get(HEADER..end))
            .ok_or(Problem::Damaged)?;
        if length != bytes.len() as u64 || checksum(&[header, index]) != number(expected) {
            return Err(Problem::Damaged);
        }
        Ok(Self { count, bytes })
    }

    /// Every entry, ordered by key, its bytes not checked.
    pub(super) fn entries(&self) -> impl ExactSizeIterator<Item = (Key, &[u8])> {
        (0..self.count).map(|position| {
            let bytes = self.bytes(position).unwrap_or_default();
            (self.key(position), bytes)
        })
    }

    /// Where among the entries the key is.
    pub(super) fn position(&self, key: Key) -> Option<usize> {
        let mut range = 0..self.count;
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            match self.key(middle).cmp(&key) {
                std::cmp::Ordering::Less => range.start = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => range.end = middle,
            }
        }
        None
    }

    /// The bytes of an entry, if they are as they were written.
    pub(super) fn checked_bytes(&self, position: usize) -> Option<&[u8]> {
        let bytes = self.bytes(position)?;
        let expected = number(&self.entry(position)[16..24]);
        (checksum(&[bytes]) == expected).then_some(bytes)
    }

    fn bytes(&self, position: usize) -> Option<&[u8]> {
        let entry = self.entry(position);
        let start = usize::try_from(number(&entry[24..32])).ok()?;
        let length = usize::try_from(number(&entry[32..40])).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    fn key(&self, position: usize) -> Key {
        let key = self.entry(position).first_chunk();
        Key(*key.expect("an entry begins with a key"))
    }

    fn entry(&self, position: usize) -> &[u8] {
        let start = HEADER + position * ENTRY;
        &self.bytes[start..start + ENTRY]
    }
}

/// Writes a file of these entries.
pub(super) fn write(
    writer: &mut impl Write,
    version: u32,
    entries: &BTreeMap<Key, &[u8]>,
) -> io::Result<()> {
    let mut index = Vec::with_capacity(entries.len() * ENTRY);
    let mut offset = (HEADER + entries.len() * ENTRY) as u64;
    for (Key(key), bytes) in entries {
        index.extend(key);
        index.extend(checksum(&[bytes]).to_le_bytes());
        index.extend(offset.to_le_bytes());
        index.extend((bytes.len() as u64).to_le_bytes());
        offset += bytes.len() as u64;
    }
    let count = u32::try_from(entries.len()).expect("a run has fewer files than `FileId` can name");
    let header = [
        &versions(version)[..],
        &count.to_le_bytes(),
        &offset.to_le_bytes(),
    ]
    .concat();
    writer.write_all(&header)?;
    writer.write_all(&checksum(&[&header, &index]).to_le_bytes())?;
    writer.write_all(&index)?;
    entries
        .values()
        .try_for_each(|bytes| writer.write_all(bytes))
}

/// What every file begins with whose entries can be used.
fn versions(entries: u32) -> [u8; VERSIONS] {
    let mut program = [0; 24];
    let length = PROGRAM.len().min(program.len());
    program[..length].copy_from_slice(&PROGRAM.as_bytes()[..length]);
    let mut bytes = [0; VERSIONS];
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..12].copy_from_slice(&FORMAT.to_le_bytes());
    bytes[12..36].copy_from_slice(&program);
    bytes[36..].copy_from_slice(&entries.to_le_bytes());
    bytes
}

fn read(file: &Path) -> Result<Vec<u8>, Problem> {
    let problem = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Problem::Absent,
        _ => Problem::Unreadable(error),
    };
    let metadata = file.metadata().map_err(problem)?;
    if !metadata.is_file() || metadata.len() > MAX_FILE {
        return Err(Problem::Damaged);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    let file = File::open(file).map_err(problem)?;
    file.take(MAX_FILE)
        .read_to_end(&mut bytes)
        .map_err(problem)?;
    Ok(bytes)
}

/// Tells accidents, not attacks: who can write the user's cache folder needs no collision.
fn checksum(parts: &[&[u8]]) -> u64 {
    let mut hasher = FxHasher::default();
    parts.iter().for_each(|part| hasher.write(part));
    hasher.finish()
}

/// A little-endian number of up to eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

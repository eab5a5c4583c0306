//! The bytes of a cache file.
//!
//! ```text
//! header   magic, version of the format, of the program and of the entries; count, length of the
//!          file; checksum of header and index
//! index    per entry, ordered by key: key, checksum, offset and length of its bytes
//! bytes    of all entries
//! ```
//!
//! Numbers are little-endian. Header and index are read and checked when the file is opened, an
//! entry when it is asked for: so the threads that ask share the work, and no more is held in
//! memory than is used.

use std::{
    cmp::Ordering,
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
/// A file that claims more is none of ours.
const MAX_ENTRIES: usize = 1 << 20;

/// An open cache file, or none.
///
/// `entries` is whole entries of the index, checked.
#[derive(Debug, Default)]
pub(super) struct Index {
    file: Option<File>,
    entries: Vec<u8>,
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

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Absent,
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error),
        }
    }
}

impl Index {
    pub(super) fn open(path: &Path, version: u32) -> Result<Self, Problem> {
        if !path.metadata()?.is_file() {
            return Err(Problem::Damaged);
        }
        let mut file = File::open(path)?;
        let mut header = [0; HEADER];
        file.read_exact(&mut header)?;
        if !header.starts_with(MAGIC) {
            return Err(Problem::Damaged);
        }
        if !header.starts_with(&versions(version)) {
            return Err(Problem::OtherVersion);
        }
        let (header, expected) = header.split_at(HEADER - 8);
        let count = number(&header[VERSIONS..VERSIONS + 4]) as usize;
        let length = number(&header[VERSIONS + 4..]);
        let fits = (HEADER + count.min(MAX_ENTRIES) * ENTRY) as u64 <= length;
        if count > MAX_ENTRIES || !fits || length != file.metadata()?.len() {
            return Err(Problem::Damaged);
        }
        let mut entries = vec![0; count * ENTRY];
        file.read_exact(&mut entries)?;
        if checksum(&[header, &entries]) != number(expected) {
            return Err(Problem::Damaged);
        }
        Ok(Self {
            file: Some(file),
            entries,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len() / ENTRY
    }

    /// Where among the entries, which are ordered by key, this one is.
    pub(super) fn position(&self, key: Key) -> Option<usize> {
        let mut range = 0..self.len();
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            match self.key(middle).cmp(&key) {
                Ordering::Less => range.start = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => range.end = middle,
            }
        }
        None
    }

    pub(super) fn key(&self, position: usize) -> Key {
        let key = self.entry(position).first_chunk();
        Key(*key.expect("an entry begins with a key"))
    }

    /// The bytes of an entry, if they are as they were written.
    pub(super) fn bytes(&self, position: usize) -> Option<Vec<u8>> {
        let offset = number(&self.entry(position)[24..32]);
        let mut bytes = vec![0; usize::try_from(self.length(position)).ok()?];
        read_exact_at(self.file.as_ref()?, &mut bytes, offset).ok()?;
        (checksum(&[&bytes]) == self.checksum(position)).then_some(bytes)
    }

    fn checksum(&self, position: usize) -> u64 {
        number(&self.entry(position)[16..24])
    }

    fn length(&self, position: usize) -> u64 {
        number(&self.entry(position)[32..40])
    }

    fn entry(&self, position: usize) -> &[u8] {
        &self.entries[position * ENTRY..][..ENTRY]
    }
}

/// The bytes of an entry to be written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bytes<'a> {
    New(&'a [u8]),
    /// Those at a position of the file that is replaced.
    Kept(&'a Index, usize),
}

impl Bytes<'_> {
    fn checksum(self) -> u64 {
        match self {
            Self::New(bytes) => checksum(&[bytes]),
            Self::Kept(index, position) => index.checksum(position),
        }
    }

    fn length(self) -> u64 {
        match self {
            Self::New(bytes) => bytes.len() as u64,
            Self::Kept(index, position) => index.length(position),
        }
    }

    fn write(self, writer: &mut impl Write) -> io::Result<()> {
        match self {
            Self::New(bytes) => writer.write_all(bytes),
            Self::Kept(index, position) => {
                let bytes = index.bytes(position);
                writer.write_all(&bytes.ok_or(io::ErrorKind::InvalidData)?)
            }
        }
    }
}

/// Writes a file of these entries.
pub(super) fn write(
    writer: &mut impl Write,
    version: u32,
    entries: &BTreeMap<Key, Bytes<'_>>,
) -> io::Result<()> {
    let mut index = Vec::with_capacity(entries.len() * ENTRY);
    let mut offset = (HEADER + entries.len() * ENTRY) as u64;
    for (Key(key), bytes) in entries {
        index.extend(key);
        index.extend(bytes.checksum().to_le_bytes());
        index.extend(offset.to_le_bytes());
        index.extend(bytes.length().to_le_bytes());
        offset += bytes.length();
    }
    let count = u32::try_from(entries.len()).map_err(io::Error::other)?;
    let header = [
        &versions(version)[..],
        &count.to_le_bytes(),
        &offset.to_le_bytes(),
    ]
    .concat();
    writer.write_all(&header)?;
    writer.write_all(&checksum(&[&header, &index]).to_le_bytes())?;
    writer.write_all(&index)?;
    entries.values().try_for_each(|bytes| bytes.write(writer))
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

/// Reads at an offset, from any thread: no position is shared.
#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Reads at an offset, from any thread: no position is shared.
#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
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

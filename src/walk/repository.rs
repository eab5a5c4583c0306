//! Git repositories, as far as walking cares: where they are, and which files they track.
//!
//! The index is read directly: the `git` program may be absent, and refuses a checkout that belongs
//! to another user, as in many a container.

use std::path::{Path, PathBuf};

use super::{Remark, read};
use crate::notice::NoticeKind;

/// What the `.git` in a folder makes of it.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Checkout {
    /// A repository or a submodule, with its git folder.
    Repository(PathBuf),
    /// One more work tree of a repository that is elsewhere, with its git folder.
    LinkedWorkTree(PathBuf),
}

/// The longest index read: that of some two million files.
const MAX_INDEX: u64 = 1 << 28;

/// What the folder is, when it is the top of a work tree.
pub(super) fn checkout(folder: &Path) -> Option<Checkout> {
    let git = folder.join(".git");
    let kind = git.symlink_metadata().ok()?;
    if kind.is_dir() {
        return Some(Checkout::Repository(git));
    }
    if !kind.is_file() {
        return None;
    }
    let text = String::from_utf8(read::bytes(&git, 1 << 16).ok()??).ok()?;
    let git = folder.join(text.strip_prefix("gitdir:")?.trim());
    let parent = git.parent().and_then(Path::file_name);
    if parent == Some("worktrees".as_ref()) {
        Some(Checkout::LinkedWorkTree(git))
    } else {
        Some(Checkout::Repository(git))
    }
}

/// The repository that `folder` is in: the top of the work tree, and its git folder.
pub(super) fn enclosing(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    folder.ancestors().find_map(|folder| {
        let (Checkout::Repository(git) | Checkout::LinkedWorkTree(git)) = checkout(folder)?;
        Some((folder.to_owned(), git))
    })
}

/// The tracked files, relative to the top of the work tree; none before the first `git add`.
pub(super) fn tracked(git: &Path) -> Result<Vec<String>, Remark> {
    let index = git.join("index");
    if !index.is_file() {
        return Ok(Vec::new());
    }
    let unusable = |problem: &str| {
        let message = format!(
            "git's index cannot be read ({problem}); tracked files that an ignore file names are \
             left out"
        );
        Remark::new(NoticeKind::Manifest, message)
    };
    let bytes = read::bytes(&index, MAX_INDEX).map_err(|error| unusable(&error.to_string()))?;
    let bytes = bytes.ok_or_else(|| unusable("it is too large"))?;
    paths(&bytes).ok_or_else(|| unusable("its format is not known"))
}

/// The paths in an index file, by git's `gitformat-index`; versions 2 to 4 with SHA-1.
///
/// Paths that are not UTF-8 are left out; `None` when the file is not an index.
fn paths(index: &[u8]) -> Option<Vec<String>> {
    let mut rest = index.strip_prefix(b"DIRC")?;
    let version = take_u32(&mut rest)?;
    let count = take_u32(&mut rest)?;
    if !(2..=4).contains(&version) {
        return None;
    }
    let mut paths = Vec::new();
    let mut previous = Vec::new();
    for _ in 0..count {
        previous = entry(&mut rest, version, previous)?;
        paths.extend(String::from_utf8(previous.clone()));
    }
    Some(paths)
}

/// Takes one entry off `rest` and returns its path.
fn entry(rest: &mut &[u8], version: u32, previous: Vec<u8>) -> Option<Vec<u8>> {
    // Times, identity, mode and size, then the object's name, then flags.
    const STAT_AND_HASH: usize = 40 + 20;
    const EXTENDED: u16 = 0x4000;

    let start = rest.len();
    take(rest, STAT_AND_HASH)?;
    let flags = u16::from_be_bytes(take(rest, 2)?.try_into().ok()?);
    if version >= 3 && flags & EXTENDED != 0 {
        take(rest, 2)?;
    }
    // In version 4 a path says how much of the end of the one before it replaces.
    let mut path = Vec::new();
    if version == 4 {
        let dropped = take_varint(rest)?;
        path = previous;
        path.truncate(path.len().checked_sub(dropped)?);
    }
    let length = memchr::memchr(0, rest)?;
    path.extend_from_slice(take(rest, length)?);
    let padding = match version {
        4 => 1,
        _ => 8 - (start - rest.len()) % 8,
    };
    take(rest, padding)?;
    Some(path)
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(take(rest, 4)?.try_into().ok()?))
}

/// A number as in git's pack files: seven bits a byte, each continued one counting from one.
fn take_varint(rest: &mut &[u8]) -> Option<usize> {
    let mut byte = take(rest, 1)?[0];
    let mut value = usize::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        byte = take(rest, 1)?[0];
        value = value.checked_add(1)?.checked_mul(128)? | usize::from(byte & 0x7f);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(version: u32, count: u32, entries: &[u8]) -> Vec<u8> {
        let mut bytes = b"DIRC".to_vec();
        bytes.extend(version.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(entries);
        bytes
    }

    fn entry(flags: &[u8], path: &[u8]) -> Vec<u8> {
        [&[0; 60], flags, path].concat()
    }

    #[test]
    fn paths_of_every_version() {
        let plain = entry(&[0, 3], b"a.b\0\0\0\0\0\0\0");
        assert_eq!(plain.len() % 8, 0);
        assert_eq!(
            paths(&index(2, 2, &plain.repeat(2))).unwrap(),
            ["a.b", "a.b"]
        );

        let extended = entry(&[0x40, 3, 0x20, 0], b"a.b\0\0\0\0\0");
        assert_eq!(paths(&index(3, 1, &extended)).unwrap(), ["a.b"]);

        let whole = entry(&[0, 0], b"\0src/a.ts\0");
        let suffix = entry(&[0, 0], b"\x04b.ts\0");
        let both = [whole, suffix].concat();
        assert_eq!(
            paths(&index(4, 2, &both)).unwrap(),
            ["src/a.ts", "src/b.ts"]
        );
    }

    #[test]
    fn a_damaged_index_is_none() {
        let whole = index(4, 1, &entry(&[0, 0], b"\0src/a.ts\0"));
        for length in 0..whole.len() {
            assert_eq!(paths(&whole[..length]), None, "{length} bytes");
        }
        assert_eq!(paths(&index(9, 0, b"")), None);
        assert_eq!(paths(&index(2, u32::MAX, b"")), None);
        assert_eq!(paths(&index(4, 1, &entry(&[0, 0], &[0xff; 40]))), None);
    }
}

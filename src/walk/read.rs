//! One file to text.

use std::{fs::File, io, io::Read as _, path::Path};

use super::{
    Found, Remark,
    artefact::{self, Artefact},
    choice::Role,
};
use crate::notice::NoticeKind;

/// What reading a file gave: its text, something to say about it, or both.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) text: Option<String>,
    pub(super) notice: Option<Remark>,
}

/// Whatever the options say: offsets are 32 bits, and replacing what is not UTF-8 takes room.
const MAX_BYTES: u64 = 1 << 30;
/// Dumps are long.
const MAX_SCHEMA_TEXT: u64 = 64 << 20;
/// Compiler options kept in JSON of another name are short.
const MAX_PERHAPS_MANIFEST: u64 = 1 << 16;

/// Reads a found file, unless it is not worth reading.
///
/// A byte order mark and carriage returns stay: offsets in the text are offsets in the file.
pub(super) fn file(root: &Path, found: &Found, max_bytes: u64) -> Read {
    let path = root.join(&found.path);
    read(found.role, max_bytes, |max| limited(&path, max))
}

/// Reads bytes as if they were a file's.
pub(super) fn given(role: Role, bytes: Vec<u8>, max_bytes: u64) -> Read {
    read(role, max_bytes, |max| {
        if bytes.len() as u64 <= max {
            Ok(bytes)
        } else {
            Err(too_large(max))
        }
    })
}

fn read(role: Role, max_bytes: u64, bytes: impl FnOnce(u64) -> Result<Vec<u8>, Read>) -> Read {
    let max_bytes = max_bytes.min(MAX_BYTES);
    match role {
        Role::Source(dialect) | Role::SourceAndManifest(dialect) => {
            let read = text(bytes(max_bytes));
            match read
                .text
                .as_deref()
                .and_then(|text| artefact::of(text, dialect))
            {
                Some(artefact) => left_out(artefact),
                None => read,
            }
        }
        Role::Manifest => text(bytes(max_bytes)),
        Role::Schema => schema(bytes(MAX_SCHEMA_TEXT)),
        Role::PerhapsManifest => Read {
            text: text(bytes(MAX_PERHAPS_MANIFEST))
                .text
                .filter(|text| text.contains("\"compilerOptions\"")),
            notice: None,
        },
    }
}

/// The bytes of a regular file, or `None` when there are more than `max`.
///
/// # Errors
///
/// When it cannot be opened or read.
pub(super) fn bytes(path: &Path, max: u64) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > max {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(io::Error::other)?);
    // A file that grows meanwhile is still held to the limit.
    file.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= max).then_some(bytes))
}

/// Reads a text that may tell about a schema; UTF-16, which Windows' PowerShell writes, is read too.
pub(super) fn schema_text(path: &Path) -> Read {
    schema(limited(path, MAX_SCHEMA_TEXT))
}

/// Reads bytes as if they were those of a text that may tell about a schema.
pub(super) fn given_schema(bytes: Vec<u8>) -> Read {
    given(Role::Schema, bytes, MAX_SCHEMA_TEXT)
}

fn schema(bytes: Result<Vec<u8>, Read>) -> Read {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(read) => return read,
    };
    let Some(units) = utf16(&bytes) else {
        return decoded(bytes);
    };
    Read {
        text: Some(String::from_utf16_lossy(&units)),
        notice: Some(Remark::new(
            NoticeKind::InvalidUtf8,
            "the file is UTF-16, which Postgres' own tools refuse; save it as UTF-8",
        )),
    }
}

/// The units after the byte order mark of UTF-16, or `None` when there is no such mark.
fn utf16(bytes: &[u8]) -> Option<Vec<u16>> {
    let from_bytes = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let pairs = bytes[2..].chunks_exact(2);
    Some(pairs.map(|pair| from_bytes([pair[0], pair[1]])).collect())
}

fn text(bytes: Result<Vec<u8>, Read>) -> Read {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(read) => return read,
    };
    if utf16(&bytes).is_some() {
        let message = "the file is UTF-16, of which nothing is read; save it as UTF-8";
        return remark(NoticeKind::Unreadable, message);
    }
    decoded(bytes)
}

/// The bytes of a file, or why there are none.
fn limited(path: &Path, max: u64) -> Result<Vec<u8>, Read> {
    match bytes(path, max) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(too_large(max)),
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            Err(remark(NoticeKind::Unreadable, message))
        }
    }
}

fn too_large(max: u64) -> Read {
    let message = format!("the file is longer than {max} bytes and was left out");
    remark(NoticeKind::TooLarge, message)
}

fn decoded(bytes: Vec<u8>) -> Read {
    match String::from_utf8(bytes) {
        Ok(text) if is_binary(text.as_bytes()) => binary(),
        Ok(text) => Read {
            text: Some(text),
            notice: None,
        },
        Err(error) if memchr::memchr(0, error.as_bytes()).is_some() => binary(),
        Err(error) => Read {
            text: Some(String::from_utf8_lossy(error.as_bytes()).into_owned()),
            notice: Some(Remark::new(
                NoticeKind::InvalidUtf8,
                "the file is not UTF-8; what is not was replaced",
            )),
        },
    }
}

/// Whether valid UTF-8 is not text all the same: a NUL may slip into a source, many do not.
fn is_binary(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0, bytes).count() > bytes.len() / 100
}

fn binary() -> Read {
    remark(
        NoticeKind::Unreadable,
        "the file is binary, whatever its name says",
    )
}

fn left_out(artefact: Artefact) -> Read {
    match artefact {
        Artefact::Minified => remark(
            NoticeKind::Minified,
            "the file is minified and was left out",
        ),
        Artefact::Bundle(tool) => remark(
            NoticeKind::Generated,
            format!("the file is a bundle written by {tool} and was left out"),
        ),
    }
}

fn remark(kind: NoticeKind, message: impl Into<String>) -> Read {
    Read {
        text: None,
        notice: Some(Remark::new(kind, message)),
    }
}

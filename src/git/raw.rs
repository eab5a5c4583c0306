//! What `git diff --raw -z` writes.

/// One file that differs between two states.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Difference {
    pub(super) status: Status,
    /// What it is in the earlier state.
    pub(super) before: Side,
    /// Its path in the later state; in the earlier one where it was deleted.
    pub(super) path: String,
    /// Its path in the earlier state, where that is another.
    pub(super) from: Option<String>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Status {
    Added,
    Deleted,
    /// Its content, or what kind of thing it is.
    Modified,
    Renamed,
    Unmerged,
}

/// What stands at a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Side {
    /// A regular file, by the name of its blob.
    File(String),
    /// Nothing, a symbolic link or a submodule.
    Other,
}

/// The texts between NULs; those that are not UTF-8 are left out.
pub(super) fn strings(output: &[u8]) -> impl Iterator<Item = &str> {
    let parts = output.split(|&byte| byte == 0);
    parts
        .filter_map(|part| std::str::from_utf8(part).ok())
        .filter(|part| !part.is_empty())
}

/// The differences, `None` when the output is not understood.
///
/// Each is `:<mode> <mode> <blob> <blob> <status>`, and one path or two.
pub(super) fn differences(output: &[u8]) -> Option<Vec<Difference>> {
    let mut fields = output.split(|&byte| byte == 0);
    let mut differences = Vec::new();
    while let Some(head) = fields.next() {
        if head.is_empty() {
            continue;
        }
        let head = std::str::from_utf8(head).ok()?.strip_prefix(':')?;
        let mut words = head.split(' ');
        let mode = words.next()?;
        let blob = words.nth(1)?;
        let status = words.nth(1)?;
        let first = fields.next()?;
        let (status, second) = match status.as_bytes().first()? {
            b'A' => (Status::Added, None),
            b'D' => (Status::Deleted, None),
            b'M' | b'T' => (Status::Modified, None),
            b'R' => (Status::Renamed, Some(fields.next()?)),
            b'C' => (Status::Added, Some(fields.next()?)),
            b'U' => (Status::Unmerged, None),
            _ => return None,
        };
        // Walking leaves out what is not UTF-8, too.
        let Ok(path) = String::from_utf8(second.unwrap_or(first).to_vec()) else {
            continue;
        };
        let from = second.and_then(|_| String::from_utf8(first.to_vec()).ok());
        differences.push(Difference {
            status,
            before: if mode.starts_with("100") {
                Side::File(blob.to_owned())
            } else {
                Side::Other
            },
            path,
            from,
        });
    }
    Some(differences)
}

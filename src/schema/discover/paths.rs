//! `/`-separated paths relative to the project root, of which the root itself is empty.

/// The folder that a file or folder is in.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last part of a path.
pub(super) fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The path of something in a folder; `inside` may begin with `./` and climb with `../`.
pub(super) fn join(folder: &str, inside: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in inside.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The path of something in a folder that may lie outside the project and keeps its form.
pub(super) fn join_shown(folder: &str, inside: &str) -> String {
    match folder {
        "" => inside.to_owned(),
        folder => format!("{folder}/{inside}"),
    }
}

/// What is left of a path below a folder, or `None` when it is elsewhere.
pub(super) fn inside<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

/// Whether a path is the folder or something below it.
pub(super) fn is_within(folder: &str, path: &str) -> bool {
    inside(folder, path).is_some()
}

/// The nearest of the folders that a path is in.
pub(super) fn nearest<'a>(
    folders: impl IntoIterator<Item = &'a str>,
    path: &str,
) -> Option<&'a str> {
    let around = folders.into_iter().filter(|folder| is_within(folder, path));
    around.max_by_key(|folder| folder.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart_and_joined() {
        assert_eq!(parent("a/b.sql"), "a");
        assert_eq!(parent("b.sql"), "");
        assert_eq!(join("a/b", "./../c.sql"), "a/c.sql");
        assert_eq!(join("", "../c.sql"), "c.sql");
        assert_eq!(inside("a", "a/b"), Some("b"));
        assert_eq!(inside("a", "ab"), None);
        assert_eq!(nearest(["", "a", "a/b"], "a/c"), Some("a"));
    }
}

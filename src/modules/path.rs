//! Paths relative to the project root, `/`-separated, without `.` and `..`; the root is empty.

/// The path of `relative` seen from the folder `base`, or `None` when it leaves the root.
///
/// A leading `/` of `relative` counts for nothing.
pub(crate) fn join(base: &str, relative: &str) -> Option<String> {
    let mut path = base.to_owned();
    for segment in relative.split('/') {
        match segment {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(parent(&path).len()),
            _ => push(&mut path, segment),
        }
    }
    Some(path)
}

/// Appends one segment.
fn push(path: &mut String, segment: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(segment);
}

/// The folder that a path is in; that of the root is the root.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last segment.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The folder and all folders above it, nearest first; the root is the last.
pub(crate) fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(directory), |path| {
        (!path.is_empty()).then(|| parent(path))
    })
}

/// What of `path` is below the folder, or `None` when it is elsewhere; the folder itself is empty.
pub(crate) fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    if folder.is_empty() {
        return Some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_normalises_and_stays_inside() {
        let cases = [
            ("a/b", "./c", Some("a/b/c")),
            ("a/b", "../c//d/", Some("a/c/d")),
            ("a", "..", Some("")),
            ("", "./a", Some("a")),
            ("a", "../../b", None),
            ("a", "", Some("a")),
        ];
        for (base, relative, expected) in cases {
            assert_eq!(
                join(base, relative).as_deref(),
                expected,
                "{base} {relative}"
            );
        }
    }

    #[test]
    fn folders_above_end_with_the_root() {
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
        assert_eq!(below("a/bc", "a/b"), None);
        assert_eq!(below("a/b/c", "a/b"), Some("c"));
    }
}

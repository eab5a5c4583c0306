//! The files that tests are held to.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The package.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of `testdata`.
pub(crate) fn testdata(name: &str) -> PathBuf {
    root().join("testdata").join(name)
}

/// The files right in a folder, by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_file())
        .collect()
}

/// The folders right in a folder, by name.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// All files below a folder, by path.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = self::files(folder);
    for folder in folders(folder) {
        files.extend(files_below(&folder));
    }
    files
}

/// Whether expectations are rewritten instead of checked.
pub(crate) fn is_updating() -> bool {
    env::var_os("UPDATE_EXPECT").is_some()
}

/// Holds a file to a text, or rewrites it; what is wrong is named by its first line that differs.
pub(crate) fn check_file(path: &Path, actual: &str) -> Result<(), String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    if is_updating() {
        fs::write(path, actual).unwrap();
        return Ok(());
    }
    let lines = expected.lines().zip(actual.lines()).enumerate();
    let differing = lines
        .into_iter()
        .find(|(_, (expected, actual))| expected != actual);
    let name = path.strip_prefix(root()).unwrap_or(path).display();
    Err(match differing {
        Some((line, (expected, actual))) => {
            format!(
                "{name}:{}\n  expected: {expected}\n  actual:   {actual}\nUPDATE_EXPECT=1 accepts",
                line + 1
            )
        }
        None => format!(
            "{name}: {} lines were expected and there are {}\nUPDATE_EXPECT=1 accepts",
            expected.lines().count(),
            actual.lines().count()
        ),
    })
}

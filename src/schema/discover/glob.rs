//! Globs as configurations of other tools write them.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::paths;

/// A glob relative to a folder; a folder stands for all that is in it.
pub(super) struct Glob(Gitignore);

impl Glob {
    /// `None` when the text is no glob: it matches nothing, as a file that is not there.
    pub(super) fn new(folder: &str, glob: &str) -> Option<Self> {
        let anchored = format!("/{}", paths::join(folder, glob));
        let mut builder = GitignoreBuilder::new("");
        builder.add_line(None, &anchored).ok()?;
        Some(Self(builder.build().ok()?))
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_relative_to_their_folder() {
        let check = |glob: &str, path: &str| Glob::new("a", glob).unwrap().matches(path);
        assert!(check("./schemas/*.sql", "a/schemas/b.sql"));
        assert!(!check("./schemas/*.sql", "a/schemas/b/c.sql"));
        assert!(check("./src/**/schema.{ts,js}", "a/src/b/c/schema.js"));
        assert!(check("db", "a/db/x.ts"));
        assert!(check("../b.ts", "b.ts"));
    }
}

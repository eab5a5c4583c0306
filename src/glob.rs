//! Globs as the user writes them, over paths and over names.

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Globs in gitignore syntax, relative to the project root; a folder stands for all that is in it.
#[derive(Clone, Debug)]
pub struct PathGlobs(Gitignore);

/// Globs over the names of relations, with or without their schema.
#[derive(Clone, Debug, Default)]
pub struct NameGlobs(GlobSet);

/// Why a text is no glob, as a clause without a full stop.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{glob}` is not a glob: {problem}")]
pub struct GlobError {
    pub glob: String,
    problem: String,
}

impl PathGlobs {
    /// # Errors
    ///
    /// When one of the texts is no glob.
    pub fn new(globs: &[String]) -> Result<Self, GlobError> {
        let error = |glob: &str, error: &ignore::Error| GlobError {
            glob: glob.to_owned(),
            problem: innermost(error),
        };
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            let line = glob.strip_prefix("./").unwrap_or(glob);
            let added = builder.add_line(None, line);
            added.map_err(|problem| error(glob, &problem))?;
        }
        let built = builder.build();
        Ok(Self(
            built.map_err(|problem| error(&globs.join(" "), &problem))?,
        ))
    }

    /// Whether a path relative to the project root is meant; one outside the root never is.
    pub fn hold(&self, path: &str) -> bool {
        let is_inside = !path.is_empty() && !path.starts_with('/') && !path.starts_with("../");
        is_inside && self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

impl NameGlobs {
    /// # Errors
    ///
    /// When one of the texts is no glob.
    pub fn new(globs: &[String]) -> Result<Self, GlobError> {
        let error = |glob: &str, error: &globset::Error| GlobError {
            glob: glob.to_owned(),
            problem: error.kind().to_string(),
        };
        let mut builder = GlobSetBuilder::new();
        for glob in globs {
            builder.add(Glob::new(glob).map_err(|problem| error(glob, &problem))?);
        }
        let built = builder.build();
        Ok(Self(
            built.map_err(|problem| error(&globs.join(" "), &problem))?,
        ))
    }

    /// Whether a relation is meant: by its bare name, or by its name with its schema.
    ///
    /// `name` is without its schema when that is `default_schema`.
    pub fn hold(&self, name: &str, default_schema: &str) -> bool {
        if self.0.is_empty() || name.is_empty() {
            return false;
        }
        match name.split_once('.') {
            Some((_, bare)) => self.0.is_match(name) || self.0.is_match(bare),
            None => self.0.is_match(name) || self.0.is_match(format!("{default_schema}.{name}")),
        }
    }
}

/// The innermost message, without the glob that the outer ones repeat.
fn innermost(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(globs: &[&str]) -> PathGlobs {
        let globs: Vec<String> = globs.iter().map(|&glob| glob.to_owned()).collect();
        PathGlobs::new(&globs).unwrap()
    }

    #[test]
    fn path_globs_are_those_of_gitignore() {
        let tests = globs(&["**/*.test.ts", "scripts", "./e2e/"]);
        for path in [
            "a/b.test.ts",
            "scripts/x/y.ts",
            "a/scripts/y.ts",
            "e2e/a.ts",
        ] {
            assert!(tests.hold(path), "{path}");
        }
        for path in ["a/b.ts", "e2e.ts", "", "../scripts/a.ts", "/scripts/a.ts"] {
            assert!(!tests.hold(path), "{path}");
        }
        assert!(globs(&[".config"]).hold(".config/a.ts"));
        assert!(!globs(&[]).hold("a.ts"));
        let error = PathGlobs::new(&["a".into(), "b{".into()]).unwrap_err();
        assert!(
            error.to_string().starts_with("`b{` is not a glob: "),
            "{error}"
        );
    }

    #[test]
    fn names_are_meant_with_and_without_their_schema() {
        let names = NameGlobs::new(&["tmp_*".into(), "audit.*".into(), "public.old".into()]);
        let names = names.unwrap();
        for name in ["tmp_a", "other.tmp_a", "audit.events", "old"] {
            assert!(names.hold(name, "public"), "{name}");
        }
        for name in ["a_tmp_b", "events", "other.old", ""] {
            assert!(!names.hold(name, "public"), "{name}");
        }
        assert!(names.hold("events", "audit"));
        assert!(NameGlobs::new(&["a[".into()]).is_err());
        assert!(!NameGlobs::default().hold("a", "public"));
    }
}

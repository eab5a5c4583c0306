//! What the user sets about rules: how severe they are, where, and about what.

use std::collections::BTreeMap;

use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Rule;
use crate::finding::Severity;

/// What the user sets about rules.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// By the id of a rule; a rule that is not here has its own severity.
    pub levels: BTreeMap<&'static str, Level>,
    /// The last one that names a path and a rule decides.
    pub overrides: Vec<Override>,
    pub selection: Selection,
    /// Relations about which nothing is said.
    pub ignored_relations: NameGlobs,
    /// Relations that the configuration declares to be legacy.
    pub legacy: Vec<Legacy>,
    /// Languages and libraries in which the project may use the database and that are not read, as
    /// phrases (`Dart (lib/main.dart)`); in order.
    pub unread: Vec<String>,
    pub reasons: Reasons,
    /// Which code asks which database, where the configuration says so.
    pub belongings: Vec<Belonging>,
}

/// How severe a rule is, least first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// The rule does not run.
    Off,
    At(Severity),
}

/// Severities for a part of the project.
#[derive(Clone, Debug)]
pub struct Override {
    pub paths: PathGlobs,
    /// By the id of a rule.
    pub levels: BTreeMap<&'static str, Level>,
}

/// Which rules are asked for; they keep their severities.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Selection {
    /// The ids of the only rules that run; empty is all of them.
    pub only: Vec<&'static str>,
    /// The ids of rules that do not run.
    pub without: Vec<&'static str>,
}

/// A relation that should not be used any more.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Legacy {
    /// With its schema unless that is the default one.
    pub relation: String,
    pub replaced_by: Option<String>,
}

/// Whether a suppression must give its reason.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Reasons {
    #[default]
    Optional,
    Required,
}

/// The code of a database.
#[derive(Clone, Debug)]
pub struct Belonging {
    /// The name of the database.
    pub database: String,
    pub paths: PathGlobs,
}

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

impl Options {
    /// Whether a rule can say anything anywhere; it need not be run otherwise.
    pub fn runs(&self, rule: &Rule) -> bool {
        let Selection { only, without } = &self.selection;
        if without.contains(&rule.id) {
            return false;
        }
        if !only.is_empty() {
            return only.contains(&rule.id);
        }
        let somewhere = self.overrides.iter();
        let mut somewhere = somewhere.filter_map(|some| some.levels.get(rule.id));
        self.levels.get(rule.id) != Some(&Level::Off) || somewhere.any(|level| *level != Level::Off)
    }

    /// What the user sets about a rule for a path; `None` when the rule's own severity stands.
    ///
    /// A rule that is off in general is not where it is asked for by name.
    pub fn level(&self, rule: &str, path: &str) -> Option<Level> {
        let about = |some: &&Override| some.levels.contains_key(rule) && some.paths.hold(path);
        if let Some(nearest) = self.overrides.iter().rev().find(about) {
            return nearest.levels.get(rule).copied();
        }
        let is_asked_for = self.selection.only.contains(&rule);
        let level = self.levels.get(rule).copied();
        level.filter(|level| *level != Level::Off || !is_asked_for)
    }
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

    #[test]
    fn the_last_override_decides() {
        let rule = &super::super::RULES[0];
        let level = |path, level| Override {
            paths: globs(&[path]),
            levels: BTreeMap::from([(rule.id, level)]),
        };
        let mut options = Options {
            overrides: vec![
                level("scripts", Level::Off),
                level("scripts/live", Level::At(Severity::Note)),
            ],
            ..Options::default()
        };
        assert_eq!(options.level(rule.id, "a.ts"), None);
        assert_eq!(options.level(rule.id, "scripts/a.ts"), Some(Level::Off));
        let nested = options.level(rule.id, "scripts/live/a.ts");
        assert_eq!(nested, Some(Level::At(Severity::Note)));
        assert!(options.runs(rule));
        options.levels.insert(rule.id, Level::Off);
        assert_eq!(options.level(rule.id, "a.ts"), Some(Level::Off));
        assert!(options.runs(rule), "an override brings it back");
        options.overrides.pop();
        assert!(!options.runs(rule));
        options.levels.clear();
        options.selection.without = vec![rule.id];
        assert!(!options.runs(rule));
        options.selection = Selection {
            only: vec!["another"],
            without: Vec::new(),
        };
        assert!(!options.runs(rule));
        options.levels.insert(rule.id, Level::Off);
        options.selection.only = vec![rule.id];
        assert!(options.runs(rule) && options.level(rule.id, "a.ts").is_none());
    }
}

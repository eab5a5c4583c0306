//! What the user sets about rules: how severe they are, where, and about what.

use std::collections::BTreeMap;

use super::Rule;
use crate::{
    assign::Belonging,
    declared::Declared,
    finding::Severity,
    glob::{NameGlobs, PathGlobs},
};

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
    pub declared: Declared,
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

/// Whether a suppression must give its reason.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Reasons {
    #[default]
    Optional,
    Required,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(globs: &[&str]) -> PathGlobs {
        let globs: Vec<String> = globs.iter().map(|&glob| glob.to_owned()).collect();
        PathGlobs::new(&globs).unwrap()
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

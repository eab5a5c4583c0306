//! Which part of a project is reported.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use tabletrace::{
    analysis::Analysis,
    notice::Notice,
    schema::discover::Found,
    source::{FileId, Sources},
};

use super::{error::CliError, input::relative};

/// The part of the project that is reported.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) enum Scope {
    #[default]
    All,
    /// Files and folders, relative to the root.
    Paths(Vec<String>),
}

impl Scope {
    /// The part that the paths are, of which all must exist.
    pub(super) fn of(root: &Path, paths: &[PathBuf]) -> Result<Self, CliError> {
        let mut found = Vec::new();
        for path in paths {
            match relative(root, path) {
                // The root itself: the other paths are within it.
                Some(path) if path.is_empty() => return Ok(Self::All),
                Some(path) => found.push(path),
                None => return Err(CliError::MissingPath { path: path.clone() }),
            }
        }
        Ok(Self::Paths(found))
    }

    /// The part that listed files are; what is not in the project is no part of it.
    pub(super) fn listed(root: &Path, paths: &[PathBuf]) -> Self {
        Self::Paths(
            paths
                .iter()
                .filter_map(|path| relative(root, path))
                .collect(),
        )
    }

    pub(super) fn holds(&self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::Paths(paths) => paths.iter().any(|folder| is_within(folder, path)),
        }
    }

    /// Whether something is reported that is about a path, or with an empty path about all.
    pub(super) fn is_about(&self, path: &str) -> bool {
        path.is_empty() || self.holds(path)
    }

    /// Keeps the databases of the part: those within it, or else the nearest around it.
    pub(super) fn choose(&self, databases: &mut Vec<Found>) {
        let Self::Paths(paths) = self else { return };
        let is_around = |root: &str, path: &str| root.is_empty() || is_within(root, path);
        let mut kept: BTreeSet<String> = BTreeSet::new();
        for path in paths {
            let roots = || databases.iter().map(|found| found.root.as_str());
            let within: Vec<&str> = roots().filter(|root| is_around(path, root)).collect();
            let around = roots().filter(|root| is_around(root, path));
            match around.max_by_key(|root| root.len()) {
                Some(nearest) if within.is_empty() => kept.extend([nearest.to_owned()]),
                Some(_) | None => kept.extend(within.into_iter().map(str::to_owned)),
            }
        }
        databases.retain(|found| kept.contains(&found.root));
    }

    /// Takes out of an analysis what is elsewhere.
    pub(super) fn narrow(&self, analysis: &mut Analysis, sources: &Sources) {
        if *self == Self::All {
            return;
        }
        let is_held: Vec<bool> = sources
            .iter()
            .map(|(_, file)| self.holds(&file.path))
            .collect();
        let holds = |file: FileId| is_held[file.0 as usize];
        analysis.retain_accesses(|access| holds(access.file));
        analysis.rejected.retain(|rejected| holds(rejected.file));
        let is_about = |notice: &Notice| self.is_about(&notice.path);
        analysis.notices.retain(is_about);
        analysis.statistics.files = is_held.iter().filter(|held| **held).count();
    }
}

/// Whether a path is that of the folder or of something in it.
fn is_within(folder: &str, path: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_holds_whole_names() {
        let scope = Scope::Paths(vec!["apps/web".into(), "a.ts".into()]);
        assert!(scope.holds("apps/web/a.ts") && scope.holds("a.ts"));
        assert!(!scope.holds("apps/website/a.ts") && !scope.holds("a.tsx"));
        assert!(scope.is_about("") && !scope.is_about("b.ts"));
        assert!(Scope::All.holds("anything"));
        assert!(!Scope::Paths(Vec::new()).holds("anything"));
    }
}

//! Findings as output: one module per format, all drawing from one [`CheckReport`].

pub mod concise;

#[cfg(feature = "cli")]
pub mod full;

pub mod github;

pub mod gitlab;

pub mod json;

pub mod markdown;

pub mod sarif;

#[cfg(test)]
mod tests;

use indexmap::IndexMap;

use super::{texts::Texts, words};
use crate::{
    finding::{Finding, Severity},
    rules::Skipped,
    suppress::Suppressed,
};

/// Findings, with the texts that they are about.
#[derive(Clone, Copy, Debug)]
pub struct CheckReport<'a> {
    pub texts: Texts<'a>,
    /// Ordered by place.
    pub findings: &'a [Finding],
    /// Those that a comment hides.
    pub suppressed: &'a [Suppressed],
    pub summary: &'a Summary,
}

/// What was looked at, and what is not shown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// Source files that were read.
    pub files: usize,
    /// Accesses to relations and routines.
    pub accesses: usize,
    /// Of those, the ones whose target and operation are known.
    pub resolved: usize,
    /// Accesses that belong to none of the databases, and were not checked.
    pub unassigned: usize,
    /// Findings that the baseline hides.
    pub hidden: usize,
    /// Entries of the baseline that no finding matches any more.
    pub stale: usize,
    pub suppressed: usize,
    /// Rules that did not run.
    pub skipped: Vec<Skipped>,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Counts {
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }

    /// "2 errors, 1 warning", or "no findings".
    pub fn words(self) -> String {
        let parts = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.notes, "note", "notes"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(number, _, _)| *number > 0)
            .map(|(number, one, many)| words::counted(number, one, many))
            .collect();
        if parts.is_empty() {
            "no findings".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

impl<'a> CheckReport<'a> {
    pub fn counts(&self) -> Counts {
        Counts::of(self.findings)
    }

    /// The findings that belong together, the most severe groups first, each in the order of its
    /// places.
    pub fn groups(&self) -> Vec<Vec<&'a Finding>> {
        let mut groups: IndexMap<_, Vec<&Finding>> = IndexMap::new();
        for finding in self.findings {
            let key = (finding.group(), finding.severity);
            groups.entry(key).or_default().push(finding);
        }
        let mut groups: Vec<Vec<&Finding>> = groups.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group[0].severity));
        groups
    }

    /// The findings with the first of each group in front, the most severe first: what is worth
    /// showing where there is room for a few.
    pub fn by_importance(&self) -> Vec<&'a Finding> {
        let groups = self.groups();
        let mut ranked: Vec<(Severity, bool, usize, &Finding)> = Vec::new();
        for (rank, group) in groups.iter().enumerate() {
            for (index, finding) in group.iter().enumerate() {
                ranked.push((finding.severity, index > 0, rank, finding));
            }
        }
        ranked.sort_by_key(|&(severity, is_repeated, rank, _)| {
            (std::cmp::Reverse(severity), is_repeated, rank)
        });
        ranked
            .into_iter()
            .map(|(_, _, _, finding)| finding)
            .collect()
    }
}

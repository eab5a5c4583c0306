//! The baseline: findings that were there when tabletrace was introduced, known by their identity.

pub mod file;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::finding::{Finding, Fingerprint, Subject};

/// Known findings, each with how often it is there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Baseline {
    pub entries: BTreeMap<Identity, usize>,
}

/// What makes a finding the same one as earlier, in the order of the file.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Identity {
    pub rule: String,
    pub path: String,
    pub subject: Subject,
}

/// Findings held against a baseline.
#[derive(Debug, Default)]
pub struct Applied {
    /// Those that the baseline does not know, in their order.
    pub findings: Vec<Finding>,
    pub hidden: Vec<Finding>,
    /// What of the baseline no finding matches any more.
    pub stale: Baseline,
}

impl Baseline {
    /// The baseline that hides all of the findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut entries = BTreeMap::new();
        for finding in findings {
            *entries.entry(Identity::of(finding)).or_default() += 1;
        }
        Self { entries }
    }

    /// How many findings it hides.
    pub fn count(&self) -> usize {
        self.entries.values().sum()
    }

    /// Hides what it knows: first what is where it was, then what is elsewhere now.
    ///
    /// Of findings that are alike the first are hidden, as many as it knows.
    pub fn apply(&self, findings: Vec<Finding>) -> Applied {
        let mut left = self.entries.clone();
        let mut is_hidden: Vec<bool> = findings
            .iter()
            .map(|finding| take(&mut left, &Identity::of(finding)))
            .collect();
        let mut moved: BTreeMap<Fingerprint, Vec<Identity>> = BTreeMap::new();
        for identity in left.keys().rev() {
            let pathless = identity.fingerprint_at("");
            moved.entry(pathless).or_default().push(identity.clone());
        }
        for (finding, is_hidden) in findings.iter().zip(&mut is_hidden) {
            if !*is_hidden && let Some(known) = moved.get_mut(&finding.pathless_fingerprint()) {
                *is_hidden = take_any(&mut left, known);
            }
        }
        let mut applied = Applied {
            stale: Self { entries: left },
            ..Applied::default()
        };
        for (finding, is_hidden) in findings.into_iter().zip(is_hidden) {
            if is_hidden {
                applied.hidden.push(finding);
            } else {
                applied.findings.push(finding);
            }
        }
        applied
    }

    /// What remains of it without `stale`, which is a part of it.
    pub fn without(&self, stale: &Self) -> Self {
        let mut entries = self.entries.clone();
        for (identity, count) in &stale.entries {
            for _ in 0..*count {
                take(&mut entries, identity);
            }
        }
        Self { entries }
    }
}

impl Identity {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule.to_owned(),
            path: finding.place.path.clone(),
            subject: finding.subject.clone(),
        }
    }

    /// The identity in a file as other formats give it.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint_at(&self.path)
    }

    fn fingerprint_at(&self, path: &str) -> Fingerprint {
        Fingerprint::of(&self.rule, &self.subject, path)
    }
}

/// Takes one of an identity away, if there is one.
fn take(entries: &mut BTreeMap<Identity, usize>, identity: &Identity) -> bool {
    match entries.get_mut(identity) {
        None => false,
        Some(1) => entries.remove(identity).is_some(),
        Some(count) => {
            *count -= 1;
            true
        }
    }
}

/// Takes one of the last identity that there is one of.
fn take_any(entries: &mut BTreeMap<Identity, usize>, identities: &mut Vec<Identity>) -> bool {
    while let Some(identity) = identities.last() {
        if take(entries, identity) {
            return true;
        }
        identities.pop();
    }
    false
}

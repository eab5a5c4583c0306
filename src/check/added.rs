//! What a change adds: findings of one state that an earlier one did not have.

use std::collections::BTreeMap;

use crate::finding::{Finding, Fingerprint};

/// A finding, and the text of the line that it is on.
#[derive(Clone, Debug)]
pub struct Placed {
    pub finding: Finding,
    pub line: String,
}

/// The findings of now without those of then, counted by their identity, in their order.
///
/// Of findings that are alike those remain whose lines were not there before.
pub fn added(now: Vec<Placed>, then: Vec<Placed>) -> Vec<Finding> {
    let mut exact: BTreeMap<(Fingerprint, String), usize> = BTreeMap::new();
    let mut alike: BTreeMap<Fingerprint, usize> = BTreeMap::new();
    for Placed { finding, line } in then {
        let fingerprint = finding.fingerprint();
        *exact.entry((fingerprint, line)).or_default() += 1;
        *alike.entry(fingerprint).or_default() += 1;
    }
    let mut left = Vec::new();
    for Placed { finding, line } in now {
        let fingerprint = finding.fingerprint();
        if take(&mut exact, &(fingerprint, line)) {
            take(&mut alike, &fingerprint);
        } else {
            left.push(finding);
        }
    }
    left.retain(|finding| !take(&mut alike, &finding.fingerprint()));
    left
}

fn take<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        Some(_) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Place, Severity, Subject};

    fn placed(lines: &[(&str, &str)]) -> Vec<Placed> {
        let placed = lines.iter().map(|(target, line)| Placed {
            finding: Finding {
                rule: "unknown-relation",
                severity: Severity::Error,
                message: (*line).to_owned(),
                place: Place::default(),
                labels: Vec::new(),
                help: None,
                subject: Subject {
                    target: (*target).to_owned(),
                    ..Subject::default()
                },
            },
            line: (*line).to_owned(),
        });
        placed.collect()
    }

    fn check(now: &[(&str, &str)], then: &[(&str, &str)], expected: &[&str]) {
        let added = added(placed(now), placed(then));
        let lines: Vec<_> = added
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(lines, expected, "{now:?} {then:?}");
    }

    #[test]
    fn findings_are_counted() {
        let (a, b) = (("a", "one"), ("b", "two"));
        check(&[a, b], &[a], &["two"]);
        check(&[a], &[a, b], &[]);
        check(&[a, a], &[a], &["one"]);
        check(&[("a", "changed")], &[a], &[]);
    }

    #[test]
    fn of_those_alike_the_new_lines_remain() {
        let (old, new) = (("a", "old"), ("a", "new"));
        check(&[new, old], &[old], &["new"]);
        check(&[old, new], &[old], &["new"]);
        check(&[new, old], &[old, ("a", "gone")], &[]);
    }
}

//! The rule: what numbers make which class.
//!
//! Whether a relation is used much is told by rank among the relations of the same project, since a
//! number that is large in one is small in another; a floor keeps ranks from meaning anything where
//! all numbers are small.

use super::{Because, Evidence, Subject, doubt::Doubts, said};
use crate::{declared::Class, survey::Survey};

/// The least numbers that a relation can be among the first with.
const FEWEST_ENTRIES: usize = 3;
const FEWEST_UNITS: usize = 4;
const FEWEST_KEYS: usize = 2;

/// The part of the relations in use that is first: one in so many.
const FIRST: usize = 4;

/// Marks the relations that are among the first in something.
pub(super) fn mark(subjects: &mut [Subject<'_>]) {
    let of = |number: fn(&Evidence) -> usize, fewest: usize| {
        let used = subjects.iter().filter(|subject| subject.evidence.is_used());
        least_of_first(
            used.map(|subject| number(&subject.evidence)).collect(),
            fewest,
        )
    };
    let broad = of(breadth, FEWEST_ENTRIES);
    let busy = of(units, FEWEST_UNITS);
    let referenced = of(|evidence| evidence.keys, FEWEST_KEYS);
    for Subject { evidence, .. } in subjects {
        if evidence.is_used() {
            evidence.marks.broad = breadth(evidence) >= broad;
            evidence.marks.busy = units(evidence) >= busy;
            evidence.marks.referenced = evidence.keys >= referenced;
        }
    }
}

/// The least number that is among the first quarter, above the middle, and no less than `fewest`.
fn least_of_first(mut numbers: Vec<usize>, fewest: usize) -> usize {
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    let Some(last) = numbers.len().checked_sub(1) else {
        return fewest;
    };
    let middle = numbers[numbers.len() / 2];
    // Where most have the same number, it says nothing.
    numbers[last / FIRST].max(middle + 1).max(fewest)
}

/// From how many sides a relation is reached: entry points, or files where none is known.
fn breadth(evidence: &Evidence) -> usize {
    if evidence.known_entries > 0 {
        evidence.entries
    } else {
        evidence.modules
    }
}

fn units(evidence: &Evidence) -> usize {
    evidence.readers + evidence.writers + evidence.sql_readers + evidence.sql_writers
}

/// The class of a relation whose marks are set.
pub(super) fn class(
    survey: &Survey<'_>,
    doubts: &Doubts<'_, '_>,
    subject: &Subject<'_>,
) -> (Class, Because) {
    if let Some(said) = said(survey, subject) {
        return said;
    }
    let evidence = &subject.evidence;
    if subject.is_unused(survey) {
        let doubts = doubts.about(subject);
        return if doubts.is_empty() {
            (Class::Dead, Because::Unused)
        } else {
            (Class::Peripheral, Because::Doubtful(doubts))
        };
    }
    if !evidence.is_used() {
        return if evidence.unreached > 0 {
            (Class::Peripheral, Because::Unreached)
        } else if evidence.scripts + evidence.tests > 0 {
            (Class::Legacy, Because::OnlyTestsAndScripts)
        } else if evidence.idle > 0 {
            (Class::Peripheral, Because::Idle)
        } else {
            (Class::Peripheral, Because::Numbers)
        };
    }
    (by_numbers(evidence), Because::Numbers)
}

fn by_numbers(evidence: &Evidence) -> Class {
    let marks = evidence.marks;
    let marks = [marks.broad, marks.busy, marks.referenced];
    let marks = marks.into_iter().filter(|mark| *mark).count();
    let is_alive = evidence.is_read() && (evidence.is_written() || evidence.is_view);
    if is_alive && marks >= 2 {
        Class::Critical
    } else if marks >= 1 || (is_alive && breadth(evidence) >= 2) {
        Class::Important
    } else {
        Class::Peripheral
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_quarter_begins_above_the_middle_and_the_floor() {
        let least = |numbers: &[usize]| least_of_first(numbers.to_vec(), 3);
        assert_eq!(least(&[]), 3);
        assert_eq!(least(&[1, 2, 1]), 3, "the floor");
        assert_eq!(least(&[9, 8, 7, 6, 5, 4, 3, 2]), 8);
        assert_eq!(least(&[5, 5, 5, 5]), 6, "the same for all says nothing");
        assert_eq!(least(&[9, 1, 1, 1]), 9);
    }
}

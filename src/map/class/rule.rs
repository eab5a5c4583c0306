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

/// A number by which relations are ranked: what is seen to run first, then what is only imported.
type Number = (usize, usize);

/// From where on a number is among the first.
struct First {
    least: Number,
    middle: Number,
    fewest: usize,
}

/// Marks the relations that are among the first in something.
pub(super) fn mark(subjects: &mut [Subject<'_>]) {
    let of = |number: fn(&Evidence) -> Number, fewest: usize| {
        let used = subjects.iter().filter(|subject| subject.evidence.is_used());
        First::of(
            used.map(|subject| number(&subject.evidence)).collect(),
            fewest,
        )
    };
    let broad = of(breadth, FEWEST_ENTRIES);
    let busy = of(units, FEWEST_UNITS);
    let referenced = of(keys, FEWEST_KEYS);
    for Subject { evidence, .. } in subjects {
        if evidence.is_used() {
            evidence.marks.broad = broad.holds(breadth(evidence));
            evidence.marks.busy = busy.holds(units(evidence));
            evidence.marks.referenced = referenced.holds(keys(evidence));
        }
    }
}

impl First {
    /// The first quarter of some numbers, above the middle, and no less than `fewest`.
    fn of(mut numbers: Vec<Number>, fewest: usize) -> Self {
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        let at = |place: usize| numbers.get(place).copied().unwrap_or_default();
        Self {
            least: at(numbers.len().saturating_sub(1) / FIRST),
            // Where most have the same number, it says nothing.
            middle: at(numbers.len() / 2),
            fewest,
        }
    }

    fn holds(&self, number: Number) -> bool {
        number >= self.least && number > self.middle && number.0 + number.1 >= self.fewest
    }
}

/// From how many sides a relation is reached: entry points, or files where none is known.
fn breadth(evidence: &Evidence) -> Number {
    if evidence.known_entries > 0 {
        (evidence.entries, evidence.imported)
    } else {
        (evidence.modules, 0)
    }
}

fn units(evidence: &Evidence) -> Number {
    let code = evidence.readers + evidence.writers;
    let imported = evidence.only_imported.min(code);
    let in_sql = evidence.sql_readers + evidence.sql_writers;
    (code - imported + in_sql, imported)
}

fn keys(evidence: &Evidence) -> Number {
    (evidence.keys, 0)
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
    } else if marks >= 1 || (is_alive && breadth(evidence).0 >= 2) {
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
        let first = |numbers: &[usize]| {
            let all = numbers.iter().map(|&number| (number, 0)).collect();
            let first = First::of(all, 3);
            let held = numbers.iter().filter(|&&number| first.holds((number, 0)));
            held.copied().collect::<Vec<_>>()
        };
        assert_eq!(first(&[]), [0; 0]);
        assert_eq!(first(&[1, 2, 1]), [0; 0], "the floor");
        assert_eq!(first(&[9, 8, 7, 6, 5, 4, 3, 2]), [9, 8]);
        assert_eq!(
            first(&[5, 5, 5, 5]),
            [0; 0],
            "the same for all says nothing"
        );
        assert_eq!(first(&[9, 1, 1, 1]), [9]);
        let mixed = First::of(vec![(3, 0), (0, 90), (0, 9), (0, 5)], 3);
        assert!(
            mixed.holds((3, 0)) && !mixed.holds((0, 90)),
            "what runs goes first"
        );
    }
}

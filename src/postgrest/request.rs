//! The request that an access is, and the part of the database it goes to.

use super::{Alternative, Problem, ProblemKind, Served};
use crate::{
    access::{Access, Certainty},
    clause::{Text, Texts},
    operation::Operation,
    source::Location,
};

/// What every check of an access looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) served: &'a Served<'a>,
    pub(super) access: &'a Access,
    /// The schema that the request goes to: one request sees no other.
    pub(super) schema: &'a str,
}

impl Request<'_> {
    /// Whether rows are written, and perhaps returned.
    pub(super) fn is_write(&self) -> bool {
        match self.access.operation {
            Some(Operation::Insert | Operation::Upsert | Operation::Update | Operation::Delete) => {
                true
            }
            Some(Operation::Select | Operation::Call | Operation::Subscribe) | None => false,
        }
    }

    /// A problem with a part of a relation or routine of the request's schema.
    pub(super) fn problem(
        &self,
        kind: ProblemKind,
        location: Location,
        (target, part): (&str, &str),
        message: String,
    ) -> Problem {
        Problem {
            kind,
            location,
            message,
            help: None,
            target: self.served.told(self.schema, target),
            part: part.to_owned(),
            alternative: None,
        }
    }

    /// Whether a fault in one of several possible texts is one for certain.
    ///
    /// Not when the target is one of several, too: both may depend on the same condition.
    pub(super) fn is_certain(&self, alternatives: usize) -> bool {
        alternatives < 2 || self.access.certainty != Certainty::OneOf
    }

    /// What is wrong with the possible texts of a clause, by what is wrong with each.
    ///
    /// Where some are right, the others may be ones that never get here: a column of a list may be
    /// marked as one that cannot be sorted by.
    pub(super) fn judge(
        &self,
        texts: &Texts,
        mut wrong: impl FnMut(&Text) -> Vec<Problem>,
    ) -> Vec<Problem> {
        let mut faults: Vec<Vec<Problem>> = texts.alternatives.iter().map(&mut wrong).collect();
        if faults.iter().any(Vec::is_empty) {
            for (text, faults) in texts.alternatives.iter().zip(&mut faults) {
                for fault in faults {
                    let alternative = || alternative(texts, text);
                    fault.alternative.get_or_insert_with(alternative);
                }
            }
        }
        self.certain_of(faults, texts.open)
    }

    /// The faults that are some for certain, of those that each alternative has.
    pub(super) fn certain_of<T>(&self, faults: Vec<Vec<T>>, open: bool) -> Vec<T> {
        let all_wrong = || !open && faults.iter().all(|faults| !faults.is_empty());
        if self.is_certain(faults.len()) || all_wrong() {
            faults.into_iter().flatten().collect()
        } else {
            Vec::new()
        }
    }
}

fn alternative(texts: &Texts, text: &Text) -> Alternative {
    let is_in = text.location.file == texts.location.file
        && texts.location.span.contains(text.location.span);
    Alternative {
        text: text.text.clone(),
        location: texts.location,
        is_written_there: is_in && text.verbatim,
    }
}

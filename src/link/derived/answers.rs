//! The calls whose values are what requests gave.

use rustc_hash::FxHashMap;

use crate::{
    access::Access,
    facts::{CallId, FunctionId},
    operation::{Known, Operation},
    source::FileId,
};

use super::super::{
    evaluate::Evaluator,
    links,
    origin::{Origin, OriginKind},
    packages,
    site::SiteKind,
    value::FrameId,
};

/// What one call gives.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The access, as an index.
    pub(super) access: usize,
    /// The calls that make the request this one, by the functions that they enter.
    pub(super) through: Vec<Way>,
}

/// A function, and the call that enters it.
pub(super) type Way = ((FileId, FunctionId), (FileId, CallId));

/// What calls give.
#[derive(Debug, Default)]
pub(super) struct Answers {
    by_call: FxHashMap<(FileId, CallId), Vec<Answer>>,
    /// Calls whose callback is handed what changes.
    changes: FxHashMap<(FileId, CallId), Vec<Answer>>,
}

impl Answers {
    pub(super) fn of(
        evaluator: &Evaluator<'_>,
        accesses: &[Access],
        origins: &[Vec<Origin>],
    ) -> Self {
        let mut answers = Self::default();
        for (index, (access, origins)) in accesses.iter().zip(origins).enumerate() {
            for origin in origins {
                answers.add(evaluator, index, access, origin);
            }
        }
        answers
    }

    /// What a call gives; `None` when it asks nothing of a database.
    pub(super) fn given_by(&self, file: FileId, call: CallId) -> Option<&[Answer]> {
        self.by_call.get(&(file, call)).map(Vec::as_slice)
    }

    /// What a call hands to its callback.
    pub(super) fn changes(&self, file: FileId, call: CallId) -> Option<&[Answer]> {
        self.changes.get(&(file, call)).map(Vec::as_slice)
    }

    fn add(&mut self, evaluator: &Evaluator<'_>, index: usize, access: &Access, origin: &Origin) {
        let answer = Answer {
            access: index,
            through: through(evaluator, origin.frame),
        };
        let gives = gives(access) && !access.wrapper;
        let site = (origin.file, origin.call);
        if origin.kind == OriginKind::Site(SiteKind::Subscription) {
            self.changes
                .entry(site)
                .or_default()
                .extend(gives.then_some(answer));
            return;
        }
        for call in calls(evaluator, origin) {
            // A call that gives nothing is no more than that: what it is given goes no further.
            let known = self.by_call.entry(call).or_default();
            known.extend(gives.then(|| answer.clone()));
        }
    }
}

/// Whether a request gives rows, files or values.
fn gives(access: &Access) -> bool {
    match access.operation {
        Some(Operation::Select | Operation::Call | Operation::Subscribe) => true,
        Some(Operation::Insert | Operation::Upsert | Operation::Update | Operation::Delete) => {
            access.modifiers.returning != Known::No
        }
        None => false,
    }
}

/// The calls that are the request: from its verb on.
fn calls(evaluator: &Evaluator<'_>, origin: &Origin) -> Vec<(FileId, CallId)> {
    let site = (origin.file, origin.call);
    let links = origin.links.iter().filter_map(|link| {
        let facts = evaluator.program.facts(link.file)?;
        let name = links::name(facts, facts.call(link.call));
        Some((link, name))
    });
    match origin.kind {
        OriginKind::Http | OriginKind::Site(SiteKind::EdgeFunction | SiteKind::Subscription) => {
            vec![site]
        }
        OriginKind::Site(SiteKind::Relation) => links
            .filter(|(_, name)| packages::is_builder_method(name))
            .skip_while(|(link, _)| link.verb.is_none())
            .map(|(link, _)| (link.file, link.call))
            .collect(),
        OriginKind::Site(SiteKind::Routine) => links
            .filter(|(_, name)| packages::is_builder_method(name))
            .map(|(link, _)| (link.file, link.call))
            .chain([site])
            .collect(),
        OriginKind::Site(SiteKind::Bucket) => links
            .filter(|(_, name)| links::operation_on_bucket(name).is_some())
            .map(|(link, _)| (link.file, link.call))
            .collect(),
    }
}

/// The calls that a frame was entered by.
pub(super) fn through(evaluator: &Evaluator<'_>, frame: FrameId) -> Vec<Way> {
    let mut through = Vec::new();
    let mut next = frame;
    while let Some(frame) = evaluator.frame(next) {
        through.push((frame.function, (frame.call.file, frame.call.id)));
        next = frame.call.frame;
    }
    through
}

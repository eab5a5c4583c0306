//! What a request is made of: its rows or arguments, and its filters.

use crate::{
    access::Access,
    facts::{CallId, FileFacts},
    operation::Operation,
    source::FileId,
};

use super::super::{
    Through, links,
    origin::{Origin, OriginKind},
    packages,
    site::SiteKind,
    value::FrameId,
};
use super::{
    context::{ContextId, Entered},
    path::PathId,
    walk::{State, Walk},
};

/// An expression that a request is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) state: State,
    pub(super) through: Through,
}

/// The expressions that a write or a call of a routine is made of; none of other requests.
pub(super) fn parts(walk: &mut Walk<'_, '_>, access: &Access, origin: &Origin) -> Vec<Part> {
    match access.operation {
        Some(Operation::Select | Operation::Subscribe) | None => return Vec::new(),
        Some(
            Operation::Insert
            | Operation::Upsert
            | Operation::Update
            | Operation::Delete
            | Operation::Call,
        ) => {}
    }
    let context = context(walk, origin.frame);
    let mut gather = Gather {
        walk,
        parts: Vec::new(),
    };
    let site = (origin.file, origin.call, context);
    match origin.kind {
        OriginKind::Site(SiteKind::Relation) => {}
        OriginKind::Site(SiteKind::Routine) => gather.add(site, 1, &[], Through::Rows),
        OriginKind::Site(SiteKind::EdgeFunction) => gather.add(site, 1, &["body"], Through::Rows),
        OriginKind::Site(SiteKind::Bucket) => gather.bucket(origin, context),
        OriginKind::Site(SiteKind::Subscription) => {}
        OriginKind::Http => gather.http(site),
    }
    match origin.kind {
        OriginKind::Site(SiteKind::Relation | SiteKind::Routine) => gather.links(origin, context),
        OriginKind::Site(SiteKind::Bucket | SiteKind::EdgeFunction | SiteKind::Subscription)
        | OriginKind::Http => {}
    }
    gather.parts
}

/// The calls that lead to a request, as those of a frame do.
fn context(walk: &mut Walk<'_, '_>, frame: FrameId) -> ContextId {
    let through = super::answers::through(walk.evaluator, frame);
    let mut context = ContextId::ROOT;
    for (function, call) in through.into_iter().rev() {
        let entered = Entered {
            function,
            call,
            handed: None,
            around: context,
        };
        context = walk.contexts.enter(entered).unwrap_or(context);
    }
    context
}

struct Gather<'w, 'e, 'a> {
    walk: &'w mut Walk<'e, 'a>,
    parts: Vec<Part>,
}

impl Gather<'_, '_, '_> {
    /// Adds an argument of a call, or a part of it.
    fn add(
        &mut self,
        (file, call, context): (FileId, CallId, ContextId),
        index: usize,
        keys: &[&str],
        through: Through,
    ) {
        let Some(facts) = self.walk.evaluator.program.facts(file) else {
            return;
        };
        let Some(&value) = facts.call(call).arguments.get(index) else {
            return;
        };
        let mut path = PathId::WHOLE;
        for key in keys.iter().rev() {
            let key = self.walk.paths.key(key);
            path = self.walk.paths.within(key, path).unwrap_or(path);
        }
        let state = State {
            file,
            value,
            path,
            context,
        };
        self.parts.push(Part { state, through });
    }

    fn links(&mut self, origin: &Origin, context: ContextId) {
        for link in &origin.links {
            let Some(facts) = self.walk.evaluator.program.facts(link.file) else {
                continue;
            };
            let name = links::name(facts, facts.call(link.call));
            // The links right behind the call site see what its caller handed in.
            let context = match link.file == origin.file {
                true => context,
                false => ContextId::ROOT,
            };
            let call = (link.file, link.call, context);
            match name {
                "insert" | "upsert" | "update" => self.add(call, 0, &[], Through::Rows),
                "match" | "or" => self.add(call, 0, &[], Through::Filter),
                "not" | "filter" => self.add(call, 2, &[], Through::Filter),
                _ if packages::is_filter(name) => self.add(call, 1, &[], Through::Filter),
                _ => {}
            }
        }
    }

    fn bucket(&mut self, origin: &Origin, context: ContextId) {
        for link in &origin.links {
            let Some(facts) = self.walk.evaluator.program.facts(link.file) else {
                continue;
            };
            let name = links::name(facts, facts.call(link.call));
            if links::operation_on_bucket(name).is_none() {
                continue;
            }
            let call = (link.file, link.call, context);
            self.add(call, 0, &[], Through::Filter);
            self.add(call, 1, &[], Through::Rows);
        }
    }

    fn http(&mut self, site: (FileId, CallId, ContextId)) {
        let Some(facts) = self.walk.evaluator.program.facts(site.0) else {
            return;
        };
        self.add(site, 0, &[], Through::Filter);
        match is_body(facts, site.1) {
            true => self.add(site, 1, &[], Through::Rows),
            false => self.add(site, 1, &["body"], Through::Rows),
        }
    }
}

/// Whether the second argument of a request over HTTP is its body: `axios.post(url, row)`.
fn is_body(facts: &FileFacts, call: CallId) -> bool {
    matches!(
        links::name(facts, facts.call(call)),
        "post" | "put" | "patch"
    )
}

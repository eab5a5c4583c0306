//! Call sites to accesses: one for each name and operation, at the call site or at its callers.

use crate::{
    access::{Access, Certainty, Reason, SchemaRef, Target, Unit},
    facts::{CallId, ClassId, FileFacts},
    operation::{Api, Known},
    source::Span,
};

use super::{
    clauses,
    evaluate::{Evaluator, Reach},
    links, modifiers,
    origin::{Made, Origin, OriginKind},
    probe,
    request::{self, Request, Runs},
    site::{self, Site, SiteKind},
    target::{self, Named, Names, Passed},
    value::{At, FrameId, Thunk},
};

/// The names of a call site: its own, and those that callers make it have.
type Targets = (Names, Vec<Passed>);

/// What a call site names.
pub(super) fn targets(evaluator: &mut Evaluator<'_>, site: &Site) -> Targets {
    let target = target_of(evaluator, site);
    let set = target.map(|target| evaluator.ask(target, Reach::Local));
    let names = match (&set, site.kind) {
        (Some(set), _) => target::names(set),
        // Without a table a subscription is to all of them.
        (None, SiteKind::Subscription) => target::every_table(),
        (None, _) => target::dynamic(Reason::Computed, Vec::new(), None),
    };
    let passed = match target {
        Some(target) => {
            let facts = evaluator.program.facts(site.file);
            let class = facts.and_then(|facts| class_around(facts, site.call));
            target::passed(evaluator, target, class, &names)
        }
        None => Vec::new(),
    };
    // Callers tell more than the type of the parameter.
    match names.parameter_of {
        Some(function) if !passed.is_empty() => {
            let names = target::dynamic(Reason::Parameter, Vec::new(), Some(function));
            (names, passed)
        }
        _ => (names, passed),
    }
}

/// The accesses of a call site.
pub(super) fn accesses(
    evaluator: &mut Evaluator<'_>,
    site: &Site,
    (names, passed): &Targets,
    runs: &Runs,
) -> Vec<Made> {
    let Some(facts) = evaluator.program.facts(site.file) else {
        return Vec::new();
    };
    let requests = request::requests(evaluator, site, facts, runs);
    if requests.is_empty() {
        return Vec::new();
    }
    let draft = Draft { site, facts };
    let is_wrapper = !passed.is_empty() || requests.iter().any(|request| request.through.is_some());
    let mut accesses = draft.at_site(evaluator, &requests, &names.names);
    for made in &mut accesses {
        made.access.wrapper = is_wrapper;
    }
    for passed in passed {
        accesses.extend(draft.passed(evaluator, &requests, passed));
    }
    if passed.is_empty() {
        accesses.extend(draft.through(evaluator, &requests, &names.names));
    }
    accesses
}

/// The class whose method a call stands in.
fn class_around(facts: &FileFacts, call: CallId) -> Option<ClassId> {
    let mut function = facts.call(call).function;
    while let Some(id) = function {
        let around = facts.function(id);
        if around.class.is_some() {
            return around.class;
        }
        function = around.parent;
    }
    None
}

fn is_same_call(a: At<CallId>, b: At<CallId>) -> bool {
    a.file == b.file && a.id == b.id
}

/// Moves an access of a wrapper to the call that decides about it.
fn at_caller(evaluator: &Evaluator<'_>, mut made: Made, call: At<CallId>, named: &Named) -> Made {
    let Some(facts) = evaluator.program.facts(call.file) else {
        return made;
    };
    let access = &mut made.access;
    let caller = facts.call(call.id);
    access.certainty = Certainty::Passed;
    access.via.clone_from(&named.via);
    access.file = call.file;
    access.method_span = caller.name_span;
    access.target_span = target_span(facts, caller, access.target.name.as_deref());
    access.statement_span = chain_span(facts, call.id);
    access.unit = unit(facts, call.id);
    let file = evaluator.program.sources.get(call.file);
    if modifiers::is_test(&file.path) || probe::is_probe(facts, call.id, file) {
        access.modifiers.expects_failure = Known::Yes;
    }
    access.wrapper = false;
    made
}

/// The argument that is the name, else all of the call.
fn target_span(facts: &FileFacts, call: &crate::facts::Call, name: Option<&str>) -> Span {
    let argument = call.arguments.iter().find(
        |&&argument| matches!(facts.value(argument), crate::facts::Value::Text(text) if Some(facts.text(*text)) == name),
    );
    let argument = argument.or(call.arguments.first());
    argument.map_or(call.name_span, |&argument| facts.value_span(argument))
}

/// The expression that names the target.
fn target_of(evaluator: &mut Evaluator<'_>, site: &Site) -> Option<Thunk> {
    let facts = evaluator.program.facts(site.file)?;
    let call = facts.call(site.call);
    match site.kind {
        SiteKind::Relation | SiteKind::Routine | SiteKind::Bucket | SiteKind::EdgeFunction => call
            .arguments
            .first()
            .map(|&value| Thunk::root(site.file, value)),
        SiteKind::Subscription => {
            links::option(evaluator, At::root(site.file, site.call), 1, "table")
        }
    }
}

/// What all accesses of a call site share.
#[derive(Clone, Copy, Debug)]
struct Draft<'a> {
    site: &'a Site,
    facts: &'a FileFacts,
}

impl Draft<'_> {
    /// The accesses at the call site itself: one for each operation and name.
    fn at_site(
        &self,
        evaluator: &mut Evaluator<'_>,
        requests: &[Request],
        names: &[Named],
    ) -> Vec<Made> {
        let mut own: Vec<&Request> = Vec::new();
        for request in requests {
            if !own.iter().any(|known| known.operation == request.operation) {
                own.push(request);
            }
        }
        let mut accesses = Vec::new();
        for request in own {
            for named in names {
                accesses.push(self.access(evaluator, named, request, FrameId::ROOT));
            }
        }
        accesses
    }

    /// The accesses at a caller that decides about the name.
    fn passed(
        &self,
        evaluator: &mut Evaluator<'_>,
        requests: &[Request],
        passed: &Passed,
    ) -> Vec<Made> {
        let is_on_way = |request: &&Request| {
            request
                .through
                .is_none_or(|through| is_same_call(through, passed.inner))
        };
        let mut accesses = Vec::new();
        for request in requests.iter().filter(is_on_way) {
            for named in &passed.names {
                let made = self.access(evaluator, named, request, passed.frame);
                accesses.push(at_caller(evaluator, made, passed.call, named));
            }
        }
        accesses
    }

    /// The accesses at the callers whose verbs decide about the operation.
    fn through(
        &self,
        evaluator: &mut Evaluator<'_>,
        requests: &[Request],
        names: &[Named],
    ) -> Vec<Made> {
        let mut accesses = Vec::new();
        for request in requests {
            let Some(through) = request.through else {
                continue;
            };
            for named in names {
                let made = self.access(evaluator, named, request, FrameId::ROOT);
                accesses.push(at_caller(evaluator, made, through, named));
            }
        }
        accesses
    }

    fn access(
        &self,
        evaluator: &mut Evaluator<'_>,
        named: &Named,
        request: &Request,
        frame: FrameId,
    ) -> Made {
        let Self { site, facts } = *self;
        let call = facts.call(site.call);
        let mut access = Access {
            target: Target {
                kind: site.kind.target(),
                name: named.name.clone(),
                schema: self.schema(evaluator),
            },
            operation: request.operation,
            clauses: Vec::new(),
            columns: Vec::new(),
            columns_open: false,
            all_columns: false,
            modifiers: crate::operation::Modifiers::default(),
            api: Api::Supabase,
            evidence: site.evidence.clone(),
            via: named.via.clone(),
            certainty: named.certainty,
            wrapper: false,
            file: site.file,
            method_span: call.name_span,
            target_span: call
                .arguments
                .first()
                .map_or(call.name_span, |&argument| facts.value_span(argument)),
            statement_span: chain_span(facts, site.call),
            unit: unit(facts, site.call),
        };
        modifiers::describe(evaluator, &mut access, self.site, &request.links);
        clauses::describe(evaluator, &mut access, self.site, &request.links, frame);
        let origin = Origin {
            file: site.file,
            call: site.call,
            kind: OriginKind::Site(site.kind),
            links: request.links.clone(),
            frame,
        };
        Made {
            access,
            origins: vec![origin],
        }
    }

    fn schema(&self, evaluator: &mut Evaluator<'_>) -> SchemaRef {
        if self.site.kind != SiteKind::Subscription {
            return self.site.schema.clone();
        }
        let option = links::option(
            evaluator,
            At::root(self.site.file, self.site.call),
            1,
            "schema",
        );
        match option {
            Some(thunk) => {
                let set = evaluator.ask(thunk, Reach::Callers);
                super::library::schema_of(&set)
            }
            None => SchemaRef::Default,
        }
    }
}

/// The whole chain of a call, from what it is called on to its last link.
fn chain_span(facts: &FileFacts, call: CallId) -> Span {
    let last = site::chain(facts, call).last().copied().unwrap_or(call);
    facts.call(last).span
}

/// The unit that a call stands in.
pub(super) fn unit(facts: &FileFacts, call: CallId) -> Unit {
    let unit = facts.unit(facts.call(call).unit);
    Unit {
        kind: unit.kind,
        name: facts.text(unit.name).to_owned(),
        span: unit.span,
    }
}

//! Call sites to accesses: one for each name and operation, at the call site or at its callers.

use rustc_hash::FxHashMap;

use crate::{
    access::{Access, Certainty, EvidenceKind, Reason, SchemaRef, Target, Unit},
    facts::{CallId, ClassId, FileFacts},
    operation::{Api, Operation},
    source::{FileId, Span},
};

use super::{
    columns,
    evaluate::{Evaluator, Reach},
    links::{self, Link},
    modifiers,
    runs::Run,
    site::{self, Site, SiteKind},
    target::{self, Named, Names, Passed},
    value::{At, FrameId, Thunk},
};

/// The runs of links on every builder, by its call site.
type Runs = FxHashMap<(FileId, CallId), Vec<Run>>;

/// What one builder is asked to do: the operation, and all links that bear on it.
#[derive(Clone, Debug)]
struct Request {
    operation: Option<Operation>,
    links: Vec<Link>,
    /// The call that the builder came through, when its verb stands in another function.
    through: Option<At<CallId>>,
}

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
) -> Vec<Access> {
    let Some(facts) = evaluator.program.facts(site.file) else {
        return Vec::new();
    };
    let requests = requests(evaluator, site, facts, runs);
    if requests.is_empty() {
        return Vec::new();
    }
    let mut accesses = Vec::new();
    let draft = Draft { site, facts };
    let is_wrapper = !passed.is_empty() || requests.iter().any(|request| request.through.is_some());
    let mut own: Vec<&Request> = Vec::new();
    for request in &requests {
        if !own.iter().any(|known| known.operation == request.operation) {
            own.push(request);
        }
    }
    for request in own {
        for named in &names.names {
            let mut access = draft.access(evaluator, named, request, FrameId::ROOT);
            access.wrapper = is_wrapper;
            accesses.push(access);
        }
    }
    for passed in passed {
        let through: Vec<_> = requests
            .iter()
            .filter(|request| {
                request
                    .through
                    .is_none_or(|through| is_same_call(through, passed.inner))
            })
            .collect();
        for request in through {
            for named in &passed.names {
                let access = draft.access(evaluator, named, request, passed.frame);
                accesses.push(at_caller(evaluator, access, passed.call, named));
            }
        }
    }
    if passed.is_empty() {
        for request in &requests {
            let Some(through) = request.through else {
                continue;
            };
            for named in &names.names {
                let access = draft.access(evaluator, named, request, FrameId::ROOT);
                accesses.push(at_caller(evaluator, access, through, named));
            }
        }
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
fn at_caller(
    evaluator: &Evaluator<'_>,
    mut access: Access,
    call: At<CallId>,
    named: &Named,
) -> Access {
    let Some(facts) = evaluator.program.facts(call.file) else {
        return access;
    };
    let caller = facts.call(call.id);
    access.certainty = Certainty::Passed;
    access.via.clone_from(&named.via);
    access.file = call.file;
    access.method_span = caller.name_span;
    access.target_span = target_span(facts, caller, access.target.name.as_deref());
    access.statement_span = chain_span(facts, call.id);
    access.unit = unit(facts, call.id);
    access.wrapper = false;
    access
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

/// What is asked of the builder of a call site, by the links right behind it and by those elsewhere.
fn requests(
    evaluator: &mut Evaluator<'_>,
    site: &Site,
    facts: &FileFacts,
    runs: &Runs,
) -> Vec<Request> {
    let direct = links::direct(site.file, facts, site.call);
    let own = (site.file, site.call);
    let request = |operation, links| Request {
        operation,
        links,
        through: None,
    };
    match site.kind {
        SiteKind::Routine => {
            let mut links = direct;
            for run in runs.get(&own).into_iter().flatten() {
                links.extend(links::of_run(evaluator, run));
            }
            return vec![request(Some(Operation::Call), links)];
        }
        SiteKind::EdgeFunction => return vec![request(Some(Operation::Call), direct)],
        SiteKind::Subscription => return vec![request(Some(Operation::Subscribe), Vec::new())],
        SiteKind::Bucket => {
            let kept = runs.get(&own).map_or(&[][..], Vec::as_slice);
            return bucket_requests(evaluator, site, direct, kept);
        }
        SiteKind::Relation => {}
    }
    let runs = runs.get(&own).map_or(&[][..], Vec::as_slice);
    let mut added = Vec::new();
    let mut requests: Vec<Request> = Vec::new();
    for run in runs {
        let links = links::of_run(evaluator, run);
        match links.iter().find_map(|link| link.verb) {
            Some(operation) => requests.push(Request {
                operation: Some(operation),
                links,
                through: through(evaluator, site, run),
            }),
            None => added.extend(links),
        }
    }
    if let Some(operation) = direct.iter().find_map(|link| link.verb) {
        let mut links = direct;
        links.extend(added);
        // A verb that follows on a kept result, as in `query = query.select()`, is its modifier.
        for request in requests {
            links.extend(request.links);
        }
        return vec![Request {
            operation: Some(operation),
            links,
            through: None,
        }];
    }
    if requests.is_empty() {
        // A method that is none of a builder's is asked all the same, when the client is one.
        let is_asked = !direct.is_empty()
            && matches!(
                site.evidence.kind,
                EvidenceKind::Created | EvidenceKind::Annotated
            );
        let escapes = is_asked || site::escapes(facts, site.call).is_some() || !added.is_empty();
        return match escapes {
            true => vec![request(None, added)],
            false => Vec::new(),
        };
    }
    for request in &mut requests {
        let mut links = direct.clone();
        links.append(&mut request.links);
        links.extend(added.iter().cloned());
        request.links = links;
    }
    requests
}

/// What is asked of a bucket, right behind its call site or where it was kept.
fn bucket_requests(
    evaluator: &Evaluator<'_>,
    site: &Site,
    direct: Vec<Link>,
    kept: &[Run],
) -> Vec<Request> {
    let facts = evaluator.program.facts(site.file);
    let operation = facts.and_then(|facts| links::bucket_operation(facts, site.call));
    let mut requests = Vec::new();
    if operation.is_none() {
        for run in kept {
            let Some(facts) = evaluator.program.facts(run.file) else {
                continue;
            };
            let method = links::name(facts, facts.call(run.call));
            if let Some(operation) = links::operation_on_bucket(method) {
                requests.push(Request {
                    operation: Some(operation),
                    links: links::of_run(evaluator, run),
                    through: through(evaluator, site, run),
                });
            }
        }
    }
    if requests.is_empty() {
        requests.push(Request {
            operation,
            links: direct,
            through: None,
        });
    }
    requests
}

/// The call through which a builder reached a verb in another function.
fn through(evaluator: &Evaluator<'_>, site: &Site, run: &Run) -> Option<At<CallId>> {
    let function = evaluator.program.facts(site.file)?.call(site.call).function;
    let verb = evaluator.program.facts(run.file)?.call(run.call).function;
    let frame = evaluator.frame(run.frame)?;
    let is_elsewhere = (site.file, function) != (run.file, verb);
    is_elsewhere.then_some(frame.call)
}

/// What all accesses of a call site share.
#[derive(Clone, Copy, Debug)]
struct Draft<'a> {
    site: &'a Site,
    facts: &'a FileFacts,
}

impl Draft<'_> {
    fn access(
        &self,
        evaluator: &mut Evaluator<'_>,
        named: &Named,
        request: &Request,
        frame: FrameId,
    ) -> Access {
        let Self { site, facts } = *self;
        let call = facts.call(site.call);
        let mut access = Access {
            target: Target {
                kind: site.kind.target(),
                name: named.name.clone(),
                schema: self.schema(evaluator),
            },
            operation: request.operation,
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
        columns::describe(evaluator, &mut access, self.site, &request.links, frame);
        access
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

//! What is asked of a builder: the operation, and the links that bear on it.

use rustc_hash::FxHashMap;

use crate::{
    access::EvidenceKind,
    facts::{CallId, FileFacts},
    operation::Operation,
    source::FileId,
};

use super::{
    evaluate::Evaluator,
    links::{self, Link},
    runs::Run,
    site::{self, Site, SiteKind},
    value::At,
};

/// The runs of links on every builder, by its call site.
pub(super) type Runs = FxHashMap<(FileId, CallId), Vec<Run>>;

/// What one builder is asked to do: the operation, and all links that bear on it.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) operation: Option<Operation>,
    pub(super) links: Vec<Link>,
    /// The call that the builder came through, when its verb stands in another function.
    pub(super) through: Option<At<CallId>>,
}

impl Request {
    /// What is asked where the call site stands.
    fn here(operation: Option<Operation>, links: Vec<Link>) -> Self {
        Self {
            operation,
            links,
            through: None,
        }
    }
}

/// What is asked of the builder of a call site, by the links right behind it and by those elsewhere.
pub(super) fn requests(
    evaluator: &mut Evaluator<'_>,
    site: &Site,
    facts: &FileFacts,
    runs: &Runs,
) -> Vec<Request> {
    let direct = links::direct(site.file, facts, site.call);
    let runs = runs
        .get(&(site.file, site.call))
        .map_or(&[][..], Vec::as_slice);
    match site.kind {
        SiteKind::Routine => {
            let mut links = direct;
            for run in runs {
                links.extend(links::of_run(evaluator, run));
            }
            vec![Request::here(Some(Operation::Call), links)]
        }
        SiteKind::EdgeFunction => vec![Request::here(Some(Operation::Call), direct)],
        SiteKind::Subscription => vec![Request::here(Some(Operation::Subscribe), Vec::new())],
        SiteKind::Bucket => bucket_requests(evaluator, site, direct, runs),
        SiteKind::Relation => relation_requests(evaluator, site, facts, direct, runs),
    }
}

/// What is asked of a relation: one request for each verb.
fn relation_requests(
    evaluator: &mut Evaluator<'_>,
    site: &Site,
    facts: &FileFacts,
    direct: Vec<Link>,
    runs: &[Run],
) -> Vec<Request> {
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
        return vec![Request::here(Some(operation), links)];
    }
    if requests.is_empty() {
        return without_verb(site, facts, &direct, added);
    }
    for request in &mut requests {
        let mut links = direct.clone();
        links.append(&mut request.links);
        links.extend(added.iter().cloned());
        request.links = links;
    }
    requests
}

/// The request of a builder that no verb was seen on: none unless one may stand out of sight.
fn without_verb(site: &Site, facts: &FileFacts, direct: &[Link], added: Vec<Link>) -> Vec<Request> {
    // A method that is none of a builder's is asked all the same, when the client is one.
    let is_asked = !direct.is_empty()
        && matches!(
            site.evidence.kind,
            EvidenceKind::Created | EvidenceKind::Annotated
        );
    let escapes = is_asked || site::escapes(facts, site.call).is_some() || !added.is_empty();
    match escapes {
        true => vec![Request::here(None, added)],
        false => Vec::new(),
    }
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
        requests.push(Request::here(operation, direct));
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

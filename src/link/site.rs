//! Call sites: which calls ask something of a database, and why the others do not.

use rustc_hash::FxHashSet;

use crate::{
    access::{Evidence, EvidenceKind, Reason, Rejected, SchemaRef, TargetKind},
    facts::{Call, CallId, FileFacts, Usage, Value, ValueId},
    source::FileId,
};

use super::{
    evaluate::Evaluator,
    links, packages, tail_name,
    value::At,
    verdict::{Verdict, has_direct_verb, verdict},
};

/// A call whose receiver is held to be a client, a storage client or a channel.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) file: FileId,
    pub(super) call: CallId,
    pub(super) kind: SiteKind,
    pub(super) evidence: Evidence,
    pub(super) schema: SchemaRef,
}

/// What a call site names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SiteKind {
    /// `client.from(…)`
    Relation,
    /// `client.rpc(…)`
    Routine,
    /// `client.storage.from(…)` and the bucket methods of `client.storage`.
    Bucket,
    /// `client.functions.invoke(…)`
    EdgeFunction,
    /// `channel.on("postgres_changes", …)`
    Subscription,
}

impl SiteKind {
    pub(super) fn target(self) -> TargetKind {
        match self {
            Self::Relation | Self::Subscription => TargetKind::Relation,
            Self::Routine => TargetKind::Routine,
            Self::Bucket => TargetKind::Bucket,
            Self::EdgeFunction => TargetKind::EdgeFunction,
        }
    }
}

/// The calls that may be call sites, by the name of their method.
const METHODS: [&str; 9] = [
    "from",
    "rpc",
    "invoke",
    "on",
    "createBucket",
    "getBucket",
    "updateBucket",
    "deleteBucket",
    "emptyBucket",
];

/// All call sites of a program, and those that only look like one.
pub(super) fn sites(evaluator: &mut Evaluator<'_>) -> (Vec<Site>, Vec<Rejected>) {
    let mut sites = Vec::new();
    let mut rejected = Vec::new();
    // Names that another call site of the file shows to be clients by their shape.
    let mut shaped: FxHashSet<(FileId, String)> = FxHashSet::default();
    for method in METHODS {
        for &(file, call) in evaluator.program.calls_named(method) {
            let verdict = verdict(evaluator, file, call, method, &shaped);
            match verdict {
                Verdict::Site(kind, evidence, schema, chain) => {
                    if evidence == EvidenceKind::Shape {
                        shaped
                            .extend(receiver_name(evaluator, file, call).map(|name| (file, name)));
                    }
                    sites.push(Site {
                        file,
                        call,
                        kind,
                        evidence: Evidence {
                            kind: evidence,
                            chain,
                        },
                        schema,
                    });
                }
                Verdict::Rejected(because, chain) => rejected.push(Rejected {
                    file,
                    method_span: evaluator.name_location(At::root(file, call)).span,
                    because,
                    chain,
                }),
                Verdict::Nothing => {}
            }
        }
    }
    sites.sort_by_key(|site| (site.file, site.call));
    rejected.sort_by_key(|rejected| (rejected.file, rejected.method_span));
    (sites, rejected)
}

fn receiver_name(evaluator: &Evaluator<'_>, file: FileId, call: CallId) -> Option<String> {
    let facts = evaluator.program.facts(file)?;
    let object = receiver(facts, facts.call(call))?;
    tail_name(facts, object).map(str::to_owned)
}

/// What a method is called on.
pub(super) fn receiver(facts: &FileFacts, call: &Call) -> Option<ValueId> {
    match *facts.value(call.callee) {
        Value::Member { object, .. } => Some(object),
        _ => None,
    }
}

/// Whether a call that nothing is known of is held to begin a query: by the name of what it is
/// called on, or by the verb called on it.
pub(super) fn is_held_query(facts: &FileFacts, id: CallId) -> bool {
    let call = facts.call(id);
    let method = links::name(facts, call);
    let Some(object) = receiver(facts, call) else {
        return false;
    };
    let is_named = || tail_name(facts, object).is_some_and(packages::is_named_client);
    match (method, &call.arguments[..]) {
        ("from", [name]) => {
            is_named()
                || has_direct_verb(facts, call) && matches!(facts.value(*name), Value::Text(_))
        }
        ("rpc", [_, ..]) => is_named(),
        _ => false,
    }
}

/// The links called on the result of a call, innermost first.
pub(super) fn chain(facts: &FileFacts, call: CallId) -> Vec<CallId> {
    let mut links = Vec::new();
    let mut call = call;
    while let Usage::Chained(next) = facts.call(call).usage
        && links.len() < 10_000
    {
        links.push(next);
        call = next;
    }
    links
}

/// Why a builder without a verb is still an access: it leaves our sight.
pub(super) fn escapes(facts: &FileFacts, call: CallId) -> Option<Reason> {
    let last = chain(facts, call).last().copied().unwrap_or(call);
    let leaves = match &facts.call(last).usage {
        Usage::Returned(_) | Usage::Argument { .. } | Usage::Other => true,
        Usage::Bound(binding) => facts.binding(*binding).escapes,
        Usage::Chained(_) | Usage::Destructured { .. } | Usage::Member(_) | Usage::Discarded => {
            false
        }
    };
    leaves.then_some(Reason::NoVerb)
}

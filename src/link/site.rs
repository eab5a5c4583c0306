//! Call sites: which calls ask something of a database, and why the others do not.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    access::{Evidence, EvidenceKind, Reason, Rejected, SchemaRef, Step, TargetKind},
    facts::{Call, CallId, FileFacts, Usage, Value, ValueId},
    operation::Operation,
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    last_segment, links,
    modifiers::is_test,
    packages, procedure, tail_name,
    value::{At, Client, Found, FrameId, Set, Thunk, What},
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

/// What a receiver turned out to be.
enum Verdict {
    Site(SiteKind, EvidenceKind, SchemaRef, Vec<Step>),
    Rejected(String, Vec<Step>),
    Nothing,
}

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

fn verdict(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    call: CallId,
    method: &str,
    shaped: &FxHashSet<(FileId, String)>,
) -> Verdict {
    let Some(facts) = evaluator.program.facts(file) else {
        return Verdict::Nothing;
    };
    let call_facts = facts.call(call);
    if method == "on" && !is_postgres_changes(evaluator, file, call) {
        return Verdict::Nothing;
    }
    let receivers: Set = match receiver(facts, call_facts) {
        Some(value) => evaluator.ask(Thunk::root(file, value), Reach::Callers),
        // `const { from } = client; from("t")`
        None => {
            let callees = evaluator.ask(Thunk::root(file, call_facts.callee), Reach::Local);
            let receivers = callees.iter().filter_map(|found| match &found.what {
                What::Method { receiver, name } if &**name == method => Some((**receiver).clone()),
                _ => None,
            });
            let receivers: Set = receivers.collect();
            if receivers.is_empty() {
                return Verdict::Nothing;
            }
            receivers
        }
    };
    // Templates take the value out of a box by themselves.
    let receivers = match receivers.iter().find_map(Found::boxed) {
        Some(inner) => inner,
        None => receivers,
    };
    if let Some(verdict) = known_receiver(&receivers, method) {
        return verdict;
    }
    // What a framework hands in stands behind what the program itself hands in.
    if let Some(value) = receiver(facts, call_facts) {
        let whoever_calls = evaluator.ask(Thunk::root(file, value), Reach::Local);
        if let Some(verdict) = known_receiver(&whoever_calls, method) {
            return verdict;
        }
    }
    let receivers = without_stand_ins(evaluator, file, &receivers);
    if receivers
        .iter()
        .any(|found| found.is_known() && !is_result_of_library(found))
    {
        return look_alike(&receivers, method, facts, call_facts);
    }
    match unknown_receiver(evaluator, file, call, method, &receivers, shaped) {
        Verdict::Nothing => look_alike(&receivers, method, facts, call_facts),
        verdict => verdict,
    }
}

/// The receivers but for those that a test hands to code that is no test.
fn without_stand_ins(evaluator: &Evaluator<'_>, file: FileId, receivers: &Set) -> Set {
    let is_test = |file| is_test(&evaluator.program.sources.get(file).path);
    if is_test(file) {
        return Set::clone(receivers);
    }
    let is_own = |found: &&Found| {
        let steps = found.trail.steps();
        !steps.iter().any(|step| is_test(step.location.file))
    };
    receivers.iter().filter(is_own).cloned().collect()
}

/// Whether a value is what some function of a library returned: anything, for all we know.
fn is_result_of_library(found: &Found) -> bool {
    match &found.what {
        What::Package { package, path } => {
            path.contains("()")
                && !packages::is_client_package(package)
                && !packages::has_own_from(package)
        }
        _ => false,
    }
}

/// The verdict when one of the receivers is of a client.
fn known_receiver(receivers: &Set, method: &str) -> Option<Verdict> {
    let mut best: Option<(&Found, &Client)> = None;
    let mut schemas: Vec<&SchemaRef> = Vec::new();
    for found in receivers.iter() {
        match (&found.what, method) {
            (What::Client(client), "from" | "rpc") => {
                schemas.push(&client.schema);
                if best.is_none_or(|(_, known)| client.evidence < known.evidence) {
                    best = Some((found, client));
                }
            }
            (
                What::Storage(evidence),
                "from" | "createBucket" | "getBucket" | "updateBucket" | "deleteBucket"
                | "emptyBucket",
            ) => {
                return Some(site(SiteKind::Bucket, *evidence, SchemaRef::Default, found));
            }
            (What::EdgeFunctions(evidence), "invoke") => {
                return Some(site(
                    SiteKind::EdgeFunction,
                    *evidence,
                    SchemaRef::Default,
                    found,
                ));
            }
            (What::Channel(evidence), "on") => {
                return Some(site(
                    SiteKind::Subscription,
                    *evidence,
                    SchemaRef::Default,
                    found,
                ));
            }
            _ => {}
        }
    }
    let (found, client) = best?;
    let kind = match method {
        "rpc" => SiteKind::Routine,
        _ => SiteKind::Relation,
    };
    let schema = match schemas.iter().all(|&schema| *schema == client.schema) {
        true => client.schema.clone(),
        false => SchemaRef::Unknown,
    };
    Some(site(kind, client.evidence, schema, found))
}

fn site(kind: SiteKind, evidence: EvidenceKind, schema: SchemaRef, found: &Found) -> Verdict {
    Verdict::Site(kind, evidence, schema, found.trail.steps())
}

/// The verdict when the receiver is known and no client.
fn look_alike(receivers: &Set, method: &str, facts: &FileFacts, call: &Call) -> Verdict {
    if !matches!(method, "from" | "rpc" | "on") {
        return Verdict::Nothing;
    }
    let Some(found) = receivers.iter().find(|found| found.is_known()) else {
        return Verdict::Nothing;
    };
    let steps = found.trail.steps();
    match &found.what {
        // The global of the CDN build, used as a client by scripts that replace it.
        What::Package { package, path }
            if packages::is_client_package(package) && is_library_itself(path) =>
        {
            let kind = match method {
                "rpc" => SiteKind::Routine,
                "on" => SiteKind::Subscription,
                _ => SiteKind::Relation,
            };
            Verdict::Site(kind, EvidenceKind::Named, SchemaRef::Default, steps)
        }
        // A library of the user's own that is not among the files, by the client's name.
        What::Package { package, path }
            if packages::is_named_client(last_segment(path))
                || packages::is_named_client(package) =>
        {
            let has_verb = method != "from" || has_direct_verb(facts, call);
            match has_verb && !packages::is_client_package(package) {
                true => Verdict::Site(
                    relation_or_routine(method),
                    EvidenceKind::Imported,
                    SchemaRef::Default,
                    steps,
                ),
                false => Verdict::Rejected(describe(found), steps),
            }
        }
        // A shape alone does not say where the object comes from.
        What::Typed(_) if is_all_typed(receivers) && is_named_receiver(facts, call) => {
            let kind = relation_or_routine(method);
            match kind != SiteKind::Relation || has_direct_verb(facts, call) {
                true => Verdict::Site(kind, EvidenceKind::Named, SchemaRef::Default, steps),
                false => Verdict::Rejected(describe(found), steps),
            }
        }
        _ => Verdict::Rejected(describe(found), steps),
    }
}

fn is_all_typed(receivers: &Set) -> bool {
    let mut known = receivers.iter().filter(|found| found.is_known());
    known.all(|found| matches!(found.what, What::Typed(_)))
}

fn is_named_receiver(facts: &FileFacts, call: &Call) -> bool {
    let tail = receiver(facts, call).and_then(|object| tail_name(facts, object));
    tail.is_some_and(packages::is_named_client)
}

fn relation_or_routine(method: &str) -> SiteKind {
    match method {
        "rpc" => SiteKind::Routine,
        "on" => SiteKind::Subscription,
        _ => SiteKind::Relation,
    }
}

fn is_library_itself(path: &str) -> bool {
    matches!(path, "" | "default" | "*")
}

/// What a thing is, as a phrase.
fn describe(found: &Found) -> String {
    match &found.what {
        What::Package { package, path } if path.is_empty() => format!("the package `{package}`"),
        What::Package { package, path } => format!("`{path}` of the package `{package}`"),
        What::Builtin(name) => format!("`{name}`, a value of the language or platform"),
        What::Object(_) => "an object written in the program".to_owned(),
        What::Instance(_) => "an object of a class of the program".to_owned(),
        What::Class(_) => "a class of the program".to_owned(),
        What::Function { .. } => "a function of the program".to_owned(),
        What::Typed(_) => "a value of a type of the program".to_owned(),
        What::Array(_) | What::Elements(_) | What::Entries(_) | What::Pair(..) => {
            "an array".to_owned()
        }
        What::Text(_) => "a string".to_owned(),
        What::Builder(_) => "a query builder, not a client".to_owned(),
        What::Client(_) => "a client".to_owned(),
        What::Storage(_) => "a storage client".to_owned(),
        What::EdgeFunctions(_) => "the edge functions of a client".to_owned(),
        What::Channel(_) => "a realtime channel".to_owned(),
        What::Boxed(_) => "a box around another value".to_owned(),
        What::Method { name, .. } => format!("the method `{name}`"),
        What::Module(_) => "a module of the program".to_owned(),
        What::Context(_) => "a context".to_owned(),
        What::Nothing => "nothing".to_owned(),
        What::Unknown(_) => "not known".to_owned(),
    }
}

/// The verdict when nothing is known of the receiver: the module it is missing from, its name, and
/// what is called on it, in this order.
fn unknown_receiver(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    call: CallId,
    method: &str,
    receivers: &Set,
    shaped: &FxHashSet<(FileId, String)>,
) -> Verdict {
    let Some(facts) = evaluator.program.facts(file) else {
        return Verdict::Nothing;
    };
    let call_facts = facts.call(call);
    let Some(object) = receiver(facts, call_facts) else {
        return Verdict::Nothing;
    };
    evaluator
        .keys
        .extend(procedure::read_key(facts, object).map(str::to_owned));
    let steps = receivers
        .first()
        .map_or_else(Vec::new, |found| found.trail.steps());
    if let Some(kind) = special_receiver(facts, object, method) {
        return kind.map_or(Verdict::Nothing, |kind| {
            Verdict::Site(kind, EvidenceKind::Named, SchemaRef::Default, steps)
        });
    }
    if !matches!(method, "from" | "rpc" | "on") || call_facts.arguments.is_empty() {
        return Verdict::Nothing;
    }
    let kind = relation_or_routine(method);
    let tail = tail_name(facts, object).unwrap_or_default();
    let fits = match kind {
        SiteKind::Relation => fits_shape(facts, call, call_facts),
        _ => true,
    };
    let missing = receivers.iter().find_map(|found| match &found.what {
        What::Unknown(unknown) => unknown.missing.as_deref(),
        // What a library that we cannot read returned.
        What::Package { path, .. } => Some(&**path),
        _ => None,
    });
    if fits
        && let Some(missing) = missing
        && (packages::is_named_client(missing) || packages::is_named_client(tail))
    {
        return Verdict::Site(kind, EvidenceKind::Imported, SchemaRef::Default, steps);
    }
    if fits && packages::is_named_client(tail) {
        return Verdict::Site(kind, EvidenceKind::Named, SchemaRef::Default, steps);
    }
    let is_shaped = match kind {
        SiteKind::Relation => {
            fits && has_direct_verb(facts, call_facts)
                && !packages::has_own_from(tail)
                && takes_name(evaluator, file, call)
        }
        SiteKind::Routine => shaped.contains(&(file, tail.to_owned())),
        SiteKind::Subscription => true,
        SiteKind::Bucket | SiteKind::EdgeFunction => false,
    };
    match is_shaped {
        true => Verdict::Site(kind, EvidenceKind::Shape, SchemaRef::Default, steps),
        false => Verdict::Nothing,
    }
}

/// `unknown.storage.from(…)` and `unknown.functions.invoke(…)`: what the member's name says, when the
/// object's says that it is a client; `Some(None)` when it is certainly no relation.
fn special_receiver(facts: &FileFacts, object: ValueId, method: &str) -> Option<Option<SiteKind>> {
    let Value::Member {
        object: client,
        key,
    } = *facts.value(object)
    else {
        return None;
    };
    let is_client = tail_name(facts, client).is_some_and(packages::is_named_client);
    match (facts.text(key), method) {
        ("storage", _) => Some(is_client.then_some(SiteKind::Bucket)),
        ("functions", "invoke") => Some(is_client.then_some(SiteKind::EdgeFunction)),
        _ => None,
    }
}

/// Whether the chain after the call has only methods of postgrest-js and promises.
fn fits_shape(facts: &FileFacts, id: CallId, call: &Call) -> bool {
    call.arguments.len() == 1
        && chain(facts, id).into_iter().all(|link| {
            let name = facts.call(link).name.map_or("", |name| facts.text(name));
            packages::is_builder_method(name) || packages::is_promise_method(name)
        })
}

/// Whether the first link after the call is a verb.
fn has_direct_verb(facts: &FileFacts, call: &Call) -> bool {
    let Usage::Chained(next) = call.usage else {
        return false;
    };
    let name = facts.call(next).name.map_or("", |name| facts.text(name));
    Operation::of_verb(name).is_some()
}

/// Whether a call that nothing is known of is held to begin a query: by the name of what it is
/// called on, or by the verb called on it.
pub(super) fn is_held_query(facts: &FileFacts, id: CallId) -> bool {
    let call = facts.call(id);
    let method = call.name.map_or("", |name| facts.text(name));
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

/// Whether the argument is a name: not an object of a schema, not a sub-query.
fn takes_name(evaluator: &mut Evaluator<'_>, file: FileId, call: CallId) -> bool {
    let set = evaluator.argument_of(At::root(file, call), 0, Reach::Callers);
    set.iter().any(|found| matches!(found.what, What::Text(_)))
}

fn is_postgres_changes(evaluator: &mut Evaluator<'_>, file: FileId, call: CallId) -> bool {
    let set = evaluator.argument_of(At::root(file, call), 0, Reach::Local);
    set.iter()
        .any(|found| matches!(&found.what, What::Text(text) if &**text == "postgres_changes"))
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

/// A run of links that starts at a builder that was kept, handed on or returned.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) file: FileId,
    /// The first link.
    pub(super) call: CallId,
    /// The frame that the builder was made in.
    pub(super) frame: FrameId,
}

/// For every builder the runs of links that do not stand right behind its call site.
pub(super) fn runs(evaluator: &mut Evaluator<'_>) -> FxHashMap<(FileId, CallId), Vec<Run>> {
    let mut starts = Vec::new();
    for (file, facts) in evaluator.program.files() {
        for (index, call) in facts.calls.iter().enumerate() {
            let id = CallId(index as u32);
            if starts_run(facts, call) {
                starts.push((file, id));
            }
        }
    }
    // Builders are made where `from` is called: those files have facts.
    evaluator.is_asking = false;
    let mut runs: FxHashMap<_, Vec<Run>> = FxHashMap::default();
    for (file, call) in starts {
        let Some(facts) = evaluator.program.facts(file) else {
            continue;
        };
        let Some(object) = receiver(facts, facts.call(call)) else {
            continue;
        };
        let set = evaluator.ask(Thunk::root(file, object), Reach::Callers);
        for found in set.iter() {
            if let What::Builder(at) = found.what {
                runs.entry((at.file, at.id)).or_default().push(Run {
                    file,
                    call,
                    frame: at.frame,
                });
            }
        }
    }
    evaluator.is_asking = true;
    runs
}

/// Whether a call may be the first link on a builder that was made elsewhere.
fn starts_run(facts: &FileFacts, call: &Call) -> bool {
    let name = call.name.map_or("", |name| facts.text(name));
    if !packages::is_builder_method(name) && links::operation_on_bucket(name).is_none()
        || !takes_builder_arguments(facts, call, name)
    {
        return false;
    }
    let Some(object) = receiver(facts, call) else {
        return false;
    };
    match facts.value(object) {
        Value::Call(inner) => {
            let inner = facts.call(*inner).name.map_or("", |name| facts.text(name));
            !packages::is_builder_method(inner)
                && !packages::is_promise_method(inner)
                && !matches!(inner, "from" | "rpc")
        }
        Value::Binding(_)
        | Value::Member { .. }
        | Value::Index { .. }
        | Value::Either(_)
        | Value::Cast { .. } => true,
        _ => false,
    }
}

/// Whether arguments are those of a builder's method rather than of an array's, a string's or a
/// map's method of the same name.
fn takes_builder_arguments(facts: &FileFacts, call: &Call, name: &str) -> bool {
    let first = call
        .arguments
        .first()
        .map(|&argument| facts.value(argument));
    match name {
        "filter" => call.arguments.len() == 3,
        "match" => !matches!(
            first,
            None | Some(Value::Constant | Value::Text(_) | Value::Template(_))
        ),
        "delete" => matches!(first, None | Some(Value::Object(_))),
        _ => true,
    }
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

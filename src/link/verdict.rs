//! What a receiver turns out to be: a client, something else, or unknown but for its name and use.

use rustc_hash::FxHashSet;

use crate::{
    access::{EvidenceKind, SchemaRef, Step},
    facts::{Call, CallId, FileFacts, Usage, Value, ValueId},
    operation::Operation,
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    last_segment, links,
    modifiers::is_test,
    packages, procedure,
    site::{SiteKind, chain, receiver},
    tail_name,
    value::{At, Client, Found, Set, Thunk, What},
};

/// What a receiver turned out to be.
pub(super) enum Verdict {
    Site(SiteKind, EvidenceKind, SchemaRef, Vec<Step>),
    Rejected(String, Vec<Step>),
    Nothing,
}

pub(super) fn verdict(
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
    let kind = relation_or_routine(method);
    let schema = match schemas.iter().all(|&schema| *schema == client.schema) {
        true => client.schema.clone(),
        false => SchemaRef::Unknown,
    };
    Some(site(kind, client.evidence, schema, found))
}

pub(super) fn site(
    kind: SiteKind,
    evidence: EvidenceKind,
    schema: SchemaRef,
    found: &Found,
) -> Verdict {
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
            let kind = relation_or_routine(method);
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
pub(super) fn describe(found: &Found) -> String {
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
    if fits && let Some(evidence) = evidence_of_name(receivers, tail) {
        return Verdict::Site(kind, evidence, SchemaRef::Default, steps);
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

/// What the names of a receiver, here and where it is missing from, tell of its being a client.
fn evidence_of_name(receivers: &Set, tail: &str) -> Option<EvidenceKind> {
    let missing = receivers.iter().find_map(|found| match &found.what {
        What::Unknown(unknown) => unknown.missing.as_deref(),
        // What a library that we cannot read returned.
        What::Package { path, .. } => Some(&**path),
        _ => None,
    });
    let is_named = packages::is_named_client(tail);
    match missing {
        Some(missing) if is_named || packages::is_named_client(missing) => {
            Some(EvidenceKind::Imported)
        }
        _ => is_named.then_some(EvidenceKind::Named),
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
            let name = links::name(facts, facts.call(link));
            packages::is_builder_method(name) || packages::is_promise_method(name)
        })
}

/// Whether the first link after the call is a verb.
pub(super) fn has_direct_verb(facts: &FileFacts, call: &Call) -> bool {
    let Usage::Chained(next) = call.usage else {
        return false;
    };
    let name = links::name(facts, facts.call(next));
    Operation::of_verb(name).is_some()
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

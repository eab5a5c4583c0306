//! Requests to PostgREST over plain HTTP: `` fetch(`${url}/rest/v1/users?select=id`) ``.
//!
//! The paths are those of PostgREST's documentation, "Tables and Views" and "Functions as RPC".

use crate::{
    access::{Access, Certainty, Evidence, EvidenceKind, Reason, SchemaRef, Target, TargetKind},
    clause::{Clause, ClauseKind, Rows},
    facts::{CallId, FileFacts, Value},
    operation::{Api, Known, Modifiers, Operation},
    source::{FileId, Location},
};

use super::{
    access::unit,
    columns,
    evaluate::{Evaluator, Reach},
    links, modifiers,
    origin::{Made, Origin, OriginKind},
    probe,
    query::{self, UNKNOWN},
    value::{At, FrameId, Thunk, What},
};

/// The path under which Supabase serves PostgREST.
const BASE: &str = "/rest/v1/";

/// How deeply a URL is put together from others.
const MAX_PARTS: u32 = 16;

/// Functions that send a request, by their last name.
const SENDERS: [&str; 11] = [
    "fetch", "$fetch", "useFetch", "get", "post", "put", "patch", "delete", "head", "request",
    "axios",
];

/// A URL with [`UNKNOWN`] where it is not known, and why it is not.
#[derive(Debug, Default)]
struct Url {
    text: String,
    unknown: Option<Reason>,
}

/// All accesses over HTTP.
pub(super) fn accesses(evaluator: &mut Evaluator<'_>) -> Vec<Made> {
    let mut accesses = Vec::new();
    for sender in SENDERS {
        for &(file, call) in evaluator.program.calls_named(sender) {
            let Some(access) = access(evaluator, file, call, sender) else {
                continue;
            };
            let origin = Origin {
                file,
                call,
                kind: OriginKind::Http,
                links: Vec::new(),
                frame: FrameId::ROOT,
            };
            accesses.push(Made {
                access,
                origins: vec![origin],
            });
        }
    }
    accesses
}

fn access(evaluator: &mut Evaluator<'_>, file: FileId, id: CallId, sender: &str) -> Option<Access> {
    let facts = evaluator.program.facts(file)?;
    let call = facts.call(id);
    let &argument = call.arguments.first()?;
    let is_text = matches!(
        facts.value(argument),
        Value::Text(_) | Value::Template(_) | Value::Binding(_) | Value::Call(_)
    );
    if !is_text {
        return None;
    }
    let mut url = Url::default();
    append(evaluator, Thunk::root(file, argument), &mut url, MAX_PARTS);
    let (_, path) = url.text.split_once(BASE)?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let (kind, name) = match path.strip_prefix("rpc/") {
        Some(name) => (TargetKind::Routine, name),
        None => (TargetKind::Relation, path),
    };
    let name = name.trim_end_matches('/');
    if name.is_empty() {
        // The root describes the schema; it reads no relation.
        return None;
    }
    let reason = name
        .contains(UNKNOWN)
        .then(|| url.unknown.unwrap_or(Reason::Computed));
    let method = http_method(evaluator, At::root(file, id), sender);
    let operation = match (kind, &method) {
        (TargetKind::Routine, _) => Some(Operation::Call),
        (_, Some(method)) => operation(evaluator, At::root(file, id), method),
        (_, None) => None,
    };
    let draft = Draft {
        kind,
        name,
        reason,
        operation,
    };
    let mut access = draft_of(facts, file, id, draft);
    let source = evaluator.program.sources.get(file);
    access.modifiers.expects_failure =
        Known::of(modifiers::is_test(&source.path) || probe::is_probe(facts, id, source));
    let place = Location {
        file,
        span: call.span,
    };
    query::describe(query, place, evaluator.program.sources, &mut access);
    if method.as_deref() != Some("GET") {
        body(evaluator, At::root(file, id), &mut access);
    }
    columns::describe(&mut access);
    Some(access)
}

/// Fills in the rows that the body of a request holds: `body: JSON.stringify(row)`.
fn body(evaluator: &mut Evaluator<'_>, call: At<CallId>, access: &mut Access) {
    let on_conflict = query::conflict_targets(access);
    let is_call = match access.operation {
        Some(Operation::Insert | Operation::Upsert | Operation::Update) => false,
        Some(Operation::Call) => true,
        Some(Operation::Select | Operation::Delete | Operation::Subscribe) | None => return,
    };
    let rows = body_rows(evaluator, call).unwrap_or(Rows {
        alternatives: Vec::new(),
        open: true,
    });
    let (method, kind) = match (is_call, access.operation) {
        (true, _) => (
            "rpc",
            ClauseKind::Arguments {
                rows,
                in_address: Known::No,
            },
        ),
        (false, operation) => (
            operation.map_or("", verb_of),
            ClauseKind::Write {
                rows,
                on_conflict,
                default_to_null: Known::Unknown,
                ignore_duplicates: Known::Unknown,
            },
        ),
    };
    access.clauses.push(Clause {
        method,
        location: evaluator.name_location(call),
        kind,
    });
}

fn body_rows(evaluator: &mut Evaluator<'_>, call: At<CallId>) -> Option<Rows> {
    let body = links::option(evaluator, call, 1, "body")?;
    let facts = evaluator.program.facts(body.file)?;
    let Value::Call(stringify) = *facts.value(body.value) else {
        return None;
    };
    let stringify = facts.call(stringify);
    let &row = stringify.arguments.first()?;
    let is_stringify = links::name(facts, stringify) == "stringify";
    is_stringify.then(|| evaluator.rows(body.expression(row), call))
}

fn verb_of(operation: Operation) -> &'static str {
    match operation {
        Operation::Insert => "insert",
        Operation::Upsert => "upsert",
        Operation::Update => "update",
        Operation::Select | Operation::Delete | Operation::Call | Operation::Subscribe => "",
    }
}

struct Draft<'a> {
    kind: TargetKind,
    name: &'a str,
    reason: Option<Reason>,
    operation: Option<Operation>,
}

fn draft_of(facts: &FileFacts, file: FileId, id: CallId, draft: Draft<'_>) -> Access {
    let call = facts.call(id);
    let argument = call.arguments.first();
    let target_span = argument.map_or(call.name_span, |&argument| facts.value_span(argument));
    Access {
        target: Target {
            kind: draft.kind,
            name: draft.reason.is_none().then(|| draft.name.to_owned()),
            schema: SchemaRef::Default,
        },
        operation: draft.operation,
        clauses: Vec::new(),
        columns: Vec::new(),
        columns_open: false,
        all_columns: false,
        modifiers: Modifiers {
            in_loop: Known::of(call.in_loop),
            awaited: if call.awaited {
                Known::Yes
            } else {
                Known::Unknown
            },
            ..Modifiers::default()
        },
        api: Api::Rest,
        evidence: Evidence {
            kind: EvidenceKind::Shape,
            chain: Vec::new(),
        },
        via: Vec::new(),
        certainty: draft.reason.map_or(Certainty::Literal, Certainty::Dynamic),
        wrapper: false,
        file,
        method_span: call.name_span,
        target_span,
        statement_span: call.span,
        unit: unit(facts, id),
    }
}

/// Puts a URL together from its parts, through names and templates.
fn append(evaluator: &mut Evaluator<'_>, thunk: Thunk, url: &mut Url, depth: u32) {
    let Some(facts) = evaluator.program.facts(thunk.file) else {
        return;
    };
    let at = |value| Thunk { value, ..thunk };
    match facts.value(thunk.value) {
        Value::Text(name) => url.text.push_str(facts.text(*name)),
        Value::Template(parts) if depth > 0 => {
            for &part in parts {
                append(evaluator, at(part), url, depth - 1);
            }
        }
        Value::Binding(binding) if depth > 0 => match facts.binding(*binding).sources.as_slice() {
            &[source]
                if !matches!(
                    facts.value(source),
                    Value::Imported { .. } | Value::Parameter { .. }
                ) =>
            {
                append(evaluator, at(source), url, depth - 1);
            }
            _ => append_value(evaluator, thunk, url),
        },
        // `new URL("/rest/v1/users", base)`
        Value::Call(call) if depth > 0 && links::name(facts, facts.call(*call)) == "URL" => {
            if let Some(&path) = facts.call(*call).arguments.first() {
                append(evaluator, at(path), url, depth - 1);
            }
        }
        _ => append_value(evaluator, thunk, url),
    }
}

fn append_value(evaluator: &mut Evaluator<'_>, thunk: Thunk, url: &mut Url) {
    let set = evaluator.ask(thunk, Reach::Local);
    if let [found] = &*set {
        match &found.what {
            What::Text(text) => return url.text.push_str(text),
            What::Unknown(unknown) => url.unknown = Some(unknown.reason),
            _ => {}
        }
    }
    url.text.push(UNKNOWN);
}

/// The HTTP method of a request; `None` when it is not known.
fn http_method(evaluator: &mut Evaluator<'_>, call: At<CallId>, sender: &str) -> Option<String> {
    let of_name = match sender {
        "post" => Some("POST"),
        "put" => Some("PUT"),
        "patch" => Some("PATCH"),
        "delete" => Some("DELETE"),
        "get" | "head" => Some("GET"),
        _ => None,
    };
    if let Some(method) = of_name {
        return Some(method.to_owned());
    }
    let Some(thunk) = links::option(evaluator, call, 1, "method") else {
        return Some("GET".to_owned());
    };
    match &*evaluator.ask(thunk, Reach::Local) {
        [found] => match &found.what {
            What::Text(method) => Some(method.to_ascii_uppercase()),
            _ => None,
        },
        _ => None,
    }
}

/// The operation of a request, by its method; a `POST` that resolves duplicates is an upsert.
fn operation(evaluator: &Evaluator<'_>, call: At<CallId>, method: &str) -> Option<Operation> {
    let facts = evaluator.program.facts(call.file)?;
    let text = evaluator
        .program
        .sources
        .get(call.file)
        .slice(facts.call(call.id).span);
    match (method, text.contains("resolution=")) {
        ("POST", true) => Some(Operation::Upsert),
        (method, _) => Operation::of_http_method(method),
    }
}

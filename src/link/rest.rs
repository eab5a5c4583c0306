//! Requests to PostgREST over plain HTTP: `` fetch(`${url}/rest/v1/users?select=id`) ``.
//!
//! The paths are those of PostgREST's documentation, "Tables and Views" and "Functions as RPC".

use crate::{
    access::{Access, Certainty, Evidence, EvidenceKind, Reason, SchemaRef, Target, TargetKind},
    facts::{Call, CallId, FileFacts, Value},
    operation::{Api, ColumnRole, ColumnUse, Known, Modifiers, Operation},
    source::{FileId, Location, Span},
};

use super::{
    access::unit,
    columns,
    evaluate::{Evaluator, Reach},
    links,
    value::{At, Thunk, What},
};

/// The path under which Supabase serves PostgREST.
const BASE: &str = "/rest/v1/";

/// Stands in a URL for what is known only at run time.
const UNKNOWN: char = '\0';

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
pub(super) fn accesses(evaluator: &mut Evaluator<'_>) -> Vec<Access> {
    let mut accesses = Vec::new();
    for sender in SENDERS {
        for &(file, id) in evaluator.program.calls_named(sender) {
            accesses.extend(access(evaluator, file, id, sender));
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
    let operation = match kind {
        TargetKind::Routine => Some(Operation::Call),
        _ => operation(evaluator, At::root(file, id), sender),
    };
    let mut access = draft(
        facts,
        file,
        id,
        Draft {
            kind,
            name,
            reason,
            operation,
        },
    );
    query_columns(query, call, file, &mut access);
    columns::body(evaluator, At::root(file, id), &mut access);
    Some(access)
}

struct Draft<'a> {
    kind: TargetKind,
    name: &'a str,
    reason: Option<Reason>,
    operation: Option<Operation>,
}

fn draft(facts: &FileFacts, file: FileId, id: CallId, draft: Draft<'_>) -> Access {
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

/// The operation of a request, by its method; a `POST` that resolves duplicates is an upsert.
fn operation(evaluator: &mut Evaluator<'_>, call: At<CallId>, sender: &str) -> Option<Operation> {
    let of_name = match sender {
        "post" => Some("POST"),
        "put" => Some("PUT"),
        "patch" => Some("PATCH"),
        "delete" => Some("DELETE"),
        "get" | "head" => Some("GET"),
        _ => None,
    };
    let method = match (of_name, links::option(evaluator, call, 1, "method")) {
        (Some(method), _) => method.to_owned(),
        (None, None) => "GET".to_owned(),
        (None, Some(thunk)) => {
            let set = evaluator.ask(thunk, Reach::Local);
            match &*set {
                [found] => match &found.what {
                    What::Text(method) => method.to_ascii_uppercase(),
                    _ => return None,
                },
                _ => return None,
            }
        }
    };
    let facts = evaluator.program.facts(call.file)?;
    let text = evaluator
        .program
        .sources
        .get(call.file)
        .slice(facts.call(call.id).span);
    match (method.as_str(), text.contains("resolution=")) {
        ("POST", true) => Some(Operation::Upsert),
        (method, _) => Operation::of_http_method(method),
    }
}

/// The columns that a query string names.
fn query_columns(query: &str, call: &Call, file: FileId, access: &mut Access) {
    let location = Location {
        file,
        span: Span {
            start: call.span.start,
            end: call.span.end,
        },
    };
    access.columns_open |= query.contains(UNKNOWN);
    let mut has_filter = false;
    for pair in query.split('&') {
        let Some((key, value)) = pair.split_once('=') else {
            continue;
        };
        if key.contains(UNKNOWN) || key.is_empty() {
            continue;
        }
        let (role, method, name) = match key {
            "select" => (ColumnRole::Select, "select", value),
            "order" => (
                ColumnRole::Order,
                "order",
                value.split('.').next().unwrap_or(value),
            ),
            "on_conflict" => (ColumnRole::Conflict, "onConflict", value),
            "limit" | "offset" | "columns" | "apikey" => continue,
            "or" | "and" => (ColumnRole::Filter, "or", value),
            // The arguments of a routine called by `GET`.
            key if access.target.kind == TargetKind::Routine => (ColumnRole::Argument, "rpc", key),
            key => (ColumnRole::Filter, "filter", key),
        };
        has_filter |= role == ColumnRole::Filter;
        if name.contains(UNKNOWN) {
            continue;
        }
        access.all_columns |= role == ColumnRole::Select && name == "*";
        access.columns.push(ColumnUse {
            name: name.to_owned(),
            role,
            method,
            location,
        });
    }
    access.all_columns |= !query.contains("select=") && access.operation == Some(Operation::Select);
    access.modifiers.filter = Known::of(has_filter);
    access.modifiers.limit = Known::of(query.contains("limit="));
}

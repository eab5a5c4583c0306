//! Links of a chain to clauses: what each of them asks for.

use crate::{
    access::Access,
    clause::{Clause, ClauseKind, Row, RowSet, Rows, Text, Texts, Values},
    facts::{CallId, FileFacts, Value, ValueId},
    operation::{Known, Operation},
};

use super::{
    columns,
    evaluate::{Evaluator, Reach},
    links::{self, Link},
    packages,
    site::{Site, SiteKind},
    value::{At, FrameId, Thunk},
};

/// How deeply an expression is looked into for what it is made of.
const MAX_NESTING: u32 = 5;

/// Fills in the clauses of an access from the links of its chain, and the columns they name.
pub(super) fn describe(
    evaluator: &mut Evaluator<'_>,
    access: &mut Access,
    site: &Site,
    links: &[Link],
    frame: FrameId,
) {
    let call = At {
        file: site.file,
        id: site.call,
        frame,
    };
    let mut clauses = Vec::new();
    match site.kind {
        SiteKind::Routine => {
            let kind = arguments(evaluator, call);
            clauses.push(clause(evaluator, call, "rpc", kind));
        }
        SiteKind::Subscription => {
            let kind = ClauseKind::Changes {
                event: option(evaluator, call, 1, "event"),
                filter: option(evaluator, call, 1, "filter"),
            };
            clauses.push(clause(evaluator, call, "on", kind));
        }
        SiteKind::Relation | SiteKind::Bucket | SiteKind::EdgeFunction => {}
    }
    let links = match site.kind {
        SiteKind::Bucket | SiteKind::EdgeFunction => &[],
        SiteKind::Relation | SiteKind::Routine | SiteKind::Subscription => links,
    };
    for link in links {
        // The links right behind the call site see what its caller handed in.
        let link = match link.frame == FrameId::ROOT && link.file == site.file {
            true => Link { frame, ..*link },
            false => *link,
        };
        let Some(facts) = evaluator.program.facts(link.file) else {
            continue;
        };
        let name = links::name(facts, facts.call(link.call));
        if packages::is_promise_method(name) {
            continue;
        }
        let method = packages::builder_method(name).unwrap_or_default();
        let kind = asked(evaluator, link.at(), method);
        clauses.push(clause(evaluator, link.at(), method, kind));
    }
    access.clauses = clauses;
    columns::describe(access);
}

/// Asks for the files that the texts and values of links come from: `select(COLUMNS)` with
/// `COLUMNS` of another file.
pub(super) fn demand(evaluator: &mut Evaluator<'_>, sites: &[Site]) {
    for site in sites {
        let Some(facts) = evaluator.program.facts(site.file) else {
            continue;
        };
        if !matches!(site.kind, SiteKind::Relation | SiteKind::Routine) {
            continue;
        }
        for link in links::direct(site.file, facts, site.call) {
            let call = facts.call(link.call);
            if packages::builder_method(links::name(facts, call)).is_none() {
                continue;
            }
            for &argument in &call.arguments {
                if is_imported(facts, argument, MAX_NESTING) {
                    evaluator.ask(Thunk::root(site.file, argument), Reach::Local);
                }
            }
        }
    }
}

/// Whether an expression is made of what the file imports, other than by calling it.
fn is_imported(facts: &FileFacts, value: ValueId, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let any = |values: &[ValueId]| {
        let mut values = values.iter();
        values.any(|&value| is_imported(facts, value, depth))
    };
    match facts.value(value) {
        Value::Imported { .. } => true,
        Value::Template(parts) | Value::Either(parts) => any(parts),
        Value::Member { object, .. } | Value::Index { object, .. } => any(&[*object]),
        Value::Cast { value, .. } => any(&[*value]),
        Value::Binding(binding) => any(&facts.binding(*binding).sources),
        _ => false,
    }
}

fn clause(
    evaluator: &Evaluator<'_>,
    call: At<CallId>,
    method: &'static str,
    kind: ClauseKind,
) -> Clause {
    Clause {
        method,
        location: evaluator.name_location(call),
        kind,
    }
}

/// What a method of a query builder asks for.
fn asked(evaluator: &mut Evaluator<'_>, call: At<CallId>, method: &'static str) -> ClauseKind {
    if let Some(operation) = Operation::of_verb(method) {
        return verb(evaluator, call, method, operation);
    }
    match method {
        "match" => ClauseKind::Match {
            columns: rows(evaluator, call, 0).unwrap_or_default(),
        },
        "or" => ClauseKind::Or {
            filters: text(evaluator, call, 0).unwrap_or_default(),
            referenced: referenced(evaluator, call, 1),
        },
        "order" => ClauseKind::Order {
            column: text(evaluator, call, 0).unwrap_or_default(),
            referenced: referenced(evaluator, call, 1),
        },
        "limit" => ClauseKind::Limit {
            referenced: referenced(evaluator, call, 1),
        },
        "range" => ClauseKind::Limit {
            referenced: referenced(evaluator, call, 2),
        },
        "single" | "maybeSingle" => ClauseKind::Single,
        _ if packages::filter_name(method).is_some() => filter(evaluator, call, method),
        _ => ClauseKind::Other,
    }
}

fn verb(
    evaluator: &mut Evaluator<'_>,
    call: At<CallId>,
    method: &'static str,
    operation: Operation,
) -> ClauseKind {
    match operation {
        Operation::Select => ClauseKind::Select {
            list: text(evaluator, call, 0),
        },
        Operation::Insert | Operation::Upsert | Operation::Update => ClauseKind::Write {
            rows: rows(evaluator, call, 0).unwrap_or_default(),
            on_conflict: match method {
                "upsert" => option(evaluator, call, 1, "onConflict"),
                _ => None,
            },
            default_to_null: links::flag(evaluator, call, 1, "defaultToNull", Known::Yes),
            ignore_duplicates: links::flag(evaluator, call, 1, "ignoreDuplicates", Known::No),
        },
        Operation::Delete | Operation::Call | Operation::Subscribe => ClauseKind::Other,
    }
}

fn filter(evaluator: &mut Evaluator<'_>, call: At<CallId>, method: &str) -> ClauseKind {
    let names_operator = matches!(method, "not" | "filter");
    let (operator, value) = match names_operator {
        true => (text(evaluator, call, 1), 2),
        false if method == "textSearch" => (search(evaluator, call), 1),
        false => (None, 1),
    };
    ClauseKind::Filter {
        column: text(evaluator, call, 0).unwrap_or_default(),
        operator,
        value: value_of(evaluator, call, value),
        referenced: None,
    }
}

/// The operator that the option `type` of a text search stands for; `None` when it is not known.
fn search(evaluator: &mut Evaluator<'_>, call: At<CallId>) -> Option<Texts> {
    let Some(mut texts) = option(evaluator, call, 2, "type") else {
        // Without a flag of that name the option is surely not set.
        let is_unset = links::flag(evaluator, call, 2, "type", Known::Yes) == Known::Yes;
        let location = evaluator.name_location(call);
        return is_unset.then(|| Texts {
            alternatives: vec![Text {
                text: "fts".to_owned(),
                location,
                verbatim: false,
            }],
            location,
            open: false,
        });
    };
    for text in &mut texts.alternatives {
        let operator = match text.text.as_str() {
            "plain" => "plfts",
            "phrase" => "phfts",
            "websearch" => "wfts",
            _ => "fts",
        };
        text.text = operator.to_owned();
        text.verbatim = false;
    }
    Some(texts)
}

/// The arguments of a routine; without any they are one empty row.
fn arguments(evaluator: &mut Evaluator<'_>, call: At<CallId>) -> ClauseKind {
    let none = Rows {
        alternatives: vec![RowSet {
            rows: vec![Row::default()],
            open: false,
            repeated: false,
            is_list: false,
            location: evaluator.name_location(call),
        }],
        open: false,
    };
    let mut rows = rows(evaluator, call, 1).unwrap_or_else(|| none.clone());
    if rows.alternatives.is_empty() && !rows.open {
        rows = none;
    }
    let get = links::flag(evaluator, call, 2, "get", Known::No);
    let head = links::flag(evaluator, call, 2, "head", Known::No);
    let in_address = match (get, head) {
        (Known::Yes, _) | (_, Known::Yes) => Known::Yes,
        (Known::No, Known::No) => Known::No,
        (Known::Unknown, _) | (_, Known::Unknown) => Known::Unknown,
    };
    ClauseKind::Arguments { rows, in_address }
}

/// An argument as a text; `None` without it.
fn text(evaluator: &mut Evaluator<'_>, call: At<CallId>, index: usize) -> Option<Texts> {
    let facts = evaluator.program.facts(call.file)?;
    let &value = facts.call(call.id).arguments.get(index)?;
    Some(evaluator.texts(call.expression(value)))
}

fn value_of(evaluator: &mut Evaluator<'_>, call: At<CallId>, index: usize) -> Values {
    let facts = evaluator.program.facts(call.file);
    let argument = facts.and_then(|facts| facts.call(call.id).arguments.get(index));
    argument.map_or_else(Values::default, |&value| {
        evaluator.values(call.expression(value))
    })
}

/// An argument as a row or an array of rows; `None` without it.
fn rows(evaluator: &mut Evaluator<'_>, call: At<CallId>, index: usize) -> Option<Rows> {
    let facts = evaluator.program.facts(call.file)?;
    let &value = facts.call(call.id).arguments.get(index)?;
    Some(evaluator.rows(call.expression(value), call))
}

/// An option as a text; `None` when it is not set.
fn option(
    evaluator: &mut Evaluator<'_>,
    call: At<CallId>,
    index: usize,
    key: &str,
) -> Option<Texts> {
    let option = links::option(evaluator, call, index, key);
    option.map(|thunk| evaluator.texts(thunk))
}

fn referenced(evaluator: &mut Evaluator<'_>, call: At<CallId>, index: usize) -> Option<Texts> {
    let option = |evaluator: &mut _, key| option(evaluator, call, index, key);
    option(evaluator, "referencedTable").or_else(|| option(evaluator, "foreignTable"))
}

//! Modifiers of an access: what its chain asks for beside columns, and what becomes of its result.

use crate::{
    access::Access,
    facts::{CallId, Usage, Value, ValueId},
    operation::{Known, Operation},
    source::FileId,
};

use super::{
    evaluate::Evaluator,
    links::{self, Link},
    packages, probe,
    site::Site,
};

/// Fills in what the links of a chain ask for, and what becomes of the last one.
pub(super) fn describe(
    evaluator: &mut Evaluator<'_>,
    access: &mut Access,
    site: &Site,
    links: &[Link],
) {
    let Some(facts) = evaluator.program.facts(site.file) else {
        return;
    };
    let call = facts.call(site.call);
    let names: Vec<&str> = links
        .iter()
        .filter_map(|link| {
            let facts = evaluator.program.facts(link.file)?;
            Some(links::name(facts, facts.call(link.call)))
        })
        .collect();
    let any = |fits: &dyn Fn(&str) -> bool| Known::of(names.iter().any(|name| fits(name)));
    let last = links
        .last()
        .map_or((site.file, site.call), |link| (link.file, link.call));
    let usage = evaluator
        .program
        .facts(last.0)
        .map(|facts| facts.call(last.1));
    let leaves =
        usage.is_some_and(|call| matches!(call.usage, Usage::Returned(_) | Usage::Argument { .. }));
    // What is not asked for here may be asked for where the builder goes.
    let weaken = |known| match (known, leaves) {
        (Known::No, true) => Known::Unknown,
        _ => known,
    };
    let modifiers = &mut access.modifiers;
    modifiers.filter = weaken(any(&packages::is_filter));
    modifiers.limit = weaken(any(&|name| matches!(name, "limit" | "range")));
    modifiers.single = weaken(any(&|name| matches!(name, "single" | "maybeSingle")));
    modifiers.throw_on_error = weaken(any(&|name| name == "throwOnError"));
    modifiers.returning = match access.operation {
        Some(Operation::Insert | Operation::Upsert | Operation::Update | Operation::Delete) => {
            weaken(any(&|name| name == "select"))
        }
        _ => Known::No,
    };
    modifiers.in_loop = Known::of(call.in_loop);
    let file = evaluator.program.sources.get(site.file);
    modifiers.in_test = Known::of(is_test(&file.path));
    modifiers.expects_failure =
        Known::of(modifiers.in_test == Known::Yes || probe::is_probe(facts, site.call, file));
    modifiers.awaited = awaited(evaluator, last);
    modifiers.error_read = error_read(evaluator, last);
    let mut head = false;
    let mut count = false;
    for link in links {
        head |= links::is_set(evaluator, link.at(), 1, "head");
        count |= links::option(evaluator, link.at(), 1, "count").is_some();
    }
    if evaluator.compares_error(last) {
        access.modifiers.expects_failure = Known::Yes;
    }
    access.modifiers.head = Known::of(head);
    access.modifiers.count = Known::of(count);
}

/// Whether a path is that of a test.
pub fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folders = path.split('/').rev().skip(1);
    name.contains(".test.")
        || name.contains(".spec.")
        || name.contains("_test.")
        || folders
            .into_iter()
            .any(|folder| matches!(folder, "__tests__" | "tests" | "test" | "e2e" | "__mocks__"))
}

fn awaited(evaluator: &Evaluator<'_>, (file, call): (FileId, CallId)) -> Known {
    let Some(facts) = evaluator.program.facts(file) else {
        return Known::Unknown;
    };
    let call_facts = facts.call(call);
    let name = links::name(facts, call_facts);
    if call_facts.awaited || packages::is_promise_method(name) {
        return Known::Yes;
    }
    match call_facts.usage {
        Usage::Discarded => Known::No,
        _ => Known::Unknown,
    }
}

/// Whether the `error` of a result is looked at.
fn error_read(evaluator: &Evaluator<'_>, (file, call): (FileId, CallId)) -> Known {
    let Some(facts) = evaluator.program.facts(file) else {
        return Known::Unknown;
    };
    let is_error = |name| facts.text(name) == "error";
    match &facts.call(call).usage {
        Usage::Destructured { keys, rest } => match keys.iter().any(|&key| is_error(key)) {
            true => destructured_error(facts, call),
            false if *rest => Known::Unknown,
            false => Known::No,
        },
        Usage::Bound(binding) => {
            let binding = facts.binding(*binding);
            match binding.reads.iter().any(|&key| is_error(key)) {
                true => Known::Yes,
                false if binding.escapes => Known::Unknown,
                false => Known::No,
            }
        }
        Usage::Member(key) => Known::of(is_error(*key)),
        Usage::Discarded => Known::No,
        Usage::Chained(_) | Usage::Returned(_) | Usage::Argument { .. } | Usage::Other => {
            Known::Unknown
        }
    }
}

/// Whether a name that `error` is destructured into is used at all.
fn destructured_error(facts: &crate::facts::FileFacts, call: CallId) -> Known {
    let value = facts.call(call).value;
    let is_taken = |source: ValueId| matches!(facts.value(source), Value::Member { object, key } if *object == value && facts.text(*key) == "error");
    let binding = facts
        .bindings
        .iter()
        .find(|binding| binding.sources.iter().any(|&source| is_taken(source)));
    match binding {
        Some(binding) => Known::of(binding.escapes || !binding.reads.is_empty()),
        None => Known::Yes,
    }
}

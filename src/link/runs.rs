//! Runs of links on builders that were kept, handed on or returned.

use rustc_hash::FxHashMap;

use crate::{
    facts::{Call, CallId, FileFacts, Value},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    links, packages,
    site::receiver,
    value::{FrameId, Thunk, What},
};

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
    let name = links::name(facts, call);
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
            let inner = links::name(facts, facts.call(*inner));
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
            None | Some(
                Value::Constant
                    | Value::Number(_)
                    | Value::Boolean(_)
                    | Value::Null
                    | Value::Undefined
                    | Value::Text(_)
                    | Value::Template(_)
            )
        ),
        "delete" => matches!(first, None | Some(Value::Object(_))),
        _ => true,
    }
}

//! The links of a chain: which methods are called on a builder, and with what options.

use crate::{
    facts::{Call, CallId, FileFacts, PropertyKey, Value},
    operation::{Known, Operation},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    runs::Run,
    site,
    value::{At, Found, FrameId, Thunk, What},
};

/// A method called on a builder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) file: FileId,
    pub(super) call: CallId,
    pub(super) frame: FrameId,
    pub(super) verb: Option<Operation>,
}

impl Link {
    pub(super) fn at(self) -> At<CallId> {
        At {
            file: self.file,
            id: self.call,
            frame: self.frame,
        }
    }
}

fn link(file: FileId, facts: &FileFacts, call: CallId, frame: FrameId) -> Link {
    Link {
        file,
        call,
        frame,
        verb: Operation::of_verb(name(facts, facts.call(call))),
    }
}

pub(super) fn name<'a>(facts: &'a FileFacts, call: &Call) -> &'a str {
    call.name.map_or("", |name| facts.text(name))
}

/// The links right behind a call site.
pub(super) fn direct(file: FileId, facts: &FileFacts, call: CallId) -> Vec<Link> {
    let chain = site::chain(facts, call);
    chain
        .into_iter()
        .map(|call| link(file, facts, call, FrameId::ROOT))
        .collect()
}

/// The links of a run, the first included.
///
/// What they are given is looked at for every caller alike: the frame of the builder is not theirs.
pub(super) fn of_run(evaluator: &Evaluator<'_>, run: &Run) -> Vec<Link> {
    let Some(facts) = evaluator.program.facts(run.file) else {
        return Vec::new();
    };
    let first = link(run.file, facts, run.call, FrameId::ROOT);
    let mut links = vec![first];
    links.extend(direct(run.file, facts, run.call));
    links
}

/// The operation of a storage method: of `storage.from(…)` the link behind it, else the call itself.
pub(super) fn bucket_operation(facts: &FileFacts, call: CallId) -> Option<Operation> {
    let own = name(facts, facts.call(call));
    let method = match own {
        "from" => {
            let first = site::chain(facts, call).first().copied()?;
            name(facts, facts.call(first))
        }
        own => own,
    };
    operation_on_bucket(method)
}

/// The operation of a method of a bucket, or of the storage client on one.
pub(super) fn operation_on_bucket(method: &str) -> Option<Operation> {
    match method {
        "download" | "list" | "listV2" | "info" | "exists" | "getPublicUrl" | "createSignedUrl"
        | "createSignedUrls" | "getBucket" => Some(Operation::Select),
        "upload" | "uploadToSignedUrl" | "createSignedUploadUrl" | "createBucket" => {
            Some(Operation::Insert)
        }
        "update" | "move" | "copy" | "updateBucket" => Some(Operation::Update),
        "remove" | "deleteBucket" | "emptyBucket" => Some(Operation::Delete),
        _ => None,
    }
}

/// The expression of a property of an argument that is an object literal, directly or by name.
pub(super) fn option(
    evaluator: &mut Evaluator<'_>,
    call: At<CallId>,
    index: usize,
    key: &str,
) -> Option<Thunk> {
    let set = evaluator.argument_of(call, index, Reach::Local);
    for found in set.iter() {
        let What::Object(at) = found.what else {
            continue;
        };
        let facts = evaluator.program.facts(at.file)?;
        for property in &facts.object(at.id).properties {
            if matches!(property.key, PropertyKey::Named(name) if facts.text(name) == key) {
                return Some(at.expression(property.value));
            }
        }
    }
    None
}

/// Whether an argument is an object literal with this property set to `true`.
pub(super) fn is_set(
    evaluator: &mut Evaluator<'_>,
    call: At<CallId>,
    index: usize,
    key: &str,
) -> bool {
    let Some(thunk) = option(evaluator, call, index, key) else {
        return false;
    };
    let facts = evaluator.program.facts(thunk.file);
    facts.is_some_and(|facts| matches!(facts.value(thunk.value), Value::Boolean(true)))
}

/// Whether an argument is an object literal with this property set; `default` without it.
pub(super) fn flag(
    evaluator: &mut Evaluator<'_>,
    call: At<CallId>,
    index: usize,
    key: &str,
    default: Known,
) -> Known {
    let set = evaluator.argument_of(call, index, Reach::Local);
    let is_literal = |found: &Found| matches!(found.what, What::Object(_) | What::Nothing);
    let Some(thunk) = option(evaluator, call, index, key) else {
        return match set.iter().all(is_literal) {
            true => default,
            false => Known::Unknown,
        };
    };
    let facts = evaluator.program.facts(thunk.file);
    match facts.map(|facts| facts.value(thunk.value)) {
        Some(&Value::Boolean(is_set)) => Known::of(is_set),
        _ => Known::Unknown,
    }
}

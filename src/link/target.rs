//! Names of targets: what a call site's argument denotes, and what callers hand in for it.

use crate::{
    access::{Certainty, Reason, Step},
    facts::{CallId, ClassId, FunctionId},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, FrameId, Instance, Set, Thunk, What},
};

/// How many calls a name is followed up through wrappers of wrappers.
const MAX_WRAPPERS: u32 = 3;

/// The most callers of one wrapper that are listed.
const MAX_PASSED: usize = 2_000;

/// The most names that one call site is said to have.
const MAX_NAMES: usize = 64;

/// A name, or the lack of one.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: Option<String>,
    pub(super) certainty: Certainty,
    pub(super) via: Vec<Step>,
}

/// What a call site names by itself.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) names: Vec<Named>,
    /// The function whose parameter decides.
    pub(super) parameter_of: Option<(FileId, FunctionId)>,
}

/// What a caller of a wrapper makes it name.
#[derive(Clone, Debug)]
pub(super) struct Passed {
    /// The call that decides the name.
    pub(super) call: At<CallId>,
    /// The call of the wrapper itself, which stands in a wrapper of the wrapper or is the same.
    pub(super) inner: At<CallId>,
    /// The frame of the wrapper called so.
    pub(super) frame: FrameId,
    pub(super) names: Vec<Named>,
}

/// The names that an argument can be, as far as the set tells.
pub(super) fn names(set: &Set) -> Names {
    let mut texts: Vec<&Found> = Vec::new();
    let mut unknown = None;
    let mut parameter_of = None;
    for found in set.iter() {
        match &found.what {
            What::Text(_) => texts.push(found),
            What::Nothing => {}
            What::Unknown(why) => {
                parameter_of = parameter_of.or(why.parameter_of);
                // What is not even typed weighs more, and where it comes from more than that it
                // is of a type.
                let is_outweighed = |(reason, known): (Reason, &Found)| {
                    is_typed(known) || (reason, why.reason) == (Reason::Computed, Reason::Request)
                };
                if unknown.is_none_or(is_outweighed) {
                    unknown = Some((why.reason, found));
                }
            }
            What::Package { .. } => {
                unknown.get_or_insert((Reason::External, found));
            }
            _ => {
                unknown.get_or_insert((Reason::Computed, found));
            }
        }
    }
    if texts.len() > MAX_NAMES {
        let why = texts[0];
        return dynamic(Reason::TooMany, why.trail.steps(), None);
    }
    if let Some((reason, found)) = unknown
        && (texts.is_empty() || !is_typed(found))
    {
        let reason = if parameter_of.is_some() {
            Reason::Parameter
        } else {
            reason
        };
        return dynamic(reason, found.trail.steps(), parameter_of);
    }
    let is_one = texts.len() == 1;
    let names = texts
        .into_iter()
        .map(|found| known(found, is_one))
        .collect::<Vec<_>>();
    match names.is_empty() {
        true => dynamic(Reason::Computed, Vec::new(), None),
        false => Names {
            names,
            parameter_of,
        },
    }
}

fn is_typed(found: &Found) -> bool {
    matches!(&found.what, What::Unknown(unknown) if unknown.is_typed)
}

fn known(found: &Found, is_one: bool) -> Named {
    let via = found.trail.steps();
    let certainty = match (is_one, via.is_empty()) {
        (false, _) => Certainty::OneOf,
        (true, true) => Certainty::Literal,
        (true, false) => Certainty::Constant,
    };
    let What::Text(name) = &found.what else {
        unreachable!("only texts are known names");
    };
    Named {
        name: Some(name.to_string()),
        certainty,
        via,
    }
}

pub(super) fn dynamic(
    reason: Reason,
    via: Vec<Step>,
    parameter_of: Option<(FileId, FunctionId)>,
) -> Names {
    Names {
        names: vec![Named {
            name: None,
            certainty: Certainty::Dynamic(reason),
            via,
        }],
        parameter_of,
    }
}

/// What every caller of a wrapper makes `target` name, callers of callers included.
///
/// `class` is the one whose method holds the target: objects of other classes do not have it.
pub(super) fn passed(
    evaluator: &mut Evaluator<'_>,
    target: Thunk,
    class: Option<ClassId>,
    names: &Names,
) -> Vec<Passed> {
    let mut all = Vec::new();
    if let Some(function) = names.parameter_of {
        for call in frames(evaluator, function) {
            let this = evaluator.frame(call.frame).and_then(|frame| frame.this);
            let has_target = match (this, class) {
                (Some(this), Some(class)) => evaluator.inherits(this.class, (target.file, class)),
                _ => true,
            };
            if has_target {
                follow(evaluator, target, call, MAX_WRAPPERS, &mut all);
            }
        }
    }
    all
}

/// A call of a function, and the frame it opens.
#[derive(Clone, Copy, Debug)]
struct Entered {
    /// The outermost call that leads here.
    call: At<CallId>,
    inner: At<CallId>,
    frame: FrameId,
}

fn follow(
    evaluator: &mut Evaluator<'_>,
    target: Thunk,
    entered: Entered,
    depth: u32,
    all: &mut Vec<Passed>,
) {
    if all.len() >= MAX_PASSED {
        return;
    }
    let set = evaluator.ask(
        Thunk {
            frame: entered.frame,
            ..target
        },
        Reach::Local,
    );
    let found = names(&set);
    if let Some(outer) = found.parameter_of
        && depth > 0
    {
        let callers = outer_frames(evaluator, outer, entered);
        if !callers.is_empty() {
            for caller in callers {
                follow(evaluator, target, caller, depth - 1, all);
            }
            return;
        }
    }
    let names = found.names.into_iter().map(|named| Named {
        certainty: match named.certainty {
            Certainty::Dynamic(reason) => Certainty::Dynamic(reason),
            _ => Certainty::Passed,
        },
        ..named
    });
    all.push(Passed {
        call: entered.call,
        inner: entered.inner,
        frame: entered.frame,
        names: names.collect(),
    });
}

/// One frame for every known call of a function.
fn frames(evaluator: &mut Evaluator<'_>, function: (FileId, FunctionId)) -> Vec<Entered> {
    let callers = evaluator.callers_of(function);
    let mut entered = Vec::new();
    for &call in callers.iter() {
        entered.extend(enter(evaluator, function, call, call));
    }
    entered
}

/// The frames of a call that itself depends on a parameter of the function around it, one for each
/// call of that function.
fn outer_frames(
    evaluator: &mut Evaluator<'_>,
    outer: (FileId, FunctionId),
    inner: Entered,
) -> Vec<Entered> {
    let Some(frame) = evaluator.frame(inner.frame).copied() else {
        return Vec::new();
    };
    if frame.function == outer {
        return Vec::new();
    }
    let mut entered = Vec::new();
    for around in frames(evaluator, outer) {
        let call = At {
            frame: around.frame,
            ..frame.call
        };
        entered.extend(enter(evaluator, frame.function, call, around.call));
    }
    entered
}

/// Enters a function by a call, with the `this` that the call gives it.
fn enter(
    evaluator: &mut Evaluator<'_>,
    function: (FileId, FunctionId),
    call: At<CallId>,
    outermost: At<CallId>,
) -> Option<Entered> {
    let facts = evaluator.program.facts(call.file)?;
    let callee = call.expression(facts.call(call.id).callee);
    if let crate::facts::Value::Super(class) = *facts.value(callee.value) {
        // `super("t")`: every object of the class that says so.
        let this = Instance {
            class: At::root(call.file, class),
            made_by: None,
        };
        let at = At::root(function.0, function.1);
        let frame = evaluator.enter(at, call, Some(this));
        return Some(Entered {
            call: outermost,
            inner: call,
            frame,
        });
    }
    let set = evaluator.evaluate(callee, Reach::Callers);
    for found in set.iter() {
        match &found.what {
            What::Function { at, this } if (at.file, at.id) == function => {
                let frame = evaluator.enter(*at, call, *this);
                return Some(Entered {
                    call: outermost,
                    inner: call,
                    frame,
                });
            }
            What::Class(class) if evaluator.constructor_of(*class) == Some(function) => {
                let this = Instance {
                    class: *class,
                    made_by: Some(call),
                };
                let at = At::root(function.0, function.1);
                let frame = evaluator.enter(at, call, Some(this));
                return Some(Entered {
                    call: outermost,
                    inner: call,
                    frame,
                });
            }
            _ => {}
        }
    }
    None
}

/// The name of a subscription to all tables of a schema.
pub(super) fn every_table() -> Names {
    Names {
        names: vec![Named {
            name: Some("*".to_owned()),
            certainty: Certainty::Literal,
            via: Vec::new(),
        }],
        parameter_of: None,
    }
}

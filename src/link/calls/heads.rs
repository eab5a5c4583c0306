//! The functions that are units of their own, and where they are written.

use rustc_hash::FxHashMap;

use crate::{
    facts::{BindingId, CallId, Export, FileFacts, FunctionId, UnitId, Value, ValueId},
    source::Span,
};

/// How many calls and casts are looked into for a function.
const MAX_NESTING: u32 = 16;

/// A function that is a unit, or one of several of its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) function: FunctionId,
    pub(super) unit: UnitId,
    /// The name that what it is handed to is kept under: `const name = wrap(() => …)`.
    pub(super) kept: Option<BindingId>,
    pub(super) placed: Placed,
}

/// Where a function is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Placed {
    /// As what a name, a member of a class or an export stands for.
    Defined,
    /// Within another unit or call, which it is handed on by.
    Handed(UnitId, Span),
}

/// The functions of a file that are units of their own.
pub(super) fn heads_in(facts: &FileFacts) -> Vec<Head> {
    let defined = defined(facts);
    let kept = kept(facts);
    let mut heads = Vec::new();
    for (id, function) in (0..).zip(&facts.functions) {
        let around = function
            .parent
            .map_or(UnitId(0), |parent| facts.function(parent).unit);
        if facts.unit(around).name == facts.unit(function.unit).name {
            continue;
        }
        let given = function.passed_to.map(|(call, _)| facts.call(call));
        let kept = function
            .passed_to
            .and_then(|(call, _)| kept.get(&call).copied());
        let placed = match given {
            Some(call) if kept.is_some() && call.unit == UnitId(0) => Placed::Defined,
            Some(call) => Placed::Handed(call.unit, call.name_span),
            None if defined[id as usize] || around == UnitId(0) => Placed::Defined,
            None => Placed::Handed(around, function.span),
        };
        heads.push(Head {
            function: FunctionId(id),
            unit: function.unit,
            kept,
            placed,
        });
    }
    heads
}

/// Which functions are what a name, a member of a class or an export stands for.
fn defined(facts: &FileFacts) -> Vec<bool> {
    let mut defined = vec![false; facts.functions.len()];
    let mut define = |value: ValueId| {
        if let Some(function) = function_of(facts, value) {
            defined[function.0 as usize] = true;
        }
    };
    for binding in &facts.bindings {
        binding.sources.iter().copied().for_each(&mut define);
    }
    for class in &facts.classes {
        let members = class.members.iter().filter_map(|member| member.value);
        members.for_each(&mut define);
    }
    for export in &facts.exports {
        match export {
            Export::Value { value, .. } | Export::Whole(value) => define(*value),
            Export::Local { .. } | Export::From { .. } | Export::Star(_) => {}
        }
    }
    let constructors = facts.classes.iter().filter_map(|class| class.constructor);
    for constructor in constructors {
        defined[constructor.0 as usize] = true;
    }
    defined
}

/// The names that calls are kept under, with those that they are chained or handed to.
fn kept(facts: &FileFacts) -> FxHashMap<CallId, BindingId> {
    let mut kept = FxHashMap::default();
    for (id, binding) in (0..).zip(&facts.bindings) {
        for &source in &binding.sources {
            let mut value = source;
            for _ in 0..MAX_NESTING {
                match *facts.value(value) {
                    Value::Cast { value: inner, .. } => value = inner,
                    Value::Call(call) => {
                        kept.entry(call).or_insert(BindingId(id));
                        // `memo(forwardRef(() => …))`
                        match facts.call(call).arguments.first() {
                            Some(&first) => value = first,
                            None => break,
                        }
                    }
                    _ => break,
                }
            }
        }
    }
    kept
}

fn function_of(facts: &FileFacts, value: ValueId) -> Option<FunctionId> {
    let mut value = value;
    for _ in 0..MAX_NESTING {
        match facts.value(value) {
            Value::Function(function) => return Some(*function),
            Value::Cast { value: inner, .. } => value = *inner,
            _ => return None,
        }
    }
    None
}

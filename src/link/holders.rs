//! The names that hold an object, so that what is assigned to them is found from the object.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::{
    facts::{BindingId, CallId, FileFacts, FunctionId, ObjectId, Usage, Value, ValueId},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, What},
};

/// How a file changes the objects that its names hold.
#[derive(Debug, Default)]
pub(super) struct Holders {
    /// The names that are changed, by the objects they are set to.
    by_object: FxHashMap<ObjectId, Rc<[BindingId]>>,
    /// The arguments of calls for their effect alone, by the name that is handed over.
    handed: FxHashMap<BindingId, Vec<(CallId, u32)>>,
}

/// How many alternatives of one name are looked at.
const MAX_SOURCES: usize = 64;

impl Evaluator<'_> {
    /// The names that an object is held by and changed through.
    pub(super) fn holders(&mut self, file: FileId, object: ObjectId) -> Rc<[BindingId]> {
        let holders = self.holders_in(file);
        let held = holders.by_object.get(&object);
        held.map_or_else(|| Rc::from([]), Rc::clone)
    }

    fn holders_in(&mut self, file: FileId) -> Rc<Holders> {
        let program = self.program;
        let holders = self.holders.entry(file).or_insert_with(|| {
            let facts = program.facts(file);
            Rc::new(facts.map(holders).unwrap_or_default())
        });
        Rc::clone(holders)
    }

    /// Whether a function that a name is handed to changes what it holds: `addDefaults(row)`.
    pub(super) fn is_changed_elsewhere(&mut self, held: At<BindingId>) -> bool {
        let program = self.program;
        let holders = self.holders_in(held.file);
        let (Some(calls), Some(facts)) = (holders.handed.get(&held.id), program.facts(held.file))
        else {
            return false;
        };
        calls.iter().any(|&(call, index)| {
            let callee = held.expression(facts.call(call).callee);
            let callees = self.ask(callee, Reach::Local);
            callees.iter().any(|callee| match &callee.what {
                What::Function { at, .. } => {
                    let facts = program.facts(at.file);
                    facts.is_some_and(|facts| changes_parameter(facts, at.id, index))
                }
                _ => false,
            })
        })
    }
}

/// Whether a function assigns to members of a parameter.
fn changes_parameter(facts: &FileFacts, changing: FunctionId, at: u32) -> bool {
    let is_parameter = |&source: &ValueId| matches!(*facts.value(source), Value::Parameter { function, index } if (function, index) == (changing, at));
    let mut bindings = facts.bindings.iter();
    bindings.any(|binding| {
        let is_changed = !binding.writes.is_empty() || binding.open || !binding.without.is_empty();
        is_changed && binding.sources.iter().any(is_parameter)
    })
}

fn handed(facts: &FileFacts) -> FxHashMap<BindingId, Vec<(CallId, u32)>> {
    let mut handed: FxHashMap<BindingId, Vec<(CallId, u32)>> = FxHashMap::default();
    for (id, call) in (0..).zip(&facts.calls) {
        if call.usage != Usage::Discarded {
            continue;
        }
        for (index, &argument) in (0..).zip(&call.arguments) {
            if let Value::Binding(binding) = *facts.value(argument) {
                handed.entry(binding).or_default().push((CallId(id), index));
            }
        }
    }
    handed
}

fn holders(facts: &FileFacts) -> Holders {
    let mut holders: FxHashMap<ObjectId, Vec<BindingId>> = FxHashMap::default();
    for (id, binding) in (0..).zip(&facts.bindings) {
        if binding.writes.is_empty() && !binding.open && binding.without.is_empty() {
            continue;
        }
        let mut values = binding.sources.clone();
        for _ in 0..MAX_SOURCES {
            match values.pop().map(|value| facts.value(value)) {
                Some(Value::Object(object)) => {
                    holders.entry(*object).or_default().push(BindingId(id));
                }
                Some(Value::Either(sides)) => values.extend(sides),
                Some(Value::Cast { value, .. }) => values.push(*value),
                Some(_) => {}
                None => break,
            }
        }
    }
    let held = holders.into_iter();
    Holders {
        by_object: held
            .map(|(object, bindings)| (object, Rc::from(bindings)))
            .collect(),
        handed: handed(facts),
    }
}

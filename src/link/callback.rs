//! Callbacks: what those that get a function hand to it.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{CallId, FunctionId, Value},
    source::Location,
};

use super::{
    evaluate::{Evaluator, Reach},
    store,
    value::{At, Found, FrameId, Set, Thunk, Unknown, What, after, merge, one},
};

impl Evaluator<'_> {
    /// A parameter of a function that is written where it is handed on.
    pub(super) fn callback_parameter(
        &mut self,
        thunk: Thunk,
        function: FunctionId,
        index: u32,
        reach: Reach,
    ) -> Set {
        let unknown = one(Found::new(What::Unknown(Unknown {
            reason: Reason::Parameter,
            parameter_of: Some((thunk.file, function)),
            is_typed: false,
            missing: None,
        })));
        let Some(facts) = self.program.facts(thunk.file) else {
            return unknown;
        };
        let Some((call, argument)) = facts.function(function).passed_to else {
            let name = facts.function(function).name.map(|name| facts.text(name));
            return match name.is_some_and(is_route_handler) {
                true => one(Found::unknown(Reason::Request)),
                false => unknown,
            };
        };
        let call = thunk.at(call);
        if let Some(set) = self.iterated(call, argument, index, reach) {
            return set;
        }
        if let Some(set) = self.tabled(call, index, reach) {
            return set;
        }
        let by_callee = self.by_callee(call, argument, function, index, reach);
        by_callee.unwrap_or(unknown)
    }

    /// What the function called hands to its callback; `None` when nothing tells.
    fn by_callee(
        &mut self,
        call: At<CallId>,
        argument: u32,
        callback: FunctionId,
        index: u32,
        reach: Reach,
    ) -> Option<Set> {
        let facts = self.program.facts(call.file)?;
        let callee = call.expression(facts.call(call.id).callee);
        let mut found = Vec::new();
        let mut is_library = true;
        for callee in self.evaluate(callee, reach).iter() {
            match &callee.what {
                What::Function { at, this } => {
                    is_library = false;
                    let frame = self.enter(*at, call, *this);
                    merge(
                        &mut found,
                        &self.called_back(*at, frame, argument, index, reach),
                    );
                }
                What::Unknown(_) => is_library = false,
                What::Boxed(inner) if index == 0 => merge(&mut found, inner),
                What::Package { package, path }
                    if store::makes_store(package, path)
                        || store::is_store_middleware(package, path) =>
                {
                    let creator = call.at(callback);
                    merge(&mut found, &self.store_parameter(creator, index, reach));
                }
                _ => {}
            }
        }
        match (found.is_empty(), is_library) {
            (false, _) => Some(Rc::from(found)),
            // What a library hands to a handler comes from outside.
            (true, true) => Some(one(Found::unknown(Reason::Request))),
            (true, false) => None,
        }
    }

    /// What `array.map(callback)` and `promise.then(callback)` hand to the callback.
    fn iterated(
        &mut self,
        call: At<CallId>,
        argument: u32,
        index: u32,
        reach: Reach,
    ) -> Option<Set> {
        let facts = self.program.facts(call.file)?;
        let call_facts = facts.call(call.id);
        let Value::Member { object, .. } = *facts.value(call_facts.callee) else {
            return None;
        };
        let at = |value| call.expression(value);
        let element_index = match facts.text(call_facts.name?) {
            "map" | "forEach" | "flatMap" | "filter" | "some" | "every" | "find" | "findIndex"
            | "findLast" => 0,
            "reduce" | "reduceRight" => 1,
            "sort" | "toSorted" => index,
            "then" | "finally" if argument == 0 && index == 0 => {
                return Some(self.resolved(at(object), reach));
            }
            "catch" => return Some(one(Found::unknown(Reason::Computed))),
            "from" if argument == 1 && index == 0 => {
                let set = self.evaluate(at(*call_facts.arguments.first()?), reach);
                return Some(self.elements_of(&set, reach));
            }
            _ => return None,
        };
        let set = self.evaluate(at(object), reach);
        let is_iterable = set.iter().any(|found| {
            matches!(
                found.what,
                What::Array(_) | What::Elements(_) | What::Entries(_)
            )
        });
        let is_unknown = set.iter().all(|found| {
            matches!(
                found.what,
                What::Unknown(_) | What::Nothing | What::Builder(_)
            )
        });
        if !is_iterable && !is_unknown {
            return None;
        }
        if index != element_index {
            return Some(one(Found::unknown(Reason::Computed)));
        }
        let location = Location {
            file: call.file,
            span: facts.value_span(object),
        };
        let elements = self.elements_of(&set, reach);
        Some(after(&elements, StepKind::Element, location))
    }

    /// What a promise resolves to.
    fn resolved(&mut self, promise: Thunk, reach: Reach) -> Set {
        let set = self.evaluate(promise, reach);
        let is_builder = |found: &Found| matches!(found.what, What::Builder(_));
        // What a builder resolves to is data.
        match set.iter().any(is_builder) {
            true => one(Found::unknown(Reason::Computed)),
            false => set,
        }
    }

    /// What a table of cases hands to a test: `it.each(cases)("…", (case) => …)`.
    fn tabled(&mut self, call: At<CallId>, index: u32, reach: Reach) -> Option<Set> {
        let facts = self.program.facts(call.file)?;
        let Value::Call(table) = *facts.value(facts.call(call.id).callee) else {
            return None;
        };
        let name = facts.call(table).name?;
        if facts.text(name) != "each" {
            return None;
        }
        let cases = self.argument_of(At { id: table, ..call }, 0, reach);
        let mut found = Vec::new();
        for case in self.elements_of(&cases, reach).iter() {
            match &case.what {
                What::Array(_) | What::Elements(_) => {
                    merge(&mut found, &self.element(case, index as usize, reach));
                }
                _ if index == 0 => merge(&mut found, std::slice::from_ref(case)),
                _ => {}
            }
        }
        (!found.is_empty()).then(|| Rc::from(found))
    }

    /// What a function hands to the callback that it got as an argument.
    pub(super) fn called_back(
        &mut self,
        at: At<FunctionId>,
        frame: FrameId,
        argument: u32,
        index: u32,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let function = facts.function(at.id);
        let Some(parameter) = function.parameters.get(argument as usize) else {
            return Rc::from([]);
        };
        let mut found = Vec::new();
        let calls = match parameter.name {
            Some(name) => self.program.calls_named(facts.text(name)),
            None => &[],
        };
        let by_call = self.program.calls_named("call");
        for &(_, id) in calls
            .iter()
            .chain(by_call)
            .filter(|(file, _)| *file == at.file)
        {
            let call = facts.call(id);
            let (callee, index) = match *facts.value(call.callee) {
                // `callback.call(this, value)`
                Value::Member { object, key } if facts.text(key) == "call" => (object, index + 1),
                _ => (call.callee, index),
            };
            if !is_parameter(facts, callee, at.id, argument) {
                continue;
            }
            if let Some(&value) = call.arguments.get(index as usize) {
                let thunk = Thunk {
                    file: at.file,
                    value,
                    frame,
                };
                merge(&mut found, &self.evaluate(thunk, reach));
            }
        }
        if found.is_empty()
            && let Some(ty) = parameter.ty
        {
            let ty = At {
                file: at.file,
                id: ty,
                frame,
            };
            return self.callback_type(ty, index, reach);
        }
        Rc::from(found)
    }
}

/// Whether a value is this parameter of this function, by its name.
fn is_parameter(
    facts: &crate::facts::FileFacts,
    value: crate::facts::ValueId,
    function: FunctionId,
    index: u32,
) -> bool {
    let is_same = |value| matches!(*facts.value(value), Value::Parameter { function: f, index: i } if f == function && i == index);
    match facts.value(value) {
        Value::Binding(binding) => facts
            .binding(*binding)
            .sources
            .iter()
            .any(|&source| is_same(source)),
        _ => is_same(value),
    }
}

/// Whether a function of this name is what frameworks call with a request, by its HTTP method.
fn is_route_handler(name: &str) -> bool {
    matches!(
        name,
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"
    )
}

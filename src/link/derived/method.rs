//! Methods of lists and promises, and functions, that are known by their names.

use crate::facts::{Binding, Call, CallId, FileFacts, Value, ValueId};

use super::{
    super::{
        links,
        packages::{self, HandsOn},
        site::receiver,
    },
    path::{Key, PathId},
    walk::{State, Walk},
};

impl<'a> Walk<'_, 'a> {
    /// Methods that are known by their names; says whether this is one.
    pub(super) fn method(&mut self, facts: &'a FileFacts, state: State, id: CallId) -> bool {
        let call = facts.call(id);
        let name = links::name(facts, call);
        let Some(object) = receiver(facts, call) else {
            return self.function(facts, state, id, name);
        };
        let first = call.arguments.first().copied();
        if is_global(facts, object) {
            return self.method_of_global(facts, state, call, object);
        }
        match (name, first) {
            ("useState", _) => self.state(facts, state, id),
            ("then", Some(first)) => self.result(state, id, first, 0, state.path),
            ("catch" | "finally", _) => self.push(state.at(object)),
            ("map", Some(first)) => match self.paths.of_element(state.path) {
                Some(path) => self.result(state, id, first, 0, path),
                None => self.push(state.at(object)),
            },
            ("flatMap", Some(first)) => self.result(state, id, first, 0, state.path),
            ("reduce" | "reduceRight", Some(first)) => {
                self.result(state, id, first, 0, state.path);
                if let Some(&start) = call.arguments.get(1) {
                    self.push(state.at(start));
                }
            }
            (
                "filter" | "slice" | "reverse" | "toReversed" | "sort" | "toSorted" | "flat"
                | "values" | "splice",
                _,
            ) => self.moved(state, object),
            ("concat", _) => {
                self.moved(state, object);
                for &argument in &call.arguments {
                    self.moved(state, argument);
                    self.concatenated(state, argument);
                }
            }
            ("get", Some(_)) if self.is_map(facts, state, object) => {
                self.push_part(state, object, Key::ANY);
            }
            ("find" | "findLast" | "at" | "pop" | "shift", _) => {
                self.push_part(state, object, Key::ANY);
            }
            ("forEach" | "push" | "unshift" | "findIndex" | "indexOf", _) => {}
            _ => return false,
        }
        true
    }

    /// Functions of libraries and the language; says whether this is one that is known.
    fn function(&mut self, facts: &'a FileFacts, state: State, id: CallId, name: &str) -> bool {
        match (name, facts.call(id).arguments.first()) {
            ("structuredClone", Some(&first)) => self.push(state.at(first)),
            ("useState", _) => self.state(facts, state, id),
            (_, Some(&first)) if is_of_library(facts, facts.call(id)) => {
                return self.handed_on(state, id, name, first);
            }
            _ => return false,
        }
        true
    }

    /// What a library hands on as it is, or in a box: `storeToRefs(store)`, `ref(x)`; says whether
    /// it is known to.
    fn handed_on(&mut self, state: State, id: CallId, name: &str, first: ValueId) -> bool {
        let boxed = |walk: &Self| match walk.paths.split(state.path) {
            None => Some(PathId::WHOLE),
            Some((key, rest)) => {
                matches!(walk.paths.text(key), "value" | "current").then_some(rest)
            }
        };
        match packages::hands_on(name) {
            Some(HandsOn::Argument | HandsOn::Kept) => self.push(state.at(first)),
            Some(HandsOn::Boxed) => {
                if let Some(path) = boxed(self) {
                    self.push(state.part(first, path));
                }
            }
            Some(HandsOn::BoxedResult) => {
                if let Some(path) = boxed(self) {
                    self.result(state, id, first, 0, path);
                }
            }
            Some(_) | None => return false,
        }
        true
    }

    /// `Promise.all(…)`, `Object.assign(…)`; says whether it is one that is known.
    fn method_of_global(
        &mut self,
        facts: &'a FileFacts,
        state: State,
        call: &Call,
        object: ValueId,
    ) -> bool {
        let Some(&first) = call.arguments.first() else {
            return false;
        };
        let Value::Global(global) = *facts.value(object) else {
            return false;
        };
        match (facts.text(global), links::name(facts, call)) {
            ("Promise", "all" | "race" | "any" | "resolve") => self.push(state.at(first)),
            ("Promise", "allSettled") => self.settled(state, first),
            ("Object", "assign") => {
                for &argument in &call.arguments {
                    self.push(state.at(argument));
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether something is a map: made as one, or filled by `set`.
    fn is_map(&self, facts: &FileFacts, state: State, object: ValueId) -> bool {
        let Value::Binding(binding) = *facts.value(object) else {
            return false;
        };
        let program = self.evaluator.program;
        let mut added = program.additions(state.file, binding).iter();
        let mut sources = facts.binding(binding).sources.iter();
        added.any(|&call| links::name(facts, facts.call(call)) == "set")
            || sources.any(|&source| match *facts.value(source) {
                Value::Call(call) => links::name(facts, facts.call(call)) == "Map",
                _ => false,
            })
    }

    /// A list whose elements may have moved.
    fn moved(&mut self, state: State, list: ValueId) {
        if let Some(path) = self.paths.moved(state.path) {
            self.push(state.part(list, path));
        }
    }

    /// An element that `concat` adds as it is.
    fn concatenated(&mut self, state: State, argument: ValueId) {
        if let Some(path) = self.paths.of_element(state.path) {
            self.push(state.part(argument, path));
        }
    }

    /// `Promise.allSettled([…])`: the `value` of each is what the promise resolves to.
    fn settled(&mut self, state: State, promises: ValueId) {
        let Some((place, result)) = self.paths.split(state.path) else {
            return self.push(state.at(promises));
        };
        let of_value = match self.paths.split(result) {
            Some((key, rest)) if self.paths.text(key) == "value" => rest,
            Some(_) => return,
            None => PathId::WHOLE,
        };
        if let Some(path) = self.paths.within(place, of_value) {
            self.push(state.part(promises, path));
        }
    }

    /// A state of React: what it is at first, and what it is set to.
    fn state(&mut self, facts: &'a FileFacts, state: State, id: CallId) {
        let call = facts.call(id);
        let Some((place, rest)) = self.paths.split(state.path) else {
            return;
        };
        if self.paths.position(place) != Some(0) {
            return;
        }
        for &first in &call.arguments {
            self.push(state.part(first, rest));
        }
        for setter in facts
            .bindings
            .iter()
            .filter(|binding| sets(facts, binding, call))
        {
            let setters = self.evaluator.program.calls_named(facts.text(setter.name));
            for &(_, id) in setters.iter().filter(|(file, _)| *file == state.file) {
                let set = facts.call(id);
                let is_it = matches!(*facts.value(set.callee), Value::Binding(callee)
                    if facts.binding(callee).span == setter.span);
                if is_it && let Some(&value) = set.arguments.first() {
                    self.push(state.part(value, rest));
                }
            }
        }
    }
}

/// Whether a name is what sets the state that a call makes: `const [state, name] = useState()`.
fn sets(facts: &FileFacts, binding: &Binding, call: &Call) -> bool {
    binding.sources.iter().any(|&source| {
        matches!(*facts.value(source), Value::Member { object, key }
            if object == call.value && facts.text(key) == "1")
    })
}

/// Whether a function is called that is no part of the project: imported by a bare name, or of the
/// language or a framework.
fn is_of_library(facts: &FileFacts, call: &Call) -> bool {
    let is_bare = |value: &Value| match *value {
        Value::Global(_) => true,
        Value::Imported { import, .. } => {
            let specifier = facts.text(facts.import(import).specifier);
            !specifier.starts_with(['.', '/', '~', '#']) && !specifier.starts_with("@/")
        }
        _ => false,
    };
    match facts.value(call.callee) {
        Value::Binding(binding) => {
            let sources = &facts.binding(*binding).sources;
            !sources.is_empty() && sources.iter().all(|&source| is_bare(facts.value(source)))
        }
        value => is_bare(value),
    }
}

fn is_global(facts: &FileFacts, value: ValueId) -> bool {
    matches!(facts.value(value), Value::Global(_))
}

//! Parameters: what callers hand in, and what those that are handed a function hand to it.

use crate::{
    facts::{Call, CallId, CallKind, FunctionId, Parameter, Value, ValueId},
    source::FileId,
};

use super::{
    super::{
        evaluate::Reach,
        links,
        site::receiver,
        value::{Thunk, What},
    },
    context::{ContextId, Entered},
    path::{Key, PathId},
    walk::{State, Walk},
};

/// A parameter, and what of it is asked for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    index: u32,
    path: PathId,
}

/// A call that is handed a function, and which argument that is.
#[derive(Clone, Copy, Debug)]
struct Handing {
    file: FileId,
    call: CallId,
    argument: u32,
    context: ContextId,
}

impl Walk<'_, '_> {
    pub(super) fn parameter(&mut self, state: State, function: FunctionId, index: u32) {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(state.file) else {
            return;
        };
        let of = (state.file, function);
        let function = facts.function(function);
        let Some(parameter) = function.parameters.get(index as usize) else {
            return;
        };
        if let Some(default) = parameter.default {
            self.push(state.at(default));
        }
        let asked = Asked {
            index,
            path: state.path,
        };
        if let Some(entered) = self.contexts.of(state.context, of) {
            let (file, call) = entered.call;
            return match entered.handed {
                Some(argument) => self.handed(
                    Handing {
                        file,
                        call,
                        argument,
                        context: entered.around,
                    },
                    asked,
                ),
                None => self.argument(entered.call, entered.around, parameter, asked),
            };
        }
        if let Some((call, argument)) = function.passed_to {
            let handing = Handing {
                file: state.file,
                call,
                argument,
                context: state.context,
            };
            self.handed(handing, asked);
        }
        self.evaluator.begin();
        let callers = self.evaluator.callers_of(of);
        for call in callers.iter() {
            self.argument((call.file, call.id), ContextId::ROOT, parameter, asked);
        }
        self.by_name(of, asked);
    }

    /// What is handed to a function where its name is an argument: `rows.map(toRow)`.
    fn by_name(&mut self, function: (FileId, FunctionId), asked: Asked) {
        for name in self.evaluator.names_of(function) {
            for handed in self.mentions.handed(&name).to_vec() {
                let thunk = Thunk::root(handed.file, handed.value);
                let set = self.evaluator.ask(thunk, Reach::Local);
                let is_it = set.iter().any(|found| {
                    matches!(found.what, What::Function { at, .. } if (at.file, at.id) == function)
                });
                if is_it {
                    let handing = Handing {
                        file: handed.file,
                        call: handed.call,
                        argument: handed.index,
                        context: ContextId::ROOT,
                    };
                    self.handed(handing, asked);
                }
            }
        }
    }

    /// What a call hands in.
    fn argument(
        &mut self,
        (file, call): (FileId, CallId),
        context: ContextId,
        parameter: &Parameter,
        asked: Asked,
    ) {
        let Some(facts) = self.evaluator.program.facts(file) else {
            return;
        };
        let call = facts.call(call);
        let state = |value, path| State {
            file,
            value,
            path,
            context,
        };
        let arguments = &call.arguments;
        let index = asked.index as usize;
        let is_spread = |value: ValueId| matches!(facts.value(value), Value::Spread(_));
        if call.kind == CallKind::Tag || arguments.iter().take(index + 1).any(|&a| is_spread(a)) {
            for &argument in arguments {
                self.push(state(argument, PathId::WHOLE));
            }
            return;
        }
        if !parameter.rest {
            if let Some(&value) = arguments.get(index) {
                self.push(state(value, asked.path));
            }
            return;
        }
        let Some(path) = self.paths.of_element(asked.path) else {
            return;
        };
        let split = self.paths.split(asked.path);
        let position = split.and_then(|(first, _)| self.paths.position(first));
        for (place, &value) in arguments.iter().skip(index).enumerate() {
            if position.is_none_or(|position| position == place) {
                self.push(state(value, path));
            }
        }
    }

    /// What a call hands to a function that is an argument of it.
    fn handed(&mut self, handing: Handing, asked: Asked) {
        let Some(facts) = self.evaluator.program.facts(handing.file) else {
            return;
        };
        let Handing {
            file,
            call: id,
            context,
            ..
        } = handing;
        let call = facts.call(id);
        let at = |value| State {
            file,
            value,
            path: asked.path,
            context,
        };
        if let Some(answers) = self.answers.changes(file, id) {
            let answers = answers.to_vec();
            return self.record(at(call.value), &answers);
        }
        match receiver(facts, call) {
            Some(object) => self.iterated(at(object), call, handing, asked),
            None => match (
                links::name(facts, call),
                asked.index,
                call.arguments.first(),
            ) {
                // The libraries that run a function for each element of a list.
                (
                    "pMap" | "pEach" | "mapLimit" | "eachLimit" | "forEachLimit" | "mapSeries"
                    | "eachSeries",
                    0,
                    Some(&list),
                ) => self.push_part(at(list), list, Key::ANY),
                _ => self.called_back(handing, asked),
            },
        }
    }

    /// What a method hands to its callback, for the object that `state` is about.
    fn iterated(&mut self, state: State, call: &Call, handing: Handing, asked: Asked) {
        let Some(facts) = self.evaluator.program.facts(handing.file) else {
            return;
        };
        let object = state.value;
        match (links::name(facts, call), asked.index) {
            (
                "map" | "forEach" | "flatMap" | "filter" | "some" | "every" | "find" | "findIndex"
                | "findLast",
                0,
            )
            | ("reduce" | "reduceRight", 1)
            | ("sort" | "toSorted", _) => self.push_part(state, object, Key::ANY),
            ("map" | "forEach" | "flatMap" | "filter", 2) | ("then", 0) => self.push(state),
            ("reduce" | "reduceRight", 0) => {
                self.push(state.at(call.value));
                if let Some(&start) = call.arguments.get(1) {
                    self.push(state.at(start));
                }
            }
            ("from", 0) => {
                if let Some(&list) = call.arguments.first() {
                    self.push_part(state, list, Key::ANY);
                }
            }
            _ => self.called_back(handing, asked),
        }
    }

    /// What a function of the project hands to the callback that it gets.
    fn called_back(&mut self, handing: Handing, asked: Asked) {
        let program = self.evaluator.program;
        let Some(facts) = program.facts(handing.file) else {
            return;
        };
        let callee = facts.call(handing.call).callee;
        let state = State {
            file: handing.file,
            value: callee,
            path: PathId::WHOLE,
            context: handing.context,
        };
        for callee in self.callees(state, callee) {
            let Some(facts) = program.facts(callee.file) else {
                continue;
            };
            let function = facts.function(callee.function);
            let Some(parameter) = function.parameters.get(handing.argument as usize) else {
                continue;
            };
            let Some(name) = parameter.name else {
                continue;
            };
            let entered = Entered {
                function: (callee.file, callee.function),
                call: (handing.file, handing.call),
                handed: None,
                around: handing.context,
            };
            let Some(context) = self.contexts.enter(entered) else {
                continue;
            };
            for &(file, id) in program.calls_named(facts.text(name)) {
                let call = facts
                    .calls
                    .get(id.0 as usize)
                    .filter(|_| file == callee.file);
                let Some(call) = call else { continue };
                let is_it = is_parameter(facts, call.callee, callee.function, handing.argument);
                if is_it && let Some(&value) = call.arguments.get(asked.index as usize) {
                    self.push(State {
                        file,
                        value,
                        path: asked.path,
                        context,
                    });
                }
            }
        }
    }
}

/// Whether a value is this parameter of this function, by its name.
fn is_parameter(
    facts: &crate::facts::FileFacts,
    value: ValueId,
    function: FunctionId,
    index: u32,
) -> bool {
    let Value::Binding(binding) = *facts.value(value) else {
        return false;
    };
    let mut sources = facts.binding(binding).sources.iter();
    sources.any(|&source| {
        matches!(*facts.value(source), Value::Parameter { function: of, index: at }
            if (of, at) == (function, index))
    })
}

//! Calls: what functions of the project return, what methods of lists give, and what all others
//! make of what they are given.

use crate::{
    facts::{Call, CallId, CallKind, FileFacts, FunctionId, Value, ValueId},
    source::FileId,
};

use super::{
    super::{
        evaluate::Reach,
        site::receiver,
        value::{Found, Thunk, What},
    },
    context::{ContextId, Entered},
    path::PathId,
    walk::{State, Walk},
};

/// How many names a function is followed through to where it is written.
const MAX_NAMES: u32 = 8;

/// A function that a call runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Callee {
    pub(super) file: FileId,
    pub(super) function: FunctionId,
    /// The calls entered where it was written.
    around: Option<ContextId>,
}

impl<'a> Walk<'_, 'a> {
    pub(super) fn call(&mut self, facts: &'a FileFacts, state: State, id: CallId) {
        if let Some(answers) = self.answers.given_by(state.file, id) {
            let answers = answers.to_vec();
            return self.record(state, &answers);
        }
        let call = facts.call(id);
        match call.kind {
            CallKind::Markup => {}
            CallKind::New => self.made(facts, state, id),
            CallKind::Call | CallKind::Tag => {
                let callees = self.callees(state, call.callee);
                if !callees.is_empty() {
                    for callee in callees {
                        self.returned(state, id, callee);
                    }
                } else if !self.method(facts, state, id) {
                    self.given(facts, state, call);
                }
            }
        }
    }

    /// The functions of the project that an expression is; none when nothing is known of it.
    pub(super) fn callees(&mut self, state: State, callee: ValueId) -> Vec<Callee> {
        let (state, is_parameter) = self.handed_in(state.at(callee));
        let program = self.evaluator.program;
        let Some(facts) = program.facts(state.file) else {
            return Vec::new();
        };
        if let Value::Function(function) = *facts.value(state.value) {
            return vec![Callee {
                file: state.file,
                function,
                around: Some(state.context),
            }];
        }
        let thunk = Thunk::root(state.file, state.value);
        let set = self.evaluator.ask(thunk, Reach::Local);
        let is_known = set.iter().any(Found::is_known);
        // A function that is a parameter is another for each caller.
        let set = match is_known || is_parameter {
            true => set,
            false => self.evaluator.ask(thunk, Reach::Callers),
        };
        let functions = set.iter().filter_map(|found| match found.what {
            What::Function { at, .. } => Some(Callee {
                file: at.file,
                function: at.id,
                around: None,
            }),
            _ => None,
        });
        functions.collect()
    }

    /// An expression behind the names and parameters that stand for it, as far as the calls entered
    /// tell, and whether it is a parameter still.
    fn handed_in(&self, state: State) -> (State, bool) {
        let mut state = state;
        for _ in 0..MAX_NAMES {
            let Some(facts) = self.evaluator.program.facts(state.file) else {
                break;
            };
            match *facts.value(state.value) {
                Value::Binding(binding) => match facts.binding(binding).sources.as_slice() {
                    &[source] if !matches!(facts.value(source), Value::Imported { .. }) => {
                        state = state.at(source);
                    }
                    _ => break,
                },
                Value::Parameter { function, index } => {
                    let entered = self.contexts.of(state.context, (state.file, function));
                    let Some(entered) = entered.filter(|entered| entered.handed.is_none()) else {
                        return (state, true);
                    };
                    let (file, call) = entered.call;
                    let caller = self.evaluator.program.facts(file);
                    let arguments = caller.map(|facts| &facts.call(call).arguments);
                    match arguments.and_then(|arguments| arguments.get(index as usize)) {
                        Some(&value) => {
                            state = State {
                                file,
                                value,
                                context: entered.around,
                                ..state
                            };
                        }
                        None => return (state, true),
                    }
                }
                _ => break,
            }
        }
        (state, false)
    }

    /// What a function returns to a call.
    fn returned(&mut self, state: State, call: CallId, callee: Callee) {
        let Some(facts) = self.evaluator.program.facts(callee.file) else {
            return;
        };
        let entered = Entered {
            function: (callee.file, callee.function),
            call: (state.file, call),
            handed: None,
            around: state.context,
        };
        // A function that was handed in stands where it is written.
        let context = match callee.around {
            Some(around) if around != state.context => Some(around),
            _ => self.contexts.enter(entered),
        };
        let Some(context) = context else {
            return;
        };
        for &value in &facts.function(callee.function).returns {
            self.push(State {
                file: callee.file,
                value,
                path: state.path,
                context,
            });
        }
    }

    /// An object of a class: what is asked of it is what the class sets, all of it what it is given.
    fn made(&mut self, facts: &'a FileFacts, state: State, id: CallId) {
        let call = facts.call(id);
        let thunk = Thunk::root(state.file, call.callee);
        let set = self.evaluator.ask(thunk, Reach::Local);
        let classes = set.iter().filter_map(|found| match found.what {
            What::Class(at) => Some(at),
            _ => None,
        });
        let classes: Vec<_> = classes.collect();
        match self.paths.split(state.path) {
            Some((key, rest)) if !classes.is_empty() => {
                for class in classes {
                    self.member_of_class(class.file, class.id, key, rest);
                }
            }
            _ => self.given(facts, state, call),
        }
    }

    /// What a call makes of what it is given: a function of the language or a library.
    fn given(&mut self, facts: &'a FileFacts, state: State, call: &'a Call) {
        if let Some(object) = receiver(facts, call)
            && self.is_data(state.file, object)
        {
            self.push(state.whole(object));
        }
        for &argument in &call.arguments {
            match facts.value(argument) {
                // What is handed a function gives what that returns: `retry(() => …)`.
                Value::Function(_) => self.push(state.at(argument)),
                _ => self.push(state.whole(argument)),
            }
        }
    }

    /// Whether what a method is called on may be part of what it gives: not a client or a service.
    fn is_data(&mut self, file: FileId, object: ValueId) -> bool {
        let set = self.evaluator.ask(Thunk::root(file, object), Reach::Local);
        set.iter().all(|found| match &found.what {
            What::Text(_)
            | What::Array(_)
            | What::Elements(_)
            | What::Entries(_)
            | What::Pair(..)
            | What::Boxed(_)
            | What::Builder(_)
            | What::Typed(_)
            | What::Package { .. }
            | What::Nothing
            | What::Unknown(_) => true,
            What::Client(_)
            | What::Storage(_)
            | What::EdgeFunctions(_)
            | What::Channel(_)
            | What::Function { .. }
            | What::Class(_)
            | What::Instance(_)
            | What::Object(_)
            | What::Method { .. }
            | What::Module(_)
            | What::Builtin(_)
            | What::Context(_) => false,
        })
    }

    /// What callbacks return to a call that they are handed to.
    pub(super) fn result(
        &mut self,
        state: State,
        call: CallId,
        callback: ValueId,
        index: u32,
        path: PathId,
    ) {
        for callee in self.callees(state, callback) {
            let Some(facts) = self.evaluator.program.facts(callee.file) else {
                continue;
            };
            let entered = Entered {
                function: (callee.file, callee.function),
                call: (state.file, call),
                handed: Some(index),
                around: state.context,
            };
            let Some(context) = self.contexts.enter(entered) else {
                continue;
            };
            for &value in &facts.function(callee.function).returns {
                self.push(State {
                    file: callee.file,
                    value,
                    path,
                    context,
                });
            }
        }
    }
}

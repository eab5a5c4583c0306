//! Calls: of functions, of libraries, and of the methods of clients, arrays and strings.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{CallId, CallKind, FunctionId},
    source::Location,
};

use super::{
    evaluate::{Evaluator, Reach},
    site,
    value::{At, Found, FrameId, Instance, Set, Thunk, What, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn call(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(call.file) else {
            return Rc::from([]);
        };
        let callee = call.expression(facts.call(call.id).callee);
        let mut found = Vec::new();
        for callee in self.evaluate(callee, reach).iter() {
            merge(&mut found, &self.called(callee, call, reach));
        }
        if !found.iter().any(Found::is_known) {
            let got = self.got(call, reach);
            if !got.is_empty() {
                return got;
            }
            if site::is_held_query(facts, call.id) {
                return one(Found::new(What::Builder(call)));
            }
        }
        match found.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => Rc::from(found),
        }
    }

    pub(super) fn called(&mut self, callee: &Found, call: At<CallId>, reach: Reach) -> Set {
        match &callee.what {
            What::Function { at, this } => {
                let frame = self.enter(*at, call, *this);
                let set = self.returns(*at, frame, reach);
                self.returned(&set, callee, *at)
            }
            What::Class(at) => self.made(*at, call, callee),
            What::Method { receiver, name } => {
                let receiver = Rc::clone(receiver);
                self.method_call(&receiver, name, call, reach)
            }
            What::Package { package, path } => {
                self.library_call(callee, package, path, call, reach)
            }
            What::Builtin(path) => self.builtin_call(path, call, reach),
            What::Module(file) => {
                let whole = self.export(*file, "default", reach);
                let mut found = Vec::new();
                for callee in whole.iter() {
                    if !matches!(callee.what, What::Module(_)) {
                        merge(&mut found, &self.called(callee, call, reach));
                    }
                }
                Rc::from(found)
            }
            What::Typed(ty) => self.typed_call(*ty, reach),
            What::Boxed(inner) => self.read_box(inner, call, reach),
            What::Unknown(unknown) => self
                .mapped(call, reach)
                .unwrap_or_else(|| one(callee.becoming(What::Unknown(unknown.clone())))),
            What::Context(_)
            | What::Text(_)
            | What::Client(_)
            | What::Storage(_)
            | What::EdgeFunctions(_)
            | What::Channel(_)
            | What::Builder(_)
            | What::Instance(_)
            | What::Object(_)
            | What::Array(_)
            | What::Elements(_)
            | What::Entries(_)
            | What::Pair(..)
            | What::Nothing => one(Found::unknown(Reason::Computed)),
        }
    }

    /// `rows.map(callback)` of an array that is not known: what its callback returns, when that is.
    fn mapped(&mut self, call: At<CallId>, reach: Reach) -> Option<Set> {
        let facts = self.program.facts(call.file)?;
        if facts.text(facts.call(call.id).name?) != "map" {
            return None;
        }
        let callbacks = self.argument_of(call, 0, reach);
        let elements = self.returned_by(&callbacks, reach);
        let is_known = elements.iter().any(Found::is_known);
        is_known.then(|| one(Found::new(What::Elements(elements))))
    }

    pub(super) fn returned(&self, set: &Set, callee: &Found, at: At<FunctionId>) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::clone(set);
        };
        let location = Location {
            file: at.file,
            span: facts.function(at.id).span,
        };
        let location = Location {
            span: crate::source::Span {
                end: location.span.start,
                ..location.span
            },
            ..location
        };
        set.iter()
            .map(|found| found.after(StepKind::Return, location).following(callee))
            .collect()
    }

    /// Everything that a function returns in a frame.
    pub(super) fn returns(&mut self, at: At<FunctionId>, frame: FrameId, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let function = facts.function(at.id);
        let mut found = Vec::new();
        for &value in &function.returns {
            let thunk = Thunk {
                file: at.file,
                value,
                frame,
            };
            merge(&mut found, &self.evaluate(thunk, reach));
        }
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
        }
        let set: Set = Rc::from(found);
        match function.return_type {
            Some(id) => {
                let ty = At {
                    file: at.file,
                    id,
                    frame,
                };
                let location = Location {
                    file: at.file,
                    span: function.span,
                };
                self.or_type(set, ty, location, reach)
            }
            None => set,
        }
    }

    /// What calling each of these without arguments returns: a getter, a memo's callback.
    pub(super) fn returned_by(&mut self, callbacks: &Set, reach: Reach) -> Set {
        let mut found = Vec::new();
        for callback in callbacks.iter() {
            if let What::Function { at, .. } = &callback.what {
                merge(&mut found, &self.returns(*at, at.frame, reach));
            }
        }
        Rc::from(found)
    }

    pub(super) fn made(
        &mut self,
        class: At<crate::facts::ClassId>,
        call: At<CallId>,
        callee: &Found,
    ) -> Set {
        let is_new = self
            .program
            .facts(call.file)
            .is_some_and(|facts| facts.call(call.id).kind == CallKind::New);
        match is_new {
            true => one(callee.becoming(What::Instance(Instance {
                class,
                made_by: Some(call),
            }))),
            false => one(Found::unknown(Reason::Computed)),
        }
    }

    /// The value of an argument, or nothing known when there is none.
    pub(super) fn argument_of(&mut self, call: At<CallId>, index: usize, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(call.file) else {
            return Rc::from([]);
        };
        match facts.call(call.id).arguments.get(index) {
            Some(&value) => {
                let thunk = call.expression(value);
                self.evaluate(thunk, reach)
            }
            None => Rc::from([]),
        }
    }

    pub(super) fn name_location(&self, call: At<CallId>) -> Location {
        let span = self
            .program
            .facts(call.file)
            .map_or_else(Default::default, |facts| facts.call(call.id).name_span);
        Location {
            file: call.file,
            span,
        }
    }
}

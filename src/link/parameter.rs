//! Parameters: what callers hand in.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{CallId, FileFacts, FunctionId, Type, TypeId, Value},
    source::Location,
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, Set, Thunk, Unknown, What, after, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn parameter(
        &mut self,
        thunk: Thunk,
        function: FunctionId,
        index: u32,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let parameter = &facts.function(function).parameters[index as usize];
        let location = Location {
            file: thunk.file,
            span: parameter.span,
        };
        let mut set = match self.frame_of(thunk.frame, (thunk.file, function)) {
            Some(frame) => self.argument(frame.call, function_at(thunk, function), index, reach),
            None => self.callback_parameter(thunk, function, index, reach),
        };
        if let Some(ty) = parameter.ty {
            let ty = constrained(facts, function, ty);
            let ty = thunk.at(ty);
            let typed = self.or_type(Rc::clone(&set), ty, location, reach);
            set = with_type(&set, typed);
        }
        let is_known = |set: &Set| set.iter().any(Found::is_known);
        if !is_known(&set)
            && let Some(typed) = self.by_context(thunk, function, index, reach)
            && is_known(&typed)
        {
            set = after(&typed, StepKind::Annotation, location);
        }
        let is_shape = |set: &Set| {
            let mut known = set.iter().filter(|found| found.is_known());
            known.all(|found| matches!(found.what, What::Typed(_)))
        };
        if is_shape(&set)
            && reach == Reach::Callers
            && self.frame_of(thunk.frame, (thunk.file, function)).is_none()
        {
            set = self.with_callers(set, thunk, function, index, reach);
        }
        if !is_known(&set)
            && reach == Reach::Callers
            && let Some(value) = parameter.default
        {
            set = self.evaluate(thunk.expression(value), reach);
        }
        match set.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => set,
        }
    }

    /// What callers hand in before what is known without them, or that alone when they tell nothing.
    fn with_callers(
        &mut self,
        set: Set,
        thunk: Thunk,
        function: FunctionId,
        index: u32,
        reach: Reach,
    ) -> Set {
        let by_callers = self.by_callers(thunk, function, index, reach);
        if !by_callers.iter().any(Found::is_known) {
            return set;
        }
        let mut found = by_callers.to_vec();
        merge(&mut found, &set);
        found.retain(Found::is_known);
        Rc::from(found)
    }

    /// What a parameter is by the type of what its function is written into.
    fn by_context(
        &mut self,
        thunk: Thunk,
        function: FunctionId,
        index: u32,
        reach: Reach,
    ) -> Option<Set> {
        let (ty, key) = self.program.contextual(thunk.file, function)?;
        let ty = thunk.at(ty);
        let Some(key) = key else {
            return Some(self.callback_type(ty, index, reach));
        };
        let key = self.program.facts(thunk.file)?.text(key);
        let mut found = Vec::new();
        for object in self.ty(ty, reach).iter() {
            if let What::Typed(ty) = object.what
                && let Some(member) = self.member_type(ty, key)
            {
                merge(&mut found, &self.callback_type(member, index, reach));
            }
        }
        Some(Rc::from(found))
    }

    /// What one call hands in for a parameter.
    pub(super) fn argument(
        &mut self,
        call: At<CallId>,
        function: At<FunctionId>,
        index: u32,
        reach: Reach,
    ) -> Set {
        let (Some(caller), Some(callee)) = (
            self.program.facts(call.file),
            self.program.facts(function.file),
        ) else {
            return Rc::from([]);
        };
        let call_facts = caller.call(call.id);
        let parameter = &callee.function(function.id).parameters[index as usize];
        let arguments = &call_facts.arguments;
        let at = |value| call.expression(value);
        if parameter.rest {
            let mut found = Vec::new();
            for &argument in arguments.iter().skip(index as usize) {
                merge(&mut found, &self.evaluate(at(argument), reach));
            }
            return one(Found::new(What::Elements(Rc::from(found))));
        }
        let spread = arguments
            .iter()
            .take(index as usize + 1)
            .position(|&argument| matches!(caller.value(argument), Value::Spread(_)));
        if let Some(spread) = spread {
            let set = self.evaluate(at(arguments[spread]), reach);
            return self.elements_of(&set, reach);
        }
        let default = || parameter.default;
        match arguments.get(index as usize) {
            Some(&argument) => {
                let set = self.evaluate(at(argument), reach);
                let location = Location {
                    file: call.file,
                    span: caller.value_span(argument),
                };
                after(&set, StepKind::Argument, location)
            }
            None => match default() {
                Some(value) => self.evaluate(function.expression(value), reach),
                None => one(Found::new(What::Nothing)),
            },
        }
    }

    /// Everything that any caller hands in.
    fn by_callers(&mut self, thunk: Thunk, function: FunctionId, index: u32, reach: Reach) -> Set {
        let callers = self.callers_of((thunk.file, function));
        let mut found = Vec::new();
        for &call in callers.iter() {
            let at = function_at(thunk, function);
            merge(&mut found, &self.argument(call, at, index, reach));
        }
        Rc::from(found)
    }
}

/// What a parameter can be by its type, beside what is not known of its value.
fn with_type(value: &Set, typed: Set) -> Set {
    let unknown = value.iter().find_map(|found| match &found.what {
        What::Unknown(unknown)
            if unknown.parameter_of.is_some() || unknown.reason == Reason::Request =>
        {
            Some(unknown)
        }
        _ => None,
    });
    let is_kept = typed
        .iter()
        .any(|found| matches!(found.what, What::Text(_) | What::Typed(_)));
    match unknown {
        Some(unknown) if is_kept => {
            let unknown = Found::new(What::Unknown(Unknown {
                is_typed: true,
                ..unknown.clone()
            }));
            typed.iter().cloned().chain([unknown]).collect()
        }
        _ => typed,
    }
}

/// The type, or what constrains it when it is a type parameter of the function or of one around it.
fn constrained(facts: &FileFacts, function: FunctionId, ty: TypeId) -> TypeId {
    let Type::Named { path, .. } = facts.ty(ty) else {
        return ty;
    };
    let mut function = Some(function);
    while let (Some(id), [name]) = (function, &path[..]) {
        let parameters = &facts.function(id).type_parameters;
        if let Some(&(_, constraint)) = parameters.iter().find(|(known, _)| known == name) {
            return constraint;
        }
        function = facts.function(id).parent;
    }
    ty
}

pub(super) fn function_at(thunk: Thunk, function: FunctionId) -> At<FunctionId> {
    thunk.at(function)
}

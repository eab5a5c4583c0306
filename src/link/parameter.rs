//! Parameters: what callers hand in.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{CallId, ClassId, FileFacts, FunctionId, Type, TypeId, Value},
    source::{FileId, Location},
};

use super::{
    evaluate::{Evaluator, Reach},
    store,
    value::{At, Found, FrameId, Instance, Set, Thunk, Unknown, What, after, merge, one},
};

/// How many callers of a function are looked at.
const MAX_CALLERS: usize = 400;

/// How many names of a function are looked for, beside those of heirs.
const MAX_NAMES: usize = 24 + MAX_HEIRS;

/// How many classes are looked at that inherit a constructor.
const MAX_HEIRS: usize = 64;

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
            let ty = At {
                file: thunk.file,
                id: ty,
                frame: thunk.frame,
            };
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
            let by_callers = self.by_callers(thunk, function, index, reach);
            if is_known(&by_callers) {
                let mut found = by_callers.to_vec();
                merge(&mut found, &set);
                found.retain(Found::is_known);
                set = Rc::from(found);
            }
        }
        if !is_known(&set)
            && reach == Reach::Callers
            && let Some(value) = parameter.default
        {
            set = self.evaluate(Thunk { value, ..thunk }, reach);
        }
        match set.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => set,
        }
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
        let ty = At {
            file: thunk.file,
            id: ty,
            frame: thunk.frame,
        };
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
    fn argument(
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
        let at = |value| Thunk {
            file: call.file,
            value,
            frame: call.frame,
        };
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
                Some(value) => self.evaluate(
                    Thunk {
                        file: function.file,
                        value,
                        frame: function.frame,
                    },
                    reach,
                ),
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

    /// A parameter of a function that is written where it is handed on.
    fn callback_parameter(
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
        let call = At {
            file: thunk.file,
            id: call,
            frame: thunk.frame,
        };
        if let Some(set) = self.iterated(call, argument, index, reach) {
            return set;
        }
        if let Some(set) = self.tabled(call, index, reach) {
            return set;
        }
        let callee = Thunk {
            file: thunk.file,
            value: facts.call(call.id).callee,
            frame: thunk.frame,
        };
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
                    let creator = function_at(thunk, function);
                    merge(&mut found, &self.store_parameter(creator, index, reach));
                }
                _ => {}
            }
        }
        match (found.is_empty(), is_library) {
            (false, _) => Rc::from(found),
            // What a library hands to a handler comes from outside.
            (true, true) => one(Found::unknown(Reason::Request)),
            (true, false) => unknown,
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
        let at = |value| Thunk {
            file: call.file,
            value,
            frame: call.frame,
        };
        let element_index = match facts.text(call_facts.name?) {
            "map" | "forEach" | "flatMap" | "filter" | "some" | "every" | "find" | "findIndex"
            | "findLast" => 0,
            "reduce" | "reduceRight" => 1,
            "sort" | "toSorted" => index,
            "then" | "finally" if argument == 0 && index == 0 => {
                let set = self.evaluate(at(object), reach);
                // What a builder resolves to is data.
                return Some(
                    match set
                        .iter()
                        .any(|found| matches!(found.what, What::Builder(_)))
                    {
                        true => one(Found::unknown(Reason::Computed)),
                        false => set,
                    },
                );
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

    /// All calls of a function that are known, each in no frame.
    pub(super) fn callers_of(&mut self, function: (FileId, FunctionId)) -> Rc<[At<CallId>]> {
        if self.is_asking {
            self.asked.insert(function);
        }
        if let Some(known) = self.callers.get(&function) {
            return Rc::clone(known);
        }
        if !self.called.insert(function) {
            return Rc::from([]);
        }
        let (callers, is_whole) = self.aside(|evaluator| evaluator.find_callers(function));
        self.called.remove(&function);
        if is_whole {
            self.callers.insert(function, Rc::clone(&callers));
        }
        callers
    }

    fn find_callers(&mut self, function: (FileId, FunctionId)) -> Rc<[At<CallId>]> {
        let mut callers = Vec::new();
        for name in self.names_of(function) {
            for &(file, id) in self.program.calls_named(&name) {
                if callers.len() < MAX_CALLERS && self.calls(file, id, function) {
                    callers.push(At::root(file, id));
                }
            }
        }
        callers.sort_unstable();
        callers.dedup();
        Rc::from(callers)
    }

    /// The names that a function may be called by.
    fn names_of(&self, (file, id): (FileId, FunctionId)) -> Vec<String> {
        let Some(facts) = self.program.facts(file) else {
            return Vec::new();
        };
        let function = facts.function(id);
        let mut names: Vec<String> = function
            .name
            .iter()
            .map(|&name| facts.text(name).to_owned())
            .collect();
        if names.iter().any(|name| name == "default export") {
            names = vec!["default".to_owned()];
        }
        if let Some(class) = function.class
            && facts.class(class).constructor == Some(id)
        {
            names = facts
                .class(class)
                .name
                .iter()
                .map(|&name| facts.text(name).to_owned())
                .collect();
            names.push("super".to_owned());
            names.extend(self.heirs(file, class));
        }
        let mut next = 0;
        while next < names.len() && names.len() < MAX_NAMES {
            let aliases = self.program.aliases_of(&names[next]).to_vec();
            for alias in aliases {
                if !names.iter().any(|known| known == alias) {
                    names.push(alias.to_owned());
                }
            }
            // A default export is imported by any name.
            if next == 0
                && self.is_default_export(file, &names[0])
                && !names.iter().any(|name| name == "default")
            {
                names.push("default".to_owned());
            }
            next += 1;
        }
        names
    }

    /// The names of the classes that run the constructor of a class as their own.
    fn heirs(&self, file: FileId, class: ClassId) -> Vec<String> {
        let mut heirs: Vec<String> = Vec::new();
        let mut pending = vec![(file, class)];
        while let Some((file, class)) = pending.pop() {
            for (file, class) in self.named_subclasses(file, class) {
                let Some(facts) = self.program.facts(file) else {
                    continue;
                };
                let class_facts = facts.class(class);
                if class_facts.constructor.is_some() || heirs.len() >= MAX_HEIRS {
                    continue;
                }
                if let Some(name) = class_facts.name.map(|name| facts.text(name))
                    && !heirs.iter().any(|known| known == name)
                {
                    heirs.push(name.to_owned());
                    pending.push((file, class));
                }
            }
        }
        heirs
    }

    fn is_default_export(&self, file: FileId, name: &str) -> bool {
        let Some(facts) = self.program.facts(file) else {
            return false;
        };
        facts.exports.iter().any(|export| match export {
            crate::facts::Export::Value { name: exported, .. } => {
                facts.text(*exported) == "default"
            }
            crate::facts::Export::Local {
                name: exported,
                local,
            } => facts.text(*exported) == "default" && facts.text(*local) == name,
            crate::facts::Export::Whole(_) => true,
            crate::facts::Export::From { .. } | crate::facts::Export::Star(_) => false,
        })
    }

    /// Whether a call is one of this function.
    fn calls(&mut self, file: FileId, id: CallId, function: (FileId, FunctionId)) -> bool {
        let Some(facts) = self.program.facts(file) else {
            return false;
        };
        let callee = Thunk {
            file,
            value: facts.call(id).callee,
            frame: FrameId::ROOT,
        };
        if let Value::Super(class) = *facts.value(callee.value) {
            return self.super_constructor(file, class) == Some(function);
        }
        let set = self.evaluate(callee, Reach::Local);
        let is_unknown = !set.iter().any(Found::is_known);
        let set = match is_unknown {
            true => self.evaluate(callee, Reach::Callers),
            false => set,
        };
        set.iter().any(|found| match &found.what {
            What::Function { at, .. } => (at.file, at.id) == function,
            What::Class(at) => self.constructor_of(*at) == Some(function),
            _ => false,
        })
    }

    /// The constructor that `new` runs: the class's own or the nearest inherited one.
    pub(super) fn constructor_of(
        &mut self,
        class: At<crate::facts::ClassId>,
    ) -> Option<(FileId, FunctionId)> {
        let mut class = class;
        for _ in 0..8 {
            let facts = self.program.facts(class.file)?;
            if let Some(constructor) = facts.class(class.id).constructor {
                return Some((class.file, constructor));
            }
            class = self.parent_class(class)?;
        }
        None
    }

    fn super_constructor(
        &mut self,
        file: FileId,
        class: crate::facts::ClassId,
    ) -> Option<(FileId, FunctionId)> {
        let class = At {
            file,
            id: class,
            frame: FrameId::ROOT,
        };
        let parent = self.parent_class(class)?;
        self.constructor_of(parent)
    }

    /// What `this` is: the object of the frames around, else any object of the class.
    pub(super) fn this(&self, thunk: Thunk, class: crate::facts::ClassId) -> Instance {
        let mut id = thunk.frame;
        while let Some(frame) = self.frame(id) {
            if let Some(this) = frame.this {
                return this;
            }
            id = frame.parent;
        }
        Instance {
            class: At {
                file: thunk.file,
                id: class,
                frame: FrameId::ROOT,
            },
            made_by: None,
        }
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

fn function_at(thunk: Thunk, function: FunctionId) -> At<FunctionId> {
    At {
        file: thunk.file,
        id: function,
        frame: thunk.frame,
    }
}

/// Whether a function of this name is what frameworks call with a request, by its HTTP method.
fn is_route_handler(name: &str) -> bool {
    matches!(
        name,
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"
    )
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

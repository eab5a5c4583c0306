//! Calls: of functions, of libraries, and of the methods of clients, arrays and strings.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, Reason, SchemaRef, StepKind},
    facts::{CallId, CallKind, FunctionId},
    source::Location,
};

use super::{
    component,
    evaluate::{Evaluator, Reach},
    last_segment,
    packages::{self, HandsOn},
    site, store,
    value::{At, Client, Found, FrameId, Instance, Set, Thunk, What, after, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn call(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(call.file) else {
            return Rc::from([]);
        };
        let callee = Thunk {
            file: call.file,
            value: facts.call(call.id).callee,
            frame: call.frame,
        };
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

    fn called(&mut self, callee: &Found, call: At<CallId>, reach: Reach) -> Set {
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

    fn returned(&self, set: &Set, callee: &Found, at: At<FunctionId>) -> Set {
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

    fn made(&mut self, class: At<crate::facts::ClassId>, call: At<CallId>, callee: &Found) -> Set {
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
                let thunk = Thunk {
                    file: call.file,
                    value,
                    frame: call.frame,
                };
                self.evaluate(thunk, reach)
            }
            None => Rc::from([]),
        }
    }

    fn library_call(
        &mut self,
        callee: &Found,
        package: &str,
        path: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        let export = last_segment(path);
        if packages::is_client_package(package) && packages::makes_client(export) {
            return one(self.created(call, reach).following(callee));
        }
        if store::makes_store(package, path)
            && let Some(store) = self.store(call, reach)
        {
            return store;
        }
        if store::is_store_middleware(package, path) {
            return self.argument_of(call, 0, reach);
        }
        // Wrapped clients: `instrumentSupabaseClient(client)`.
        if let Some(hands_on) = packages::hands_on(export) {
            let set = self.handed(hands_on, call, reach);
            if !set.is_empty() {
                return set;
            }
        }
        let first = self.argument_of(call, 0, reach);
        if first
            .iter()
            .any(|found| matches!(found.what, What::Client(_) | What::Builder(_)))
        {
            return first;
        }
        // `get(store)` of Svelte.
        if export == "get"
            && let Some(inner) = first.iter().find_map(Found::boxed)
        {
            return inner;
        }
        if packages::is_container_method(export)
            && first
                .iter()
                .any(|found| matches!(found.what, What::Class(_)))
        {
            return self.injected(call, reach);
        }
        let got = self.got(call, reach);
        if !got.is_empty() {
            return got;
        }
        one(callee.becoming(What::Package {
            package: Rc::from(package),
            path: Rc::from(format!("{path}()")),
        }))
    }

    /// A client that a factory makes, with the schema that its options set.
    fn created(&mut self, call: At<CallId>, reach: Reach) -> Found {
        let count = self
            .program
            .facts(call.file)
            .map_or(0, |facts| facts.call(call.id).arguments.len());
        let mut schema = SchemaRef::Default;
        for index in 0..count {
            for options in self.argument_of(call, index, reach).iter() {
                if !matches!(options.what, What::Object(_)) {
                    continue;
                }
                for database in self.member(options, "db", reach).iter() {
                    if matches!(database.what, What::Object(_)) {
                        let set = self.member(database, "schema", reach);
                        schema = schema_of(&set);
                    }
                }
                if schema == SchemaRef::Default && index == 1 {
                    // `new PostgrestClient(url, { schema })`
                    let set = self.member(options, "schema", reach);
                    if set.iter().any(|found| matches!(found.what, What::Text(_))) {
                        schema = schema_of(&set);
                    }
                }
            }
        }
        let client = Client {
            evidence: EvidenceKind::Created,
            schema,
        };
        let location = self.name_location(call);
        Found::new(What::Client(client)).after(StepKind::Created, location)
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

    fn handed(&mut self, hands_on: HandsOn, call: At<CallId>, reach: Reach) -> Set {
        let first = self.argument_of(call, 0, reach);
        match hands_on {
            HandsOn::Argument => first,
            HandsOn::CallbackResult => self.returned_by(&first, reach),
            HandsOn::Boxed => boxed(first),
            HandsOn::BoxedResult => boxed(self.returned_by(&first, reach)),
            HandsOn::State => {
                let result = self.returned_by(&first, reach);
                let state = match result.is_empty() {
                    true => first,
                    false => result,
                };
                let set = self.state_with_setter(call, state, reach);
                one(Found::new(What::Elements(set)))
            }
            HandsOn::CreateContext => one(Found::new(What::Context(call))),
            HandsOn::UseContext => self.provided(&first, reach),
            HandsOn::DefineStore => self.defined_store(call, reach),
            HandsOn::Properties => one(Found::unknown(Reason::Parameter)),
            HandsOn::CreateKey => one(Found::new(What::Context(call))),
            HandsOn::Inject => self.injected(call, reach),
            HandsOn::OutletContext => {
                let set = self.outlet_context(reach);
                match set.is_empty() {
                    true => one(Found::unknown(Reason::External)),
                    false => set,
                }
            }
        }
    }

    /// What a state holds: its first value and whatever its setter is called with.
    fn state_with_setter(&mut self, call: At<CallId>, state: Set, reach: Reach) -> Set {
        if state.iter().any(Found::is_known) {
            return state;
        }
        let Some(facts) = self.program.facts(call.file) else {
            return state;
        };
        // `const [client, setClient] = useState(null)`: the second element of the same call.
        let is_setter = |value| {
            matches!(facts.value(value), crate::facts::Value::Member { object, key }
                if *object == facts.call(call.id).value && facts.text(*key) == "1")
        };
        let setter = facts
            .bindings
            .iter()
            .find(|binding| binding.sources.iter().any(|&source| is_setter(source)));
        let Some(setter) = setter else {
            return state;
        };
        let mut found = Vec::new();
        for &(file, id) in self.program.calls_named(facts.text(setter.name)) {
            if file == call.file {
                let set = self.argument_of(At { id, ..call }, 0, reach);
                let result = self.returned_by(&set, reach);
                merge(&mut found, &set);
                merge(&mut found, &result);
            }
        }
        found.retain(|found| found.is_known() && !matches!(found.what, What::Function { .. }));
        match found.is_empty() {
            true => state,
            false => Rc::from(found),
        }
    }

    /// What the providers of a context give, else its default.
    fn provided(&mut self, contexts: &Set, reach: Reach) -> Set {
        let mut found = Vec::new();
        for context in contexts.iter() {
            let What::Context(made) = context.what else {
                continue;
            };
            for &(file, id) in self.program.calls_named("Provider") {
                let call = At {
                    file,
                    id,
                    frame: FrameId::ROOT,
                };
                if self.provides(call, made) {
                    let location = self.name_location(call);
                    for properties in self.argument_of(call, 0, reach).iter() {
                        let value = self.member(properties, "value", reach);
                        merge(&mut found, &after(&value, StepKind::Context, location));
                    }
                }
            }
            if !found.iter().any(Found::is_known) {
                let default = self.argument_of(made, 0, reach);
                merge(&mut found, &default);
            }
            if !found.iter().any(Found::is_known) {
                found = self.context_type(made, reach).to_vec();
            }
        }
        found.retain(|found| !matches!(found.what, What::Nothing));
        Rc::from(found)
    }

    fn provides(&mut self, call: At<CallId>, context: At<CallId>) -> bool {
        let Some(facts) = self.program.facts(call.file) else {
            return false;
        };
        let crate::facts::Value::Member { object, .. } = *facts.value(facts.call(call.id).callee)
        else {
            return false;
        };
        let object = Thunk {
            file: call.file,
            value: object,
            frame: FrameId::ROOT,
        };
        let set = self.evaluate(object, Reach::Local);
        set.iter()
            .any(|found| matches!(found.what, What::Context(at) if at.file == context.file && at.id == context.id))
    }

    fn method_call(&mut self, receiver: &Found, name: &str, call: At<CallId>, reach: Reach) -> Set {
        match &receiver.what {
            What::Client(client) => self.client_method(receiver, client, name, call, reach),
            What::Channel(_) => one(receiver.clone()),
            What::Storage(_) if name == "from" => one(receiver.becoming(What::Builder(call))),
            What::Storage(_) | What::EdgeFunctions(_) => one(Found::unknown(Reason::External)),
            What::Builder(_) if packages::is_promise_method(name) => {
                let callbacks = self.argument_of(call, 0, reach);
                let result = self.returned_by(&callbacks, reach);
                match result.iter().any(Found::is_known) && name == "then" {
                    true => result,
                    false => one(receiver.clone()),
                }
            }
            // What a name that is no method of a builder gives is part of an answer.
            What::Builder(_) if packages::is_builder_method(name) => one(receiver.clone()),
            What::Builder(_) => one(Found::unknown(Reason::Computed)),
            What::Text(text) => self.text_method(receiver, text, name, call, reach),
            What::Array(_) | What::Elements(_) | What::Entries(_) => {
                self.array_method(receiver, name, call, reach)
            }
            What::Function { at, this } => match name {
                "bind" => one(receiver.clone()),
                "call" => {
                    let frame = self.enter(*at, call, *this);
                    self.returns(*at, frame, reach)
                }
                _ => one(Found::unknown(Reason::Computed)),
            },
            What::Method { .. } if name == "bind" => one(receiver.clone()),
            What::Object(_) if name == component::STORE => one(receiver.clone()),
            _ => one(Found::unknown(Reason::Computed)),
        }
    }

    fn client_method(
        &mut self,
        receiver: &Found,
        client: &Client,
        name: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        match name {
            "from" | "rpc" => one(receiver.becoming(What::Builder(call))),
            "schema" => {
                let set = self.argument_of(call, 0, reach);
                one(receiver.becoming(What::Client(Client {
                    schema: schema_of(&set),
                    ..client.clone()
                })))
            }
            "channel" => one(receiver.becoming(What::Channel(client.evidence))),
            // `.setAuth(…)`, `.headers(…)` of a client return it again.
            "setAuth" | "auth" => one(receiver.clone()),
            "then" => {
                let callbacks = self.argument_of(call, 0, reach);
                self.returned_by(&callbacks, reach)
            }
            "catch" | "finally" => one(receiver.clone()),
            _ => one(Found::unknown(Reason::External)),
        }
    }

    fn text_method(
        &mut self,
        receiver: &Found,
        text: &str,
        name: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        let changed = match name {
            "trim" | "toString" | "valueOf" | "normalize" => text.trim().to_owned(),
            "toLowerCase" | "toLocaleLowerCase" => text.to_lowercase(),
            "toUpperCase" | "toLocaleUpperCase" => text.to_uppercase(),
            "split" => {
                let separators = self.argument_of(call, 0, reach);
                let parts: Vec<Found> = match separators.first().map(|found| &found.what) {
                    Some(What::Text(separator)) if !separator.is_empty() => text
                        .split(&**separator)
                        .map(|part| receiver.becoming(What::Text(Rc::from(part))))
                        .collect(),
                    _ => return one(Found::unknown(Reason::Computed)),
                };
                return one(Found::new(What::Elements(Rc::from(parts))));
            }
            _ => return one(Found::unknown(Reason::Computed)),
        };
        one(receiver.becoming(What::Text(Rc::from(changed))))
    }
}

fn boxed(set: Set) -> Set {
    one(Found::new(What::Boxed(set)))
}

/// The one schema that all of these name.
pub(super) fn schema_of(set: &Set) -> SchemaRef {
    match &**set {
        [
            Found {
                what: What::Text(name),
                ..
            },
        ] => SchemaRef::Named(name.to_string()),
        []
        | [
            Found {
                what: What::Nothing,
                ..
            },
        ] => SchemaRef::Default,
        _ => SchemaRef::Unknown,
    }
}

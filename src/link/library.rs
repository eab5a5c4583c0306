//! Calls of libraries: client factories, and functions that hand on what they are given.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, Reason, SchemaRef, StepKind},
    facts::CallId,
};

use super::{
    changing::changing,
    evaluate::{Evaluator, Reach},
    last_segment,
    packages::{self, HandsOn},
    store,
    value::{At, Client, Found, FrameId, Set, Thunk, What, after, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn library_call(
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
                if let Some(set) = self.database_schema(options, reach) {
                    schema = set;
                }
                if schema == SchemaRef::Default && index == 1 {
                    schema = self.postgrest_schema(options, reach);
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

    /// The schema of `createClient(url, key, { db: { schema } })`; `None` without a `db`.
    fn database_schema(&mut self, options: &Found, reach: Reach) -> Option<SchemaRef> {
        let mut schema = None;
        for database in self.member(options, "db", reach).iter() {
            if matches!(database.what, What::Object(_)) {
                let set = self.member(database, "schema", reach);
                schema = Some(schema_of(&set));
            }
        }
        schema
    }

    /// The schema of `new PostgrestClient(url, { schema })`; the default when it names none.
    fn postgrest_schema(&mut self, options: &Found, reach: Reach) -> SchemaRef {
        let set = self.member(options, "schema", reach);
        match set.iter().any(|found| matches!(found.what, What::Text(_))) {
            true => schema_of(&set),
            false => SchemaRef::Default,
        }
    }

    pub(super) fn handed(&mut self, hands_on: HandsOn, call: At<CallId>, reach: Reach) -> Set {
        let first = self.argument_of(call, 0, reach);
        match hands_on {
            HandsOn::Argument => first,
            HandsOn::CallbackResult => self.returned_by(&first, reach),
            HandsOn::Kept => changing(first),
            HandsOn::Boxed => boxed(changing(first)),
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
        if state.iter().any(Found::is_known) {
            return changing(state);
        }
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
    pub(super) fn provided(&mut self, contexts: &Set, reach: Reach) -> Set {
        let mut found = Vec::new();
        for context in contexts.iter() {
            let What::Context(made) = context.what else {
                continue;
            };
            for &(file, id) in self.program.calls_named("Provider") {
                let call = At::root(file, id);
                if !self.provides(call, made) {
                    continue;
                }
                let location = self.name_location(call);
                for properties in self.argument_of(call, 0, reach).iter() {
                    let value = self.member(properties, "value", reach);
                    merge(&mut found, &after(&value, StepKind::Context, location));
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
}

pub(super) fn boxed(set: Set) -> Set {
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

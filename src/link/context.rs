//! Contexts: what one part of a program leaves for the others under a key.
//!
//! `provide` and `inject`, `setContext` and `getContext`, `c.set` and `c.get`: whoever reads gets
//! whatever anyone left under the same key, as frameworks connect the two at run time.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{CallId, PropertyKey, Type, Usage, Value},
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    value::{At, Found, Set, Thunk, What, after, merge, one},
};

impl Evaluator<'_> {
    /// What `inject(key)` and its like give, for the key that is the call's first argument.
    pub(super) fn injected(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let keys = self.argument_of(call, 0, reach);
        let mut found = Vec::new();
        for key in keys.iter() {
            match &key.what {
                What::Class(_) => {
                    merge(&mut found, &self.instances_of(key));
                }
                What::Text(text) => merge(&mut found, &self.left_under(text, reach)),
                What::Context(token) => merge(&mut found, &self.left_under_token(*token, reach)),
                _ => {}
            }
        }
        if !found.iter().any(Found::is_known) {
            // `inject(key, default)`
            let default = self.argument_of(call, 1, reach);
            merge(&mut found, &default);
        }
        found.retain(Found::is_known);
        match found.is_empty() {
            true => one(Found::unknown(Reason::External)),
            false => Rc::from(found),
        }
    }

    fn instances_of(&self, class: &Found) -> Set {
        match class.what {
            What::Class(at) => one(class.becoming(What::Instance(super::value::Instance {
                class: at,
                made_by: None,
            }))),
            _ => Rc::from([]),
        }
    }

    /// Whatever is left under a text.
    pub(super) fn left_under(&mut self, key: &str, reach: Reach) -> Set {
        let program = self.program;
        let mut found = Vec::new();
        for &(file, id) in program.left.under(key) {
            self.add_left(At::root(file, id), reach, &mut found);
        }
        for &(file, id) in program.left.computed() {
            let call = At::root(file, id);
            let keys = self.argument_of(call, 0, Reach::Local);
            if keys
                .iter()
                .any(|found| matches!(&found.what, What::Text(text) if &**text == key))
            {
                self.add_left(call, reach, &mut found);
            }
        }
        for &(file, value) in program.left.provided(key) {
            let thunk = Thunk::root(file, value);
            let set = self.evaluate(thunk, reach);
            let location = self.location_of(thunk);
            merge(&mut found, &after(&set, StepKind::Context, location));
        }
        found.retain(Found::is_handed_on);
        Rc::from(found)
    }

    fn add_left(&mut self, call: At<CallId>, reach: Reach, found: &mut Vec<Found>) {
        let location = self.name_location(call);
        let set = self.argument_of(call, 1, reach);
        merge(found, &after(&set, StepKind::Context, location));
    }

    /// Whatever is left under a symbol or an injection token, else what its type says.
    fn left_under_token(&mut self, token: At<CallId>, reach: Reach) -> Set {
        let program = self.program;
        let mut found = Vec::new();
        for &(file, id) in program.left.computed() {
            let call = At::root(file, id);
            if self.is_token(call, 0, token) {
                self.add_left(call, reach, &mut found);
            }
        }
        for &(file, id) in program.left.providers() {
            merge(&mut found, &self.provider(file, id, token, reach));
        }
        found.retain(Found::is_known);
        if found.is_empty() {
            found = self.token_default(token, reach).to_vec();
        }
        Rc::from(found)
    }

    fn is_token(&mut self, call: At<CallId>, index: usize, token: At<CallId>) -> bool {
        let keys = self.argument_of(call, index, Reach::Local);
        keys.iter().any(|key| is_same(key, token))
    }

    /// What `{ provide: TOKEN, useValue: value }` gives for the token.
    fn provider(
        &mut self,
        file: FileId,
        id: crate::facts::ObjectId,
        token: At<CallId>,
        reach: Reach,
    ) -> Set {
        let object = Found::new(What::Object(At::root(file, id)));
        let keys = self.member(&object, "provide", Reach::Local);
        if !keys.iter().any(|key| is_same(key, token)) {
            return Rc::from([]);
        }
        let mut found = self.member(&object, "useValue", reach).to_vec();
        let factories = self.member(&object, "useFactory", reach);
        merge(&mut found, &self.returned_by(&factories, reach));
        for class in self.member(&object, "useClass", reach).iter() {
            merge(&mut found, &self.instances_of(class));
        }
        Rc::from(found)
    }

    /// What a token is made with: its factory, else its type.
    fn token_default(&mut self, token: At<CallId>, reach: Reach) -> Set {
        let mut found = Vec::new();
        for options in self.argument_of(token, 1, reach).iter() {
            let factories = self.member(options, "factory", reach);
            merge(&mut found, &self.returned_by(&factories, reach));
        }
        found.retain(Found::is_known);
        if !found.is_empty() {
            return Rc::from(found);
        }
        let typed = self.context_type(token, reach);
        match typed.is_empty() {
            true => self.key_type(token, reach),
            false => typed,
        }
    }

    /// The `T` of `const key: InjectionKey<T> = Symbol()`.
    fn key_type(&mut self, token: At<CallId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(token.file) else {
            return Rc::from([]);
        };
        let Usage::Bound(binding) = facts.call(token.id).usage else {
            return Rc::from([]);
        };
        let binding = facts.binding(binding);
        let casts = binding
            .sources
            .iter()
            .filter_map(|&source| match *facts.value(source) {
                Value::Cast { ty, .. } => Some(ty),
                _ => None,
            });
        for ty in binding.ty.into_iter().chain(casts) {
            if let Type::Named { arguments, .. } = facts.ty(ty)
                && let Some(&id) = arguments.first()
            {
                return self.ty(
                    At {
                        id,
                        ..At::root(token.file, id)
                    },
                    reach,
                );
            }
        }
        Rc::from([])
    }

    /// What `c.get("key")` and `c.var.key` of a request's context give.
    pub(super) fn variable(&mut self, key: &str, reach: Reach) -> Set {
        let set = self.left_under(key, reach);
        if set.iter().any(Found::is_known) {
            return set;
        }
        let program = self.program;
        let mut found = Vec::new();
        for &(file, id) in program.left.variables(key) {
            merge(&mut found, &self.ty(At::root(file, id), reach));
        }
        found.retain(|found| matches!(found.what, What::Client(_)));
        Rc::from(found)
    }

    /// What a server is decorated with: `app.decorate("name", value)`.
    pub(super) fn decorated(&mut self, key: &str, reach: Reach) -> Set {
        let program = self.program;
        let mut found = Vec::new();
        for &(file, id) in program.left.under(key) {
            let is_decoration = program.facts(file).is_some_and(|facts| {
                let name = facts.call(id).name.map(|name| facts.text(name));
                name == Some("decorate")
            });
            if is_decoration {
                self.add_left(At::root(file, id), reach, &mut found);
            }
        }
        found.retain(Found::is_known);
        Rc::from(found)
    }

    /// What calling the `get` of something unknown gives, when its argument is a key.
    pub(super) fn got(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(call.file) else {
            return Rc::from([]);
        };
        let call_facts = facts.call(call.id);
        let is_get = call_facts
            .name
            .is_some_and(|name| facts.text(name) == "get");
        match call_facts.arguments[..] {
            [key] if is_get => match facts.value(key) {
                Value::Text(key) => self.variable(facts.text(*key), reach),
                _ => Rc::from([]),
            },
            _ => Rc::from([]),
        }
    }

    /// What `useOutletContext()` gives: what the outlets are given.
    pub(super) fn outlet_context(&mut self, reach: Reach) -> Set {
        let program = self.program;
        let mut found = Vec::new();
        for &(file, id) in program.calls_named("Outlet") {
            let call = At::root(file, id);
            let location = self.name_location(call);
            for properties in self.argument_of(call, 0, reach).iter() {
                let set = self.member(properties, "context", reach);
                merge(&mut found, &after(&set, StepKind::Context, location));
            }
        }
        found.retain(Found::is_known);
        Rc::from(found)
    }

    /// What the `load` functions of SvelteKit's routes hand to a page or its children as `key`.
    pub(super) fn route_data(&mut self, file: FileId, key: &str, reach: Reach) -> Set {
        let program = self.program;
        let mut found = Vec::new();
        for route in program.left.loads_above(&program.sources.get(file).path) {
            let load = self.export(route, "load", reach);
            for data in self.returned_by(&load, reach).iter() {
                if matches!(data.what, What::Object(_)) {
                    merge(&mut found, &self.member(data, key, reach));
                }
            }
        }
        found.retain(Found::is_known);
        Rc::from(found)
    }
}

fn is_same(key: &Found, token: At<CallId>) -> bool {
    matches!(key.what, What::Context(at) if at.file == token.file && at.id == token.id)
}

/// Whether a property's key is this name.
pub(super) fn is_named(
    facts: &crate::facts::FileFacts,
    property: &crate::facts::Property,
    name: &str,
) -> bool {
    matches!(property.key, PropertyKey::Named(key) if facts.text(key) == name)
}

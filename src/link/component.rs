//! Components and stores that are written as one object: `this` in a part of it is the whole.

use std::rc::Rc;

use crate::{
    access::Reason,
    facts::{CallId, FileFacts, ObjectId, PropertyKey, Value},
};

use super::{
    context::is_named,
    evaluate::{Evaluator, Reach},
    value::{At, Found, Set, Thunk, What, merge, one},
};

/// The name of the method that a store's function is of its options.
pub(super) const STORE: &str = "defineStore";

/// The properties that hold functions whose `this` is the whole.
const PARTS: [&str; 5] = ["methods", "computed", "watch", "actions", "getters"];

/// Every object that is such a property, with the object that it is part of.
pub(super) fn owned(facts: &FileFacts) -> impl Iterator<Item = (ObjectId, ObjectId)> {
    let objects = facts.objects.iter().enumerate();
    objects.flat_map(move |(index, object)| {
        let whole = ObjectId(index as u32);
        object.properties.iter().filter_map(move |property| {
            let Value::Object(part) = *facts.value(property.value) else {
                return None;
            };
            let is_part = PARTS.iter().any(|name| is_named(facts, property, name));
            is_part.then_some((part, whole))
        })
    })
}

impl Evaluator<'_> {
    /// What `defineStore` makes: the set-up function, or what gives the options.
    pub(super) fn defined_store(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let mut found = Vec::new();
        for index in 0..2 {
            for argument in self.argument_of(call, index, reach).iter() {
                match &argument.what {
                    What::Function { .. } => merge(&mut found, std::slice::from_ref(argument)),
                    What::Object(_) => {
                        let what = What::Method {
                            receiver: Rc::new(argument.clone()),
                            name: Rc::from(STORE),
                        };
                        merge(&mut found, &[argument.becoming(what)]);
                    }
                    _ => {}
                }
            }
        }
        match found.is_empty() {
            true => one(Found::unknown(Reason::Computed)),
            false => Rc::from(found),
        }
    }

    /// A member that the object itself has not: of the component that it is, or is part of.
    pub(super) fn component_member(&mut self, at: At<ObjectId>, key: &str, reach: Reach) -> Set {
        let program = self.program;
        let unknown = || one(Found::unknown(Reason::Computed));
        let Some(facts) = program.facts(at.file) else {
            return unknown();
        };
        let owner = program.owners.get(&(at.file, at.id));
        let whole = owner.copied().unwrap_or(at.id);
        let mut found = Vec::new();
        for property in &facts.object(whole).properties {
            let PropertyKey::Named(name) = property.key else {
                continue;
            };
            let part = at.expression(property.value);
            let set = self.of_part(facts.text(name), part, at.id, key, reach);
            merge(&mut found, &set);
        }
        found.retain(Found::is_known);
        match found.is_empty() {
            true => unknown(),
            false => Rc::from(found),
        }
    }

    fn of_part(
        &mut self,
        name: &str,
        part: Thunk,
        asker: ObjectId,
        key: &str,
        reach: Reach,
    ) -> Set {
        let is_function = self
            .program
            .facts(part.file)
            .is_some_and(|facts| matches!(facts.value(part.value), Value::Function(_)));
        let part = match name {
            "data" | "state" | "setup" if is_function => {
                let functions = self.evaluate(part, reach);
                self.returned_by(&functions, reach)
            }
            "inject" => return self.injected_by_name(part, key, reach),
            "methods" | "actions" | "computed" | "getters" if !is_function => {
                self.evaluate(part, reach)
            }
            _ => return Rc::from([]),
        };
        let mut found = Vec::new();
        for part in part.iter() {
            if let What::Object(at) = part.what
                && at.id != asker
            {
                merge(&mut found, &self.member(part, key, reach));
            }
        }
        match name {
            "computed" | "getters" => self.returned_by(&Set::from(found), reach),
            _ => Rc::from(found),
        }
    }

    /// `inject: ["key"]`
    fn injected_by_name(&mut self, names: Thunk, key: &str, reach: Reach) -> Set {
        let names = self.evaluate(names, Reach::Local);
        let elements = self.elements_of(&names, Reach::Local);
        let is_it = |found: &Found| matches!(&found.what, What::Text(text) if &**text == key);
        match elements.iter().any(is_it) {
            true => self.left_under(key, reach),
            false => Rc::from([]),
        }
    }
}

//! Members: of objects, classes, modules, libraries and clients.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{ObjectId, Property, PropertyKey, Value, ValueId},
    source::Location,
};

use super::{
    evaluate::{Evaluator, Reach, Walk},
    global::is_builtin,
    packages,
    value::{At, Client, Found, Set, Thunk, What, after, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn member_value(
        &mut self,
        thunk: Thunk,
        object: ValueId,
        key: &str,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let mut found = self.set_member(thunk, object, key, reach);
        let objects = self.evaluate(thunk.expression(object), reach);
        merge(&mut found, &self.member_of_any(&objects, key, reach));
        if found
            .iter()
            .any(|found| found.is_known() && !is_library(found))
        {
            found.retain(|found| !matches!(found.what, What::Nothing));
            return Rc::from(found);
        }
        if let Value::Binding(binding) = *facts.value(object)
            && let Some(id) = facts.binding(binding).ty
        {
            let ty = thunk.at(id);
            let objects = self.ty(ty, reach);
            merge(&mut found, &self.member_of_any(&objects, key, reach));
            if found.iter().any(Found::is_known) {
                found.retain(Found::is_known);
                return Rc::from(found);
            }
        }
        let handed_on = self.handed_on(thunk, object, key, reach);
        match handed_on.iter().any(Found::is_known) {
            true => handed_on,
            false => Rc::from(found),
        }
    }

    /// What `name.key = …` sets a member of a variable to.
    fn set_member(&mut self, thunk: Thunk, object: ValueId, key: &str, reach: Reach) -> Vec<Found> {
        let mut found = Vec::new();
        let Some(facts) = self.program.facts(thunk.file) else {
            return found;
        };
        let Value::Binding(binding) = *facts.value(object) else {
            return found;
        };
        let location = self.location_of(thunk);
        for &index in &facts.binding(binding).writes {
            let write = &facts.property_writes[index as usize];
            if facts.text(write.key) == key {
                let set = self.evaluate(thunk.expression(write.value), reach);
                merge(&mut found, &after(&set, StepKind::Member, location));
            }
        }
        found
    }

    /// What a member of any of these can be.
    fn member_of_any(&mut self, things: &[Found], key: &str, reach: Reach) -> Set {
        let mut found = Vec::new();
        for thing in things {
            merge(&mut found, &self.member(thing, key, reach));
        }
        Rc::from(found)
    }

    /// What a member of a thing can be.
    pub(super) fn member(&mut self, found: &Found, key: &str, reach: Reach) -> Set {
        let method = || {
            one(Found::new(What::Method {
                receiver: Rc::new(found.clone()),
                name: Rc::from(key),
            }))
        };
        match &found.what {
            What::Client(client) => client_member(client, key, found).map_or_else(method, one),
            What::Storage(_)
            | What::EdgeFunctions(_)
            | What::Channel(_)
            | What::Builder(_)
            | What::Text(_)
            | What::Method { .. } => method(),
            What::Entries(_) => match is_map_method(key) {
                true => method(),
                false => self.map_values(found, reach),
            },
            What::Boxed(inner) => match key {
                "value" | "current" => Rc::clone(inner),
                // Calling a box gives what it holds.
                "getValue" | "peek" | "asReadonly" | "asObservable" | "getState"
                | "getInitialState" => one(found.clone()),
                // Templates take the value out of a box by themselves.
                _ => self.member_of_any(inner, key, reach),
            },
            What::Object(at) => {
                let at = *at;
                self.walk(Walk::Member(at, Rc::from(key)), reach, |evaluator| {
                    evaluator.object_member(at, key, found, reach)
                })
            }
            What::Array(_) | What::Elements(_) | What::Pair(..) => match key.parse::<usize>() {
                Ok(index) => self.element(found, index, reach),
                Err(_) => method(),
            },
            What::Instance(instance) => self.instance_member(*instance, key, found, reach),
            What::Class(class) => self.static_member(*class, key, found, reach),
            What::Module(file) => match key {
                "__esModule" => one(Found::new(What::Nothing)),
                _ => self.export(*file, key, reach),
            },
            What::Package { package, path } => {
                one(found.becoming(package_member(package, path, key)))
            }
            What::Builtin(name) => self.builtin_member(name, key, reach),
            What::Function { .. } | What::Context(_) => method(),
            What::Typed(ty) => self.typed_member(*ty, key, reach),
            What::Nothing => Rc::from([]),
            What::Unknown(_) => one(found.clone()),
        }
    }

    fn builtin_member(&mut self, name: &str, key: &str, reach: Reach) -> Set {
        if name == "globalThis" && !is_builtin(key) {
            let found = self.written_global(key, reach);
            if found.iter().any(Found::is_known) {
                return Rc::from(found);
            }
            if key == "supabase" {
                return one(Found::new(What::Package {
                    package: Rc::from("@supabase/supabase-js"),
                    path: Rc::from(""),
                }));
            }
            return one(Found::new(What::Builtin(Rc::from(key))));
        }
        let path = match name {
            "globalThis" => key.to_owned(),
            _ => format!("{name}.{key}"),
        };
        if path.starts_with("process.env.")
            || path.starts_with("import.meta.env.")
            || path.starts_with("Bun.env.")
        {
            return one(Found::unknown(Reason::Environment));
        }
        if path == "process.argv" {
            return one(Found::unknown(Reason::Request));
        }
        one(Found::new(What::Builtin(Rc::from(path))))
    }

    fn object_member(&mut self, at: At<ObjectId>, key: &str, of: &Found, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let object = facts.object(at.id);
        let mut found = Vec::new();
        for property in object.properties.iter().rev() {
            let value = at.expression(property.value);
            match property.key {
                PropertyKey::Named(name) if facts.text(name) == key => {
                    let set = self.property_value(at, property, reach);
                    let set: Set = set.iter().map(|member| member.following(of)).collect();
                    merge(&mut found, &set);
                }
                PropertyKey::Spread => {
                    let spread = self.evaluate(value, reach);
                    merge(&mut found, &self.member_of_any(&spread, key, reach));
                }
                PropertyKey::Computed(name) => {
                    let names = self.evaluate(value.expression(name), reach);
                    if names.iter().any(|name| is_text(name, key)) {
                        merge(&mut found, &self.evaluate(value, reach));
                    }
                    continue;
                }
                PropertyKey::Named(_) => continue,
            }
            // `this.key = …` in a method may set what is empty here.
            if found.iter().any(Found::is_known) {
                break;
            }
        }
        match found.is_empty() {
            true => self.component_member(at, key, reach),
            false => Rc::from(found),
        }
    }

    /// What a property is, or what it returns when it is a getter.
    fn property_value(&mut self, at: At<ObjectId>, property: &Property, reach: Reach) -> Set {
        let set = self.evaluate(at.expression(property.value), reach);
        let set = match property.is_getter {
            true => self.returned_by(&set, reach),
            false => set,
        };
        let location = Location {
            file: at.file,
            span: property.span,
        };
        after(&set, StepKind::Member, location)
    }
}

/// What a member of a client is, when it is more than a method.
fn client_member(client: &Client, key: &str, found: &Found) -> Option<Found> {
    match key {
        "storage" => Some(found.becoming(What::Storage(client.evidence))),
        "functions" => Some(found.becoming(What::EdgeFunctions(client.evidence))),
        // A module that is a client as a whole is its own default export, too.
        "rest" | "default" => Some(found.clone()),
        _ => None,
    }
}

fn package_member(package: &Rc<str>, path: &str, key: &str) -> What {
    let path = match path.is_empty() {
        true => key.to_owned(),
        false => format!("{path}.{key}"),
    };
    What::Package {
        package: Rc::clone(package),
        path: Rc::from(path),
    }
}

/// Whether a thing is a library's own; what a library is extended by is not.
fn is_library(found: &Found) -> bool {
    match &found.what {
        What::Package { package, path } => {
            !packages::is_client_package(package)
                && (path.contains("()") || path.starts_with(char::is_uppercase))
        }
        _ => false,
    }
}

fn is_text(found: &Found, text: &str) -> bool {
    matches!(&found.what, What::Text(found) if &**found == text)
}

fn is_map_method(key: &str) -> bool {
    matches!(
        key,
        "get" | "set" | "has" | "delete" | "clear" | "keys" | "values" | "entries" | "forEach"
    )
}

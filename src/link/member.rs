//! Members: of objects, classes, modules, libraries and clients.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    facts::{PropertyKey, Value, ValueId},
    source::Location,
};

use super::{
    evaluate::{Evaluator, Reach, Walk},
    global::is_builtin,
    packages,
    value::{At, Found, Set, Thunk, What, after, merge, one},
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
        let location = Location {
            file: thunk.file,
            span: facts.value_span(thunk.value),
        };
        let mut found = Vec::new();
        if let Value::Binding(binding) = *facts.value(object) {
            for &index in &facts.binding(binding).writes {
                let write = &facts.property_writes[index as usize];
                if facts.text(write.key) == key {
                    let value = write.value;
                    let set = self.evaluate(Thunk { value, ..thunk }, reach);
                    merge(&mut found, &after(&set, StepKind::Member, location));
                }
            }
        }
        let objects = self.evaluate(
            Thunk {
                value: object,
                ..thunk
            },
            reach,
        );
        for object in objects.iter() {
            merge(&mut found, &self.member(object, key, reach));
        }
        // What a library is extended by is not the library's own.
        let is_library = |found: &Found| match &found.what {
            What::Package { package, path } => {
                !packages::is_client_package(package)
                    && (path.contains("()") || path.starts_with(char::is_uppercase))
            }
            _ => false,
        };
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
            for object in self.ty(ty, reach).iter() {
                merge(&mut found, &self.member(object, key, reach));
            }
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

    /// What a member of a thing can be.
    pub(super) fn member(&mut self, found: &Found, key: &str, reach: Reach) -> Set {
        let method = || {
            one(Found::new(What::Method {
                receiver: Rc::new(found.clone()),
                name: Rc::from(key),
            }))
        };
        match &found.what {
            What::Client(client) => match key {
                "storage" => one(found.becoming(What::Storage(client.evidence))),
                "functions" => one(found.becoming(What::EdgeFunctions(client.evidence))),
                // A module that is a client as a whole is its own default export, too.
                "rest" | "default" => one(found.clone()),
                _ => method(),
            },
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
            // Calling a box gives what it holds.
            What::Boxed(_)
                if matches!(key, "getValue" | "peek" | "asReadonly" | "asObservable") =>
            {
                one(found.clone())
            }
            What::Boxed(inner) if matches!(key, "value" | "current") => Rc::clone(inner),
            What::Boxed(_) if matches!(key, "getState" | "getInitialState") => one(found.clone()),
            // Templates take the value out of a box by themselves.
            What::Boxed(inner) => {
                let mut members = Vec::new();
                for inner in inner.iter() {
                    merge(&mut members, &self.member(inner, key, reach));
                }
                Rc::from(members)
            }
            What::Object(at) => {
                let at = *at;
                self.walk(Walk::Member(at, Rc::from(key)), |evaluator| {
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
                let path = match path.is_empty() {
                    true => key.to_owned(),
                    false => format!("{path}.{key}"),
                };
                one(found.becoming(What::Package {
                    package: Rc::clone(package),
                    path: Rc::from(path),
                }))
            }
            What::Builtin(name) => self.builtin_member(name, key, reach),
            What::Function { .. } | What::Context(_) => method(),
            What::Typed(ty) => self.typed_member(*ty, key, reach),
            What::Nothing => Rc::from([]),
            What::Unknown(unknown) => one(Found {
                what: What::Unknown(unknown.clone()),
                trail: found.trail.clone(),
            }),
        }
    }

    fn builtin_member(&mut self, name: &str, key: &str, reach: Reach) -> Set {
        if name == "globalThis" && !is_builtin(key) {
            let mut found = Vec::new();
            for (thunk, location) in self.written_members(key, |tail| {
                matches!(tail, "window" | "globalThis" | "self" | "global")
            }) {
                let set = self.evaluate(thunk, reach);
                merge(&mut found, &after(&set, StepKind::Context, location));
            }
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

    fn object_member(
        &mut self,
        at: At<crate::facts::ObjectId>,
        key: &str,
        of: &Found,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let object = facts.object(at.id);
        let mut found = Vec::new();
        for property in object.properties.iter().rev() {
            let value = at.expression(property.value);
            let location = Location {
                file: at.file,
                span: property.span,
            };
            match property.key {
                PropertyKey::Named(name) if facts.text(name) == key => {
                    let set = self.evaluate(value, reach);
                    let set = match property.is_getter {
                        true => self.returned_by(&set, reach),
                        false => set,
                    };
                    let set: Set = set
                        .iter()
                        .map(|found| found.after(StepKind::Member, location))
                        .collect();
                    let set: Set = set.iter().map(|member| member.following(of)).collect();
                    merge(&mut found, &set);
                    // `this.key = …` in a method may set what is empty here.
                    if found.iter().any(Found::is_known) {
                        break;
                    }
                }
                PropertyKey::Spread => {
                    let set = self.evaluate(value, reach);
                    for spread in set.iter() {
                        merge(&mut found, &self.member(spread, key, reach));
                    }
                    if found.iter().any(Found::is_known) {
                        break;
                    }
                }
                PropertyKey::Computed(name) => {
                    let name = Thunk {
                        value: name,
                        ..value
                    };
                    let names = self.evaluate(name, reach);
                    let is_it = names
                        .iter()
                        .any(|name| matches!(&name.what, What::Text(text) if &**text == key));
                    if is_it {
                        merge(&mut found, &self.evaluate(value, reach));
                    }
                }
                PropertyKey::Named(_) => {}
            }
        }
        match found.is_empty() {
            true => self.component_member(at, key, reach),
            false => Rc::from(found),
        }
    }
}

fn is_map_method(key: &str) -> bool {
    matches!(
        key,
        "get" | "set" | "has" | "delete" | "clear" | "keys" | "values" | "entries" | "forEach"
    )
}

//! The places where a program leaves values under keys, indexed by key.

use rustc_hash::FxHashMap;

use crate::{
    facts::{CallId, FileFacts, ObjectId, PropertyKey, Type, TypeId, Value, ValueId},
    source::FileId,
};

use super::context::is_named;

/// Everything left under keys.
#[derive(Debug, Default)]
pub(super) struct Left<'a> {
    /// `provide("key", value)`, `c.set("key", value)`.
    calls: FxHashMap<&'a str, Vec<(FileId, CallId)>>,
    /// Those whose key is not written where it is used.
    computed: Vec<(FileId, CallId)>,
    /// `provide: { key: value }`
    provided: FxHashMap<&'a str, Vec<(FileId, ValueId)>>,
    /// `{ provide: TOKEN, useValue: value }`
    providers: Vec<(FileId, ObjectId)>,
    /// The members of the type of a context's variables.
    variables: FxHashMap<&'a str, Vec<(FileId, TypeId)>>,
    /// SvelteKit's files with `load` functions, by the folder of the route.
    loads: FxHashMap<&'a str, Vec<FileId>>,
}

impl<'a> Left<'a> {
    pub(super) fn add(&mut self, file: FileId, facts: &'a FileFacts) {
        for (index, call) in facts.calls.iter().enumerate() {
            let place = (file, CallId(index as u32));
            let [key, _, ..] = call.arguments[..] else {
                continue;
            };
            match (call.name.map(|name| facts.text(name)), facts.value(key)) {
                (Some("provide" | "setContext" | "set" | "decorate"), Value::Text(key)) => {
                    self.calls.entry(facts.text(*key)).or_default().push(place);
                }
                (Some("provide" | "setContext"), _) => self.computed.push(place),
                _ => {}
            }
        }
        self.add_objects(file, facts);
        self.add_types(file, facts);
    }

    fn add_objects(&mut self, file: FileId, facts: &'a FileFacts) {
        for (index, object) in facts.objects.iter().enumerate() {
            let properties = || object.properties.iter();
            let Some(provide) = properties().find(|it| is_named(facts, it, "provide")) else {
                continue;
            };
            let is_use = |it| {
                ["useValue", "useFactory", "useClass"]
                    .iter()
                    .any(|name| is_named(facts, it, name))
            };
            if properties().any(is_use) {
                self.providers.push((file, ObjectId(index as u32)));
                continue;
            }
            let returned;
            let values: &[ValueId] = match facts.value(provide.value) {
                Value::Function(function) => &facts.function(*function).returns,
                _ => {
                    returned = [provide.value];
                    &returned
                }
            };
            for &value in values {
                self.add_provided(file, facts, value);
            }
        }
    }

    fn add_provided(&mut self, file: FileId, facts: &'a FileFacts, value: ValueId) {
        let Value::Object(object) = *facts.value(value) else {
            return;
        };
        for property in &facts.object(object).properties {
            if let PropertyKey::Named(key) = property.key {
                let provided = self.provided.entry(facts.text(key)).or_default();
                provided.push((file, property.value));
            }
        }
    }

    fn add_types(&mut self, file: FileId, facts: &'a FileFacts) {
        let declared = facts.type_declarations.iter().filter_map(|declaration| {
            let name = facts.text(declaration.name);
            (name.ends_with("Variables") || name == "ContextVariableMap").then_some(declaration.ty)
        });
        let members = facts.types.iter().filter_map(|ty| match ty {
            Type::Object(members) => members
                .iter()
                .find(|(name, _)| facts.text(*name) == "Variables")
                .map(|&(_, id)| id),
            _ => None,
        });
        for id in declared.chain(members) {
            if let Type::Object(members) = facts.ty(id) {
                for &(name, id) in members {
                    let variables = self.variables.entry(facts.text(name)).or_default();
                    variables.push((file, id));
                }
            }
        }
    }

    /// Notes a file of a SvelteKit route.
    pub(super) fn add_path(&mut self, file: FileId, path: &'a str) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_load = matches!(
            name,
            "+layout.ts"
                | "+layout.js"
                | "+layout.server.ts"
                | "+layout.server.js"
                | "+page.ts"
                | "+page.js"
                | "+page.server.ts"
                | "+page.server.js"
        );
        if is_load {
            self.loads.entry(folder).or_default().push(file);
        }
    }

    pub(super) fn under(&self, key: &str) -> &[(FileId, CallId)] {
        self.calls.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn computed(&self) -> &[(FileId, CallId)] {
        &self.computed
    }

    pub(super) fn provided(&self, key: &str) -> &[(FileId, ValueId)] {
        self.provided.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn providers(&self) -> &[(FileId, ObjectId)] {
        &self.providers
    }

    pub(super) fn variables(&self, key: &str) -> &[(FileId, TypeId)] {
        self.variables.get(key).map_or(&[], Vec::as_slice)
    }

    /// The files whose `load` functions reach the file at a path, nearest first.
    pub(super) fn loads_above(&self, path: &str) -> Vec<FileId> {
        let mut loads = Vec::new();
        if self.loads.is_empty() {
            return loads;
        }
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            loads.extend(self.loads.get(above).into_iter().flatten());
            folder = above;
        }
        loads
    }
}

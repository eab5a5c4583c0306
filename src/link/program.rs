//! All files together, and the indexes that linking looks things up in.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::{
    facts::{
        BindingId, CallId, ClassId, Export, FileFacts, FunctionId, Name, ObjectId, PropertyKey,
        TypeId, Value,
    },
    modules::{Modules, Resolution},
    source::{Dialect, FileId, Sources},
};

use super::{component, left::Left, links};

/// The files that are parsed so far, with indexes over them.
#[derive(Debug)]
pub(super) struct Program<'a> {
    pub(super) sources: &'a Sources,
    pub(super) modules: &'a Modules,
    facts: Vec<Option<&'a FileFacts>>,
    /// What specifiers stand for, once they were asked for.
    resolutions: RefCell<FxHashMap<(FileId, &'a str), Resolution>>,
    /// Calls by the last name of what is called.
    calls: FxHashMap<&'a str, Vec<(FileId, CallId)>>,
    /// Assignments to members, by key: the index into the file's `property_writes`.
    writes: FxHashMap<&'a str, Vec<(FileId, usize)>>,
    /// The other names that an exported name is imported by.
    aliases: FxHashMap<&'a str, Vec<&'a str>>,
    /// Global type declarations by name: the index into the file's `type_declarations`.
    global_types: FxHashMap<&'a str, Vec<(FileId, usize)>>,
    /// Interfaces that add to a library's: `declare module "…" { interface A { … } }`.
    augmentations: Vec<(FileId, usize)>,
    /// The types of what functions are written into: a variable's, or a member of an object's.
    contextual: FxHashMap<(FileId, FunctionId), (TypeId, Option<Name>)>,
    /// Calls that add to what a name holds: `list.push(x)`, `map.set(key, x)`.
    additions: FxHashMap<(FileId, BindingId), Vec<CallId>>,
    /// The same for members of `this`.
    member_additions: FxHashMap<(FileId, ClassId, Name), Vec<CallId>>,
    /// Functions of fixtures by their key: `base.extend({ key: async ({}, use) => … })`.
    fixtures: FxHashMap<&'a str, Vec<(FileId, FunctionId)>>,
    /// Calls that hand an object literal on: `next({ ctx })`.
    handing_on: Vec<(FileId, CallId)>,
    /// Per file, exports by name: the indices into `exports`.
    exports: Vec<FxHashMap<&'a str, Vec<usize>>>,
    pub(super) left: Left<'a>,
    /// The objects that hold another as their `methods` and the like.
    pub(super) owners: FxHashMap<(FileId, ObjectId), ObjectId>,
    /// The names at the top of Svelte components, whose stores are read as `$name`.
    svelte_tops: FxHashMap<(FileId, &'a str), BindingId>,
    /// Classes by the last name of what they extend.
    subclasses: FxHashMap<&'a str, Vec<(FileId, ClassId)>>,
}

impl<'a> Program<'a> {
    pub(super) fn new(
        sources: &'a Sources,
        modules: &'a Modules,
        facts: Vec<Option<&'a FileFacts>>,
    ) -> Self {
        let mut program = Self {
            resolutions: RefCell::default(),
            sources,
            modules,
            calls: FxHashMap::default(),
            writes: FxHashMap::default(),
            aliases: FxHashMap::default(),
            global_types: FxHashMap::default(),
            augmentations: Vec::new(),
            contextual: FxHashMap::default(),
            additions: FxHashMap::default(),
            member_additions: FxHashMap::default(),
            fixtures: FxHashMap::default(),
            handing_on: Vec::new(),
            exports: vec![FxHashMap::default(); facts.len()],
            left: Left::default(),
            svelte_tops: FxHashMap::default(),
            subclasses: FxHashMap::default(),
            owners: FxHashMap::default(),
            facts,
        };
        for (file, source) in sources.iter() {
            program.left.add_path(file, &source.path);
        }
        for index in 0..program.facts.len() {
            if let Some(facts) = program.facts[index] {
                program.index(FileId(index as u32), facts);
            }
        }
        program
    }

    fn index(&mut self, file: FileId, facts: &'a FileFacts) {
        for (index, call) in facts.calls.iter().enumerate() {
            if let Some(name) = call.name {
                let calls = self.calls.entry(facts.text(name)).or_default();
                calls.push((file, CallId(index as u32)));
                self.index_addition(file, facts, CallId(index as u32));
                self.index_handing(file, facts, CallId(index as u32));
            }
        }
        for (index, write) in facts.property_writes.iter().enumerate() {
            let writes = self.writes.entry(facts.text(write.key)).or_default();
            writes.push((file, index));
        }
        for (index, declaration) in facts.type_declarations.iter().enumerate() {
            if declaration.is_global {
                let types = self
                    .global_types
                    .entry(facts.text(declaration.name))
                    .or_default();
                types.push((file, index));
            }
            if declaration.is_augmentation {
                self.augmentations.push((file, index));
            }
        }
        for (index, class) in facts.classes.iter().enumerate() {
            if let Some(parent) = class.extends
                && let Some(name) = super::tail_name(facts, parent)
            {
                let subclasses = self.subclasses.entry(name).or_default();
                subclasses.push((file, ClassId(index as u32)));
            }
        }
        self.index_contexts(file, facts);
        if self.sources.get(file).dialect == Dialect::Svelte {
            let tops = facts.module_scope.iter();
            self.svelte_tops
                .extend(tops.map(|&(name, binding)| ((file, facts.text(name)), binding)));
        }
        self.left.add(file, facts);
        let owned = component::owned(facts).map(|(part, whole)| ((file, part), whole));
        self.owners.extend(owned);
        self.index_names(file, facts);
    }

    fn index_addition(&mut self, file: FileId, facts: &'a FileFacts, id: CallId) {
        let call = facts.call(id);
        let name = links::name(facts, call);
        if !matches!(name, "push" | "unshift" | "add" | "set") {
            return;
        }
        let Value::Member { object, .. } = *facts.value(call.callee) else {
            return;
        };
        match *facts.value(object) {
            Value::Binding(binding) => {
                let additions = self.additions.entry((file, binding)).or_default();
                additions.push(id);
            }
            Value::Member { object, key } => {
                if let Value::This(class) = *facts.value(object) {
                    let place = (file, class, key);
                    self.member_additions.entry(place).or_default().push(id);
                }
            }
            _ => {}
        }
    }

    fn index_handing(&mut self, file: FileId, facts: &'a FileFacts, id: CallId) {
        let call = facts.call(id);
        let name = links::name(facts, call);
        let Some(&Value::Object(object)) = call.arguments.first().map(|&first| facts.value(first))
        else {
            return;
        };
        match name {
            "next" => self.handing_on.push((file, id)),
            "extend" => {
                for property in &facts.object(object).properties {
                    if let PropertyKey::Named(key) = property.key
                        && let Value::Function(function) = *facts.value(property.value)
                        && facts.function(function).parameters.len() >= 2
                    {
                        let fixtures = self.fixtures.entry(facts.text(key)).or_default();
                        fixtures.push((file, function));
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes the functions that are written where a type says what they take.
    fn index_contexts(&mut self, file: FileId, facts: &'a FileFacts) {
        let of_bindings = facts.bindings.iter().filter_map(|binding| {
            let ty = binding.ty?;
            Some(binding.sources.iter().map(move |&source| (source, ty)))
        });
        let of_members = facts.classes.iter().flat_map(|class| &class.members);
        let of_members = of_members.filter_map(|member| Some((member.value?, member.ty?)));
        let of_casts = facts.values.iter().filter_map(|value| match *value {
            Value::Cast { value, ty } => Some((value, ty)),
            _ => None,
        });
        for (value, ty) in of_bindings.flatten().chain(of_members).chain(of_casts) {
            match *facts.value(value) {
                Value::Function(function) => {
                    self.contextual.insert((file, function), (ty, None));
                }
                Value::Object(object) => {
                    for property in &facts.object(object).properties {
                        let PropertyKey::Named(key) = property.key else {
                            continue;
                        };
                        if let Value::Function(function) = *facts.value(property.value) {
                            self.contextual.insert((file, function), (ty, Some(key)));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn index_names(&mut self, file: FileId, facts: &'a FileFacts) {
        for binding in &facts.bindings {
            for &source in &binding.sources {
                let imported = match facts.value(source) {
                    crate::facts::Value::Imported { name, .. } => imported_text(facts, *name),
                    crate::facts::Value::Member { key, .. } => Some(facts.text(*key)),
                    _ => None,
                };
                let local = facts.text(binding.name);
                if let Some(imported) = imported
                    && imported != local
                {
                    add_alias(&mut self.aliases, imported, local);
                }
            }
        }
        for (index, export) in facts.exports.iter().enumerate() {
            let name = match export {
                Export::Value { name, .. } => *name,
                Export::Local { name, local } => {
                    if name != local {
                        add_alias(&mut self.aliases, facts.text(*local), facts.text(*name));
                    }
                    *name
                }
                Export::From { name, imported, .. } => {
                    if let Some(imported) = imported_text(facts, *imported)
                        && imported != facts.text(*name)
                    {
                        add_alias(&mut self.aliases, imported, facts.text(*name));
                    }
                    *name
                }
                Export::Star(_) | Export::Whole(_) => continue,
            };
            let exports = self.exports[file.0 as usize]
                .entry(facts.text(name))
                .or_default();
            exports.push(index);
        }
    }

    pub(super) fn facts(&self, file: FileId) -> Option<&'a FileFacts> {
        self.facts[file.0 as usize]
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (FileId, &'a FileFacts)> {
        let numbered = self.facts.iter().enumerate();
        numbered.filter_map(|(index, facts)| facts.map(|facts| (FileId(index as u32), facts)))
    }

    pub(super) fn calls_named(&self, name: &str) -> &[(FileId, CallId)] {
        self.calls.get(name).map_or(&[], Vec::as_slice)
    }

    /// A name at the top of a Svelte component.
    pub(super) fn svelte_top(&self, file: FileId, name: &str) -> Option<BindingId> {
        self.svelte_tops.get(&(file, name)).copied()
    }

    /// The classes that extend something by this name.
    pub(super) fn subclasses_of(&self, name: &str) -> &[(FileId, ClassId)] {
        self.subclasses.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn writes_of(&self, key: &str) -> &[(FileId, usize)] {
        self.writes.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn aliases_of(&self, name: &str) -> &[&'a str] {
        self.aliases.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn global_types(&self, name: &str) -> &[(FileId, usize)] {
        self.global_types.get(name).map_or(&[], Vec::as_slice)
    }

    /// The type of what a function is written into, and the key when that is an object.
    pub(super) fn contextual(
        &self,
        file: FileId,
        function: FunctionId,
    ) -> Option<(TypeId, Option<Name>)> {
        self.contextual.get(&(file, function)).copied()
    }

    /// The calls that add to what a name holds.
    pub(super) fn additions(&self, file: FileId, binding: BindingId) -> &[CallId] {
        let additions = self.additions.get(&(file, binding));
        additions.map_or(&[], Vec::as_slice)
    }

    /// The calls that add to what a member of a class holds.
    pub(super) fn member_additions(&self, file: FileId, class: ClassId, key: Name) -> &[CallId] {
        let additions = self.member_additions.get(&(file, class, key));
        additions.map_or(&[], Vec::as_slice)
    }

    pub(super) fn fixtures(&self, key: &str) -> &[(FileId, FunctionId)] {
        self.fixtures.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn handing_on(&self) -> &[(FileId, CallId)] {
        &self.handing_on
    }

    pub(super) fn augmentations(&self) -> &[(FileId, usize)] {
        &self.augmentations
    }

    /// The exports of a file by this name; re-exports of everything are not among them.
    pub(super) fn exports_named(&self, file: FileId, name: &str) -> &[usize] {
        self.exports[file.0 as usize]
            .get(name)
            .map_or(&[], Vec::as_slice)
    }

    /// What an import specifier of a file stands for.
    pub(super) fn resolve(&self, file: FileId, specifier: &'a str) -> Resolution {
        let mut known = self.resolutions.borrow_mut();
        let resolve = || self.modules.resolve(file, specifier);
        known
            .entry((file, specifier))
            .or_insert_with(resolve)
            .clone()
    }
}

fn add_alias<'a>(
    aliases: &mut FxHashMap<&'a str, Vec<&'a str>>,
    imported: &'a str,
    local: &'a str,
) {
    let names = aliases.entry(imported).or_default();
    if !names.contains(&local) {
        names.push(local);
    }
}

fn imported_text(facts: &FileFacts, name: crate::facts::ImportedName) -> Option<&str> {
    match name {
        crate::facts::ImportedName::Default => Some("default"),
        crate::facts::ImportedName::Namespace => None,
        crate::facts::ImportedName::Named(name) => Some(facts.text(name)),
    }
}

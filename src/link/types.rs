//! Types to what a value of them can be.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, Reason, SchemaRef},
    facts::{CallId, Export, FileFacts, ImportedName, Name, Type, TypeDeclaration, TypeId, Value},
    modules::Resolution,
    source::FileId,
};

use super::{
    evaluate::{Evaluator, Reach},
    last_segment, packages,
    value::{At, Client, Found, FrameId, Instance, Set, Thunk, What, merge, one},
};

/// How deeply types are followed into each other.
const MAX_DEPTH: u32 = 24;

/// A type, with how deep it was come by.
#[derive(Clone, Copy, Debug)]
struct Typing {
    at: At<TypeId>,
    depth: u32,
}

impl Evaluator<'_> {
    pub(super) fn ty(&mut self, at: At<TypeId>, reach: Reach) -> Set {
        self.typing(Typing { at, depth: 0 }, reach)
    }

    fn typing(&mut self, typing: Typing, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(typing.at.file) else {
            return Rc::from([]);
        };
        if typing.depth > MAX_DEPTH {
            return Rc::from([]);
        }
        let inner = |id| Typing {
            at: At { id, ..typing.at },
            depth: typing.depth + 1,
        };
        match facts.ty(typing.at.id) {
            Type::Named { path, arguments } => self.named_type(typing, path, arguments, reach),
            Type::Text(name) => one(Found::new(What::Text(Rc::from(facts.text(*name))))),
            Type::Union(members) | Type::Intersection(members) => {
                let mut found = Vec::new();
                for &member in members {
                    merge(&mut found, &self.typing(inner(member), reach));
                }
                Rc::from(found)
            }
            Type::Array(element) => {
                let elements = self.typing(inner(*element), reach);
                one(Found::new(What::Elements(elements)))
            }
            Type::Object(_) | Type::Function { .. } => one(Found::new(What::Typed(typing.at))),
            Type::Imported { import, path, .. } => {
                let member = path.last().map(|&name| facts.text(name));
                let file = typing.at.file;
                let module = ImportedName::Namespace;
                self.imported_type(file, *import, module, member, typing.depth, reach)
            }
            Type::Tuple(_) | Type::Any | Type::Other => Rc::from([]),
            Type::Typeof(value) => {
                let thunk = Thunk {
                    file: typing.at.file,
                    value: *value,
                    frame: FrameId::ROOT,
                };
                self.evaluate(thunk, reach)
            }
            Type::Module(import) => {
                self.imported(typing.at.file, *import, ImportedName::Namespace, reach)
            }
            Type::Keyof(object) => {
                let objects = self.typing(inner(*object), reach);
                match objects
                    .iter()
                    .all(|found| matches!(found.what, What::Object(_)))
                {
                    true => self.keys_of(&objects),
                    false => Rc::from([]),
                }
            }
            Type::Indexed { object, key } => self.indexed_type(inner(*object), inner(*key), reach),
        }
    }

    fn indexed_type(&mut self, object: Typing, key: Typing, reach: Reach) -> Set {
        let objects = self.typing(object, reach);
        let keys = self.typing(key, reach);
        let mut found = Vec::new();
        for key in keys.iter() {
            if let What::Text(key) = &key.what {
                for object in objects.iter() {
                    merge(&mut found, &self.member(object, key, reach));
                }
            }
        }
        if keys.is_empty() {
            // `(typeof NAMES)[number]`
            let arrays: Set = objects
                .iter()
                .filter(|found| matches!(found.what, What::Array(_) | What::Elements(_)))
                .cloned()
                .collect();
            merge(&mut found, &self.elements_of(&arrays, reach));
        }
        Rc::from(found)
    }

    fn named_type(
        &mut self,
        typing: Typing,
        path: &[Name],
        arguments: &[TypeId],
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(typing.at.file) else {
            return Rc::from([]);
        };
        let first = arguments.first().map(|&id| Typing {
            at: At { id, ..typing.at },
            depth: typing.depth + 1,
        });
        if let [name] = path
            && let Some(first) = first
        {
            match facts.text(*name) {
                "Promise" | "Awaited" | "PromiseLike" | "Readonly" | "Required" | "Partial"
                | "NonNullable" | "Maybe" | "Nullable" | "Raw" | "UnwrapRef" | "DeepReadonly"
                | "Omit" | "Pick" | "Extract" | "Exclude" | "Uppercase" | "NoInfer"
                | "PropsWithChildren" => {
                    return self.typing(first, reach);
                }
                "Ref" | "ShallowRef" | "ComputedRef" | "MutableRefObject" | "RefObject"
                | "Signal" | "WritableSignal" | "BehaviorSubject" | "Writable" | "Readable" => {
                    let inner = self.typing(first, reach);
                    return one(Found::new(What::Boxed(inner)));
                }
                "Map" | "ReadonlyMap" | "WeakMap" | "Record" => {
                    return self.entries_type(typing, arguments, reach);
                }
                "Array" | "ReadonlyArray" | "Set" | "ReadonlySet" | "Iterable" => {
                    let elements = self.typing(first, reach);
                    return one(Found::new(What::Elements(elements)));
                }
                "ReturnType" => {
                    let functions = self.typing(first, reach);
                    return self.return_types(&functions, reach);
                }
                "InstanceType" => {
                    let classes = self.typing(first, reach);
                    return instances(&classes);
                }
                _ => {}
            }
        }
        self.declared_type(typing, facts, path, reach)
    }

    /// `Map<K, V>` and `Record<K, V>`, when values of `V` are known.
    fn entries_type(&mut self, typing: Typing, arguments: &[TypeId], reach: Reach) -> Set {
        let &[_, value] = arguments else {
            return Rc::from([]);
        };
        let values = self.typing(
            Typing {
                at: At {
                    id: value,
                    ..typing.at
                },
                depth: typing.depth + 1,
            },
            reach,
        );
        if !values.iter().any(Found::is_known) {
            return Rc::from([]);
        }
        let pair = Found::new(What::Pair(Rc::from([]), values));
        one(Found::new(What::Entries(one(pair))))
    }

    fn return_types(&mut self, functions: &Set, reach: Reach) -> Set {
        let mut found = Vec::new();
        for function in functions.iter() {
            match &function.what {
                What::Function { at, .. } => merge(&mut found, &self.returns(*at, at.frame, reach)),
                What::Package { package, path }
                    if packages::is_client_package(package)
                        && packages::makes_client(last_segment(path)) =>
                {
                    merge(&mut found, &[annotated()]);
                }
                What::Typed(ty) => merge(&mut found, &self.typed_call(*ty, reach)),
                _ => {}
            }
        }
        Rc::from(found)
    }

    fn declared_type(
        &mut self,
        typing: Typing,
        facts: &FileFacts,
        path: &[Name],
        reach: Reach,
    ) -> Set {
        let file = typing.at.file;
        let joined = path
            .iter()
            .map(|&name| facts.text(name))
            .collect::<Vec<_>>()
            .join(".");
        if let Some(set) = self.type_in(file, &joined, typing.depth, reach) {
            return set;
        }
        let &[head, ref rest @ ..] = path else {
            return Rc::from([]);
        };
        let place = facts
            .module_scope
            .binary_search_by_key(&head, |(name, _)| *name);
        if let Ok(place) = place {
            let binding = facts.binding(facts.module_scope[place].1);
            for &source in &binding.sources {
                match *facts.value(source) {
                    Value::Imported { import, name } => {
                        let last = rest.last().map(|&name| facts.text(name));
                        return self.imported_type(file, import, name, last, typing.depth, reach);
                    }
                    Value::Class(id) => {
                        let class = At {
                            file,
                            id,
                            frame: FrameId::ROOT,
                        };
                        return instance(class);
                    }
                    _ => {}
                }
            }
        }
        self.global_type(&joined, typing.depth, reach)
    }

    fn global_type(&mut self, name: &str, depth: u32, reach: Reach) -> Set {
        let mut found = Vec::new();
        for &(file, index) in self.program.global_types(name) {
            let Some(facts) = self.program.facts(file) else {
                continue;
            };
            let declaration = &facts.type_declarations[index];
            merge(
                &mut found,
                &self.declaration(file, declaration, depth, reach),
            );
        }
        if found.is_empty() && packages::is_client_type(name) {
            found.push(annotated());
        }
        Rc::from(found)
    }

    /// A type that a file declares by this name.
    fn type_in(&mut self, file: FileId, name: &str, depth: u32, reach: Reach) -> Option<Set> {
        let facts = self.program.facts(file)?;
        let mut found = None;
        for declaration in &facts.type_declarations {
            if facts.text(declaration.name) == name {
                let set = self.declaration(file, declaration, depth, reach);
                merge(found.get_or_insert_with(Vec::new), &set);
            }
        }
        found.map(Rc::from)
    }

    fn declaration(
        &mut self,
        file: FileId,
        declaration: &TypeDeclaration,
        depth: u32,
        reach: Reach,
    ) -> Set {
        let typing = |id| Typing {
            at: At {
                file,
                id,
                frame: FrameId::ROOT,
            },
            depth: depth + 1,
        };
        let mut found = Vec::new();
        for &parent in &declaration.extends {
            merge(&mut found, &self.typing(typing(parent), reach));
        }
        merge(&mut found, &self.typing(typing(declaration.ty), reach));
        Rc::from(found)
    }

    fn imported_type(
        &mut self,
        file: FileId,
        import: crate::facts::ImportId,
        name: ImportedName,
        member: Option<&str>,
        depth: u32,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        let name = match (name, member) {
            (_, Some(member)) => member,
            (ImportedName::Named(name), None) => facts.text(name),
            (ImportedName::Default, None) => "default",
            (ImportedName::Namespace, None) => return Rc::from([]),
        };
        let specifier = facts.text(facts.import(import).specifier);
        match self.program.resolve(file, specifier) {
            Resolution::File(target) => self.exported_type(target, name, depth + 1, reach),
            Resolution::Package(package)
                if packages::is_client_package(&package) && packages::is_client_type(name) =>
            {
                one(annotated())
            }
            Resolution::Package(package) => one(Found::new(What::Package {
                package: Rc::from(package),
                path: Rc::from(name),
            })),
            Resolution::Missing if packages::is_client_type(name) => {
                one(Found::new(What::Client(Client {
                    evidence: EvidenceKind::Imported,
                    schema: SchemaRef::Default,
                })))
            }
            Resolution::Missing | Resolution::Builtin | Resolution::Asset => Rc::from([]),
        }
    }

    /// A type that a file exports by this name.
    fn exported_type(&mut self, file: FileId, name: &str, depth: u32, reach: Reach) -> Set {
        if depth > MAX_DEPTH || !self.demand(file) {
            return Rc::from([]);
        }
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        for &index in self.program.exports_named(file, name) {
            match &facts.exports[index] {
                Export::From {
                    import, imported, ..
                } => {
                    return self.imported_type(file, *import, *imported, None, depth, reach);
                }
                Export::Local { local, .. } => {
                    return self.local_type(file, facts.text(*local), depth, reach);
                }
                Export::Value { .. } | Export::Star(_) | Export::Whole(_) => {}
            }
        }
        for target in self.stars(file) {
            let set = self.exported_type(target, name, depth + 1, reach);
            if !set.is_empty() {
                return set;
            }
        }
        self.local_type(file, name, depth, reach)
    }

    fn local_type(&mut self, file: FileId, name: &str, depth: u32, reach: Reach) -> Set {
        if let Some(set) = self.type_in(file, name, depth, reach) {
            return set;
        }
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        let binding = facts
            .module_scope
            .iter()
            .find(|(local, _)| facts.text(*local) == name)
            .map(|&(_, binding)| facts.binding(binding));
        let Some(binding) = binding else {
            return Rc::from([]);
        };
        for &source in &binding.sources {
            match *facts.value(source) {
                Value::Class(id) => {
                    return instance(At {
                        file,
                        id,
                        frame: FrameId::ROOT,
                    });
                }
                Value::Imported { import, name } => {
                    return self.imported_type(file, import, name, None, depth, reach);
                }
                _ => {}
            }
        }
        Rc::from([])
    }

    /// The type that an object type gives to a member.
    pub(super) fn member_type(&self, at: At<TypeId>, key: &str) -> Option<At<TypeId>> {
        let facts = self.program.facts(at.file)?;
        let Type::Object(members) = facts.ty(at.id) else {
            return None;
        };
        let &(_, id) = members.iter().find(|(name, _)| facts.text(*name) == key)?;
        Some(At { id, ..at })
    }

    /// A member of a value of an object type.
    pub(super) fn typed_member(&mut self, at: At<TypeId>, key: &str, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let Type::Object(members) = facts.ty(at.id) else {
            return Rc::from([]);
        };
        match members.iter().find(|(name, _)| facts.text(*name) == key) {
            Some(&(_, id)) => {
                let set = self.ty(At { id, ..at }, reach);
                match set.is_empty() {
                    true => one(Found::unknown(Reason::Computed)),
                    false => set,
                }
            }
            None => Rc::from([]),
        }
    }

    /// All values of an object type.
    pub(super) fn typed_values(&mut self, at: At<TypeId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        let mut found = Vec::new();
        if let Type::Object(members) = facts.ty(at.id) {
            for &(_, id) in members {
                merge(&mut found, &self.ty(At { id, ..at }, reach));
            }
        }
        if found.is_empty() {
            found.push(Found::unknown(Reason::Computed));
        }
        Rc::from(found)
    }

    /// What calling a value of a function type returns.
    pub(super) fn typed_call(&mut self, at: At<TypeId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(at.file) else {
            return Rc::from([]);
        };
        match *facts.ty(at.id) {
            Type::Function { returns, .. } => self.ty(At { id: returns, ..at }, reach),
            _ => Rc::from([]),
        }
    }

    /// What a parameter of a function type hands to the callback.
    pub(super) fn callback_type(&mut self, at: At<TypeId>, index: u32, reach: Reach) -> Set {
        let set = self.ty(at, reach);
        let mut found = Vec::new();
        for function in set.iter() {
            let What::Typed(at) = function.what else {
                continue;
            };
            let Some(facts) = self.program.facts(at.file) else {
                continue;
            };
            if let Type::Function { parameters, .. } = facts.ty(at.id)
                && let Some(&id) = parameters.get(index as usize)
            {
                merge(&mut found, &self.ty(At { id, ..at }, reach));
            }
        }
        Rc::from(found)
    }

    /// What the type argument of `createContext<T>(…)` and `inject<T>(…)` says.
    pub(super) fn context_type(&mut self, call: At<CallId>, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(call.file) else {
            return Rc::from([]);
        };
        match facts.call(call.id).type_arguments.first() {
            Some(&id) => self.ty(
                At {
                    file: call.file,
                    id,
                    frame: call.frame,
                },
                reach,
            ),
            None => Rc::from([]),
        }
    }

    /// The set, or what the call's type argument says when nothing else is known:
    /// `inject<SupabaseClient>(KEY)`.
    pub(super) fn or_type_argument(
        &mut self,
        thunk: Thunk,
        call: CallId,
        set: Set,
        reach: Reach,
    ) -> Set {
        let is_unknown = |found: &Found| match &found.what {
            What::Unknown(_) | What::Nothing => true,
            What::Package { package, .. } => !packages::is_client_package(package),
            _ => false,
        };
        let is_context = self.program.facts(thunk.file).is_some_and(|facts| {
            let name = facts.call(call).name.map(|name| facts.text(name));
            name.and_then(packages::hands_on)
                .is_some_and(packages::HandsOn::is_context)
        });
        let is_known = !set.iter().all(is_unknown);
        if is_known && !is_context {
            return set;
        }
        let call = At {
            file: thunk.file,
            id: call,
            frame: thunk.frame,
        };
        let typed = self.context_type(call, reach);
        let decides = |found: &Found| match found.what {
            What::Client(_) | What::Typed(_) => true,
            _ => is_context && found.is_known(),
        };
        match (is_known, typed.iter().any(decides)) {
            (_, false) => set,
            (false, true) => typed,
            // Of the members that the type has, the values found need not have all.
            (true, true) => {
                let mut found = set.to_vec();
                merge(&mut found, &typed);
                Rc::from(found)
            }
        }
    }
}

fn annotated() -> Found {
    Found::new(What::Client(Client {
        evidence: EvidenceKind::Annotated,
        schema: SchemaRef::Default,
    }))
}

fn instance(class: At<crate::facts::ClassId>) -> Set {
    one(Found::new(What::Instance(Instance {
        class,
        made_by: None,
    })))
}

fn instances(classes: &Set) -> Set {
    classes
        .iter()
        .filter_map(|found| match found.what {
            What::Class(class) => Some(Found::new(What::Instance(Instance {
                class,
                made_by: None,
            }))),
            _ => None,
        })
        .collect()
}

//! Types to what a value of them can be.

use std::rc::Rc;

use crate::{
    access::{EvidenceKind, SchemaRef},
    facts::{ImportedName, Name, Type, TypeId},
};

use super::{
    evaluate::{Evaluator, Reach, Walk},
    last_segment, packages,
    value::{At, Client, Found, Instance, Set, Thunk, What, merge, one},
};

/// How deeply types are followed into each other.
pub(super) const MAX_DEPTH: u32 = 24;

/// A type, with how deep it was come by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typing {
    pub(super) at: At<TypeId>,
    pub(super) depth: u32,
}

impl Evaluator<'_> {
    pub(super) fn ty(&mut self, at: At<TypeId>, reach: Reach) -> Set {
        self.walk(Walk::Type(at), reach, |evaluator| {
            evaluator.typing(Typing { at, depth: 0 }, reach)
        })
    }

    pub(super) fn typing(&mut self, typing: Typing, reach: Reach) -> Set {
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
            Type::Typeof(value) => self.evaluate(Thunk::root(typing.at.file, *value), reach),
            Type::Module(import) => {
                self.imported(typing.at.file, *import, ImportedName::Namespace, reach)
            }
            Type::Keyof(object) => self.keys_of_type(inner(*object), reach),
            Type::Indexed { object, key } => self.indexed_type(inner(*object), inner(*key), reach),
        }
    }

    /// The keys of a type, when it is that of objects written in the program.
    fn keys_of_type(&mut self, object: Typing, reach: Reach) -> Set {
        let objects = self.typing(object, reach);
        let is_object = |found: &Found| matches!(found.what, What::Object(_));
        match objects.iter().all(is_object) {
            true => self.keys_of(&objects),
            false => Rc::from([]),
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
}

pub(super) fn annotated() -> Found {
    Found::new(What::Client(Client {
        evidence: EvidenceKind::Annotated,
        schema: SchemaRef::Default,
    }))
}

pub(super) fn instance(class: At<crate::facts::ClassId>) -> Set {
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

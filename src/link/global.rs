//! Names that a file does not declare: of the platform, of frameworks, of other scripts.

use std::rc::Rc;

use crate::{
    access::{Reason, StepKind},
    source::{FileId, Location},
};

use super::{
    evaluate::{Evaluator, Reach},
    packages,
    value::{At, Found, FrameId, Set, Thunk, What, after, merge, one},
};

impl Evaluator<'_> {
    pub(super) fn global(&mut self, thunk: Thunk, name: &str, reach: Reach) -> Set {
        if is_global_object(name) {
            return one(Found::new(What::Builtin(Rc::from("globalThis"))));
        }
        // What a compiled module exports, it uses as `exports.name`.
        if name == "exports" {
            return one(Found::new(What::Module(thunk.file)));
        }
        if is_builtin(name) {
            return one(Found::new(What::Builtin(Rc::from(name))));
        }
        let found = self.written_global(name, reach);
        if found.iter().any(Found::is_known) {
            return Rc::from(found);
        }
        self.unwritten_global(thunk, name, reach)
    }

    fn unwritten_global(&mut self, thunk: Thunk, name: &str, reach: Reach) -> Set {
        if let Some(provided) = name.strip_prefix('$')
            && !provided.is_empty()
        {
            if let Some(binding) = self.program.svelte_top(thunk.file, provided) {
                let set = self.binding_of(thunk.file, binding, reach);
                if let Some(inner) = set.iter().find_map(Found::boxed) {
                    return inner;
                }
            }
            let set = self.global_property(name, provided, reach);
            if set.iter().any(Found::is_known) {
                return set;
            }
        }
        if let Some(set) = self.auto_imported(thunk.file, name, reach) {
            let location = Location {
                file: thunk.file,
                span: self.span_of(thunk),
            };
            return after(&set, StepKind::Import, location);
        }
        if packages::hands_on(name).is_some() {
            return one(Found::new(What::Package {
                package: Rc::from("auto-import"),
                path: Rc::from(name),
            }));
        }
        if let Some(file) = self.global_value(name) {
            return self.ty(file, reach);
        }
        if is_builtin(name) {
            return one(Found::new(What::Builtin(Rc::from(name))));
        }
        one(Found::unknown(Reason::External))
    }

    /// What Nuxt makes available in a file by a name, without an import or from `#imports`.
    pub(super) fn auto_imported(&mut self, from: FileId, name: &str, reach: Reach) -> Option<Set> {
        for &file in self.program.modules.auto_imported(from) {
            if file == from {
                continue;
            }
            let set = self.export(file, name, reach);
            if set.iter().any(Found::is_known) {
                return Some(set);
            }
        }
        packages::is_auto_imported(name).then(|| {
            one(Found::new(What::Package {
                package: Rc::from("@nuxtjs/supabase"),
                path: Rc::from(name),
            }))
        })
    }

    /// The type of `interface Window { name: T }`.
    fn global_value(&self, name: &str) -> Option<At<crate::facts::TypeId>> {
        let &(file, index) = self.program.global_types("Window").first()?;
        let facts = self.program.facts(file)?;
        let declaration = &facts.type_declarations[index];
        let crate::facts::Type::Object(members) = facts.ty(declaration.ty) else {
            return None;
        };
        let &(_, id) = members.iter().find(|(key, _)| facts.text(*key) == name)?;
        Some(At {
            file,
            id,
            frame: FrameId::ROOT,
        })
    }

    /// What scripts assign to the name as a member of the global object.
    pub(super) fn written_global(&mut self, name: &str, reach: Reach) -> Vec<Found> {
        self.written_anywhere(name, is_global_object, reach)
    }

    /// What a member of this name can be wherever it is assigned to something whose own name fits.
    pub(super) fn written_anywhere(
        &mut self,
        key: &str,
        fits: impl Fn(&str) -> bool,
        reach: Reach,
    ) -> Vec<Found> {
        let mut found = Vec::new();
        for (thunk, location) in self.written_members(key, fits) {
            let set = self.evaluate(thunk, reach);
            merge(&mut found, &after(&set, StepKind::Context, location));
        }
        found
    }

    /// What is assigned to a member of this name of something whose own name fits.
    fn written_members(&self, key: &str, fits: impl Fn(&str) -> bool) -> Vec<(Thunk, Location)> {
        let mut written = Vec::new();
        for &(file, index) in self.program.writes_of(key) {
            let Some(facts) = self.program.facts(file) else {
                continue;
            };
            let write = &facts.property_writes[index];
            if super::tail_name(facts, write.object).is_some_and(&fits) {
                let thunk = Thunk {
                    file,
                    value: write.value,
                    frame: FrameId::ROOT,
                };
                let span = facts.value_span(write.value);
                written.push((thunk, Location { file, span }));
            }
        }
        written
    }
}

/// Whether a name is one of the global object itself.
fn is_global_object(name: &str) -> bool {
    matches!(name, "window" | "globalThis" | "self" | "global")
}

/// Whether a name is that of a value of the language or the platform.
pub(super) fn is_builtin(name: &str) -> bool {
    matches!(
        name,
        "Array"
            | "Buffer"
            | "Object"
            | "Promise"
            | "Set"
            | "Map"
            | "WeakMap"
            | "JSON"
            | "Math"
            | "String"
            | "Number"
            | "Boolean"
            | "Date"
            | "Symbol"
            | "Reflect"
            | "Proxy"
            | "console"
            | "process"
            | "Deno"
            | "Bun"
            | "document"
            | "localStorage"
            | "sessionStorage"
            | "navigator"
            | "location"
            | "fetch"
            | "structuredClone"
            | "Uint8Array"
            | "Int8Array"
            | "Uint8ClampedArray"
            | "Uint16Array"
            | "Int16Array"
            | "Uint32Array"
            | "Int32Array"
            | "Float32Array"
            | "Float64Array"
            | "BigInt64Array"
            | "BigUint64Array"
            | "ReadableStream"
            | "Iterator"
            | "AsyncIterator"
            | "URL"
            | "URLSearchParams"
            | "import.meta"
            | "Temporal"
            | "jQuery"
            | "$"
    )
}

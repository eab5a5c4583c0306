//! Expressions to what they can be, on demand.
//!
//! Results are kept by (expression, frame, reach). A result that was cut short by a cycle holds only
//! within that cycle and is not kept, so what is found does not depend on what was asked first.

use std::{collections::BTreeSet, rc::Rc};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    access::{Reason, StepKind},
    facts::{
        BindingId, CallId, FunctionId, ImportId, ImportedName, ObjectId, Opaque, Type, Value,
        ValueId,
    },
    modules::Resolution,
    source::{FileId, Location, Span},
};

use super::{
    packages,
    program::Program,
    value::{At, Found, FrameId, Instance, MAX_SET, Set, Thunk, Unknown, What, after, merge, one},
};

/// How deeply expressions are followed into each other.
const MAX_DEPTH: usize = 1200;

/// How many expressions are looked at to answer one question.
const FUEL: u32 = 60_000;

/// How many spreads are followed into each other.
const MAX_WALKS: usize = 48;

/// How many calls are followed into each other.
const MAX_FRAMES: u32 = 4;

/// Whether a parameter without a known caller is looked up at all of its function's callers.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Reach {
    /// Only what holds whoever calls.
    Local,
    /// Whatever any caller hands in.
    Callers,
}

/// A call that is being followed into the function called.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Frame {
    pub(super) function: (FileId, FunctionId),
    /// The call, with the frame it is made in.
    pub(super) call: At<CallId>,
    pub(super) this: Option<Instance>,
    /// The frame that the function was made in.
    pub(super) parent: FrameId,
    pub(super) depth: u32,
}

/// A way through an object or array literal that may lead to itself.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) enum Walk {
    Member(At<ObjectId>, Rc<str>),
    Values(At<ObjectId>),
    Elements(Thunk),
}

/// What a question is about: every use of a name asks the same.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Subject {
    Expression(Thunk),
    Binding(At<BindingId>),
}

/// Answers questions about values, remembering the answers.
#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    pub(super) program: &'a Program<'a>,
    frames: Vec<Option<Frame>>,
    frame_ids: FxHashMap<Frame, FrameId>,
    memo: FxHashMap<(Subject, Reach), Set>,
    active: FxHashMap<(Subject, Reach), usize>,
    /// The outermost expression that is being asked for again, by its place on the stack.
    cut: usize,
    depth: usize,
    fuel: u32,
    /// What is being gone through: an object that spreads itself is gone through once.
    walks: Vec<Walk>,
    /// What was gone through since the first of `walks` began.
    walked: FxHashMap<Walk, Set>,
    pub(super) callers: FxHashMap<(FileId, FunctionId), Rc<[At<CallId>]>>,
    /// Functions whose callers are being looked for.
    pub(super) called: FxHashSet<(FileId, FunctionId)>,
    /// Files that would have been looked into, had they been parsed.
    pub(super) demanded: BTreeSet<FileId>,
    /// Keys by which receivers are read of what nothing is known of.
    pub(super) keys: BTreeSet<String>,
    /// Functions whose callers a call site depends on.
    pub(super) asked: BTreeSet<(FileId, FunctionId)>,
    /// Files with classes whose subclasses a call site depends on.
    pub(super) extended: BTreeSet<FileId>,
    /// Whether callers that are asked for are worth parsing more files for.
    pub(super) is_asking: bool,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(program: &'a Program<'a>) -> Self {
        Self {
            program,
            frames: vec![None],
            frame_ids: FxHashMap::default(),
            memo: FxHashMap::default(),
            active: FxHashMap::default(),
            cut: usize::MAX,
            depth: 0,
            fuel: FUEL,
            walks: Vec::new(),
            walked: FxHashMap::default(),
            callers: FxHashMap::default(),
            called: FxHashSet::default(),
            demanded: BTreeSet::new(),
            keys: BTreeSet::new(),
            asked: BTreeSet::new(),
            extended: BTreeSet::new(),
            is_asking: true,
        }
    }

    /// Everything that the expression can be, as a question of its own.
    pub(super) fn ask(&mut self, thunk: Thunk, reach: Reach) -> Set {
        self.fuel = FUEL;
        self.cut = usize::MAX;
        self.evaluate(thunk, reach)
    }

    /// Answers questions of their own in the middle of another, and says whether the answers are
    /// whole.
    pub(super) fn aside<T>(&mut self, answer: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let active = std::mem::take(&mut self.active);
        let cut = std::mem::replace(&mut self.cut, usize::MAX);
        let result = answer(self);
        let is_whole = self.fuel > 0;
        self.active = active;
        self.cut = cut;
        (result, is_whole)
    }

    pub(super) fn evaluate(&mut self, thunk: Thunk, reach: Reach) -> Set {
        let key = (self.subject(thunk), reach);
        if let Some(known) = self.memo.get(&key) {
            return Rc::clone(known);
        }
        if let Some(&place) = self.active.get(&key) {
            self.cut = self.cut.min(place);
            return Rc::from([]);
        }
        if self.depth >= MAX_DEPTH || self.fuel == 0 {
            self.cut = 0;
            return one(Found::unknown(Reason::TooDeep));
        }
        self.fuel -= 1;
        let place = self.depth;
        self.active.insert(key, place);
        self.depth += 1;
        let set = self.evaluate_within(thunk, reach);
        self.depth -= 1;
        self.active.remove(&key);
        if self.cut >= place {
            // The cycle, if any, closes here: nothing outside of it was cut.
            if self.fuel > 0 {
                self.cut = usize::MAX;
                self.memo.insert(key, Rc::clone(&set));
            }
        }
        set
    }

    fn subject(&self, thunk: Thunk) -> Subject {
        let value = self
            .program
            .facts(thunk.file)
            .map(|facts| facts.value(thunk.value));
        match value {
            Some(&Value::Binding(id)) => Subject::Binding(At {
                file: thunk.file,
                id,
                frame: thunk.frame,
            }),
            _ => Subject::Expression(thunk),
        }
    }

    fn evaluate_within(&mut self, thunk: Thunk, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return one(Found::unknown(Reason::MissingModule));
        };
        let at = |value| Thunk { value, ..thunk };
        let location = Location {
            file: thunk.file,
            span: facts.value_span(thunk.value),
        };
        match facts.value(thunk.value) {
            Value::Text(name) => one(Found::new(What::Text(Rc::from(facts.text(*name))))),
            Value::Template(parts) => self.concatenate(thunk, parts, reach),
            Value::Binding(binding) => self.binding(thunk, *binding, reach),
            Value::Global(name) => self.global(thunk, facts.text(*name), reach),
            Value::Parameter { function, index } => self.parameter(thunk, *function, *index, reach),
            Value::Imported { import, name } => self.imported(thunk.file, *import, *name, reach),
            Value::Member { object, key } => {
                self.member_value(thunk, *object, facts.text(*key), reach)
            }
            Value::Index { object, key } => self.index(at(*object), at(*key), reach),
            Value::Call(call) => {
                let set = self.call(
                    At {
                        file: thunk.file,
                        id: *call,
                        frame: thunk.frame,
                    },
                    reach,
                );
                self.or_type_argument(thunk, *call, set, reach)
            }
            Value::Either(sides) => self.either(thunk, sides, reach),
            Value::Object(object) => one(Found::new(What::Object(At {
                file: thunk.file,
                id: *object,
                frame: thunk.frame,
            }))),
            Value::Array(_) => one(Found::new(What::Array(thunk))),
            Value::Spread(value) => self.evaluate(at(*value), reach),
            Value::Element(array) => {
                let set = self.evaluate(at(*array), reach);
                let elements = self.elements_of(&set, reach);
                after(&elements, StepKind::Element, location)
            }
            Value::Key(object) => {
                let set = self.evaluate(at(*object), reach);
                self.keys_of(&set)
            }
            Value::Function(function) => one(Found::new(What::Function {
                at: At {
                    file: thunk.file,
                    id: *function,
                    frame: thunk.frame,
                },
                this: self.this_of(thunk.frame),
            })),
            Value::Class(class) => one(Found::new(What::Class(At {
                file: thunk.file,
                id: *class,
                frame: thunk.frame,
            }))),
            Value::This(class) | Value::Super(class) => {
                one(Found::new(What::Instance(self.this(thunk, *class))))
            }
            Value::ThisObject(object) => one(Found::new(What::Object(At {
                file: thunk.file,
                id: *object,
                frame: thunk.frame,
            }))),
            Value::Cast { value, ty } => {
                let set = self.evaluate(at(*value), reach);
                if *facts.ty(*ty) == Type::Any {
                    return untyped(&set);
                }
                let ty = At {
                    file: thunk.file,
                    id: *ty,
                    frame: thunk.frame,
                };
                self.or_type(set, ty, location, reach)
            }
            Value::Constant => one(Found::new(What::Nothing)),
            Value::Opaque(why) => one(Found::unknown(match why {
                Opaque::Computed => Reason::Computed,
                Opaque::TooDeep => Reason::TooDeep,
                Opaque::Unsupported => Reason::Unsupported,
            })),
        }
    }

    /// The set, or what the type says when the set knows nothing.
    pub(super) fn or_type(
        &mut self,
        set: Set,
        ty: At<crate::facts::TypeId>,
        location: Location,
        reach: Reach,
    ) -> Set {
        if set
            .iter()
            .any(|found| found.is_known() && !self.is_blank(found))
        {
            return set;
        }
        let typed = self.ty(ty, reach);
        if typed.iter().any(Found::is_known) {
            return after(&typed, StepKind::Annotation, location);
        }
        set
    }

    /// `{}`, which says less than any type that it is given.
    pub(super) fn is_blank(&self, found: &Found) -> bool {
        match found.what {
            What::Object(at) => self
                .program
                .facts(at.file)
                .is_some_and(|facts| facts.object(at.id).properties.is_empty()),
            _ => false,
        }
    }

    fn either(&mut self, thunk: Thunk, sides: &[ValueId], reach: Reach) -> Set {
        let mut found = Vec::new();
        for &value in sides {
            let set = self.evaluate(Thunk { value, ..thunk }, reach);
            merge(&mut found, &set);
        }
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
            self.environment_default(thunk, &mut found);
        }
        Rc::from(found)
    }

    /// `process.env.T ?? "t"`: the default is what is known.
    fn environment_default(&self, thunk: Thunk, found: &mut Vec<Found>) {
        let is_environment = |found: &Found| matches!(&found.what, What::Unknown(unknown) if unknown.reason == Reason::Environment);
        if found.iter().any(is_environment)
            && let Some(facts) = self.program.facts(thunk.file)
        {
            let location = Location {
                file: thunk.file,
                span: facts.value_span(thunk.value),
            };
            found.retain(|found| !is_environment(found));
            for found in found.iter_mut() {
                *found = found.after(StepKind::EnvironmentDefault, location);
            }
        }
    }

    fn concatenate(&mut self, thunk: Thunk, parts: &[ValueId], reach: Reach) -> Set {
        let mut texts = vec![Found::new(What::Text(Rc::from("")))];
        for &value in parts {
            let set = self.evaluate(Thunk { value, ..thunk }, reach);
            let mut longer = Vec::new();
            for found in set.iter() {
                match &found.what {
                    What::Text(part) => {
                        for text in &texts {
                            let What::Text(start) = &text.what else {
                                continue;
                            };
                            longer.push(Found {
                                what: What::Text(Rc::from(format!("{start}{part}"))),
                                trail: text.trail.then(&found.trail),
                            });
                        }
                    }
                    What::Unknown(unknown) => {
                        return one(Found::new(What::Unknown(unknown.clone())));
                    }
                    _ => return one(Found::unknown(Reason::Computed)),
                }
            }
            if longer.is_empty() {
                return one(Found::unknown(Reason::Computed));
            }
            if longer.len() > MAX_SET {
                return one(Found::unknown(Reason::TooMany));
            }
            texts = longer;
        }
        Rc::from(texts)
    }

    fn binding(&mut self, thunk: Thunk, id: BindingId, reach: Reach) -> Set {
        let Some(facts) = self.program.facts(thunk.file) else {
            return Rc::from([]);
        };
        let binding = facts.binding(id);
        let location = Location {
            file: thunk.file,
            span: binding.span,
        };
        // What is declared at the top of the module is the same whoever calls.
        let frame = match binding.function {
            Some(_) => thunk.frame,
            None => FrameId::ROOT,
        };
        let mut found = Vec::new();
        for &value in &binding.sources {
            let source = Thunk {
                file: thunk.file,
                value,
                frame,
            };
            let set = self.evaluate(source, reach);
            let is_passed = matches!(
                facts.value(value),
                Value::Parameter { .. } | Value::Imported { .. }
            );
            let set = match is_passed {
                true => set,
                false => after(&set, StepKind::Constant, location),
            };
            merge(&mut found, &set);
        }
        self.with_additions(&mut found, Thunk { frame, ..thunk }, id, reach);
        if found.iter().any(Found::is_known) {
            found.retain(|found| !matches!(found.what, What::Nothing));
        }
        let set: Set = match found.is_empty() {
            true if binding.sources.is_empty() => self.undefined_binding(thunk, id, reach),
            _ => Rc::from(found),
        };
        match binding.ty {
            Some(id) => {
                let ty = At {
                    file: thunk.file,
                    id,
                    frame: thunk.frame,
                };
                self.or_type(set, ty, location, reach)
            }
            None => set,
        }
    }

    /// What a name at the top of a file is.
    pub(super) fn binding_of(&mut self, file: FileId, binding: BindingId, reach: Reach) -> Set {
        let thunk = Thunk {
            file,
            value: ValueId(0),
            frame: FrameId::ROOT,
        };
        self.binding(thunk, binding, reach)
    }

    /// A name without a value: `declare const x: T`, `export let data` of a component.
    fn undefined_binding(&mut self, _thunk: Thunk, _binding: BindingId, _reach: Reach) -> Set {
        one(Found::unknown(Reason::Computed))
    }

    fn global(&mut self, thunk: Thunk, name: &str, reach: Reach) -> Set {
        if matches!(name, "window" | "globalThis" | "self" | "global") {
            return one(Found::new(What::Builtin(Rc::from("globalThis"))));
        }
        // What a compiled module exports, it uses as `exports.name`.
        if name == "exports" {
            return one(Found::new(What::Module(thunk.file)));
        }
        let written = self.written_members(name, |tail| {
            matches!(tail, "window" | "globalThis" | "self" | "global")
        });
        let mut found = Vec::new();
        for (thunk, location) in written {
            let set = self.evaluate(thunk, reach);
            merge(&mut found, &after(&set, StepKind::Context, location));
        }
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
    fn auto_imported(&mut self, from: FileId, name: &str, reach: Reach) -> Option<Set> {
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

    pub(super) fn span_of(&self, thunk: Thunk) -> Span {
        self.program
            .facts(thunk.file)
            .map_or_else(Span::default, |facts| facts.value_span(thunk.value))
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

    /// What is assigned to a member of this name of something whose own name fits.
    pub(super) fn written_members(
        &self,
        key: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Vec<(Thunk, Location)> {
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

    /// Follows an import.
    pub(super) fn imported(
        &mut self,
        file: FileId,
        import: ImportId,
        name: ImportedName,
        reach: Reach,
    ) -> Set {
        let Some(facts) = self.program.facts(file) else {
            return Rc::from([]);
        };
        let import = facts.import(import);
        let specifier = facts.text(import.specifier);
        let exported = match name {
            ImportedName::Default => "default",
            ImportedName::Namespace => "",
            ImportedName::Named(name) => facts.text(name),
        };
        let location = Location {
            file,
            span: import.span,
        };
        let set = match self.program.resolve(file, specifier) {
            Resolution::File(target) => match exported {
                "" => self.module(target, reach),
                name => self.export(target, name, reach),
            },
            Resolution::Package(package) => one(Found::new(What::Package {
                package: Rc::from(package),
                path: Rc::from(exported),
            })),
            Resolution::Builtin if packages::is_client_package(specifier) => {
                one(Found::new(What::Package {
                    package: Rc::from(specifier),
                    path: Rc::from(exported),
                }))
            }
            Resolution::Builtin if specifier == "#imports" => self
                .auto_imported(file, exported, reach)
                .unwrap_or_else(|| one(Found::new(What::Builtin(Rc::from(specifier))))),
            Resolution::Builtin => one(Found::new(What::Builtin(Rc::from(specifier)))),
            Resolution::Asset => one(Found::new(What::Nothing)),
            Resolution::Missing => one(Found::new(What::Unknown(Unknown {
                reason: Reason::MissingModule,
                parameter_of: None,
                is_typed: false,
                missing: Some(Rc::from(format!("{specifier}#{exported}"))),
            }))),
        };
        after(&set, StepKind::Import, location)
    }

    /// Goes a way unless it is being gone already.
    ///
    /// Where objects spread each other, each is gone through once for all of them.
    pub(super) fn walk(&mut self, walk: Walk, go: impl FnOnce(&mut Self) -> Set) -> Set {
        if let Some(known) = self.walked.get(&walk) {
            return Rc::clone(known);
        }
        if self.walks.contains(&walk) || self.walks.len() >= MAX_WALKS {
            return Rc::from([]);
        }
        self.walks.push(walk);
        let set = go(self);
        if let Some(walk) = self.walks.pop() {
            self.walked.insert(walk, Rc::clone(&set));
        }
        if self.walks.is_empty() {
            self.walked.clear();
        }
        set
    }

    /// Asks for a file to be parsed, and says whether it is.
    pub(super) fn demand(&mut self, file: FileId) -> bool {
        let is_parsed = self.program.facts(file).is_some();
        if !is_parsed {
            self.demanded.insert(file);
        }
        is_parsed
    }

    fn index(&mut self, object: Thunk, key: Thunk, reach: Reach) -> Set {
        let objects = self.evaluate(object, reach);
        let keys = self.evaluate(key, reach);
        let mut found = Vec::new();
        let is_known = !keys.is_empty() && keys.iter().all(|key| matches!(key.what, What::Text(_)));
        if is_known {
            for key in keys.iter() {
                let What::Text(text) = &key.what else {
                    continue;
                };
                for object in objects.iter() {
                    merge(&mut found, &self.member(object, text, reach));
                }
            }
        } else {
            // Whatever the key is, the value is one of those written out.
            merge(&mut found, &self.values_of(&objects, reach));
        }
        Rc::from(found)
    }

    /// The frame of a call of a function, or the function's own when calls are too deep.
    pub(super) fn enter(
        &mut self,
        function: At<FunctionId>,
        call: At<CallId>,
        this: Option<Instance>,
    ) -> FrameId {
        let depth = self.frame(call.frame).map_or(0, |frame| frame.depth) + 1;
        if depth > MAX_FRAMES {
            return function.frame;
        }
        let frame = Frame {
            function: (function.file, function.id),
            call,
            this,
            parent: function.frame,
            depth,
        };
        if let Some(&id) = self.frame_ids.get(&frame) {
            return id;
        }
        let id = FrameId(self.frames.len() as u32);
        self.frames.push(Some(frame));
        self.frame_ids.insert(frame, id);
        id
    }

    pub(super) fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.frames[id.0 as usize].as_ref()
    }

    /// The frame of this function among those around, innermost first.
    pub(super) fn frame_of(
        &self,
        mut id: FrameId,
        function: (FileId, FunctionId),
    ) -> Option<Frame> {
        while let Some(frame) = self.frame(id) {
            if frame.function == function {
                return Some(*frame);
            }
            id = frame.parent;
        }
        None
    }

    fn this_of(&self, id: FrameId) -> Option<Instance> {
        self.frame(id).and_then(|frame| frame.this)
    }
}

/// What is left of a set when `as any` takes its types away.
fn untyped(set: &Set) -> Set {
    let typed = set.iter().find_map(|found| match &found.what {
        What::Unknown(unknown) if unknown.is_typed => {
            Some(found.becoming(What::Unknown(Unknown {
                is_typed: false,
                ..unknown.clone()
            })))
        }
        _ => None,
    });
    typed.map_or_else(|| Rc::clone(set), one)
}

/// Whether a name is that of a value of the language or the platform.
fn is_builtin(name: &str) -> bool {
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

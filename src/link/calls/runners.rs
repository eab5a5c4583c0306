//! What runs a unit: calls of its functions, and what hands them on.

use rustc_hash::FxHashMap;

use crate::{
    access::CodeUnit,
    facts::{
        BindingId, CallId, Export, FileFacts, FunctionId, ImportId, ImportedName, UnitId, Value,
        ValueId,
    },
    modules::Resolution,
    source::{FileId, Location, Span},
};

use super::super::{
    UnitCallKind,
    evaluate::{Evaluator, Reach},
    mentions::Mentions,
    value::{Found, Thunk, What},
};

/// A unit that runs another, how, and where.
type Runner = (CodeUnit, UnitCallKind, Location);

/// How many names and re-exports are followed into each other.
const MAX_NAMES: u32 = 16;

/// Finds what runs units.
pub(super) struct Runners<'e, 'a> {
    evaluator: &'e mut Evaluator<'a>,
    mentions: Mentions<'a>,
    /// By file, what its functions are of the units they stand in.
    heads: FxHashMap<FileId, Vec<Head>>,
}

/// A function that is a unit, or one of several of its name.
#[derive(Clone, Copy, Debug)]
struct Head {
    function: FunctionId,
    unit: UnitId,
    /// The name that what it is handed to is kept under: `const name = wrap(() => …)`.
    kept: Option<BindingId>,
    placed: Placed,
}

/// Where a function is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Placed {
    /// As what a name, a member of a class or an export stands for.
    Defined,
    /// Within another unit or call, which it is handed on by.
    Handed(UnitId, Span),
}

impl<'e, 'a> Runners<'e, 'a> {
    pub(super) fn new(evaluator: &'e mut Evaluator<'a>) -> Self {
        let mentions = Mentions::of(evaluator.program);
        Self {
            evaluator,
            mentions,
            heads: FxHashMap::default(),
        }
    }

    /// What runs a unit; several of one name in a file are one.
    pub(super) fn of(&mut self, unit: &CodeUnit) -> Vec<Runner> {
        let Some(facts) = self.evaluator.program.facts(unit.file) else {
            return Vec::new();
        };
        let heads = self.heads_of(unit.file, facts);
        let heads = heads
            .into_iter()
            .filter(|head| facts.text(facts.unit(head.unit).name) == unit.name);
        let mut runners = Vec::new();
        for head in heads {
            if let Placed::Handed(by, span) = head.placed {
                let location = Location {
                    file: unit.file,
                    span,
                };
                let by = code_unit(unit.file, facts, by);
                runners.push((by, UnitCallKind::Handed, location));
            }
            self.callers(unit.file, head, &mut runners);
        }
        runners
    }

    /// The calls of a function by its names, and the places where it is handed on.
    fn callers(&mut self, file: FileId, head: Head, runners: &mut Vec<Runner>) {
        let program = self.evaluator.program;
        for name in self.names(file, head) {
            for &(caller, call) in program.calls_named(&name) {
                let Some(facts) = program.facts(caller) else {
                    continue;
                };
                let callee = facts.call(call).callee;
                if self.is_call_of(caller, call, (file, head))
                    || self.is_kept_at(caller, callee, file, head)
                {
                    let span = facts.call(call).name_span;
                    let location = Location { file: caller, span };
                    let unit = code_unit(caller, facts, facts.call(call).unit);
                    runners.push((unit, UnitCallKind::Called, location));
                }
            }
            let mentions = self.mentions.named(&name).to_vec();
            for (mentioning, value) in mentions {
                let Some(facts) = program.facts(mentioning) else {
                    continue;
                };
                if self.is_it(mentioning, value, (file, head.function))
                    || self.is_kept_at(mentioning, value, file, head)
                {
                    let span = facts.value_span(value);
                    let unit = code_unit(mentioning, facts, unit_at(facts, span));
                    let location = Location {
                        file: mentioning,
                        span,
                    };
                    runners.push((unit, UnitCallKind::Handed, location));
                }
            }
        }
    }

    /// The names that a function may be called by.
    fn names(&self, file: FileId, head: Head) -> Vec<String> {
        let mut names = self.evaluator.names_of((file, head.function));
        let facts = self.evaluator.program.facts(file);
        if let (Some(kept), Some(facts)) = (head.kept, facts) {
            let name = facts.text(facts.binding(kept).name);
            let aliases = self.evaluator.program.aliases_of(name);
            for name in std::iter::once(name).chain(aliases.iter().copied()) {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }

    fn is_call_of(&mut self, file: FileId, call: CallId, (of, head): (FileId, Head)) -> bool {
        self.evaluator.begin();
        if self.evaluator.calls(file, call, (of, head.function)) {
            return true;
        }
        let Some(facts) = self.evaluator.program.facts(file) else {
            return false;
        };
        // A module as a whole is called by its default export: `lazy(() => import("./page"))`.
        let callee = Thunk::root(file, facts.call(call).callee);
        let set = self.evaluator.ask(callee, Reach::Local);
        set.iter().any(|found| match found.what {
            What::Module(module) => {
                let whole = self.evaluator.export(module, "default", Reach::Local);
                whole.iter().any(|found| is(found, (of, head.function)))
            }
            _ => false,
        })
    }

    /// Whether a name stands for a function.
    fn is_it(&mut self, file: FileId, value: ValueId, function: (FileId, FunctionId)) -> bool {
        let set = self.evaluator.ask(Thunk::root(file, value), Reach::Local);
        set.iter().any(|found| is(found, function))
    }

    /// Whether a name stands for what a function is kept as.
    fn is_kept_at(&self, file: FileId, value: ValueId, of: FileId, head: Head) -> bool {
        let kept = head.kept.map(|kept| (of, kept));
        kept.is_some() && self.declared(file, value, MAX_NAMES) == kept
    }

    /// The name that a name was declared by in the first place, through imports.
    fn declared(&self, file: FileId, value: ValueId, depth: u32) -> Option<(FileId, BindingId)> {
        let depth = depth.checked_sub(1)?;
        let facts = self.evaluator.program.facts(file)?;
        match *facts.value(value) {
            Value::Binding(binding) => match facts.binding(binding).sources.as_slice() {
                &[source] => match facts.value(source) {
                    Value::Imported { .. } | Value::Binding(_) => {
                        self.declared(file, source, depth)
                    }
                    Value::Member { object, .. } if is_module(facts, *object) => {
                        self.declared(file, source, depth)
                    }
                    _ => Some((file, binding)),
                },
                _ => Some((file, binding)),
            },
            Value::Imported { import, name } => match name {
                ImportedName::Default => self.exported(file, import, "default", depth),
                ImportedName::Named(name) => self.exported(file, import, facts.text(name), depth),
                ImportedName::Namespace => None,
            },
            Value::Member { object, key } => {
                let import = module(facts, object)?;
                self.exported(file, import, facts.text(key), depth)
            }
            _ => None,
        }
    }

    fn exported(
        &self,
        file: FileId,
        import: ImportId,
        name: &str,
        depth: u32,
    ) -> Option<(FileId, BindingId)> {
        let facts = self.evaluator.program.facts(file)?;
        let specifier = facts.text(facts.import(import).specifier);
        match self.evaluator.program.resolve(file, specifier) {
            Resolution::File(target) => self.export_of(target, name, depth),
            Resolution::Package(_)
            | Resolution::Builtin
            | Resolution::Asset
            | Resolution::Missing => None,
        }
    }

    fn export_of(&self, file: FileId, name: &str, depth: u32) -> Option<(FileId, BindingId)> {
        let depth = depth.checked_sub(1)?;
        let facts = self.evaluator.program.facts(file)?;
        for &index in self.evaluator.program.exports_named(file, name) {
            let found = match &facts.exports[index] {
                Export::Value { value, .. } => self.declared(file, *value, depth),
                Export::Local { local, .. } => {
                    let place = facts
                        .module_scope
                        .binary_search_by_key(local, |(name, _)| *name);
                    let binding = place.ok().map(|place| facts.module_scope[place].1);
                    binding.and_then(|binding| self.origin(file, binding, depth))
                }
                Export::From {
                    import, imported, ..
                } => match *imported {
                    ImportedName::Default => self.exported(file, *import, "default", depth),
                    ImportedName::Named(name) => {
                        self.exported(file, *import, facts.text(name), depth)
                    }
                    ImportedName::Namespace => None,
                },
                Export::Star(_) | Export::Whole(_) => None,
            };
            if found.is_some() {
                return found;
            }
        }
        let stars = self.evaluator.stars(file);
        stars
            .into_iter()
            .find_map(|star| self.export_of(star, name, depth))
    }

    /// What a name at the top of a file stands for, when that is an import; else the name itself.
    fn origin(&self, file: FileId, binding: BindingId, depth: u32) -> Option<(FileId, BindingId)> {
        let facts = self.evaluator.program.facts(file)?;
        match facts.binding(binding).sources.as_slice() {
            &[source] if matches!(facts.value(source), Value::Imported { .. }) => {
                self.declared(file, source, depth)
            }
            _ => Some((file, binding)),
        }
    }

    fn heads_of(&mut self, file: FileId, facts: &FileFacts) -> Vec<Head> {
        let heads = self.heads.entry(file);
        heads.or_insert_with(|| heads_in(facts)).clone()
    }
}

fn is(found: &Found, function: (FileId, FunctionId)) -> bool {
    matches!(found.what, What::Function { at, .. } if (at.file, at.id) == function)
}

/// The import that a value is the whole of.
fn module(facts: &FileFacts, value: ValueId) -> Option<ImportId> {
    let value = match *facts.value(value) {
        Value::Binding(binding) => match facts.binding(binding).sources.as_slice() {
            &[source] => source,
            _ => return None,
        },
        _ => value,
    };
    match *facts.value(value) {
        Value::Imported {
            import,
            name: ImportedName::Namespace,
        } => Some(import),
        _ => None,
    }
}

fn is_module(facts: &FileFacts, value: ValueId) -> bool {
    module(facts, value).is_some()
}

fn code_unit(file: FileId, facts: &FileFacts, unit: UnitId) -> CodeUnit {
    CodeUnit {
        file,
        name: facts.text(facts.unit(unit).name).to_owned(),
    }
}

/// The innermost unit around a place.
fn unit_at(facts: &FileFacts, place: Span) -> UnitId {
    let around = (0..)
        .zip(&facts.units)
        .filter(|(_, unit)| unit.span.start <= place.start && place.end <= unit.span.end);
    let innermost = around.min_by_key(|(index, unit)| {
        let length = unit.span.end - unit.span.start;
        (length, std::cmp::Reverse(*index))
    });
    innermost.map_or(UnitId(0), |(index, _)| UnitId(index))
}

/// The functions of a file that are units of their own.
fn heads_in(facts: &FileFacts) -> Vec<Head> {
    let mut defined = vec![false; facts.functions.len()];
    let mut define = |value: ValueId| {
        if let Some(function) = function_of(facts, value) {
            defined[function.0 as usize] = true;
        }
    };
    for binding in &facts.bindings {
        binding.sources.iter().copied().for_each(&mut define);
    }
    for class in &facts.classes {
        let members = class.members.iter().filter_map(|member| member.value);
        members.for_each(&mut define);
    }
    for export in &facts.exports {
        match export {
            Export::Value { value, .. } | Export::Whole(value) => define(*value),
            Export::Local { .. } | Export::From { .. } | Export::Star(_) => {}
        }
    }
    let constructors = facts.classes.iter().filter_map(|class| class.constructor);
    for constructor in constructors {
        defined[constructor.0 as usize] = true;
    }
    let kept = kept(facts);
    let mut heads = Vec::new();
    for (id, function) in (0..).zip(&facts.functions) {
        let around = function
            .parent
            .map_or(UnitId(0), |parent| facts.function(parent).unit);
        if facts.unit(around).name == facts.unit(function.unit).name {
            continue;
        }
        let given = function.passed_to.map(|(call, _)| facts.call(call));
        let kept = function
            .passed_to
            .and_then(|(call, _)| kept.get(&call).copied());
        let placed = match given {
            Some(call) if kept.is_some() && call.unit == UnitId(0) => Placed::Defined,
            Some(call) => Placed::Handed(call.unit, call.name_span),
            None if defined[id as usize] || around == UnitId(0) => Placed::Defined,
            None => Placed::Handed(around, function.span),
        };
        heads.push(Head {
            function: FunctionId(id),
            unit: function.unit,
            kept,
            placed,
        });
    }
    heads
}

/// The names that calls are kept under, with those that they are chained or handed to.
fn kept(facts: &FileFacts) -> FxHashMap<CallId, BindingId> {
    let mut kept = FxHashMap::default();
    for (id, binding) in (0..).zip(&facts.bindings) {
        for &source in &binding.sources {
            let mut value = source;
            for _ in 0..MAX_NAMES {
                match *facts.value(value) {
                    Value::Cast { value: inner, .. } => value = inner,
                    Value::Call(call) => {
                        kept.entry(call).or_insert(BindingId(id));
                        // `memo(forwardRef(() => …))`
                        match facts.call(call).arguments.first() {
                            Some(&first) => value = first,
                            None => break,
                        }
                    }
                    _ => break,
                }
            }
        }
    }
    kept
}

fn function_of(facts: &FileFacts, value: ValueId) -> Option<FunctionId> {
    let mut value = value;
    for _ in 0..MAX_NAMES {
        match facts.value(value) {
            Value::Function(function) => return Some(*function),
            Value::Cast { value: inner, .. } => value = *inner,
            _ => return None,
        }
    }
    None
}

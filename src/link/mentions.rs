//! Functions that are named without being called: handed on to what may call them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    facts::{CallId, Export, FileFacts, Value, ValueId},
    source::FileId,
};

use super::program::Program;

/// Every name of a function that stands where a value does.
#[derive(Debug, Default)]
pub(super) struct Mentions<'a> {
    by_name: FxHashMap<&'a str, Vec<(FileId, ValueId)>>,
    arguments: FxHashMap<&'a str, Vec<Argument>>,
}

/// A name that is an argument of a call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Argument {
    pub(super) file: FileId,
    pub(super) call: CallId,
    pub(super) index: u32,
    pub(super) value: ValueId,
}

impl<'a> Mentions<'a> {
    /// The names in all parsed files.
    pub(super) fn of(program: &Program<'a>) -> Self {
        let mut functions = FxHashSet::default();
        for (_, facts) in program.files() {
            let names = facts.functions.iter().filter_map(|function| function.name);
            functions.extend(names.map(|name| facts.text(name)));
        }
        let mut mentions = Self::default();
        for (file, facts) in program.files() {
            mentions.add(file, facts, &functions);
        }
        mentions
    }

    /// The places where a name stands as a value.
    pub(super) fn named(&self, name: &str) -> &[(FileId, ValueId)] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The calls that are handed a name.
    pub(super) fn handed(&self, name: &str) -> &[Argument] {
        self.arguments.get(name).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, file: FileId, facts: &'a FileFacts, functions: &FxHashSet<&str>) {
        let is_taken = taken(facts);
        for (index, value) in (0..).zip(&facts.values) {
            if is_taken[index as usize] {
                continue;
            }
            if let Some(name) = name(facts, value, functions) {
                let mentions = self.by_name.entry(name).or_default();
                mentions.push((file, ValueId(index)));
            }
        }
        for (id, call) in (0..).zip(&facts.calls) {
            for (index, &value) in (0..).zip(&call.arguments) {
                if let Some(name) = name(facts, facts.value(value), functions) {
                    let call = CallId(id);
                    self.arguments.entry(name).or_default().push(Argument {
                        file,
                        call,
                        index,
                        value,
                    });
                }
            }
        }
    }
}

/// The name of a value that may be a function declared elsewhere.
fn name<'a>(facts: &'a FileFacts, value: &Value, functions: &FxHashSet<&str>) -> Option<&'a str> {
    match *value {
        Value::Binding(binding) => {
            let binding = facts.binding(binding);
            let mut sources = binding.sources.iter();
            let may_be = sources.any(|&source| {
                matches!(
                    facts.value(source),
                    Value::Function(_)
                        | Value::Imported { .. }
                        | Value::Call(_)
                        | Value::Member { .. }
                )
            });
            may_be.then(|| facts.text(binding.name))
        }
        Value::Member { key, .. } => {
            let key = facts.text(key);
            functions.contains(key).then_some(key)
        }
        _ => None,
    }
}

/// Which values are only what something else is made of: called, looked into, declared, compared.
fn taken(facts: &FileFacts) -> Vec<bool> {
    let mut taken = vec![false; facts.values.len()];
    let mut take = |value: ValueId| taken[value.0 as usize] = true;
    for value in &facts.values {
        match value {
            Value::Member { object, .. } | Value::Index { object, .. } => take(*object),
            Value::Template(parts) => parts.iter().copied().for_each(&mut take),
            _ => {}
        }
    }
    for call in &facts.calls {
        take(call.callee);
        for value in dependencies(facts, call) {
            take(value);
        }
    }
    for binding in &facts.bindings {
        binding.sources.iter().copied().for_each(&mut take);
    }
    for export in &facts.exports {
        match export {
            Export::Value { value, .. } | Export::Whole(value) => take(*value),
            Export::Local { .. } | Export::From { .. } | Export::Star(_) => {}
        }
    }
    for (_, operands) in &facts.operands {
        operands.iter().copied().for_each(&mut take);
    }
    facts
        .property_writes
        .iter()
        .for_each(|write| take(write.object));
    facts
        .classes
        .iter()
        .filter_map(|class| class.extends)
        .for_each(take);
    taken
}

/// What a hook of React looks at to know whether to run again.
fn dependencies(facts: &FileFacts, call: &crate::facts::Call) -> Vec<ValueId> {
    let is_hook = call
        .name
        .is_some_and(|name| facts.text(name).starts_with("use"));
    let last = call.arguments.last().filter(|_| call.arguments.len() > 1);
    match last.map(|&last| facts.value(last)) {
        Some(Value::Array(elements)) if is_hook => elements.clone(),
        _ => Vec::new(),
    }
}

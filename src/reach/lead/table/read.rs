//! Facts to the parts of a file.

use rustc_hash::FxHashMap;

use crate::{
    facts::{BindingId, Export, FileFacts, ImportId, ImportedName, PropertyKey, Value, ValueId},
    source::{Dialect, SourceFile, Span},
};

use super::{Item, Mention, Table, Taken, TakenBy};

/// How many values are followed into each other for the extent of one.
const MAX_STEPS: usize = 8;

impl<'a> Table<'a> {
    pub(in crate::reach::lead) fn new(file: &'a SourceFile, facts: &'a FileFacts) -> Self {
        let mut by_name = FxHashMap::default();
        let first = facts.units.iter().enumerate();
        let first = first.map(|(index, unit)| *by_name.entry(unit.name).or_insert(index as u32));
        let mut table = Self {
            facts,
            first: first.collect(),
            items: Vec::new(),
            exports: Vec::new(),
            handed_on: Vec::new(),
            taken: Vec::new(),
            has_template: match file.dialect {
                Dialect::Vue | Dialect::Svelte | Dialect::Astro => true,
                Dialect::TypeScript | Dialect::Tsx | Dialect::JavaScript => false,
            },
        };
        let items = table.add_declared();
        table.add_mentions(&items);
        table.add_tags(file);
        table.add_exports(&items);
        table.add_taken(&items);
        table
    }

    fn add_declared(&mut self) -> FxHashMap<BindingId, u32> {
        let mut items = FxHashMap::default();
        for &(name, binding) in &self.facts.module_scope {
            items.insert(binding, self.items.len() as u32);
            let sources = &self.facts.binding(binding).sources;
            let extents = sources.iter().map(|&source| self.extent(source));
            self.items.push(Item {
                name: self.facts.text(name),
                extents: extents.collect(),
                mentions: Vec::new(),
            });
        }
        items
    }

    /// All of the expression that a value comes from.
    fn extent(&self, mut value: ValueId) -> Span {
        for _ in 0..MAX_STEPS {
            match self.facts.value(value) {
                Value::Member { object, .. } | Value::Index { object, .. } => value = *object,
                Value::Function(function) => return self.facts.function(*function).span,
                Value::Class(class) => return self.facts.class(*class).span,
                _ => break,
            }
        }
        self.facts.value_span(value)
    }

    fn add_mentions(&mut self, items: &FxHashMap<BindingId, u32>) {
        let facts = self.facts;
        let exported: Vec<ValueId> = facts.exports.iter().filter_map(exported_value).collect();
        let mut keys = FxHashMap::default();
        for value in &facts.values {
            if let Value::Member { object, key } = value {
                keys.insert(*object, facts.text(*key));
            }
        }
        for (index, value) in facts.values.iter().enumerate() {
            let id = ValueId(index as u32);
            if let Value::Binding(binding) = value
                && let Some(&item) = items.get(binding)
                && !exported.contains(&id)
            {
                self.items[item as usize].mentions.push(Mention {
                    at: facts.value_span(id),
                    key: keys.get(&id).copied(),
                });
            }
        }
    }

    /// Tags of markup without properties are no calls in the facts.
    fn add_tags(&mut self, file: &'a SourceFile) {
        if file.dialect == Dialect::TypeScript || self.has_template {
            return;
        }
        let names = self.items.iter().enumerate();
        let names: FxHashMap<&str, usize> = names.map(|(at, item)| (item.name, at)).collect();
        for hit in memchr::memchr_iter(b'<', file.text.as_bytes()) {
            let rest = &file.text[hit + 1..];
            if !rest.starts_with(|first: char| first.is_ascii_uppercase()) {
                continue;
            }
            let end = rest.find(|next: char| !next.is_alphanumeric() && !matches!(next, '_' | '$'));
            let name = &rest[..end.unwrap_or(rest.len())];
            if let Some(&item) = names.get(name) {
                let start = hit as u32 + 1;
                let end = start + name.len() as u32;
                self.items[item].mentions.push(Mention {
                    at: Span { start, end },
                    key: None,
                });
            }
        }
    }

    fn add_exports(&mut self, items: &FxHashMap<BindingId, u32>) {
        let facts = self.facts;
        for export in &facts.exports {
            match export {
                Export::Value { name, value, .. } => {
                    let item = self.item_of(*value, items);
                    self.exports.push((facts.text(*name), item));
                }
                Export::Local { name, local } => {
                    let scope = &facts.module_scope;
                    if let Ok(at) = scope.binary_search_by_key(local, |(name, _)| *name) {
                        self.exports.push((facts.text(*name), items[&scope[at].1]));
                    }
                }
                Export::From {
                    name,
                    import,
                    imported,
                } => {
                    let specifier = self.specifier(*import);
                    let there = self.name_of(*imported);
                    let here = facts.text(*name);
                    self.handed_on.push((specifier, there, here));
                }
                Export::Star(_) => {}
                Export::Whole(value) => self.add_whole(*value, items),
            }
        }
    }

    /// `module.exports = { a, b }`: each property is exported, and so is the whole.
    fn add_whole(&mut self, value: ValueId, items: &FxHashMap<BindingId, u32>) {
        let facts = self.facts;
        let item = self.item_of(value, items);
        self.exports.push(("default", item));
        let Value::Object(object) = facts.value(value) else {
            return;
        };
        for property in &facts.object(*object).properties {
            if let PropertyKey::Named(key) = property.key {
                let item = self.item_of(property.value, items);
                self.exports.push((facts.text(key), item));
            }
        }
    }

    /// The item that a value is, made if it has no name.
    fn item_of(&mut self, value: ValueId, items: &FxHashMap<BindingId, u32>) -> u32 {
        if let Value::Binding(binding) = self.facts.value(value)
            && let Some(&item) = items.get(binding)
        {
            return item;
        }
        self.items.push(Item {
            name: "",
            extents: vec![self.extent(value)],
            mentions: Vec::new(),
        });
        self.items.len() as u32 - 1
    }

    fn add_taken(&mut self, items: &FxHashMap<BindingId, u32>) {
        let facts = self.facts;
        let mut holders: FxHashMap<ValueId, Vec<(u32, Option<&'a str>)>> = FxHashMap::default();
        let mut ordered: Vec<(BindingId, u32)> = items
            .iter()
            .map(|(&binding, &item)| (binding, item))
            .collect();
        ordered.sort_unstable();
        for (binding, item) in ordered {
            for &source in &facts.binding(binding).sources {
                match facts.value(source) {
                    // `const { a } = require("m")`
                    Value::Member { object, key } => {
                        let holders = holders.entry(*object).or_default();
                        holders.push((item, Some(facts.text(*key))));
                    }
                    _ => holders.entry(source).or_default().push((item, None)),
                }
            }
        }
        for (index, value) in facts.values.iter().enumerate() {
            let Value::Imported { import, name } = value else {
                continue;
            };
            let id = ValueId(index as u32);
            let name = self.name_of(*name);
            let specifier = self.specifier(*import);
            let at = facts.value_span(id);
            let mut take = |name, taken_by| {
                self.taken.push(Taken {
                    specifier,
                    name,
                    taken_by,
                    at,
                });
            };
            match holders.get_mut(&id) {
                Some(holders) => {
                    holders.sort_unstable();
                    for &(item, member) in holders.iter() {
                        take(name.or(member), TakenBy::Item(item));
                    }
                }
                None => take(name, TakenBy::Place),
            }
        }
    }

    fn specifier(&self, import: ImportId) -> &'a str {
        self.facts.text(self.facts.import(import).specifier)
    }

    /// `None` for the module itself.
    fn name_of(&self, name: ImportedName) -> Option<&'a str> {
        match name {
            ImportedName::Default => Some("default"),
            ImportedName::Namespace => None,
            ImportedName::Named(name) => Some(self.facts.text(name)),
        }
    }
}

fn exported_value(export: &Export) -> Option<ValueId> {
    match export {
        Export::Value { value, .. } | Export::Whole(value) => Some(*value),
        Export::Local { .. } | Export::From { .. } | Export::Star(_) => None,
    }
}

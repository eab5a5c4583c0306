//! One parsed file as a table of its parts: which unit stands where, and what mentions what.
//!
//! Mentions are weaker than calls: a name that stands in a unit may be run by it.

use rustc_hash::FxHashMap;

use crate::{
    facts::{BindingId, Export, FileFacts, ImportId, ImportedName, PropertyKey, Value, ValueId},
    source::{Dialect, SourceFile, Span},
};

/// How many values are followed into each other for the extent of one.
const MAX_STEPS: usize = 8;

/// A part of a file that others can use.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(in crate::reach) enum Part {
    /// A unit, by the first one of its name; the first of all is the top of the module.
    Unit(u32),
    /// What is declared or exported at the top of the module.
    Item(u32),
}

impl Part {
    pub(super) const TOP: Self = Self::Unit(0);
}

/// What is declared or exported at the top of a module.
#[derive(Debug)]
struct Item<'a> {
    /// The name it is declared by; empty for what is only exported.
    name: &'a str,
    extents: Vec<Span>,
    mentions: Vec<Mention<'a>>,
}

/// A place that a name stands at.
#[derive(Clone, Copy, Debug)]
struct Mention<'a> {
    at: Span,
    /// The member that is read of it there.
    key: Option<&'a str>,
}

/// Something that a file takes of another.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    pub(super) specifier: &'a str,
    /// As the other file exports it; `None` where all of it is taken.
    pub(super) name: Option<&'a str>,
    taken_by: TakenBy,
    at: Span,
}

#[derive(Clone, Copy, Debug)]
enum TakenBy {
    Item(u32),
    /// An expression of its own, or nothing but the effects.
    Place,
}

/// The parts of a file.
#[derive(Debug)]
pub(super) struct Table<'a> {
    facts: &'a FileFacts,
    /// By unit: the first unit of the same name.
    first: Vec<u32>,
    items: Vec<Item<'a>>,
    /// Exported names, with what stands behind each.
    exports: Vec<(&'a str, u32)>,
    /// Names exported from elsewhere: specifier, name there, name here.
    handed_on: Vec<(&'a str, Option<&'a str>, &'a str)>,
    taken: Vec<Taken<'a>>,
    /// Whether markup that is not parsed may use any part.
    pub(super) has_template: bool,
}

impl<'a> Table<'a> {
    pub(super) fn new(file: &'a SourceFile, facts: &'a FileFacts) -> Self {
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
        for (binding, &item) in items {
            for &source in &facts.binding(*binding).sources {
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

    /// The name of a unit; of an item, the name it is declared by.
    pub(super) fn name(&self, part: Part) -> &'a str {
        match part {
            Part::Unit(unit) => self.facts.text(self.facts.units[unit as usize].name),
            Part::Item(item) => self.items[item as usize].name,
        }
    }

    /// The unit of a name.
    pub(super) fn unit(&self, name: &str) -> Option<Part> {
        let units = self.facts.units.iter();
        let mut named = units
            .enumerate()
            .filter(|(_, unit)| self.facts.text(unit.name) == name);
        named.next().map(|(index, _)| Part::Unit(index as u32))
    }

    /// What is exported by a name.
    pub(super) fn exported(&self, name: &str) -> Option<Part> {
        let mut exports = self.exports.iter();
        let (_, item) = exports.find(|(exported, _)| *exported == name)?;
        Some(Part::Item(*item))
    }

    /// The names that a part is exported by.
    pub(super) fn exports_of(&self, part: Part) -> impl Iterator<Item = &'a str> {
        let exports = self.exports.iter();
        exports
            .filter(move |(_, item)| Part::Item(*item) == part)
            .map(|(name, _)| *name)
    }

    /// The names that a file exports for one that it takes from elsewhere, `None` being all of it.
    pub(super) fn handed_on(&self, specifier: &str, name: &str) -> impl Iterator<Item = &'a str> {
        let handed_on = self.handed_on.iter();
        handed_on
            .filter(move |(from, there, _)| {
                *from == specifier && there.is_none_or(|there| there == name)
            })
            .map(|(_, _, here)| *here)
    }

    /// What the file takes by a specifier.
    pub(super) fn taken(&self, specifier: &str) -> impl Iterator<Item = &Taken<'a>> {
        let taken = self.taken.iter();
        taken.filter(move |taken| taken.specifier == specifier)
    }

    /// The parts that use what is taken, as far as that has the name.
    pub(super) fn users_of_taken(&self, taken: &Taken<'a>, name: &str) -> Vec<Part> {
        let TakenBy::Item(item) = taken.taken_by else {
            return self.around(taken.at);
        };
        let item = &self.items[item as usize];
        let is_meant = |mention: &Mention<'a>| match (taken.name, mention.key) {
            (None, Some(key)) => key == name || name == "default",
            (None, None) | (Some(_), _) => true,
        };
        let mentions = item.mentions.iter().filter(|mention| is_meant(mention));
        let mut parts: Vec<Part> = mentions
            .flat_map(|mention| self.around(mention.at))
            .collect();
        if taken.name.is_none_or(|taken| taken == name)
            && let Part::Item(item) = self.part_of(taken)
        {
            parts.extend(
                self.exports
                    .iter()
                    .any(|(_, exported)| *exported == item)
                    .then_some(Part::Item(item)),
            );
        }
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    fn part_of(&self, taken: &Taken<'a>) -> Part {
        match taken.taken_by {
            TakenBy::Item(item) => Part::Item(item),
            TakenBy::Place => Part::TOP,
        }
    }

    /// Whether a name that is taken stands anywhere else.
    pub(super) fn is_used(&self, taken: &Taken<'a>) -> bool {
        match taken.taken_by {
            TakenBy::Place => true,
            TakenBy::Item(item) => {
                let is_exported = self.exports.iter().any(|(_, exported)| *exported == item);
                is_exported || !self.items[item as usize].mentions.is_empty()
            }
        }
    }

    /// The parts that stand where the module names another.
    pub(super) fn importing(&self, specifier: &str) -> Vec<Part> {
        let imports = self.facts.imports.iter();
        let named = imports.filter(|import| self.facts.text(import.specifier) == specifier);
        let mut parts: Vec<Part> = named.map(|import| self.unit_at(import.span)).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// The unit around a unit, that of the module left out.
    pub(super) fn around_unit(&self, unit: u32) -> Option<Part> {
        let name = self.facts.units[unit as usize].name;
        let same = self.facts.units.iter().filter(|other| other.name == name);
        let mut around = same.filter_map(|own| {
            let units = self.facts.units.iter().enumerate().skip(1);
            units
                .filter(|(_, other)| other.name != name && other.span.contains(own.span))
                .min_by_key(|(_, other)| other.span.end - other.span.start)
        });
        let (index, _) = around.next()?;
        Some(Part::Unit(self.first[index]))
    }

    /// The parts of the file that run or hand on a part.
    pub(super) fn users(&self, part: Part) -> Vec<Part> {
        let mut parts = match part {
            Part::Unit(0) => Vec::new(),
            Part::Unit(unit) => match self.around_unit(unit) {
                Some(around) => vec![around],
                None => self.declaring(unit),
            },
            Part::Item(item) => {
                let mentions = self.items[item as usize].mentions.iter();
                mentions
                    .flat_map(|mention| self.around(mention.at))
                    .collect()
            }
        };
        parts.sort_unstable();
        parts.dedup();
        parts.retain(|&user| user != part);
        parts
    }

    /// The items that a unit at the top belongs to, else the top itself.
    fn declaring(&self, unit: u32) -> Vec<Part> {
        let name = self.facts.units[unit as usize].name;
        let units = self.facts.units.iter().filter(|other| other.name == name);
        let items: Vec<Part> = units.flat_map(|unit| self.items_at(unit.span)).collect();
        match items.is_empty() {
            true => vec![Part::TOP],
            false => items,
        }
    }

    /// The unit around a place, and where that is the top of the module, the items there.
    fn around(&self, at: Span) -> Vec<Part> {
        match self.unit_at(at) {
            Part::TOP => match self.items_at(at) {
                items if items.is_empty() => vec![Part::TOP],
                items => items,
            },
            unit => vec![unit],
        }
    }

    fn items_at(&self, at: Span) -> Vec<Part> {
        let items = self.items.iter().enumerate();
        items
            .filter(|(_, item)| item.extents.iter().any(|extent| extent.contains(at)))
            .map(|(index, _)| Part::Item(index as u32))
            .collect()
    }

    /// The innermost unit around a place.
    pub(super) fn unit_at(&self, at: Span) -> Part {
        let units = self.facts.units.iter().enumerate();
        let around = units
            .filter(|(_, unit)| unit.span.contains(at))
            .min_by_key(|(_, unit)| unit.span.end - unit.span.start);
        Part::Unit(around.map_or(0, |(index, _)| self.first[index]))
    }
}

fn exported_value(export: &Export) -> Option<ValueId> {
    match export {
        Export::Value { value, .. } | Export::Whole(value) => Some(*value),
        Export::Local { .. } | Export::From { .. } | Export::Star(_) => None,
    }
}

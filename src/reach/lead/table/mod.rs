//! One parsed file as a table of its parts: which unit stands where, and what mentions what.
//!
//! Mentions are weaker than calls: a name that stands in a unit may be run by it.

mod read;

use crate::{facts::FileFacts, source::Span};

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

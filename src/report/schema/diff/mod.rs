//! The differences of two sources, as output.

pub mod json;

pub mod markdown;

#[cfg(feature = "cli")]
pub mod text;

use crate::{
    report::words,
    schema::{
        diff::{Aspect, Difference, Item},
        source::Source,
    },
};

/// Two sources and what differs.
#[derive(Clone, Copy, Debug)]
pub struct DiffReport<'a> {
    pub left: &'a [Source],
    pub right: &'a [Source],
    pub differences: &'a [Difference],
}

impl DiffReport<'_> {
    /// How much differs, in one line.
    pub fn summary(&self) -> String {
        match self.differences.len() {
            0 => "no differences".to_owned(),
            number => words::counted(number, "difference", "differences"),
        }
    }
}

fn item_word(item: Item) -> &'static str {
    match item {
        Item::Relation => "relation",
        Item::Column => "column",
        Item::Enum => "enum",
        Item::Routine => "routine",
        Item::Key => "key",
        Item::Index => "index",
        Item::Policy => "policy",
        Item::Trigger => "trigger",
    }
}

fn aspect_word(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Presence => "presence",
        Aspect::Kind => "kind",
        Aspect::Type => "type",
        Aspect::Nullability => "nullability",
        Aspect::Labels => "labels",
        Aspect::RowSecurity => "row security",
        Aspect::Scope => "scope",
    }
}

/// The paths of a side's sources.
fn paths(sources: &[Source]) -> String {
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    paths.join(" + ")
}

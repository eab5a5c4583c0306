//! What a project says of its relations: which matter how much, and which are on their way out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::glob::NameGlobs;

/// How much depends on a relation, most first.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Much of the project stops without it.
    Critical,
    /// Features stop without it.
    Important,
    /// Little is known to depend on it.
    Peripheral,
    /// On its way out, or kept by tests and scripts alone.
    Legacy,
    /// Nothing uses it.
    Dead,
}

/// What a project says of its relations.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    pub legacy: Vec<Legacy>,
    /// The last one that names a relation decides.
    pub classes: Vec<DeclaredClass>,
}

/// A relation that should not be used any more.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Legacy {
    /// With its schema unless that is the default one.
    pub relation: String,
    pub replaced_by: Option<String>,
}

/// Relations whose class the project knows better.
#[derive(Clone, Debug)]
pub struct DeclaredClass {
    pub relations: NameGlobs,
    pub class: Class,
    pub because: Option<String>,
}

impl Class {
    pub const ALL: [Self; 5] = [
        Self::Critical,
        Self::Important,
        Self::Peripheral,
        Self::Legacy,
        Self::Dead,
    ];

    /// The word for it in output and in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Important => "important",
            Self::Peripheral => "peripheral",
            Self::Legacy => "legacy",
            Self::Dead => "dead",
        }
    }
}

impl Declared {
    /// What is said of a relation's class.
    pub fn class_of(&self, schema: &str, name: &str) -> Option<&DeclaredClass> {
        let mut classes = self.classes.iter().rev();
        classes.find(|declared| declared.relations.hold(name, schema))
    }

    /// What is said of a relation that should not be used any more; `default` is the schema that
    /// names without one mean.
    pub fn legacy_of(&self, schema: &str, name: &str, default: &str) -> Option<&Legacy> {
        let mut legacy = self.legacy.iter();
        legacy.find(|legacy| {
            let named = legacy.relation.split_once('.');
            match named {
                Some((named, relation)) => named == schema && relation == name,
                None => schema == default && legacy.relation == name,
            }
        })
    }
}

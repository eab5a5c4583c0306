//! What the page knows, in the shape in which its script reads it.

use serde::Serialize;

/// An index into [`Page::strings`].
pub(super) type Text = u32;

/// The data of one page; lists refer to each other by index.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// As [`crate::report::Report::coverage_line`].
    pub coverage: String,
    /// Source files seen.
    pub files: usize,
    pub accesses: usize,
    pub resolved: usize,
    pub has_schema: bool,
    /// After how many characters code is cut, where that is less than elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<usize>,
    /// Paths, columns and code, each once.
    pub strings: Vec<String>,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub places: Vec<Place>,
    pub entries: Vec<Entry>,
    /// Which entry points lead to a unit; units that the same lead to share one.
    pub reached: Vec<Reached>,
    /// The best flows.
    pub flows: Vec<Flow>,
    /// How many flows there are.
    pub all_flows: usize,
    /// Accesses whose target is known only at run time.
    pub unknown: Vec<Unknown>,
}

#[derive(Debug, Serialize)]
pub(super) struct Node {
    /// As [`crate::map::node::Node::kind`], but `view` for views.
    pub kind: &'static str,
    /// As [`crate::map::node::Node::label`]; unique among nodes of one kind.
    pub label: String,
    /// Of code: the name within the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Of code, migrations and seeds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Text>,
    /// Whether it is code of tests.
    #[serde(skip_serializing_if = "is_false")]
    pub test: bool,
    /// Of what a database holds; `?` where it is known only at run time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub database: String,
    /// Where it is defined, as an index into the places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// Of relations of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Of routines, triggers, policies and jobs: what the schema says of them, in a few words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub side_because: String,
    /// An index into [`Page::reached`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<usize>,
}

/// How much depends on a relation.
#[derive(Debug, Serialize)]
pub(super) struct Class {
    pub name: &'static str,
    /// One sentence without a full stop.
    pub because: String,
    /// Entry points of production that lead to it.
    pub entries: usize,
}

/// What the schema says of a relation.
#[derive(Debug, Serialize)]
pub(super) struct Relation {
    pub columns: Vec<Column>,
    /// Whether there may be more columns.
    #[serde(skip_serializing_if = "is_false")]
    pub open: bool,
    pub keys: Vec<Key>,
    #[serde(skip_serializing_if = "is_false")]
    pub row_security: bool,
    /// Whether the platform made it.
    #[serde(skip_serializing_if = "is_false")]
    pub platform: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Column {
    pub name: Text,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<Text>,
    #[serde(skip_serializing_if = "is_false")]
    pub nullable: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub default: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Key {
    /// `primary`, `unique`, `foreign` or `exclusion`.
    pub kind: &'static str,
    pub columns: Vec<Text>,
    /// Of foreign keys: the label of the relation at the far end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_columns: Vec<Text>,
    /// Of foreign keys, where it is not `no action`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<&'static str>,
}

/// Everything between two nodes that has one effect.
#[derive(Debug, Serialize)]
pub(super) struct Edge {
    /// The nodes, the way data moves.
    pub from: usize,
    pub to: usize,
    pub effect: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Text>,
    #[serde(skip_serializing_if = "is_false")]
    pub all_columns: bool,
    /// Where the code does it: what one place does is counted once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<u32>,
    /// Where SQL does it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sql: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<&'static str>,
}

/// Path, line, code, operation and certainty, as a list without names: there are many.
///
/// The code is null where there is none to show, the certainty where it is a literal.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
pub(super) struct Place(
    pub Text,
    pub u32,
    pub Option<Text>,
    pub Option<&'static str>,
    pub Option<&'static str>,
);

#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub kind: &'static str,
    pub name: String,
    pub production: bool,
    /// The node of what is run, where it is in the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<usize>,
    pub place: u32,
    pub side: &'static str,
    pub because: String,
}

/// Entry points, by the weakest edge on the way from them.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq, Serialize)]
pub(super) struct Reached {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub itself: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub imports: Vec<usize>,
}

/// A way that data takes through relations.
#[derive(Debug, Serialize)]
pub(super) struct Flow {
    pub acts: Vec<Act>,
    /// How each link depends on the one before, repetitions left out.
    pub dependences: Vec<&'static str>,
    /// The entry points of production that lead to any code in it.
    pub entries: usize,
    pub production: bool,
}

/// A node, what it does to another node, and the place where it does.
#[derive(Debug, Serialize)]
pub(super) struct Act(pub usize, pub &'static str, pub usize, pub Option<u32>);

/// An access that is on no edge.
#[derive(Debug, Serialize)]
pub(super) struct Unknown {
    pub place: u32,
    /// The label of the unit around it.
    pub unit: String,
    /// Why it is not known, as a phrase.
    pub because: &'static str,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

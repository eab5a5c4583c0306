//! The relations and columns that a request reads and writes.

use super::{Served, request::Request, target, walk::touched};
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
    /// The columns that are named, where they stand, in the order of their places.
    pub columns: Vec<(String, Location)>,
    /// The columns by which it is joined to an embed or to what it is embedded in, named or not.
    pub joins: Vec<String>,
    /// Functions of the row that are named as if they were columns, or give embedded rows.
    pub computed: Vec<(String, Location)>,
    /// Whether all columns are asked for.
    pub all_columns: bool,
    /// Whether more columns are possible than are named.
    pub open: bool,
    /// Whether its own name stands at `location`; embeds also go by a key, a column of it or a
    /// function, and what joins two others by no name at all.
    pub is_named: bool,
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

/// Everything that a request touches, its target first.
///
/// A write that returns rows touches its target twice: with what it writes, or chooses rows by, and
/// with what it reads. A routine's own rows are nobody's; what is embedded in them counts. A target
/// that the catalog lacks stands as the code names it, and so do its columns; embeds do only where
/// no catalog tells of relations.
pub fn touches(served: &Served<'_>, access: &Access) -> Vec<Touch> {
    let Some(schema) = target::schema(served, access) else {
        return Vec::new();
    };
    touched::touches(&Request {
        served,
        access,
        schema,
    })
}

/// The relation whose rows a called routine gives, with what the request names of them; `None`
/// where the rows are nobody's or not known.
pub fn result(served: &Served<'_>, access: &Access) -> Option<Touch> {
    let schema = target::schema(served, access)?;
    touched::result(&Request {
        served,
        access,
        schema,
    })
}

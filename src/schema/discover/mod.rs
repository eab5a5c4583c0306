//! Which texts of a project describe which database.
//!
//! Nothing is read here: paths and the beginnings of texts decide.

pub mod candidate;

pub mod named;

use self::candidate::Candidate;
use super::source::LeftOut;

/// A database as discovery finds it: where it belongs, and what may describe it.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Unique in the project.
    pub name: String,
    /// The folder it belongs to, relative to the project root; empty for the root itself.
    pub root: String,
    /// The schemas that the API exposes, in order.
    pub exposed: Vec<String>,
    pub max_rows: Option<u32>,
    /// The most trusted first.
    pub candidates: Vec<Candidate>,
    /// What looks like a source of this database and is none.
    pub left_out: Vec<LeftOut>,
}

//! Which texts of a project describe which database.
//!
//! Nothing is read here: paths decide, and where they do not, what the texts say of themselves.

pub mod candidate;

mod drizzle;

mod foreign;

mod glob;

mod grouping;

mod journal;

mod look_alike;

pub mod named;

mod outline;

mod paths;

mod plain;

mod prisma;

pub mod project;

mod resources;

mod rest;

mod settings;

mod supabase;

#[cfg(test)]
mod tests;

mod types;

pub(in crate::schema) mod undoing;

use self::{
    candidate::Candidate,
    grouping::Databases,
    project::{Project, Remaining},
};
use super::{Resources, source::LeftOut};

/// A database as discovery finds it: where it belongs, and what may describe it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Unique in the project.
    pub name: String,
    /// The folder it belongs to, relative to the project root; empty for the root itself.
    pub root: String,
    /// The schemas that the API exposes, in order.
    pub exposed: Vec<String>,
    pub max_rows: Option<u32>,
    /// What it holds beside its catalog.
    pub resources: Resources,
    /// The most trusted first.
    pub candidates: Vec<Candidate>,
    /// What looks like a source of this database and is none.
    pub left_out: Vec<LeftOut>,
}

/// All that was found in a project.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// By root.
    pub databases: Vec<Found>,
    /// What looks like a source and belongs to no database.
    pub left_out: Vec<LeftOut>,
}

/// Whether a file holds rows to begin with, by its name or that of its folder.
pub fn is_seed(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    name.ends_with(".sql")
        && (look_alike::no_schema(name) == Some(look_alike::SEED)
            || parts
                .next()
                .is_some_and(|folder| matches!(folder, "seed" | "seeds")))
}

/// The databases of a project, each with what may describe it.
pub fn discover(project: Project<'_>) -> Discovery {
    let mut remaining = Remaining::new(project);
    rest::set_aside(&mut remaining);
    let types = types::files(&mut remaining);
    let mut databases = Databases::default();
    for found in supabase::projects(&mut remaining) {
        databases.add_supabase(found, &mut remaining);
    }
    for (root, candidate) in prisma::candidates(&mut remaining) {
        databases.add(root, candidate, &remaining);
    }
    let configured = drizzle::candidates(&mut remaining);
    let journals = drizzle::journals(&mut remaining);
    for (root, candidate) in configured.into_iter().chain(journals) {
        databases.add_unless_described(root, candidate, &mut remaining);
    }
    for (root, candidate) in rest::snapshots(&mut remaining) {
        databases.add(root, candidate, &remaining);
    }
    let plain = plain::found(&mut remaining);
    databases.add_plain(plain, &types, &mut remaining);
    databases.leave_out_examples(&mut remaining);
    databases.add_types(&types, &mut remaining);
    rest::leave_out(&mut remaining);
    let mut discovery = databases.finish(remaining.left_out);
    for found in &mut discovery.databases {
        found.resources = resources::declared(&found.root, project.files);
    }
    discovery
}

//! What the databases of a project hold: every source of schema becomes the catalog of a database.
//!
//! Nothing here reads the disk or the network but `live`; discovery works on texts that were read
//! before.

pub mod assemble;

pub mod catalog;

pub mod diff;

pub mod discover;

pub mod drizzle;

pub mod former;

mod gaps;

pub mod generated_types;

pub mod history;

pub mod input;

#[cfg(feature = "postgres")]
pub mod live;

pub mod prisma;

pub mod quoting;

pub mod references;

pub mod replay;

pub mod snapshot;

pub mod source;

pub mod statement;

mod telling;

use std::collections::BTreeSet;

use self::{
    catalog::Catalog,
    source::{LeftOut, Source},
    statement::Statements,
};

/// What a source says that did not make the catalog.
#[derive(Clone, Debug)]
pub struct Other {
    pub source: Source,
    pub catalog: Catalog,
}

/// One database of the project, and what its sources say it holds.
#[derive(Clone, Debug, Default)]
pub struct Database {
    /// Unique in the project: configured, or made from the root folder.
    pub name: String,
    /// The folder it belongs to, relative to the project root; empty for the root itself.
    pub root: String,
    /// The schemas that the API exposes, in order; the first is the default one.
    pub exposed: Vec<String>,
    /// The most rows that one request of the API returns (`[api] max_rows`).
    pub max_rows: Option<u32>,
    /// What it holds beside its catalog.
    pub resources: Resources,
    /// The sources used, the most trusted first; the first made the catalog.
    pub sources: Vec<Source>,
    pub left_out: Vec<LeftOut>,
    /// What the most trusted source says.
    pub catalog: Catalog,
    /// What the less trusted sources say, where that was asked for; in the order of trust.
    pub others: Vec<Other>,
    /// How the statements of the migrations ended; empty for sources that hold none.
    pub statements: Statements,
    /// Why the database may hold relations that the catalog lacks, as clauses without a full stop;
    /// empty when the catalog is complete.
    pub gaps: Vec<String>,
}

/// What a Supabase project declares that is no part of a catalog.
///
/// Where nothing is declared, there may be anything: dashboards make buckets and functions, too.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Resources {
    /// By `[storage.buckets.NAME]` of `supabase/config.toml` or by `insert into storage.buckets`.
    pub buckets: BTreeSet<String>,
    /// Whether SQL makes buckets whose names it does not write.
    pub buckets_open: bool,
    /// By `[functions.NAME]` of `supabase/config.toml`; most have a folder and no such table.
    pub edge_functions: BTreeSet<String>,
}

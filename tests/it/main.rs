//! Tests of the whole, in one binary.
//!
//! Everything but `cli`, `projects` and `readme` runs in memory; `project` reads a folder first.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod caret;

mod clauses;
mod cli;

mod cli_check;

mod cli_diff;

mod cli_flows;

mod cli_impact;

mod cli_rules;

mod cli_schema;

mod fixtures;

mod folder;

#[cfg(all(unix, feature = "postgres"))]
mod numbers;

#[cfg(all(unix, feature = "postgres"))]
mod postgres;

mod hooks;

mod html;

mod mutation;

#[cfg(all(unix, feature = "postgres"))]
mod postgrest;

mod probes;

mod project;

mod projects;

mod queries;

mod readme;

mod robustness;

mod rule_docs;

mod schema_sources;

mod tidy;

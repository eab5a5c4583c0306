//! What a database holds, as every source of schema describes it.
//!
//! The types are also the Schema JSON and the snapshot: a field renamed here is renamed there.

pub mod constraint;

pub mod relation;

pub mod routine;

pub mod trigger;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::{
    relation::{Column, Relation},
    routine::Routine,
};

/// The content of one database, without what the platform and extensions put there.
///
/// Lists are sorted by schema, then by name, but for what has an order of its own: columns, keys,
/// enum labels, arguments.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Catalog {
    /// What this catalog says anything about; elsewhere, silence means nothing.
    pub facets: BTreeSet<Facet>,
    /// Schemas created beside `public`.
    pub schemas: BTreeSet<String>,
    /// Without partitions and without what the platform and extensions made.
    pub relations: Vec<Relation>,
    /// Partitions of relations, which the API reaches by their own names but does not embed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partitions: Vec<Relation>,
    /// Relations of the platform that migrations changed or hung something on: policies on
    /// `storage.objects`, triggers on `auth.users`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub platform: Vec<Relation>,
    pub routines: Vec<Routine>,
    /// Labels in order, by `schema.name`.
    pub enums: BTreeMap<String, Vec<String>>,
    /// By `schema.name`.
    pub domains: BTreeMap<String, Domain>,
    /// Attributes of composite types, by `schema.name`.
    pub composites: BTreeMap<String, Vec<Column>>,
    /// Sequences that belong to no identity column, as `schema.name`.
    pub sequences: BTreeSet<String>,
    /// The schema of each extension, by its name.
    pub extensions: BTreeMap<String, String>,
    /// By name.
    pub publications: BTreeMap<String, Publication>,
    /// Jobs of `pg_cron`, by name; unnamed ones by number.
    pub cron_jobs: BTreeMap<String, CronJob>,
    /// Versions in the migration history of a live database, ascending.
    pub migrations: Vec<String>,
}

/// A part of a catalog that a source may know nothing about.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Relations with their columns.
    Relations,
    /// Where the columns of views come from.
    ColumnSources,
    /// The types of columns as Postgres names them; generated types know only TypeScript's.
    ColumnTypes,
    /// Whether a column has a default, for nullable columns too.
    Defaults,
    /// Primary and unique keys and checks.
    Constraints,
    ForeignKeys,
    Indexes,
    RowSecurity,
    Policies,
    Triggers,
    Routines,
    Enums,
    Grants,
    Publications,
}

/// How sure it is that an item exists.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A statement that succeeds creates it, or the source lists it.
    #[default]
    Created,
    /// Only a statement that Postgres rejects would create it.
    Shadow,
    /// It is altered, indexed or given policies, but nothing creates it; its columns are open.
    Assumed,
}

/// What one role may do with a relation or routine.
#[derive(
    Clone, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(default)]
pub struct Grant {
    /// `public` is everyone.
    pub role: String,
    /// `SELECT`, `INSERT`, `EXECUTE`, …
    pub privileges: BTreeSet<String>,
    /// The columns it is limited to; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Domain {
    #[serde(rename = "type")]
    pub data_type: Option<String>,
    pub nullable: bool,
    pub has_default: bool,
    /// The names of its checks.
    pub checks: Vec<String>,
    pub origin: Option<Origin>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct Publication {
    pub all_tables: bool,
    /// As `schema.name`.
    pub tables: BTreeSet<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(default)]
pub struct CronJob {
    pub schedule: String,
    /// The SQL it runs.
    pub command: String,
    pub origin: Option<Origin>,
}

/// Where an item is defined.
#[derive(
    Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(default)]
pub struct Origin {
    /// Relative to the project root.
    pub file: String,
    /// 1-based.
    pub line: u32,
}

impl Catalog {
    /// The relation of exactly this name.
    pub fn relation(&self, schema: &str, name: &str) -> Option<&Relation> {
        let key = (schema, name);
        let index = self
            .relations
            .binary_search_by(|relation| relation.key().cmp(&key));
        Some(&self.relations[index.ok()?])
    }

    /// Puts every list in its order; whoever builds a catalog ends with this.
    pub fn sort(&mut self) {
        let lists = [
            &mut self.relations,
            &mut self.partitions,
            &mut self.platform,
        ];
        for list in lists {
            list.sort_by(|a, b| a.key().cmp(&b.key()));
            list.iter_mut().for_each(Relation::sort);
        }
        self.routines.sort_by(|a, b| a.key().cmp(&b.key()));
        for domain in self.domains.values_mut() {
            domain.checks.sort();
        }
    }
}

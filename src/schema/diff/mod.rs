//! Two catalogs compared by meaning: what both know of, in whatever order and under whatever names
//! that nobody chose.

mod relation;

#[cfg(test)]
mod tests;

mod types;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::catalog::{Catalog, Facet, State, relation::Relation, routine::Routine};

/// Something that one catalog has and the other has not, or has otherwise.
#[derive(Clone, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Difference {
    pub item: Item,
    /// Qualified: `public.posts`, `public.posts.title`.
    pub name: String,
    pub aspect: Aspect,
    /// What the first catalog says; null when it has no such item.
    pub left: Option<String>,
    /// What the second says.
    pub right: Option<String>,
}

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Relation,
    Column,
    Enum,
    Routine,
    Key,
    Index,
    Policy,
    Trigger,
}

/// What about it differs.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Whether it is there.
    Presence,
    Kind,
    Type,
    Nullability,
    /// Of an enum, in order.
    Labels,
    RowSecurity,
    /// Command and roles of a policy, or what a trigger fires on.
    Scope,
}

/// The two catalogs, and what can be compared of them.
struct Comparison<'a> {
    left: &'a Catalog,
    right: &'a Catalog,
    differences: Vec<Difference>,
}

/// Everything that differs, by kind and name.
pub fn diff(left: &Catalog, right: &Catalog) -> Vec<Difference> {
    let mut comparison = Comparison {
        left,
        right,
        differences: Vec::new(),
    };
    comparison.relations();
    if comparison.both(Facet::Enums) {
        comparison.enums();
    }
    if comparison.both(Facet::Routines) {
        comparison.routines();
    }
    comparison.differences.sort();
    comparison.differences.dedup();
    comparison.differences
}

/// Schemas that a platform fills, of which sources tell more or less by chance.
const PLATFORM: [&str; 14] = [
    "auth",
    "cron",
    "extensions",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgmq",
    "pgsodium",
    "realtime",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "vault",
];

/// Whether a schema is filled by the platform and not by migrations.
pub fn is_platform(schema: &str) -> bool {
    PLATFORM.contains(&schema)
}

impl<'a> Comparison<'a> {
    fn both(&self, facet: Facet) -> bool {
        self.left.facets.contains(&facet) && self.right.facets.contains(&facet)
    }

    /// Whether both sources say something about a schema: generated types only do about those that
    /// they list.
    fn covers(&self, schema: &str) -> bool {
        let lists = |catalog: &Catalog| {
            !is_generated(catalog)
                || catalog
                    .relations
                    .iter()
                    .any(|relation| relation.schema == schema)
                || catalog
                    .routines
                    .iter()
                    .any(|routine| routine.schema == schema)
        };
        !is_platform(schema) && lists(self.left) && lists(self.right)
    }

    fn add(&mut self, item: Item, name: &str, aspect: Aspect, [left, right]: [Option<String>; 2]) {
        if left != right {
            self.differences.push(Difference {
                item,
                name: name.to_owned(),
                aspect,
                left,
                right,
            });
        }
    }

    fn relations(&mut self) {
        let (left, right) = (by_name(self.left), by_name(self.right));
        let names: BTreeSet<&str> = left
            .keys()
            .chain(right.keys())
            .map(String::as_str)
            .collect();
        for name in names {
            let pair = (left.get(name).copied(), right.get(name).copied());
            let Some(either) = pair.0.or(pair.1) else {
                continue;
            };
            if !self.covers(&either.schema) {
                continue;
            }
            match pair {
                (Some(left), Some(right)) => self.relation(name, left, right),
                // That something is used does not say that it is there.
                (Some(only), None) | (None, Some(only)) if only.state == State::Assumed => {}
                // Sources differ in whether they list partitions.
                (Some(_), None) if is_partition(self.right, name) => {}
                (None, Some(_)) if is_partition(self.left, name) => {}
                (left, right) => {
                    let kind = |relation: Option<&Relation>| relation.map(relation::kind_word);
                    let sides = [kind(left), kind(right)].map(|kind| kind.map(str::to_owned));
                    self.add(Item::Relation, name, Aspect::Presence, sides);
                }
            }
        }
    }

    fn enums(&mut self) {
        let (left, right) = (&self.left.enums, &self.right.enums);
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            let schema = name.split('.').next().unwrap_or_default();
            if !self.covers(schema) {
                continue;
            }
            let (left, right) = (left.get(name), right.get(name));
            let mut sides = [left, right].map(|labels| labels.cloned());
            if left.is_some() && right.is_some() && !self.both(Facet::ColumnTypes) {
                // Generated types keep no order.
                sides.iter_mut().flatten().for_each(|labels| labels.sort());
            }
            let aspect = match (left, right) {
                (Some(_), Some(_)) => Aspect::Labels,
                _ => Aspect::Presence,
            };
            let sides = sides.map(|labels| labels.map(|labels| labels.join(", ")));
            self.add(Item::Enum, name, aspect, sides);
        }
    }

    /// Routines by name and, where both know Postgres' types, by their arguments.
    fn routines(&mut self) {
        let exact = self.both(Facet::ColumnTypes);
        let (left, right) = (routines(self.left, exact), routines(self.right, exact));
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            let pair = [left.get(name), right.get(name)];
            let Some(either) = pair.iter().flatten().next() else {
                continue;
            };
            if !self.covers(&either.schema) || !exact && self.is_left_to_chance(either) {
                continue;
            }
            let sides = pair.map(|routine| routine.map(|routine| result_word(routine, exact)));
            let aspect = match pair {
                [Some(_), Some(_)] => Aspect::Type,
                _ => Aspect::Presence,
            };
            self.add(Item::Routine, name, aspect, sides);
        }
    }

    /// Whether generated types may or may not list a routine: none that triggers run, but those of
    /// extensions.
    fn is_left_to_chance(&self, routine: &Routine) -> bool {
        let returns = routine.returns.as_deref().unwrap_or_default();
        let in_schema = |catalog: &Catalog| {
            catalog
                .extensions
                .values()
                .any(|schema| *schema == routine.schema)
        };
        matches!(returns, "trigger" | "event_trigger" | "internal")
            || in_schema(self.left)
            || in_schema(self.right)
    }
}

/// Whether a catalog comes from generated types: it knows relations, but none of Postgres' types.
fn is_generated(catalog: &Catalog) -> bool {
    !catalog.facets.contains(&Facet::ColumnTypes)
}

fn by_name(catalog: &Catalog) -> BTreeMap<String, &Relation> {
    let relations = catalog.relations.iter();
    relations
        .map(|relation| (format!("{}.{}", relation.schema, relation.name), relation))
        .collect()
}

fn is_partition(catalog: &Catalog, name: &str) -> bool {
    let mut partitions = catalog.partitions.iter();
    partitions.any(|relation| format!("{}.{}", relation.schema, relation.name) == name)
}

fn routines(catalog: &Catalog, exact: bool) -> BTreeMap<String, &Routine> {
    let routines = catalog.routines.iter();
    routines
        .map(|routine| {
            let name = format!("{}.{}", routine.schema, routine.name);
            if !exact {
                return (name, routine);
            }
            let (_, _, types) = routine.key();
            let types: Vec<&str> = types
                .iter()
                .map(|data_type| data_type.unwrap_or("?"))
                .collect();
            (format!("{name}({})", types.join(", ")), routine)
        })
        .collect()
}

fn result_word(routine: &Routine, exact: bool) -> String {
    match &routine.returns {
        Some(returns) if exact => returns.clone(),
        Some(_) | None => "routine".to_owned(),
    }
}

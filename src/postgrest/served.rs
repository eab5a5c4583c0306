//! The part of a database that the API serves, with indexes to look things up by.

use std::collections::{BTreeMap, BTreeSet};

use super::relationship::{self, Parts, Relationship, Relationships, row_type};
use crate::schema::{
    Database,
    catalog::{Catalog, Facet, State, relation::Relation, routine::Routine},
};

/// Schemas that Postgres or a hosted platform has without any migration; what they hold is not in
/// the catalog as a whole.
const PLATFORM: [&str; 17] = [
    "auth",
    "cron",
    "extensions",
    "graphql",
    "graphql_public",
    "information_schema",
    "net",
    "pg_catalog",
    "pgbouncer",
    "pgmq",
    "pgsodium",
    "realtime",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "vault",
    "_realtime",
];

/// The part of a database that the API serves, with indexes to look things up by.
#[derive(Debug)]
pub struct Served<'a> {
    pub database: &'a Database,
    /// By schema and name: partitions and what is told of the platform, too.
    relations: BTreeMap<(&'a str, &'a str), &'a Relation>,
    /// Overloads by schema and name, in the order of the catalog.
    routines: BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a Routine>>>,
    schemas: BTreeSet<&'a str>,
    relationships: Relationships<'a>,
    /// By the type of their rows, as `format_type` prints it.
    rows: BTreeMap<String, &'a Relation>,
}

/// Schemas in the search path of every request: `db-extra-search-path`, as hosted projects have it.
const SEARCHED: [&str; 2] = ["public", "extensions"];

impl<'a> Served<'a> {
    pub fn new(database: &'a Database) -> Self {
        let catalog = &database.catalog;
        let mut relations = BTreeMap::new();
        for relation in all_relations(catalog) {
            relations.entry(relation.key()).or_insert(relation);
        }
        let mut routines: BTreeMap<&str, BTreeMap<&str, Vec<&Routine>>> = BTreeMap::new();
        for routine in &catalog.routines {
            let of_schema = routines.entry(&routine.schema).or_default();
            of_schema.entry(&routine.name).or_default().push(routine);
        }
        let mut schemas: BTreeSet<&str> = PLATFORM.into_iter().collect();
        schemas.insert("public");
        schemas.extend(catalog.schemas.iter().map(String::as_str));
        schemas.extend(relations.keys().map(|(schema, _)| *schema));
        schemas.extend(routines.keys());
        let rows = relations.values();
        let rows = rows
            .map(|relation| (row_type(relation), *relation))
            .collect();
        let relationships = relationship::relationships(Parts {
            relations: &relations,
            rows: &rows,
            routines: &catalog.routines,
            facets: &catalog.facets,
            exposed: &database.exposed,
        });
        Self {
            database,
            relations,
            routines,
            schemas,
            relationships,
            rows,
        }
    }

    pub(super) fn catalog(&self) -> &'a Catalog {
        &self.database.catalog
    }

    /// Whether the catalog says anything about a part of the database.
    pub(super) fn tells(&self, facet: Facet) -> bool {
        self.catalog().facets.contains(&facet)
    }

    /// The schema of requests that name none.
    pub(super) fn default_schema(&self) -> &'a str {
        let first = self.database.exposed.first();
        first.map_or("public", String::as_str)
    }

    /// Whether requests may name the schema.
    pub(super) fn is_exposed(&self, schema: &str) -> bool {
        let exposed = &self.database.exposed;
        exposed.iter().any(|exposed| exposed == schema) || schema == self.default_schema()
    }

    /// Whether there is a schema of this name, exposed or not.
    pub(super) fn has_schema(&self, schema: &str) -> bool {
        self.schemas.contains(schema)
    }

    /// Whether the catalog lists what a schema holds; not for those of a platform.
    pub(super) fn lists(&self, schema: &str) -> bool {
        !PLATFORM.contains(&schema)
    }

    pub(super) fn schemas(&self) -> impl Iterator<Item = &'a str> {
        self.schemas.iter().copied()
    }

    /// The relation of exactly this name.
    pub(super) fn relation(&self, schema: &str, name: &str) -> Option<&'a Relation> {
        self.relations.get(&(schema, name)).copied()
    }

    /// The relation whose rows are of a type.
    pub(super) fn relation_of_row(&self, data_type: &str) -> Option<&'a Relation> {
        self.rows.get(data_type).copied()
    }

    /// Whether the catalog says anything of a schema: generated types are made for some only.
    pub(super) fn describes(&self, schema: &str) -> bool {
        let mut relations = self.relations.keys();
        self.tells(Facet::ColumnTypes) || relations.any(|(of, _)| *of == schema)
    }

    /// The relations of a schema, by name.
    pub(super) fn relations_of(&self, schema: &'a str) -> impl Iterator<Item = &'a Relation> {
        let from = self.relations.range((schema, "")..);
        from.take_while(move |((of, _), _)| *of == schema)
            .map(|(_, relation)| *relation)
    }

    pub(super) fn relations(&self) -> impl Iterator<Item = &'a Relation> {
        self.relations.values().copied()
    }

    /// The overloads of a routine.
    pub(super) fn routines(&self, schema: &str, name: &str) -> &[&'a Routine] {
        let of_schema = self.routines.get(schema);
        let overloads = of_schema.and_then(|of_schema| of_schema.get(name));
        overloads.map_or(&[], Vec::as_slice)
    }

    /// The routines of this name in any schema.
    pub(super) fn routines_named(&self, name: &str) -> impl Iterator<Item = &'a Routine> {
        let schemas = self.schemas.iter();
        let overloads = schemas.flat_map(move |schema| self.routines(schema, name));
        overloads.copied()
    }

    /// Whether every request finds the functions of a schema without naming it.
    pub(super) fn is_searched(&self, schema: &str) -> bool {
        SEARCHED.contains(&schema)
    }

    /// What can be embedded in a relation, and how.
    pub(super) fn relationships(&self, from: &Relation) -> &[Relationship<'a>] {
        let of_schema = self.relationships.get(from.schema.as_str());
        let from = of_schema.and_then(|of_schema| of_schema.get(from.name.as_str()));
        from.map_or(&[], Vec::as_slice)
    }

    /// The relation that another is a partition of.
    pub(super) fn parent(&self, partition: &Relation) -> Option<&'a Relation> {
        let (schema, name) = partition.partition_of.as_deref()?.split_once('.')?;
        self.relation(schema, name)
    }

    /// The names of a schema's routines, each once.
    pub(super) fn routine_names(&self, schema: &str) -> impl Iterator<Item = &'a str> {
        let of_schema = self.routines.get(schema).into_iter();
        of_schema.flat_map(|of_schema| of_schema.keys().copied())
    }

    /// A name as problems give it: with its schema unless that is the default one.
    pub(super) fn told(&self, schema: &str, name: &str) -> String {
        if schema == self.default_schema() {
            name.to_owned()
        } else {
            format!("{schema}.{name}")
        }
    }
}

fn all_relations(catalog: &Catalog) -> impl Iterator<Item = &Relation> {
    let own = catalog.relations.iter().chain(&catalog.partitions);
    own.chain(&catalog.platform)
}

/// Whether the columns of a relation are all known.
pub(super) fn is_closed(relation: &Relation) -> bool {
    !relation.open && relation.state != State::Assumed
}

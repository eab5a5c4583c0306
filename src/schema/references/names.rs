//! What the names in SQL lead to.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use crate::{
    schema::{
        Database,
        catalog::{Catalog, relation::Relation},
        diff::is_platform,
        replay::BuiltIn,
    },
    sql::{
        name::Name,
        statement::{Body, Statement},
    },
};

/// The names of a database, those of Postgres and its platform among them.
#[derive(Debug)]
pub(super) struct Names<'a> {
    relations: BTreeMap<&'a str, Vec<&'a Relation>>,
    /// The schemas that have a routine of the name.
    routines: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Types by their names alone: they are called like functions.
    types: BTreeSet<&'a str>,
    built_in: &'static BuiltIn,
    extensions: Vec<BuiltIn>,
    /// Whether an extension is installed whose content is not known.
    unknown_extension: bool,
    /// Tables that SQL makes while it runs.
    made: BTreeSet<String>,
    /// Tables of triggers, by the function as `schema.name`.
    triggers: BTreeMap<&'a str, Vec<&'a Relation>>,
}

/// Where the name of a relation leads.
#[derive(Clone, Debug)]
pub(super) enum Resolved<'a> {
    Own(&'a Relation),
    Foreign(String),
    Missing,
}

impl<'a> Names<'a> {
    pub(super) fn new(database: &'a Database) -> Self {
        let catalog = &database.catalog;
        let built_in = BuiltIn::get();
        let extensions = catalog.extensions.keys().map(|name| BuiltIn::of(name));
        let extensions: Vec<_> = extensions.collect();
        let mut names = Self {
            relations: BTreeMap::new(),
            routines: BTreeMap::new(),
            types: BTreeSet::new(),
            built_in,
            unknown_extension: extensions.iter().any(Option::is_none),
            extensions: extensions.into_iter().flatten().collect(),
            made: BTreeSet::new(),
            triggers: BTreeMap::new(),
        };
        names.add(catalog);
        names.made = catalog
            .routines
            .iter()
            .filter_map(|routine| routine.definition.as_deref())
            .flat_map(made_by)
            .collect();
        names
    }

    fn add(&mut self, catalog: &'a Catalog) {
        for relation in relations(catalog) {
            let named = self.relations.entry(&relation.name).or_default();
            named.push(relation);
            self.types.insert(&relation.name);
            for trigger in &relation.triggers {
                let tables = self.triggers.entry(&trigger.function).or_default();
                tables.push(relation);
            }
        }
        for routine in &catalog.routines {
            let schemas = self.routines.entry(&routine.name).or_default();
            schemas.insert(&routine.schema);
        }
        let types = catalog.enums.keys().chain(catalog.domains.keys());
        let types = types.chain(catalog.composites.keys());
        let bare = types.filter_map(|name| name.split_once('.'));
        self.types.extend(bare.map(|(_, name)| name));
    }

    /// The relations whose triggers run a function.
    pub(super) fn tables_of(&self, schema: &str, function: &str) -> &[&'a Relation] {
        let name = format!("{schema}.{function}");
        self.triggers.get(name.as_str()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn relation(&self, name: &Name, path: &[String]) -> Resolved<'a> {
        let named = self.relations.get(name.name.as_str());
        let named = named.map_or(&[][..], Vec::as_slice);
        if let Some(schema) = &name.schema {
            let own = named.iter().find(|relation| relation.schema == *schema);
            return match own {
                Some(relation) => Resolved::Own(relation),
                None if self.is_foreign(schema, &name.name) => {
                    Resolved::Foreign(schema.to_string())
                }
                None => Resolved::Missing,
            };
        }
        for schema in path {
            if let Some(own) = named.iter().find(|relation| relation.schema == *schema) {
                return Resolved::Own(own);
            }
        }
        if self.made.contains(name.name.as_str()) {
            return Resolved::Foreign("pg_temp".to_owned());
        }
        match (named, self.built_in_relation(&name.name)) {
            (_, Some(schema)) => Resolved::Foreign(schema.to_owned()),
            ([only], None) => Resolved::Own(only),
            ([], None) => Resolved::Missing,
            // Which of several is known only where it runs.
            (_, None) => Resolved::Foreign(String::new()),
        }
    }

    /// Whether a schema's content is known only in part, or has a relation of the name.
    fn is_foreign(&self, schema: &str, name: &str) -> bool {
        is_platform(schema)
            || schema == "pg_catalog"
            || schema == "information_schema"
            || schema == "pg_temp"
            || self.built_in.relations.contains(&pair(schema, name))
            || self.extension_relation(name)
    }

    fn built_in_relation(&self, name: &str) -> Option<&'static str> {
        let schemas = ["pg_catalog", "extensions"];
        let mut schemas = schemas.into_iter();
        let known = schemas.find(|schema| self.built_in.relations.contains(&pair(schema, name)));
        known.or_else(|| self.extension_relation(name).then_some("extensions"))
    }

    fn extension_relation(&self, name: &str) -> bool {
        let mut known = self.extensions.iter().flat_map(|known| &known.relations);
        self.unknown_extension || known.any(|(_, known)| known == name)
    }

    /// The schema of a routine, and whose it is.
    pub(super) fn routine(&self, name: &Name, path: &[String]) -> (Found, Option<String>) {
        let named = self.routines.get(name.name.as_str());
        let written = name.schema.as_ref().map(ToString::to_string);
        let own = |schema: &str| named.is_some_and(|schemas| schemas.contains(schema));
        if let Some(schema) = &written {
            let found = if own(schema) {
                Found::Own
            } else if self.is_foreign_routine(schema, &name.name) {
                Found::Foreign
            } else {
                Found::Missing
            };
            return (found, written);
        }
        if self
            .built_in
            .routines
            .contains(&pair("pg_catalog", &name.name))
        {
            return (Found::Foreign, Some("pg_catalog".to_owned()));
        }
        if let Some(schema) = path.iter().find(|schema| own(schema)) {
            return (Found::Own, Some(schema.clone()));
        }
        if self.any_routine(&name.name) || self.types.contains(name.name.as_str()) {
            return (Found::Foreign, None);
        }
        let mut schemas = named.into_iter().flatten();
        match (schemas.next(), schemas.next()) {
            (Some(only), None) => (Found::Own, Some((*only).to_owned())),
            (Some(_), Some(_)) => (Found::Foreign, None),
            (None, _) => (Found::Missing, None),
        }
    }

    fn is_foreign_routine(&self, schema: &str, name: &str) -> bool {
        is_platform(schema)
            || schema == "pg_catalog"
            || self.built_in.routines.contains(&pair(schema, name))
            || self.any_routine(name)
    }

    /// Whether Postgres, its types, the platform or an extension has a routine of the name.
    fn any_routine(&self, name: &str) -> bool {
        let mut all = self.extensions.iter().chain([self.built_in]);
        self.unknown_extension
            || all.any(|known| known.routine_names.contains(name))
            || self.built_in.types.contains(name)
    }

    /// Whether a field of a row may be a function of the row.
    pub(super) fn is_function(&self, name: &str) -> bool {
        self.routines.contains_key(name) || self.any_routine(name)
    }
}

/// Relations of every kind, partitions and changed ones of the platform among them.
pub(super) fn relations(catalog: &Catalog) -> impl Iterator<Item = &Relation> {
    let lists = [&catalog.relations, &catalog.partitions, &catalog.platform];
    lists.into_iter().flatten()
}

fn pair(schema: &str, name: &str) -> (String, String) {
    (schema.to_owned(), name.to_owned())
}

/// The tables that a routine makes.
fn made_by(definition: &str) -> Vec<String> {
    let lower = definition.to_ascii_lowercase();
    if !lower.contains("temp") && !lower.contains("create table") {
        return Vec::new();
    }
    let script = crate::sql::parse(definition);
    let mut made = Vec::new();
    for item in &script.statements {
        let Statement::CreateRoutine(create) = &item.statement else {
            continue;
        };
        match &create.body {
            Some(Body::Procedural(block)) => {
                for step in block.steps() {
                    made.extend(super::block::statement(step).and_then(table_made));
                }
                made.extend(super::block::commands(block).iter().flat_map(|text| {
                    let script = crate::sql::parse(text);
                    let tables = script.statements.iter();
                    tables
                        .filter_map(|item| table_made(&item.statement))
                        .collect::<Vec<_>>()
                }));
            }
            Some(Body::Sql(items)) => {
                made.extend(items.iter().filter_map(|item| table_made(&item.statement)));
            }
            Some(Body::Expression(_) | Body::Opaque(_)) | None => {}
        }
    }
    made
}

fn table_made(statement: &Statement) -> Option<String> {
    match statement {
        Statement::CreateTable(create) => Some(create.name.name.to_string()),
        Statement::Query(query) => super::query::into(query).map(|name| name.name.to_string()),
        _ => None,
    }
}

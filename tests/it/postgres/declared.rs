//! What Prisma, Drizzle and generated types say, held against a database made by their own SQL.

use std::{collections::BTreeSet, fs, path::Path};

use tabletrace::schema::{
    catalog::{
        Catalog,
        relation::{Column, RelationKind},
    },
    snapshot,
};

use super::{
    facts::facts,
    server::{Server, Template, fed, server, succeeded},
};
use crate::{
    folder::{self, folders},
    schema_sources::{KINDS, project_files},
};

#[test]
fn declared_schemas_are_what_their_sql_makes() {
    let Some(server) = server("declared_schemas_are_what_their_sql_makes") else {
        return;
    };
    for (kind, read) in KINDS {
        for project in folders(&folder::testdata("schema").join(kind)) {
            let (declared, _) = read(&project_files(&project));
            let made = made(server, &project);
            let name = project.display();
            match kind {
                "types" => assert_eq!(seen_by_types(&declared), seen_by_types(&made), "{name}"),
                _ => {
                    let open = open_relations(&declared);
                    let declared = facts(&without(declared, &open));
                    pretty_eq(&declared, &facts(&without(made, &open)), &name.to_string());
                }
            }
        }
    }
}

/// The database that `schema.sql` of a project makes.
fn made(server: &Server, project: &Path) -> Catalog {
    let run = |file: &str| {
        let sql = fs::read_to_string(project.join(file)).unwrap_or_default();
        let mut psql = server.psql("declared");
        succeeded(fed(psql.args(["-v", "ON_ERROR_STOP=1"]), &sql));
    };
    server.create("declared", Template::Supabase);
    // What the source needs or names, and does not make.
    run("before.sql");
    let before = snapshot::read(&server.query("declared", snapshot::QUERY)).unwrap();
    run("schema.sql");
    let made = snapshot::read(&server.query("declared", snapshot::QUERY)).unwrap();
    server.drop("declared");
    let mut catalog = made.catalog;
    for name in before.catalog.extensions.keys() {
        catalog.extensions.remove(name);
    }
    catalog.publications.clear();
    catalog
}

/// Relations whose columns a query makes.
fn open_relations(catalog: &Catalog) -> BTreeSet<String> {
    let open = catalog.relations.iter().filter(|relation| relation.open);
    open.map(|relation| relation.name.clone()).collect()
}

/// The catalog without what the sources do not know.
fn without(mut catalog: Catalog, open: &BTreeSet<String>) -> Catalog {
    catalog
        .relations
        .retain(|relation| !open.contains(&relation.name));
    for relation in &mut catalog.relations {
        relation.indexes.retain(|index| !index.constraint);
        relation.reads.clear();
        relation.updatable = false;
    }
    catalog.extensions.clear();
    catalog.routines.clear();
    catalog
}

fn pretty_eq(declared: &[String], made: &[String], name: &str) {
    let only = |these: &[String], those: &[String], sign: &str| {
        let only = these.iter().filter(|fact| !those.contains(fact));
        only.map(|fact| format!("{sign} {fact}")).collect()
    };
    let mut wrong: Vec<String> = only(declared, made, "+");
    wrong.extend::<Vec<String>>(only(made, declared, "-"));
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

/// What generated types can know: relations, columns by name, what is null, labels.
fn seen_by_types(catalog: &Catalog) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    // The generator tells partitions as tables of their own.
    for relation in catalog.relations.iter().chain(&catalog.partitions) {
        let (schema, name) = relation.key();
        for column in &relation.columns {
            // The generator finds out more about the columns of views than Postgres.
            let nullable = match relation.kind {
                RelationKind::Table | RelationKind::ForeignTable => nullable(column),
                RelationKind::View | RelationKind::MaterializedView => "",
            };
            seen.insert(format!("{schema}.{name}.{} {nullable}", column.name));
        }
        seen.insert(format!("{schema}.{name}"));
    }
    let enums = catalog.enums.iter();
    seen.extend(enums.map(|(name, labels)| format!("{name}: {labels:?}")));
    seen
}

/// Whether a column is null; types that TypeScript calls `unknown` do not say.
fn nullable(column: &Column) -> &'static str {
    let postgres = column.data_type.as_deref().unwrap_or_default();
    let is_unknown = column.typescript.as_deref() == Some("unknown")
        || ["inet", "money", "int4range", "tsvector"].contains(&postgres);
    match column.nullable {
        _ if is_unknown => "",
        true => "null",
        false => "not null",
    }
}

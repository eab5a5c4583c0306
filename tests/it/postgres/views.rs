//! What views read, held against the dependencies that Postgres notes of their rules.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tabletrace::schema::{
    Database,
    catalog::{Catalog, relation::Relation},
    references::{Effect, Found, TargetKind, UserKind, references},
};

use super::{
    fixtures::{Fixture, fixtures},
    server::{Server, server},
};

/// The columns that a view names of a relation, by `view reads relation`.
type Reads = BTreeMap<String, BTreeSet<String>>;

/// What `pg_depend` says of the rules of views; a column is empty where only the relation is needed.
const DEPENDENCIES: &str = "
    select distinct
        v.relnamespace::regnamespace || '.' || v.relname,
        r.relnamespace::regnamespace || '.' || r.relname,
        coalesce(a.attname, '')
    from pg_depend d
    join pg_rewrite w on d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
    join pg_class v on v.oid = w.ev_class and v.relkind in ('v', 'm')
    join pg_class r on d.refclassid = 'pg_class'::regclass and r.oid = d.refobjid
    left join pg_attribute a on a.attrelid = r.oid and a.attnum = d.refobjsubid and a.attnum > 0
    where d.deptype = 'n' and r.oid <> v.oid";

#[test]
fn views_read_what_postgres_says_they_depend_on() {
    let Some(server) = server("views_read_what_postgres_says_they_depend_on") else {
        return;
    };
    let differences: Vec<String> = fixtures()
        .into_par_iter()
        .flat_map(|fixture| differences(server, &fixture))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn differences(server: &Server, fixture: &Fixture) -> Vec<String> {
    let catalog = fixture.catalog();
    let is_view = |relation: &Relation| relation.definition.is_some();
    if !catalog.relations.iter().any(is_view) {
        return Vec::new();
    }
    let (ours, whole) = told(&catalog);
    let theirs = depended_on(server, fixture, &catalog);
    let pairs: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let difference = |pair: &String| match (ours.get(pair), theirs.get(pair)) {
        (Some(_), None) => Some(format!("{}: {pair} in ours alone", fixture.name)),
        (None, Some(_)) => Some(format!("{}: {pair} in Postgres' alone", fixture.name)),
        // What stands for all columns names none.
        (Some(ours), Some(theirs)) if !whole.contains(pair) && ours != theirs => Some(format!(
            "{}: {pair}: {ours:?}, but to Postgres {theirs:?}",
            fixture.name
        )),
        (Some(_), Some(_)) | (None, None) => None,
    };
    pairs.into_iter().filter_map(difference).collect()
}

/// What the references say, and where they mean all columns.
fn told(catalog: &Catalog) -> (Reads, BTreeSet<String>) {
    let database = Database {
        catalog: catalog.clone(),
        ..Database::default()
    };
    let mut reads = Reads::new();
    let mut whole = BTreeSet::new();
    for reference in references(&database, &[]).uses {
        let target = &reference.target;
        // A recursive view names itself, as a common table.
        let is_itself = Some(&reference.by.schema) == target.schema.as_ref()
            && reference.by.name == target.name;
        let is_read = reference.by.kind == UserKind::View
            && !is_itself
            && reference.effect == Effect::Read
            && target.kind == TargetKind::Relation
            && target.found == Found::Own;
        if !is_read {
            continue;
        }
        let schema = target.schema.as_deref().unwrap_or_default();
        let by = &reference.by;
        let pair = format!("{}.{} reads {schema}.{}", by.schema, by.name, target.name);
        if reference.all_columns {
            whole.insert(pair.clone());
        }
        reads.entry(pair).or_default().extend(reference.columns);
    }
    (reads, whole)
}

/// What Postgres says, of the relations in the catalog.
fn depended_on(server: &Server, fixture: &Fixture, catalog: &Catalog) -> Reads {
    let relations = [&catalog.relations, &catalog.partitions, &catalog.platform];
    let known: BTreeSet<String> = relations
        .into_iter()
        .flatten()
        .map(|relation| format!("{}.{}", relation.schema, relation.name))
        .collect();
    let database = fixture.made(server, "views");
    let answer = server.query(&database, DEPENDENCIES);
    server.drop(&database);
    let mut reads = Reads::new();
    for line in answer.lines() {
        let mut fields = line.split('|');
        let mut next = || fields.next().unwrap_or_default().replace('"', "");
        let (view, relation, column) = (next(), next(), next());
        if !known.contains(&relation) || !known.contains(&view) {
            continue;
        }
        let columns = reads.entry(format!("{view} reads {relation}")).or_default();
        columns.extend((!column.is_empty()).then_some(column));
    }
    reads
}

//! What can be asked of a database, by its catalog.

use std::collections::BTreeMap;

use tabletrace::schema::catalog::{
    Catalog,
    constraint::{Constraint, ConstraintKind},
    relation::{Column, Generated, Relation},
};

/// What the generator knows.
pub(super) struct Model {
    pub(super) catalog: Catalog,
    pub(super) schemas: Vec<String>,
    pub(super) tables: Vec<Table>,
    /// The names of all columns and relations.
    pub(super) names: Vec<String>,
}

/// A relation that is served.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) edges: Vec<Edge>,
    /// Column lists of unique keys.
    pub(super) keys: Vec<Vec<String>>,
}

/// A way to embed another relation.
#[derive(Clone)]
pub(super) struct Edge {
    /// What the select list names.
    pub(super) target: String,
    pub(super) hint: Option<String>,
    /// The relation at the other end.
    pub(super) far: String,
    pub(super) is_to_one: bool,
}

impl Model {
    pub(super) fn new(catalog: Catalog, schemas: Vec<String>) -> Self {
        let relations = catalog.relations.iter().chain(&catalog.partitions);
        let served = relations.filter(|relation| schemas.contains(&relation.schema));
        let mut tables: Vec<Table> = served.map(table).collect();
        for index in 0..tables.len() {
            tables[index].edges = edges(&catalog, &tables[index], &tables);
        }
        let mut names: Vec<String> = tables
            .iter()
            .flat_map(|table| {
                let columns = table.columns.iter().map(|column| column.name.clone());
                columns.chain([table.name.clone()])
            })
            .collect();
        names.sort();
        names.dedup();
        Self {
            catalog,
            schemas,
            tables,
            names,
        }
    }

    pub(super) fn table(&self, schema: &str, name: &str) -> Option<&Table> {
        let mut tables = self.tables.iter();
        tables.find(|table| table.schema == schema && table.name == name)
    }

    /// The labels of an enum, by the name that its columns have.
    pub(super) fn labels(&self, data_type: &str) -> Option<&[String]> {
        let enums: &BTreeMap<String, Vec<String>> = &self.catalog.enums;
        let labels = enums.get(data_type);
        let labels = labels.or_else(|| enums.get(&format!("public.{data_type}")));
        labels.map(Vec::as_slice)
    }
}

impl Table {
    /// Columns that an insert must name.
    pub(super) fn is_required(column: &Column) -> bool {
        !column.nullable && !column.has_default && column.generated.is_none()
    }

    /// Columns that can be written.
    pub(super) fn is_writable(column: &Column) -> bool {
        match column.generated {
            Some(Generated::IdentityAlways | Generated::Stored) => false,
            Some(Generated::IdentityByDefault) | None => true,
        }
    }
}

fn table(relation: &Relation) -> Table {
    let keys = relation.constraints.iter().filter(|key| match key.kind {
        ConstraintKind::PrimaryKey | ConstraintKind::Unique => true,
        ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclusion => false,
    });
    Table {
        schema: relation.schema.clone(),
        name: relation.name.clone(),
        columns: relation.columns.clone(),
        edges: Vec::new(),
        keys: keys.map(|key| key.columns.clone()).collect(),
    }
}

/// Relationships by foreign keys, by functions of the row, and by what only looks like one.
fn edges(catalog: &Catalog, table: &Table, tables: &[Table]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for relation in &catalog.relations {
        for key in &relation.constraints {
            edges.extend(edges_of_key(catalog, table, relation, key));
        }
    }
    for routine in &catalog.routines {
        let [argument] = routine.arguments.as_slice() else {
            continue;
        };
        let returns = routine.returns.as_deref().unwrap_or_default();
        let far = returns.strip_prefix("SETOF ").unwrap_or(returns);
        let is_relation = tables.iter().any(|table| table.name == far);
        if argument.data_type.as_ref() == Some(&table.name) && is_relation {
            edges.push(Edge {
                target: routine.name.clone(),
                hint: None,
                far: far.to_owned(),
                is_to_one: false,
            });
        }
    }
    edges
}

fn edges_of_key(
    catalog: &Catalog,
    table: &Table,
    relation: &Relation,
    key: &Constraint,
) -> Vec<Edge> {
    let Some(reference) = &key.references else {
        return Vec::new();
    };
    let of_view = |schema: &str, name: &str| {
        let view = catalog.relation(&table.schema, &table.name);
        let reads = view.map_or(&[][..], |view| view.reads.as_slice());
        reads.contains(&format!("{schema}.{name}"))
    };
    let is = |schema: &str, name: &str| {
        (table.schema == schema && table.name == name) || of_view(schema, name)
    };
    let edge = |target: &str, hint: Option<&String>, far: &str, is_to_one| Edge {
        target: target.to_owned(),
        hint: hint.cloned(),
        far: far.to_owned(),
        is_to_one,
    };
    // A view has the keys of which it shows the columns.
    let has = |columns: &[String]| {
        let mut columns = columns.iter();
        columns.all(|name| table.columns.iter().any(|column| column.name == *name))
    };
    let column = key.columns.first().filter(|_| key.columns.len() == 1);
    let mut edges = Vec::new();
    if is(&relation.schema, &relation.name) && has(&key.columns) {
        let far = &reference.relation;
        edges.push(edge(far, Some(&key.name), far, true));
        edges.push(edge(far, column, far, true));
        edges.push(edge(far, None, far, true));
        edges.push(edge(&key.name, None, far, true));
        edges.extend(column.map(|column| edge(column, None, far, true)));
    }
    if is(&reference.schema, &reference.relation) && has(&reference.columns) {
        let far = &relation.name;
        edges.push(edge(far, Some(&key.name), far, false));
        edges.push(edge(far, column, far, false));
        edges.push(edge(far, None, far, false));
        edges.push(edge(&key.name, None, far, false));
        edges.extend(over_junction(relation, key));
    }
    edges
}

/// The other ends of a junction: a relation whose primary key holds both of its keys.
fn over_junction(relation: &Relation, key: &Constraint) -> Vec<Edge> {
    let primary = relation.constraints.iter();
    let primary = primary.filter(|key| key.kind == ConstraintKind::PrimaryKey);
    let primary: Vec<&String> = primary.flat_map(|key| &key.columns).collect();
    let is_in_key = |key: &Constraint| key.columns.iter().all(|column| primary.contains(&column));
    if !is_in_key(key) {
        return Vec::new();
    }
    let others = relation.constraints.iter();
    let others = others.filter(|other| other.name != key.name && is_in_key(other));
    let far = others.filter_map(|other| other.references.as_ref());
    let hints = [Some(relation.name.clone()), None];
    far.flat_map(|far| {
        hints.iter().map(|hint| Edge {
            target: far.relation.clone(),
            hint: hint.clone(),
            far: far.relation.clone(),
            is_to_one: false,
        })
    })
    .collect()
}

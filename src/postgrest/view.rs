//! The keys that views have from the tables that their columns come from.
//!
//! PostgREST reads where a view's columns come from out of its rewrite rule, through views on views;
//! a key counts when all of its columns are there, once for each way to choose them.

use std::collections::{BTreeMap, BTreeSet};

use super::relationship::{ForeignKey, Relationship, is_view};
use crate::schema::catalog::{
    constraint::ConstraintKind,
    relation::{ColumnSource, Relation},
};

/// How many ways a key may be found in one view; more are not told apart.
const WAYS: usize = 16;

/// How deep views may stand on views.
const DEEPEST: usize = 32;

/// Schemas whose views are looked through without being exposed: `db-extra-search-path`, as hosted
/// projects have it.
const SEARCHED: [&str; 2] = ["public", "extensions"];

/// What the columns of views come from.
#[derive(Debug)]
pub(super) struct Inherited<'p, 'a> {
    relations: &'p BTreeMap<(&'a str, &'a str), &'a Relation>,
    /// By schema and name of the table, which may be the platform's: each view with those of its
    /// columns that a column of the table becomes.
    views: BTreeMap<&'a str, BTreeMap<&'a str, Vec<View<'a>>>>,
    /// By the view: its primary key, as PostgREST sees it.
    primary_keys: BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>,
}

/// A view, as one of its tables sees it.
#[derive(Debug)]
struct View<'a> {
    view: &'a Relation,
    /// Columns of the view by the table's column.
    columns: BTreeMap<&'a str, Vec<&'a str>>,
}

/// An end of a foreign key.
#[derive(Debug)]
struct Way<'a> {
    relation: &'a Relation,
    columns: Vec<&'a str>,
}

impl<'p, 'a> Inherited<'p, 'a> {
    pub(super) fn new(
        relations: &'p BTreeMap<(&'a str, &'a str), &'a Relation>,
        exposed: &[String],
    ) -> Self {
        let is_read = |schema: &str| {
            SEARCHED.contains(&schema) || exposed.iter().any(|exposed| exposed == schema)
        };
        let mut inherited = Self {
            relations,
            views: BTreeMap::new(),
            primary_keys: BTreeMap::new(),
        };
        let views = relations.values().copied();
        for view in views.filter(|view| is_view(view) && is_read(&view.schema)) {
            let mut tables: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
            for column in &view.columns {
                let mut source = column.source.as_ref();
                for _ in 0..DEEPEST {
                    let Some(far) = source else {
                        break;
                    };
                    let columns = tables.entry(table_of(far)).or_default();
                    columns.entry(&far.column).or_default().push(&column.name);
                    let next = relations.get(&table_of(far));
                    let next = next.filter(|next| is_view(next) && is_read(&next.schema));
                    source = next
                        .and_then(|next| next.column(&far.column))
                        .and_then(|column| column.source.as_ref());
                }
            }
            inherited.add(view, tables);
        }
        inherited
    }

    fn add(
        &mut self,
        view: &'a Relation,
        tables: BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, Vec<&'a str>>>,
    ) {
        for (table, columns) in tables {
            let constraints = self.relations.get(&table).map(|table| &table.constraints);
            let primary = constraints.into_iter().flatten();
            for key in primary.filter(|key| key.kind == ConstraintKind::PrimaryKey) {
                let firsts = key.columns.iter().map(|column| {
                    let named = columns.get(column.as_str())?;
                    named.first().copied()
                });
                if let Some(firsts) = firsts.collect::<Option<Vec<_>>>() {
                    let known = self.primary_keys.entry(view.key()).or_default();
                    known.extend(firsts);
                }
            }
            let of_schema = self.views.entry(table.0).or_default();
            let views = of_schema.entry(table.1).or_default();
            views.push(View { view, columns });
        }
    }

    /// The columns of a relation's primary key.
    pub(super) fn primary_key(&self, relation: &'a Relation) -> BTreeSet<&'a str> {
        if is_view(relation) {
            let known = self.primary_keys.get(&relation.key());
            return known.cloned().unwrap_or_default();
        }
        let constraints = relation.constraints.iter();
        let primary = constraints.filter(|key| key.kind == ConstraintKind::PrimaryKey);
        primary
            .flat_map(|key| key.columns.iter().map(String::as_str))
            .collect()
    }

    /// What a foreign key between tables makes of the views on either side.
    pub(super) fn relationships(&self, key: &ForeignKey<'a>) -> Vec<Relationship<'a>> {
        let (near, far): (Vec<&'a str>, Vec<&'a str>) = key.columns.iter().copied().unzip();
        if near.is_empty() {
            return Vec::new();
        }
        let near_views = self.ways(key.near.key(), &near);
        let far_views = self.ways(key.far, &far);
        let joined = |from: &Way<'a>, to: &Way<'a>| {
            let columns = from.columns.iter().copied().zip(to.columns.iter().copied());
            key.between(from.relation, to.relation, columns.collect())
        };
        let near_own = Way {
            relation: key.near,
            columns: near,
        };
        let far_own = self.relations.get(&key.far).map(|&relation| Way {
            relation,
            columns: far,
        });
        let mut all = Vec::new();
        if let Some(far) = &far_own {
            all.extend(near_views.iter().map(|near| joined(near, far)));
        }
        for far in &far_views {
            all.push(joined(&near_own, far));
            all.extend(near_views.iter().map(|near| joined(near, far)));
        }
        all
    }

    /// The views that have all columns of a table's key, with the columns they have for them.
    fn ways(&self, table: (&str, &str), key: &[&str]) -> Vec<Way<'a>> {
        let of_schema = self.views.get(table.0);
        let views = of_schema.and_then(|of_schema| of_schema.get(table.1));
        let mut ways = Vec::new();
        for view in views.into_iter().flatten() {
            let mut chosen: Vec<Vec<&'a str>> = vec![Vec::new()];
            for column in key {
                let names = view.columns.get(column).map_or(&[][..], Vec::as_slice);
                let longer = |so_far: &Vec<&'a str>, name: &&'a str| {
                    so_far.iter().chain([name]).copied().collect()
                };
                chosen = chosen
                    .iter()
                    .flat_map(|so_far| names.iter().map(|name| longer(so_far, name)))
                    .take(WAYS)
                    .collect();
            }
            ways.extend(chosen.into_iter().map(|columns| Way {
                relation: view.view,
                columns,
            }));
        }
        ways
    }
}

fn table_of(source: &ColumnSource) -> (&str, &str) {
    (&source.schema, &source.relation)
}

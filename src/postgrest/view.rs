//! The keys that views have from the tables that their columns come from.
//!
//! PostgREST reads where a view's columns come from out of its rewrite rule, through views on views;
//! a key counts when all of its columns are there, once for each way to choose them.

use std::collections::{BTreeMap, BTreeSet};

use super::relationship::{Key, Kind, Relationship, is_view};
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
pub(super) struct Inherited<'a> {
    /// By the table: each view with those of its columns that a column of the table becomes.
    views: BTreeMap<(&'a str, &'a str), Vec<View<'a>>>,
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

impl<'a> Inherited<'a> {
    pub(super) fn new(
        relations: &BTreeMap<(&'a str, &'a str), &'a Relation>,
        exposed: &[String],
    ) -> Self {
        let is_read = |schema: &str| {
            SEARCHED.contains(&schema) || exposed.iter().any(|exposed| exposed == schema)
        };
        let mut inherited = Self {
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
            inherited.add(view, tables, relations);
        }
        inherited
    }

    fn add(
        &mut self,
        view: &'a Relation,
        tables: BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, Vec<&'a str>>>,
        relations: &BTreeMap<(&'a str, &'a str), &'a Relation>,
    ) {
        for (table, columns) in tables {
            let constraints = relations.get(&table).map(|table| &table.constraints);
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
            let views = self.views.entry(table).or_default();
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
    pub(super) fn relationships(&self, table: &Relationship<'a>) -> Vec<Relationship<'a>> {
        let Some(key) = table.key() else {
            return Vec::new();
        };
        let near: Vec<&str> = key.columns.iter().map(|(near, _)| *near).collect();
        let far: Vec<&str> = key.columns.iter().map(|(_, far)| *far).collect();
        if near.is_empty() {
            return Vec::new();
        }
        let near_views = self.ways(table.from, &near);
        let far_views = self.ways(table.to, &far);
        let own = |relation, columns: &[&'a str]| (relation, columns.to_vec());
        let near_own = own(table.from, &own_columns(table, Side::Near));
        let far_own = own(table.to, &own_columns(table, Side::Far));
        let mut all = Vec::new();
        for near in &near_views {
            all.push(between(table, near, &far_own));
        }
        for far in &far_views {
            all.push(between(table, &near_own, far));
        }
        for near in &near_views {
            for far in &far_views {
                all.push(between(table, near, far));
            }
        }
        all
    }

    /// The views that have all columns of a table's key, with the columns they have for them.
    fn ways(&self, table: &Relation, key: &[&str]) -> Vec<(&'a Relation, Vec<&'a str>)> {
        let views = self.views.get(&table.key()).map_or(&[][..], Vec::as_slice);
        let mut ways = Vec::new();
        for view in views {
            let mut chosen: Vec<Vec<&'a str>> = vec![Vec::new()];
            for column in key {
                let names = view.columns.get(column).map_or(&[][..], Vec::as_slice);
                chosen = chosen
                    .iter()
                    .flat_map(|so_far| {
                        names.iter().map(|name| {
                            let mut longer = so_far.clone();
                            longer.push(name);
                            longer
                        })
                    })
                    .take(WAYS)
                    .collect();
            }
            ways.extend(chosen.into_iter().map(|columns| (view.view, columns)));
        }
        ways
    }
}

/// An end of a foreign key.
#[derive(Clone, Copy, Debug)]
enum Side {
    Near,
    Far,
}

fn own_columns<'a>(relationship: &Relationship<'a>, side: Side) -> Vec<&'a str> {
    let columns = match &relationship.kind {
        Kind::ManyToOne(key) | Kind::OneToMany(key) | Kind::OneToOne(key) => key.columns.as_slice(),
        Kind::ManyToMany(_) | Kind::Computed(_) => &[],
    };
    let of_side = columns.iter().map(|&(near, far)| match side {
        Side::Near => near,
        Side::Far => far,
    });
    of_side.collect()
}

/// The foreign key between other ends.
fn between<'a>(
    table: &Relationship<'a>,
    near: &(&'a Relation, Vec<&'a str>),
    far: &(&'a Relation, Vec<&'a str>),
) -> Relationship<'a> {
    let moved = |key: &Key<'a>| Key {
        name: key.name,
        columns: near.1.iter().copied().zip(far.1.iter().copied()).collect(),
    };
    let kind = match &table.kind {
        Kind::ManyToOne(key) => Kind::ManyToOne(moved(key)),
        Kind::OneToMany(key) => Kind::OneToMany(moved(key)),
        Kind::OneToOne(key) => Kind::OneToOne(moved(key)),
        Kind::ManyToMany(_) | Kind::Computed(_) => table.kind.clone(),
    };
    Relationship {
        from: near.0,
        to: far.0,
        kind,
        is_certain: table.is_certain,
    }
}

fn table_of(source: &ColumnSource) -> (&str, &str) {
    (&source.schema, &source.relation)
}

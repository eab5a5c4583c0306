//! How relations can be embedded in each other, as PostgREST 12 builds it from the catalog.
//!
//! Foreign keys count in both directions. Views have the keys of the tables that their columns come
//! from. A relation whose primary key holds two foreign keys joins what these refer to. Functions
//! from a row to rows are relationships by their own name.

use std::collections::{BTreeMap, BTreeSet};

use super::{served::is_closed, view::Inherited};
use crate::schema::{
    catalog::{
        Facet,
        constraint::{Constraint, ConstraintKind},
        relation::{Relation, RelationKind},
        routine::Routine,
    },
    quoting,
};

/// A way from one relation to another.
#[derive(Clone, Debug)]
pub(super) struct Relationship<'a> {
    pub(super) from: &'a Relation,
    pub(super) to: &'a Relation,
    pub(super) kind: Kind<'a>,
    /// Whether the catalog tells that there is this one; else there may be.
    pub(super) is_certain: bool,
}

/// How many rows belong together, and by what.
#[derive(Clone, Debug)]
pub(super) enum Kind<'a> {
    ManyToOne(Key<'a>),
    OneToMany(Key<'a>),
    OneToOne(Key<'a>),
    ManyToMany(Junction<'a>),
    Computed(Computed<'a>),
}

/// A foreign key, seen from one of its ends.
#[derive(Clone, Debug)]
pub(super) struct Key<'a> {
    pub(super) name: &'a str,
    /// Near and far columns, in the order of the key.
    pub(super) columns: Vec<(&'a str, &'a str)>,
}

/// A foreign key between tables, of which the far one may be the platform's.
#[derive(Clone, Debug)]
pub(super) struct ForeignKey<'a> {
    pub(super) name: &'a str,
    pub(super) near: &'a Relation,
    /// Schema and name.
    pub(super) far: (&'a str, &'a str),
    pub(super) columns: Vec<(&'a str, &'a str)>,
    /// Whether the near columns are unique.
    pub(super) is_unique: bool,
}

/// A relation between two others.
#[derive(Clone, Debug)]
pub(super) struct Junction<'a> {
    pub(super) relation: &'a Relation,
    /// Its columns and those of the near relation, in the order of the key.
    pub(super) near: Vec<(&'a str, &'a str)>,
    /// Its columns and those of the far relation.
    pub(super) far: Vec<(&'a str, &'a str)>,
}

/// A function from a row to rows.
#[derive(Clone, Debug)]
pub(super) struct Computed<'a> {
    pub(super) routine: &'a Routine,
    pub(super) is_single: bool,
}

/// Everything that can be embedded, by schema and name of the relation around it.
pub(super) type Relationships<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Vec<Relationship<'a>>>>;

/// What relationships are made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'p, 'a> {
    pub(super) relations: &'p BTreeMap<(&'a str, &'a str), &'a Relation>,
    /// By the type of their rows.
    pub(super) rows: &'p BTreeMap<String, &'a Relation>,
    pub(super) routines: &'a [Routine],
    pub(super) facets: &'a BTreeSet<Facet>,
    /// Whether requests may name a schema.
    pub(super) exposed: &'a [String],
}

impl<'a> Relationship<'a> {
    pub(super) fn is_self(&self) -> bool {
        self.from.key() == self.to.key()
    }

    /// Whether at most one row is embedded.
    pub(super) fn is_to_one(&self) -> bool {
        match &self.kind {
            Kind::ManyToOne(_) | Kind::OneToOne(_) => true,
            Kind::OneToMany(_) | Kind::ManyToMany(_) => false,
            Kind::Computed(computed) => computed.is_single,
        }
    }

    /// The foreign key, unless there is another relation or a function between the two.
    pub(super) fn key(&self) -> Option<&Key<'a>> {
        match &self.kind {
            Kind::ManyToOne(key) | Kind::OneToMany(key) | Kind::OneToOne(key) => Some(key),
            Kind::ManyToMany(_) | Kind::Computed(_) => None,
        }
    }
}

impl<'a> ForeignKey<'a> {
    /// The key between its tables, or between views that have it from them.
    pub(super) fn between(
        &self,
        from: &'a Relation,
        to: &'a Relation,
        columns: Vec<(&'a str, &'a str)>,
    ) -> Relationship<'a> {
        let key = Key {
            name: self.name,
            columns,
        };
        Relationship {
            from,
            to,
            kind: if self.is_unique {
                Kind::OneToOne(key)
            } else {
                Kind::ManyToOne(key)
            },
            is_certain: true,
        }
    }
}

impl Key<'_> {
    /// The columns at both ends, when it is one at each.
    pub(super) fn single(&self) -> Option<(&str, &str)> {
        match self.columns.as_slice() {
            [(near, far)] => Some((near, far)),
            _ => None,
        }
    }
}

pub(super) fn is_view(relation: &Relation) -> bool {
    match relation.kind {
        RelationKind::View | RelationKind::MaterializedView => true,
        RelationKind::Table | RelationKind::ForeignTable => false,
    }
}

/// All relationships of a database.
pub(super) fn relationships<'a>(parts: Parts<'_, 'a>) -> Relationships<'a> {
    let inherited = Inherited::new(parts.relations, parts.exposed);
    let mut all: Vec<Relationship<'a>> = Vec::new();
    let mut of_views = Vec::new();
    for relation in parts.relations.values() {
        let keys = relation.constraints.iter();
        for key in keys.filter(|key| key.kind == ConstraintKind::ForeignKey) {
            let Some(key) = of_key(parts, relation, key) else {
                continue;
            };
            of_views.extend(inherited.relationships(&key));
            let far = parts.relations.get(&key.far).copied();
            all.extend(far.map(|far| key.between(relation, far, key.columns.clone())));
        }
    }
    all.extend(of_views);
    let junctions = through_junctions(parts, &inherited, &all);
    all.extend(junctions);
    let inverse: Vec<_> = all.iter().filter_map(inverse).collect();
    all.extend(inverse);
    with_computed(parts, all)
}

/// A foreign key as the table that has it declares it, or PostgREST would not know it.
fn of_key<'a>(
    parts: Parts<'_, 'a>,
    near: &'a Relation,
    constraint: &'a Constraint,
) -> Option<ForeignKey<'a>> {
    if is_of_parent(parts, near, constraint) {
        return None;
    }
    let far = constraint.references.as_ref()?;
    let columns = constraint.columns.iter().map(String::as_str);
    let columns = columns.zip(far.columns.iter().map(String::as_str));
    Some(ForeignKey {
        name: &constraint.name,
        near,
        far: (&far.schema, &far.relation),
        columns: columns.collect(),
        is_unique: is_unique(near, &constraint.columns),
    })
}

/// Whether a partition has the key from its parent: PostgREST leaves those out.
fn is_of_parent(parts: Parts<'_, '_>, partition: &Relation, key: &Constraint) -> bool {
    let parent = partition.partition_of.as_deref();
    let parent = parent.and_then(|name| name.split_once('.'));
    let parent = parent.and_then(|name| parts.relations.get(&name));
    parent.is_some_and(|parent| {
        parent.constraints.iter().any(|other| {
            let same_ends = match (&other.references, &key.references) {
                (Some(a), Some(b)) => (&a.schema, &a.relation) == (&b.schema, &b.relation),
                (Some(_) | None, _) => false,
            };
            other.kind == key.kind && other.columns == key.columns && same_ends
        })
    })
}

/// Whether a primary or unique key is on exactly these columns.
///
/// PostgREST compares the foreign key's columns as they are with those of the unique key in the
/// order of the table.
fn is_unique(relation: &Relation, columns: &[String]) -> bool {
    let place = |name: &String| relation.columns.iter().position(|it| it.name == *name);
    relation.constraints.iter().any(|constraint| {
        let mut unique = constraint.columns.clone();
        unique.sort_by_key(place);
        match constraint.kind {
            ConstraintKind::PrimaryKey | ConstraintKind::Unique => unique == columns,
            ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclusion => false,
        }
    })
}

/// The same foreign key from the side that it refers to.
fn inverse<'a>(relationship: &Relationship<'a>) -> Option<Relationship<'a>> {
    let turned = |key: &Key<'a>| Key {
        name: key.name,
        columns: key.columns.iter().map(|&(near, far)| (far, near)).collect(),
    };
    let kind = match &relationship.kind {
        Kind::ManyToOne(key) => Kind::OneToMany(turned(key)),
        Kind::OneToOne(key) => Kind::OneToOne(turned(key)),
        Kind::OneToMany(_) | Kind::ManyToMany(_) | Kind::Computed(_) => return None,
    };
    Some(Relationship {
        from: relationship.to,
        to: relationship.from,
        kind,
        is_certain: relationship.is_certain,
    })
}

/// What relations join whose primary key holds two of their foreign keys.
fn through_junctions<'a>(
    parts: Parts<'_, 'a>,
    inherited: &Inherited<'_, 'a>,
    all: &[Relationship<'a>],
) -> Vec<Relationship<'a>> {
    let mut ends: BTreeMap<(&str, &str), Vec<(&Relationship<'a>, &Key<'a>)>> = BTreeMap::new();
    for relationship in all {
        if let Kind::ManyToOne(key) = &relationship.kind {
            let junction = ends.entry(relationship.from.key()).or_default();
            junction.push((relationship, key));
        }
    }
    let tells_keys = parts.facets.contains(&Facet::Constraints);
    let mut joined = Vec::new();
    for ends in ends.values() {
        let Some((first, _)) = ends.first() else {
            continue;
        };
        let junction = first.from;
        let primary = inherited.primary_key(junction);
        for (one, one_key) in ends {
            for (other, other_key) in ends {
                let mut columns = one_key.columns.iter().chain(&other_key.columns);
                let is_junction = columns.all(|(near, _)| primary.contains(near));
                let is_known = tells_keys && is_closed(junction);
                if one_key.name == other_key.name || (is_known && !is_junction) {
                    continue;
                }
                joined.push(Relationship {
                    from: one.to,
                    to: other.to,
                    kind: Kind::ManyToMany(Junction {
                        relation: junction,
                        near: one_key.columns.clone(),
                        far: other_key.columns.clone(),
                    }),
                    is_certain: is_junction && one.is_certain && other.is_certain,
                });
            }
        }
    }
    joined
}

/// All by the relation around, with those of functions, which replace what has their name.
fn with_computed<'a>(parts: Parts<'_, 'a>, all: Vec<Relationship<'a>>) -> Relationships<'a> {
    let is_exposed = |schema: &str| parts.exposed.iter().any(|exposed| exposed == schema);
    let computed = computed(parts);
    let mut by_relation: Relationships<'a> = BTreeMap::new();
    for relationship in all {
        let is_hidden = match &relationship.kind {
            Kind::ManyToMany(junction) => !is_exposed(&junction.relation.schema),
            Kind::ManyToOne(_) | Kind::OneToMany(_) | Kind::OneToOne(_) | Kind::Computed(_) => {
                false
            }
        };
        let is_replaced = computed.iter().any(|other| match &other.kind {
            Kind::Computed(Computed { routine, .. }) => {
                other.from.key() == relationship.from.key()
                    && (routine.schema.as_str(), routine.name.as_str()) == relationship.to.key()
            }
            Kind::ManyToOne(_) | Kind::OneToMany(_) | Kind::OneToOne(_) | Kind::ManyToMany(_) => {
                false
            }
        });
        if !is_hidden && !is_replaced {
            add(&mut by_relation, relationship);
        }
    }
    for relationship in computed {
        add(&mut by_relation, relationship);
    }
    by_relation
}

fn add<'a>(all: &mut Relationships<'a>, relationship: Relationship<'a>) {
    let of_schema = all.entry(&relationship.from.schema).or_default();
    let of_relation = of_schema.entry(&relationship.from.name).or_default();
    of_relation.push(relationship);
}

/// Functions with one argument, a relation's row, that give rows of a relation.
fn computed<'a>(parts: Parts<'_, 'a>) -> Vec<Relationship<'a>> {
    let routines = parts.routines.iter();
    let computed = routines.filter_map(|routine| {
        let mut inputs = routine
            .arguments
            .iter()
            .filter(|argument| argument.mode.is_input());
        let (Some(only), None) = (inputs.next(), inputs.next()) else {
            return None;
        };
        let returns = routine.returns.as_deref()?;
        let (row, is_set) = match returns.strip_prefix("SETOF ") {
            Some(row) => (row, true),
            None => (returns, false),
        };
        let computed = Computed {
            routine,
            is_single: !is_set || expects_one_row(routine),
        };
        Some(Relationship {
            from: parts.rows.get(only.data_type.as_deref()?)?,
            to: parts.rows.get(row)?,
            kind: Kind::Computed(computed),
            is_certain: true,
        })
    });
    computed.collect()
}

/// The type of a relation's rows, as `format_type` prints it.
pub(super) fn row_type(relation: &Relation) -> String {
    quoting::type_name(&relation.schema, &relation.name)
}

/// Whether a function is declared with `ROWS 1`, by which PostgREST tells that a set is one row.
fn expects_one_row(routine: &Routine) -> bool {
    let text = routine.definition.as_deref().unwrap_or_default();
    let mut words = text.split(|character: char| character.is_whitespace() || character == ';');
    let mut after_rows = false;
    words.any(|word| {
        let is_one = after_rows && word == "1";
        after_rows = word.eq_ignore_ascii_case("rows") || (after_rows && word.is_empty());
        is_one
    })
}

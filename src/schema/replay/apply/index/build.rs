//! Indexes as they are made, for statements and for constraints.

use super::class;
use crate::{
    schema::replay::{
        apply::{
            dependency, naming,
            table::{check, inherit, relation},
        },
        failure::{Applied, Stop},
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Dependency, Kind, Object, Part, Strength},
            relation::{Constraint, ConstraintKind, Index},
            types::{TypeRef, Use},
        },
    },
    sql::{
        name::{Identifier, Name},
        statement::ObjectKind,
    },
};

/// An index to be made.
#[derive(Clone, Debug)]
pub(in crate::schema::replay) struct Draft {
    pub(in crate::schema::replay) relation: ObjectId,
    /// `None`: Postgres makes one up.
    pub(in crate::schema::replay) name: Option<Identifier>,
    pub(in crate::schema::replay) role: Role,
    pub(in crate::schema::replay) method: Identifier,
    pub(in crate::schema::replay) keys: Vec<IndexKey>,
    pub(in crate::schema::replay) include: Vec<ColumnNumber>,
    /// The needs of the condition of a partial index.
    pub(in crate::schema::replay) filter: Option<Vec<Use>>,
}

/// What an index is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::schema::replay) enum Role {
    Plain,
    Unique,
    /// The index of a constraint.
    PrimaryKey,
    UniqueConstraint,
    Exclusion,
}

#[derive(Clone, Debug)]
pub(in crate::schema::replay) struct IndexKey {
    /// `None` when it is an expression.
    pub(in crate::schema::replay) column: Option<ColumnNumber>,
    pub(in crate::schema::replay) name: Identifier,
    /// `None` when unknown.
    pub(in crate::schema::replay) data_type: Option<TypeRef>,
    pub(in crate::schema::replay) class: Option<Name>,
    /// What an expression needs.
    pub(in crate::schema::replay) uses: Vec<Use>,
}

impl Role {
    pub(in crate::schema::replay) fn constraint(self) -> Option<ConstraintKind> {
        match self {
            Self::Plain | Self::Unique => None,
            Self::PrimaryKey => Some(ConstraintKind::PrimaryKey),
            Self::UniqueConstraint => Some(ConstraintKind::Unique),
            Self::Exclusion => Some(ConstraintKind::Exclusion),
        }
    }

    fn is_unique(self) -> bool {
        match self {
            Self::Unique | Self::PrimaryKey | Self::UniqueConstraint => true,
            Self::Plain | Self::Exclusion => false,
        }
    }
}

/// Whether an index was made, or its name is taken and that was asked to be let pass.
pub(in crate::schema::replay) enum Built {
    Made(ObjectId),
    Skipped,
}

/// What to do when the name is taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::schema::replay) enum IfExists {
    Fail,
    Skip,
}

/// Makes an index, with its constraint if it is part of one, and those of the partitions.
///
/// # Errors
///
/// 42704 for operator classes, 42P07 and 42710 for the name, 0A000 for partition keys.
pub(in crate::schema::replay) fn build(
    session: &mut Session,
    draft: &Draft,
    if_exists: IfExists,
) -> Applied<Built> {
    let schema = session.schema_of(draft.relation).unwrap_or(draft.relation);
    let names = key_names(session, draft);
    let name = match &draft.name {
        Some(name) => name.clone(),
        None => free_name(session, schema, draft, &names),
    };
    cover_partition_key(session, draft)?;
    for key in &draft.keys {
        let checked = match (&key.class, &key.data_type) {
            (Some(class), Some(data_type)) => class::check_class(session, &draft.method, class)
                .and_then(|()| class::check_fit(session, &draft.method, class, data_type)),
            (Some(class), None) => class::check_class(session, &draft.method, class),
            (None, Some(data_type)) => class::check_default(session, &draft.method, data_type),
            (None, None) => Ok(()),
        };
        if let Err(stop) = checked {
            session.tolerate(stop)?;
        }
    }
    let relation = Class::Relation;
    if session.state.find(relation, Some(schema), &name).is_some() {
        return match if_exists {
            IfExists::Skip => Ok(Built::Skipped),
            IfExists::Fail => Err(relation::already_exists(&name)),
        };
    }
    if draft.role.constraint().is_some() && check::is_taken(session, draft.relation, &name) {
        return Err(check::already_exists(session, draft.relation, &name));
    }
    let id = make(session, schema, name, draft, names);
    inherit::pass_index(session, draft, id)?;
    Ok(Built::Made(id))
}

/// The names of the key columns and of those that are only carried, no two alike.
fn key_names(session: &Session, draft: &Draft) -> Vec<Identifier> {
    let relation = session.state.object(draft.relation);
    let relation = relation.and_then(|object| object.relation());
    let include = draft.include.iter().filter_map(|&number| {
        let column = relation?.numbered(number)?;
        Some(column.name.clone())
    });
    let keys = draft.keys.iter().map(|key| key.name.clone());
    naming::index_columns(keys.chain(include).collect())
}

fn free_name(
    session: &Session,
    schema: ObjectId,
    draft: &Draft,
    names: &[Identifier],
) -> Identifier {
    let table = session.name_of(draft.relation);
    let addition = naming::addition(names.iter().map(Identifier::as_str));
    let (addition, label) = match draft.role {
        Role::PrimaryKey => (None, "pkey"),
        Role::UniqueConstraint => (Some(addition.as_str()), "key"),
        Role::Exclusion => (Some(addition.as_str()), "excl"),
        Role::Plain | Role::Unique => (Some(addition.as_str()), "idx"),
    };
    let avoid = match draft.role.constraint() {
        Some(_) => naming::Avoid::RelationsAndConstraints,
        None => naming::Avoid::Relations,
    };
    naming::relation(session, schema, (&table, addition, label), avoid)
}

/// # Errors
///
/// 0A000 when a unique index of a partitioned table leaves out what decides on the partition.
fn cover_partition_key(session: &Session, draft: &Draft) -> Applied {
    let object = session.state.object(draft.relation);
    let Some(relation) = object.and_then(|object| object.relation()) else {
        return Ok(());
    };
    if !relation.is_partitioned || !draft.role.is_unique() {
        return Ok(());
    }
    let kind = match draft.role {
        Role::PrimaryKey => "PRIMARY KEY",
        Role::UniqueConstraint => "UNIQUE",
        Role::Plain | Role::Unique | Role::Exclusion => "UNIQUE",
    };
    for part in &relation.partition_key {
        let Some(number) = part else {
            let message = format!("unsupported {kind} constraint with partition key definition");
            return Err(Stop::failed("0A000", message).help(format!(
                "{kind} constraints cannot be used when partition keys include expressions."
            )));
        };
        if draft.keys.iter().any(|key| key.column == Some(*number)) {
            continue;
        }
        let column = relation.numbered(*number).map(|column| column.name.clone());
        return Err(Stop::failed(
            "0A000",
            "unique constraint on partitioned table must include all partitioning columns",
        )
        .help(format!(
            "{kind} constraint on table \"{}\" lacks column \"{}\" which is part of the partition \
             key.",
            session.name_of(draft.relation),
            column.unwrap_or_default()
        )));
    }
    Ok(())
}

fn make(
    session: &mut Session,
    schema: ObjectId,
    name: Identifier,
    draft: &Draft,
    mut names: Vec<Identifier>,
) -> ObjectId {
    names.truncate(draft.keys.len());
    let needs = needs(session, draft);
    let constraint = make_constraint(session, &name, draft, &needs);
    let index = Index {
        relation: draft.relation,
        unique: draft.role.is_unique(),
        primary: draft.role == Role::PrimaryKey,
        constraint,
        columns: draft.keys.iter().map(|key| key.column).collect(),
        names,
        include: draft.include.clone(),
        partial: draft.filter.is_some(),
        method: draft.method.clone(),
        has_classes: draft.keys.iter().any(|key| key.class.is_some()),
        parent: None,
    };
    let mut object = Object::new(name, Some(schema), Kind::Index(index));
    object.depends = match constraint {
        Some(constraint) => vec![dependency::on_object(constraint, Strength::Internal)],
        None => needs,
    };
    let whole = dependency::on_object(draft.relation, Strength::Auto);
    object.depends.push(whole);
    let id = session.create(object);
    if let Some(constraint) = constraint {
        session.state.change(constraint, |object| {
            if let Kind::Constraint(constraint) = &mut object.kind {
                constraint.index = Some(id);
            }
        });
    }
    id
}

/// The constraint that the index is to enforce, if any.
fn make_constraint(
    session: &mut Session,
    name: &Identifier,
    draft: &Draft,
    needs: &[Dependency],
) -> Option<ObjectId> {
    let keys = draft.keys.iter().filter_map(|key| key.column);
    let constraint = Constraint {
        kind: draft.role.constraint()?,
        columns: keys.collect(),
        index: None,
        inherited: 0,
        local: true,
        valid: true,
    };
    let kind = Kind::Constraint(constraint);
    let mut object = Object::new(name.clone(), Some(draft.relation), kind);
    object.depends = needs.to_vec();
    Some(session.create(object))
}

fn needs(session: &Session, draft: &Draft) -> Vec<Dependency> {
    let mut needs = Vec::new();
    let keys = draft.keys.iter().filter_map(|key| key.column);
    for number in keys.chain(draft.include.iter().copied()) {
        needs.push(dependency::on_column(
            draft.relation,
            number,
            Strength::Auto,
        ));
    }
    let uses = draft.keys.iter().flat_map(|key| &key.uses);
    for used in uses.chain(draft.filter.iter().flatten()) {
        let mut found = dependency::of_uses(session, std::slice::from_ref(used), Part::Whole);
        for need in &mut found {
            // What an index says of its own table goes with it.
            if need.on == draft.relation {
                need.strength = Strength::Auto;
            }
        }
        needs.extend(found);
    }
    for name in draft.keys.iter().filter_map(|key| key.class.as_ref()) {
        let class = session.find(Class::Other(ObjectKind::OperatorClass), name);
        let class = class.filter(|&class| !session.is_pinned(class));
        let class = class.or_else(|| class::bringer(session, &draft.method, name));
        needs.extend(class.map(|class| dependency::on_object(class, Strength::Normal)));
    }
    let mut unique: Vec<Dependency> = Vec::with_capacity(needs.len());
    for need in needs {
        if !unique.contains(&need) {
            unique.push(need);
        }
    }
    unique
}

//! Foreign keys.

use super::{check, inherit, pending::Foreign, relation, types::are_comparable};
use crate::{
    schema::{
        catalog::constraint::ReferenceAction,
        replay::{
            apply::{dependency, naming},
            failure::{Applied, Stop},
            session::Session,
            state::{
                ColumnNumber, ObjectId,
                object::{Class, Dependency, Kind, Object, Strength},
                relation::{Constraint, ConstraintKind, ForeignKey, RelationKind},
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::{Identifier, Name, Word},
        statement::table::{References, ReferentialAction},
    },
};

/// Adds a foreign key to a table.
///
/// # Errors
///
/// 42P01 and 42703 for what is missing, 42830 and 42704 when no key fits, 42804 when types do not.
pub(in crate::schema::replay) fn add(
    session: &mut Session,
    relation: ObjectId,
    foreign: &Foreign<'_>,
) -> Applied {
    let object = session.state.object(relation);
    let kind = object.and_then(|object| Some(object.relation()?.kind));
    if kind == Some(RelationKind::ForeignTable) {
        let message = "foreign key constraints are not supported on foreign tables";
        return Err(Stop::failed("0A000", message).at(foreign.span));
    }
    let name = name(session, relation, foreign)?;
    let far = match far_end(session, relation, foreign, &name) {
        Ok(far) => Some(far),
        Err(stop) => {
            session.tolerate(stop.within(foreign.span))?;
            None
        }
    };
    let columns = near_columns(session, relation, &foreign.columns)?;
    let mut needs = check::needs(relation, &columns);
    let references = foreign.references;
    let missing = far.is_none().then(|| missing(session, &references.table));
    if let Some(far) = &far {
        needs.extend(far.needs());
        let partitions = session.state.family(far.relation).into_iter().skip(1);
        needs.extend(partitions.map(|id| dependency::on_object(id, Strength::Normal)));
    }
    let key = ForeignKey {
        relation: far.as_ref().map(|far| far.relation),
        missing,
        columns: far.map_or_else(Vec::new, |far| far.columns),
        on_delete: action(references.on_delete),
        on_update: action(references.on_update),
    };
    let mut object = Object::new(
        name,
        Some(relation),
        Kind::Constraint(Constraint {
            kind: ConstraintKind::ForeignKey(key),
            columns,
            index: None,
            inherited: 0,
            local: true,
            valid: foreign.valid,
        }),
    );
    object.depends = needs;
    let constraint = session.create(object);
    inherit::pass_foreign_key(session, relation, constraint);
    Ok(())
}

/// Schema and name of a table that is not there; the schema is the one it would be made in.
fn missing(session: &Session, table: &Name) -> (Identifier, Identifier) {
    let schema = table.schema.clone().unwrap_or_else(|| {
        let schema = session.creation_schema(table);
        schema.map_or_else(|_| "public".into(), |schema| session.name_of(schema))
    });
    (schema, table.name.clone())
}

fn name(session: &Session, relation: ObjectId, foreign: &Foreign<'_>) -> Applied<Identifier> {
    if let Some(name) = foreign.name {
        if check::is_taken(session, relation, &name.text) {
            return Err(check::already_exists(session, relation, &name.text).at(name.span));
        }
        return Ok(name.text.clone());
    }
    let columns = foreign.columns.iter().map(|word| word.text.as_str());
    let addition = naming::addition(columns);
    let table = session.name_of(relation);
    let schema = session.schema_of(relation).unwrap_or(relation);
    let parts = (table.as_str(), Some(addition.as_str()), "fkey");
    Ok(naming::constraint(session, schema, parts, &[]))
}

/// The key that a foreign key points to.
struct Far {
    relation: ObjectId,
    columns: Vec<ColumnNumber>,
    /// The index that keeps them unique; `None` when the relation is not known well enough.
    index: Option<ObjectId>,
}

impl Far {
    fn needs(&self) -> impl Iterator<Item = Dependency> {
        let relation = self.relation;
        let columns = self.columns.iter();
        let columns = columns
            .map(move |&column| dependency::on_column(relation, column, Strength::Normal))
            .chain(
                self.columns
                    .is_empty()
                    .then(|| dependency::on_object(relation, Strength::Normal)),
            );
        columns.chain(
            self.index
                .map(|index| dependency::on_object(index, Strength::Normal)),
        )
    }
}

fn far_end(
    session: &mut Session,
    relation: ObjectId,
    foreign: &Foreign<'_>,
    name: &str,
) -> Applied<Far> {
    let references = foreign.references;
    let far = table(session, relation, references)?;
    let near = near_columns(session, relation, &foreign.columns)?;
    let found = if references.columns.is_empty() {
        primary_key(session, far, references)
    } else {
        unique_key(session, far, near.len(), &references.columns, references)
    };
    let found = match found {
        // An assumed table may have any key.
        Err(_) if is_open(session, far) => Far {
            relation: far,
            columns: Vec::new(),
            index: None,
        },
        found => found?,
    };
    if found.index.is_some() {
        check_types(session, (relation, &near), &found, name)?;
    }
    Ok(found)
}

fn is_open(session: &Session, relation: ObjectId) -> bool {
    let object = session.state.object(relation);
    let relation = object.and_then(|object| object.relation());
    relation.is_some_and(|relation| relation.open)
}

fn table(session: &Session, near: ObjectId, references: &References) -> Applied<ObjectId> {
    let name = &references.table;
    let far = session
        .find(Class::Relation, name)
        .ok_or_else(|| relation::undefined(session, name))?;
    let kind = |id| {
        let object = session.state.object(id)?;
        object.relation().map(|it| (it.kind, it.temporary))
    };
    let (Some((far_kind, far_temporary)), Some((_, temporary))) = (kind(far), kind(near)) else {
        return Ok(far);
    };
    if far_kind != RelationKind::Table {
        return Err(Stop::failed(
            "42809",
            format!("referenced relation \"{}\" is not a table", name.name),
        )
        .at(name.span));
    }
    if session.is_pinned(far) {
        return Err(Stop::failed(
            "42501",
            format!("permission denied: \"{}\" is a system catalog", name.name),
        )
        .at(name.span));
    }
    let message = match (temporary, far_temporary) {
        (false, true) => "constraints on permanent tables may reference only permanent tables",
        (true, false) => "constraints on temporary tables may reference only temporary tables",
        (true, true) | (false, false) => return Ok(far),
    };
    Err(Stop::failed("42P16", message).at(name.span))
}

/// The numbers of a table's own key columns; those of an open table are made.
fn near_columns(
    session: &mut Session,
    relation: ObjectId,
    words: &[Word],
) -> Applied<Vec<ColumnNumber>> {
    let mut columns = Vec::with_capacity(words.len());
    for word in words {
        let column = relation::assume_column(session, relation, &word.text);
        columns.push(column.ok_or_else(|| missing_column(session, relation, word))?);
    }
    Ok(columns)
}

fn missing_column(session: &Session, relation: ObjectId, word: &Word) -> Stop {
    let schema = session.schema_of(relation).map(|id| session.name_of(id));
    Stop::failed(
        "42703",
        format!(
            "column \"{}\" referenced in foreign key constraint does not exist",
            word.text
        ),
    )
    .at(word.span)
    .missing(Missing {
        kind: MissingKind::Column,
        schema: schema.map(|schema| schema.to_string()),
        relation: Some(session.name_of(relation).to_string()),
        name: word.text.to_string(),
    })
}

fn primary_key(session: &Session, far: ObjectId, references: &References) -> Applied<Far> {
    let children = session.state.children(far);
    let mut keys = children.filter_map(|(_, object)| match &object.kind {
        Kind::Constraint(constraint) => Some(constraint),
        _ => None,
    });
    let primary = keys.find(|key| matches!(key.kind, ConstraintKind::PrimaryKey));
    let Some(primary) = primary else {
        return Err(Stop::failed(
            "42704",
            format!(
                "there is no primary key for referenced table \"{}\"",
                session.name_of(far)
            ),
        )
        .at(references.table.span));
    };
    Ok(Far {
        relation: far,
        columns: primary.columns.clone(),
        index: primary.index,
    })
}

fn unique_key(
    session: &mut Session,
    far: ObjectId,
    near: usize,
    words: &[Word],
    references: &References,
) -> Applied<Far> {
    let mut columns = Vec::with_capacity(words.len());
    for word in words {
        let object = session.state.object(far);
        let found = object.and_then(|it| Some(it.relation()?.column(&word.text)?.0));
        columns.push(found.ok_or_else(|| missing_column(session, far, word))?);
    }
    let disagree = "number of referencing and referenced columns for foreign key disagree";
    if columns.len() != near {
        return Err(Stop::failed("42830", disagree));
    }
    let mut sorted = columns.clone();
    sorted.sort();
    sorted.dedup();
    if sorted.len() < columns.len() {
        let message = "foreign key referenced-columns list must not contain duplicates";
        return Err(Stop::failed("42830", message));
    }
    let index = session.unique_index(far, &sorted).ok_or_else(|| {
        Stop::failed(
            "42830",
            format!(
                "there is no unique constraint matching given keys for referenced table \"{}\"",
                session.name_of(far)
            ),
        )
        .at(references.table.span)
    })?;
    Ok(Far {
        relation: far,
        columns,
        index: Some(index),
    })
}

fn check_types(
    session: &Session,
    (relation, near): (ObjectId, &[ColumnNumber]),
    far: &Far,
    name: &str,
) -> Applied {
    if near.len() != far.columns.len() {
        return Err(Stop::failed(
            "42830",
            "number of referencing and referenced columns for foreign key disagree",
        ));
    }
    for (&near, &far_column) in near.iter().zip(&far.columns) {
        let column = |id, number| session.state.object(id)?.relation()?.numbered(number);
        let (Some(near), Some(far)) = (column(relation, near), column(far.relation, far_column))
        else {
            continue;
        };
        let (Some(near_type), Some(far_type)) = (&near.data_type, &far.data_type) else {
            continue;
        };
        if !are_comparable(session, near_type, far_type) {
            return Err(Stop::failed(
                "42804",
                format!("foreign key constraint \"{name}\" cannot be implemented"),
            )
            .help(format!(
                "Key columns \"{}\" and \"{}\" are of incompatible types: {} and {}.",
                near.name,
                far.name,
                session.format_unmodified(near_type),
                session.format_unmodified(far_type)
            )));
        }
    }
    Ok(())
}

impl Session {
    /// The unique index of a relation on exactly these columns, which ascend.
    pub fn unique_index(&self, relation: ObjectId, columns: &[ColumnNumber]) -> Option<ObjectId> {
        let indexes = self.state.indexes(relation);
        let mut fitting = indexes.filter(|(_, index)| {
            let mut keys = index.columns.to_vec();
            keys.sort();
            index.unique
                && !index.partial
                && keys.len() == columns.len()
                && keys
                    .iter()
                    .zip(columns)
                    .all(|(key, column)| *key == Some(*column))
        });
        // Postgres takes the first, but prefers the primary key.
        fitting.next().map(|(id, _)| id)
    }
}

fn action(action: ReferentialAction) -> ReferenceAction {
    match action {
        ReferentialAction::NoAction => ReferenceAction::NoAction,
        ReferentialAction::Restrict => ReferenceAction::Restrict,
        ReferentialAction::Cascade => ReferenceAction::Cascade,
        ReferentialAction::SetNull => ReferenceAction::SetNull,
        ReferentialAction::SetDefault => ReferenceAction::SetDefault,
    }
}

/// # Errors
///
/// 42804 when a foreign key's columns cannot be compared any more.
pub(in crate::schema::replay) fn check_again(
    session: &Session,
    object: &Object,
    constraint: &Constraint,
) -> Applied {
    let ConstraintKind::ForeignKey(key) = &constraint.kind else {
        return Ok(());
    };
    let (Some(near), Some(far)) = (object.parent, key.relation) else {
        return Ok(());
    };
    let far = Far {
        relation: far,
        columns: key.columns.clone(),
        index: None,
    };
    if far.columns.len() != constraint.columns.len() {
        return Ok(());
    }
    check_types(session, (near, &constraint.columns), &far, &object.name)
}

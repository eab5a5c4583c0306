//! New relations, each with the type of its rows.

use std::collections::BTreeSet;

use crate::{
    schema::replay::{
        apply::dependency,
        failure::{Applied, Stop, undefined_relation, undefined_schema},
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Dependency, Kind, Object, Provenance, Strength},
            relation::{Column, Relation, RelationKind},
            types::{Type, TypeKind, TypeRef},
        },
    },
    sql::{
        name::{Identifier, Name},
        statement::table::Persistence,
    },
};

/// The names of the columns that every table has.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "cmax", "xmax", "cmin", "xmin", "ctid"];

/// Makes a relation and the type of its rows.
///
/// # Errors
///
/// 42P07 and 42710 when there is a relation or type of the name; 42701 and 42P16 for names and
/// types that no column can have.
pub(in crate::schema::replay) fn make(
    session: &mut Session,
    schema: ObjectId,
    name: &Name,
    relation: Relation,
) -> Applied<ObjectId> {
    check_columns(session, &relation).map_err(|stop| stop.within(name.span))?;
    check_name(session, schema, name)?;
    let needs = type_needs(session, &relation);
    let mut object = Object::new(name.name.clone(), Some(schema), Kind::Relation(relation));
    object.depends = needs;
    let id = session.create(object);
    let row_type = session.create(row_type(name.name.clone(), schema, id));
    session.state.change(id, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.row_type = row_type;
        }
    });
    Ok(id)
}

/// A relation of one kind with these columns, not yet in the state.
pub(in crate::schema::replay) fn with_columns(
    kind: RelationKind,
    columns: Vec<Column>,
) -> Relation {
    // The type of its rows is made after it.
    let mut relation = Relation::new(kind, ObjectId(u32::MAX));
    relation.columns = columns;
    relation
}

/// The schema of a new relation: that of the session's own for temporary ones.
///
/// # Errors
///
/// 3F000 when there is none, 42P16 when a temporary relation is to be in another.
pub(in crate::schema::replay) fn schema_of(
    session: &mut Session,
    name: &Name,
    persistence: Persistence,
) -> Applied<ObjectId> {
    match (persistence, name.schema.as_deref()) {
        (_, Some("pg_temp")) | (Persistence::Temporary, None) => Ok(temporary_schema(session)),
        (Persistence::Temporary, Some(_)) => {
            session.creation_schema(name)?;
            Err(Stop::failed(
                "42P16",
                "cannot create temporary relation in non-temporary schema",
            )
            .at(name.span))
        }
        (Persistence::Permanent | Persistence::Unlogged, _) => session.creation_schema(name),
    }
}

fn temporary_schema(session: &mut Session) -> ObjectId {
    let known = session.state.schema("pg_temp");
    known.unwrap_or_else(|| {
        let mut schema = Object::new("pg_temp".into(), None, Kind::Schema);
        schema.provenance = Provenance::Platform;
        session.state.add(schema)
    })
}

/// # Errors
///
/// 42P07 when the schema has a relation of the name, 42710 when it has a type of the name.
pub(in crate::schema::replay) fn check_name(
    session: &Session,
    schema: ObjectId,
    name: &Name,
) -> Applied {
    let state = &session.state;
    if state
        .find(Class::Relation, Some(schema), &name.name)
        .is_some()
    {
        return Err(already_exists(&name.name).at(name.span));
    }
    if state.find(Class::Type, Some(schema), &name.name).is_some() {
        return Err(Stop::failed("42710", format!("type \"{}\" already exists", name.name))
            .at(name.span)
            .help(
                "A relation has an associated type of the same name, so you must use a name that \
                 doesn't conflict with any existing type.",
            ));
    }
    Ok(())
}

/// 42P07: `relation "…" already exists`
pub(in crate::schema::replay) fn already_exists(name: &Identifier) -> Stop {
    Stop::failed("42P07", format!("relation \"{name}\" already exists"))
}

/// 42P01 for a relation that does not exist, or 3F000 when its schema does not.
pub(in crate::schema::replay) fn undefined(session: &Session, name: &Name) -> Stop {
    match &name.schema {
        Some(schema) if session.state.schema(schema).is_none() => {
            undefined_schema(schema, name.span)
        }
        Some(_) | None => undefined_relation(name),
    }
}

fn check_columns(session: &Session, relation: &Relation) -> Applied {
    for (_, column) in relation.live_columns() {
        check_column_name(relation.kind, &column.name)?;
        check_column_type(session, column)?;
    }
    Ok(())
}

/// # Errors
///
/// 42701 when every table has a column of this name.
pub(in crate::schema::replay) fn check_column_name(kind: RelationKind, name: &str) -> Applied {
    let has_system_columns = match kind {
        RelationKind::Table | RelationKind::MaterializedView | RelationKind::ForeignTable => true,
        RelationKind::View | RelationKind::Composite => false,
    };
    if has_system_columns && SYSTEM_COLUMNS.contains(&name) {
        return Err(Stop::failed(
            "42701",
            format!("column name \"{name}\" conflicts with a system column name"),
        ));
    }
    Ok(())
}

/// # Errors
///
/// 42P16 when the type is none that a value can be stored as.
pub(in crate::schema::replay) fn check_column_type(session: &Session, column: &Column) -> Applied {
    let Some(data_type) = &column.data_type else {
        return Ok(());
    };
    match session.type_kind(data_type.id) {
        Some(TypeKind::Pseudo) => Err(Stop::failed(
            "42P16",
            format!(
                "column \"{}\" has pseudo-type {}",
                column.name,
                session.format_unmodified(data_type)
            ),
        )),
        Some(
            TypeKind::Base
            | TypeKind::Shell
            | TypeKind::Enum(_)
            | TypeKind::Domain(_)
            | TypeKind::Composite(_)
            | TypeKind::Range { .. }
            | TypeKind::Multirange { .. },
        )
        | None => Ok(()),
    }
}

/// # Errors
///
/// 42P16 when values of the column's type are, or hold, rows of the relation.
pub(in crate::schema::replay) fn forbid_itself(
    session: &Session,
    relation: ObjectId,
    column: &Column,
) -> Applied {
    let mut waiting: Vec<TypeRef> = column.data_type.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(data_type) = waiting.pop() {
        let id = session
            .base_type(&data_type)
            .map_or(data_type.id, |base| base.id);
        let Some(TypeKind::Composite(held)) = session.type_kind(id) else {
            continue;
        };
        if *held == relation {
            let name = session.format_type(&TypeRef::plain(id));
            let message = format!("composite type {name} cannot be made a member of itself");
            return Err(Stop::failed("42P16", message));
        }
        if seen.insert(*held)
            && let Some(held) = session.state.object(*held).and_then(Object::relation)
        {
            let columns = held.live_columns();
            waiting.extend(columns.filter_map(|(_, column)| column.data_type.clone()));
        }
    }
    Ok(())
}

fn type_needs(session: &Session, relation: &Relation) -> Vec<Dependency> {
    let typed = relation.live_columns();
    let needs = typed.filter_map(|(number, column)| {
        dependency::of_type(session, column.data_type.as_ref(), number)
    });
    needs.collect()
}

fn row_type(name: Identifier, schema: ObjectId, relation: ObjectId) -> Object {
    let data_type = Type {
        kind: TypeKind::Composite(relation),
        category: 'C',
        preferred: false,
    };
    let mut object = Object::new(name, Some(schema), Kind::Type(data_type));
    object.depends = vec![dependency::on_object(relation, Strength::Internal)];
    object
}

/// A relation that a statement needs and nothing made: open, without columns.
///
/// A schema that is missing is made too.
pub(in crate::schema::replay) fn assume(session: &mut Session, name: &Name) -> ObjectId {
    if let Some(id) = session.find(Class::Relation, name) {
        return id;
    }
    let schema = assumed_schema(session, name);
    let mut relation = with_columns(RelationKind::Table, Vec::new());
    relation.open = true;
    relation.assumed = true;
    let object = Object::new(name.name.clone(), Some(schema), Kind::Relation(relation));
    let id = session.create(object);
    let row_type = session.create(row_type(name.name.clone(), schema, id));
    session.state.change(id, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.row_type = row_type;
        }
    });
    id
}

pub(in crate::schema::replay) fn assumed_schema(session: &mut Session, name: &Name) -> ObjectId {
    if let Ok(schema) = session.creation_schema(name) {
        return schema;
    }
    let missing = name.schema.clone().unwrap_or_else(|| "public".into());
    let known = session.state.schema(&missing);
    known.unwrap_or_else(|| session.create(Object::new(missing, None, Kind::Schema)))
}

/// The number of an assumed relation's column, which is made if it is not there.
pub(in crate::schema::replay) fn assume_column(
    session: &mut Session,
    relation: ObjectId,
    name: &Identifier,
) -> Option<ColumnNumber> {
    let held = session.state.object(relation)?.relation()?;
    if let Some((number, _)) = held.column(name) {
        return Some(number);
    }
    if !held.open {
        return None;
    }
    let number = ColumnNumber(u16::try_from(held.columns.len() + 1).ok()?);
    let mut column = Column::new(name.clone(), None);
    column.definition = Some(session.definition);
    session.state.change(relation, |object| {
        if let Some(relation) = object.relation_mut() {
            relation.columns.push(column);
        }
    });
    Some(number)
}

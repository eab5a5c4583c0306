//! Sequences, alone and behind columns.

use super::{
    dependency, naming,
    table::{
        pending::{Machinery, NewSequence},
        relation,
    },
};
use crate::schema::quoting::quoted;
use crate::{
    schema::replay::{
        failure::{Applied, Stop, undefined_column_of, written},
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Class, Dependency, Kind, Object, Part, Strength},
            relation::{RelationKind, Sequence},
        },
    },
    sql::{
        name::{Identifier, Name, Word},
        statement::{
            CreateSequence,
            table::{OwnedBy, Persistence, SequenceOptions},
        },
    },
};

pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateSequence) -> Applied {
    let persistence = if create.temporary {
        Persistence::Temporary
    } else {
        Persistence::Permanent
    };
    let schema = relation::schema_of(session, &create.name, persistence)?;
    let name = &create.name;
    let known = session
        .state
        .find(Class::Relation, Some(schema), &name.name);
    if known.is_some() && create.if_not_exists {
        return Ok(());
    }
    check_type(session, &create.options)?;
    check_bounds(&create.options)?;
    if known.is_some() {
        return Err(relation::already_exists(&name.name).at(name.span));
    }
    let sequence = Sequence {
        temporary: create.temporary,
        ..Sequence::default()
    };
    let object = Object::new(name.name.clone(), Some(schema), Kind::Sequence(sequence));
    let id = session.create(object);
    set_options(session, id, &create.options)
}

/// Takes options into a sequence.
///
/// # Errors
///
/// 42P01 and 42703 when the owning column does not exist, 22023 for the type.
pub(in crate::schema::replay) fn set_options(
    session: &mut Session,
    id: ObjectId,
    options: &SequenceOptions,
) -> Applied {
    check_type(session, options)?;
    match &options.owned_by {
        None => Ok(()),
        Some(OwnedBy::None) => {
            own(session, id, None, Strength::Auto);
            Ok(())
        }
        Some(OwnedBy::Column { table, column }) => set_owner(session, id, table, column),
    }
}

fn check_type(session: &Session, options: &SequenceOptions) -> Applied {
    let Some(written) = &options.data_type else {
        return Ok(());
    };
    let Some(data_type) = session.data_type(written)? else {
        return Ok(());
    };
    let integers = ["int2", "int4", "int8"].map(|name| session.builtin(name));
    if integers
        .iter()
        .flatten()
        .any(|integer| *integer == data_type)
    {
        return Ok(());
    }
    let message = "sequence type must be smallint, integer, or bigint";
    Err(Stop::failed("22023", message).at(written.span))
}

/// # Errors
///
/// 22023 when no value lies between the bounds that are given.
fn check_bounds(options: &SequenceOptions) -> Applied {
    let (Some(least), Some(greatest)) = (options.least, options.greatest) else {
        return Ok(());
    };
    if least < greatest {
        return Ok(());
    }
    let message = format!("MINVALUE ({least}) must be less than MAXVALUE ({greatest})");
    Err(Stop::failed("22023", message))
}

fn set_owner(session: &mut Session, id: ObjectId, table: &Name, column: &Word) -> Applied {
    let relation = match owning_table(session, table) {
        Ok(relation) => relation,
        Err(stop) => return session.tolerate(stop),
    };
    if session.schema_of(relation) != session.schema_of(id) {
        let message = "sequence must be in same schema as table it is linked to";
        return Err(Stop::failed("55000", message).at(table.span));
    }
    let number = relation::assume_column(session, relation, &column.text);
    let Some(number) = number else {
        let stop = undefined_column_of(column, None, &session.name_of(relation));
        return session.tolerate(stop);
    };
    own(session, id, Some((relation, number)), Strength::Auto);
    Ok(())
}

fn owning_table(session: &Session, table: &Name) -> Applied<ObjectId> {
    let id = session
        .find(Class::Relation, table)
        .ok_or_else(|| relation::undefined(session, table))?;
    let object = session.state.object(id);
    let kind = object
        .and_then(|object| object.relation())
        .map(|relation| relation.kind);
    match kind {
        Some(RelationKind::Table | RelationKind::View | RelationKind::ForeignTable) => Ok(id),
        Some(RelationKind::MaterializedView | RelationKind::Composite) | None => {
            let name = written(table);
            let message = format!("sequence cannot be owned by relation \"{name}\"");
            Err(Stop::failed("42809", message).at(table.span))
        }
    }
}

/// Gives a sequence to a column, or to none.
fn own(
    session: &mut Session,
    id: ObjectId,
    owner: Option<(ObjectId, ColumnNumber)>,
    strength: Strength,
) {
    session.state.change(id, |object| {
        let Kind::Sequence(sequence) = &mut object.kind else {
            return;
        };
        if let Some((relation, _)) = sequence.owned_by {
            object.depends.retain(|need| need.on != relation);
        }
        sequence.owned_by = owner;
        let need = owner.map(|(table, column)| dependency::on_column(table, column, strength));
        object.depends.extend(need);
    });
}

/// Makes the sequence behind a serial or identity column, and the default that reads it.
///
/// # Errors
///
/// 3F000 and 42P07 for the name that it was given.
pub(in crate::schema::replay) fn serve(
    session: &mut Session,
    relation: ObjectId,
    new: &NewSequence,
) -> Applied {
    let Some(object) = session.state.object(relation) else {
        return Ok(());
    };
    let found = object.relation().and_then(|it| it.column(&new.column));
    let (Some((number, _)), Some(schema)) = (found, object.parent) else {
        return Ok(());
    };
    let (schema, name) = match &new.name {
        Some(given) => free_name(session, schema, given)?,
        None => {
            let parts = (object.name.as_str(), Some(new.column.as_str()), "seq");
            let name = naming::relation(session, schema, parts, naming::Avoid::Relations);
            (schema, name)
        }
    };
    let machinery = new.machinery;
    let sequence = Sequence {
        owned_by: None,
        identity: machinery == Machinery::Identity,
        temporary: object.relation().is_some_and(|it| it.temporary),
    };
    let sequence = Object::new(name.clone(), Some(schema), Kind::Sequence(sequence));
    let id = session.create(sequence);
    match machinery {
        Machinery::Identity => own(session, id, Some((relation, number)), Strength::Internal),
        Machinery::Serial => {
            own(session, id, Some((relation, number)), Strength::Auto);
            read_from(session, relation, number, id);
        }
    }
    Ok(())
}

/// The schema and name that a statement gives to a sequence, when they are free.
fn free_name(session: &Session, schema: ObjectId, given: &Name) -> Applied<(ObjectId, Identifier)> {
    let schema = match given.schema {
        Some(_) => session.creation_schema(given)?,
        None => schema,
    };
    let known = session
        .state
        .find(Class::Relation, Some(schema), &given.name);
    if known.is_some() {
        return Err(relation::already_exists(&given.name).at(given.span));
    }
    Ok((schema, given.name.clone()))
}

fn read_from(session: &mut Session, relation: ObjectId, number: ColumnNumber, sequence: ObjectId) {
    let name = session.name_of(sequence);
    let name = quoted(&name).replace('\'', "''");
    session.state.change(relation, |object| {
        object.depends.push(Dependency {
            part: Part::Default(number),
            on: sequence,
            column: None,
            strength: Strength::Normal,
        });
        let column = object
            .relation_mut()
            .and_then(|relation| relation.numbered_mut(number));
        if let Some(column) = column {
            column.default = Some(format!("nextval('{name}'::regclass)"));
        }
    });
}

/// The sequence behind an identity column.
pub(in crate::schema::replay) fn of_identity(
    session: &Session,
    relation: ObjectId,
    column: ColumnNumber,
) -> Option<ObjectId> {
    let dependents = session.state.dependents(relation, Some(column));
    let mut ids = dependents.into_iter().map(|dependent| dependent.id);
    ids.find(|&id| {
        let object = session.state.object(id);
        matches!(object.map(|object| &object.kind), Some(Kind::Sequence(held)) if held.identity)
    })
}

//! The objects that a statement grants on.

use crate::{
    schema::{
        catalog::routine::RoutineKind,
        replay::{
            apply::routine::find as routine,
            failure::{
                Applied, Stop, missing, undefined_relation, undefined_schema, undefined_type,
            },
            privileges::Holder,
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object},
                types::{TypeKind, TypeRef},
            },
        },
        statement::MissingKind,
    },
    sql::{
        name::{Name, Word},
        statement::{GrantObjects, ObjectKind, routine::RoutineReferenceKind},
    },
};

/// The objects that are there.
///
/// # Errors
///
/// When one is missing and that is not let pass, or is of another kind.
pub(super) fn find(session: &Session, on: &GrantObjects) -> Applied<Vec<ObjectId>> {
    let found: Vec<Applied<ObjectId>> = match on {
        GrantObjects::Objects(kind, names) => names
            .iter()
            .filter_map(|name| named(session, *kind, name))
            .collect(),
        GrantObjects::Routines(references) => references
            .iter()
            .map(|reference| routine::find(session, reference, RoutineReferenceKind::Routine))
            .collect(),
        GrantObjects::AllInSchemas(kind, schemas) => {
            return all_in_schemas(session, *kind, schemas);
        }
        GrantObjects::Roles(_) => Vec::new(),
    };
    let mut ids = Vec::with_capacity(found.len());
    for found in found {
        match found {
            Ok(id) => ids.push(id),
            Err(stop) => session.tolerate(stop)?,
        }
    }
    Ok(ids)
}

/// An object by its kind and name; `None` where it is not known what exists: databases.
fn named(session: &Session, kind: ObjectKind, name: &Name) -> Option<Applied<ObjectId>> {
    match kind {
        ObjectKind::Table | ObjectKind::Sequence => Some(relation(session, kind, name)),
        ObjectKind::Schema => {
            let found = session.state.schema(&name.name);
            Some(found.ok_or_else(|| undefined_schema(&name.name, name.span)))
        }
        ObjectKind::Type | ObjectKind::Domain => Some(data_type(session, kind, name)),
        ObjectKind::Language | ObjectKind::Server | ObjectKind::ForeignDataWrapper => {
            Some(other(session, kind, name))
        }
        _ => None,
    }
}

fn relation(session: &Session, kind: ObjectKind, name: &Name) -> Applied<ObjectId> {
    if let Some(schema) = &name.schema
        && session.state.schema(schema).is_none()
    {
        return Err(undefined_schema(schema, name.span));
    }
    let id = session
        .find(Class::Relation, name)
        .ok_or_else(|| undefined_relation(name))?;
    let Some(object) = session.state.object(id) else {
        return Ok(id);
    };
    let wrong = match (kind, &object.kind) {
        (_, Kind::Index(_)) => Some("is an index"),
        (ObjectKind::Sequence, Kind::Relation(_)) => Some("is not a sequence"),
        (_, Kind::Relation(_)) if Holder::of(object).is_none() => Some("is a composite type"),
        _ => None,
    };
    match wrong {
        Some(words) => {
            let message = format!("\"{}\" {words}", object.name);
            Err(Stop::failed("42809", message).at(name.span))
        }
        None => Ok(id),
    }
}

fn data_type(session: &Session, kind: ObjectKind, name: &Name) -> Applied<ObjectId> {
    let id = session
        .find(Class::Type, name)
        .ok_or_else(|| undefined_type(name))?;
    let is_domain = matches!(session.type_kind(id), Some(TypeKind::Domain(_)));
    if kind == ObjectKind::Domain && !is_domain {
        let name_of = session.format_type(&TypeRef::plain(id));
        let message = format!("\"{name_of}\" is not a domain");
        return Err(Stop::failed("42809", message).at(name.span));
    }
    Ok(id)
}

fn other(session: &Session, kind: ObjectKind, name: &Name) -> Applied<ObjectId> {
    let noun = match kind {
        ObjectKind::Server => "server",
        ObjectKind::ForeignDataWrapper => "foreign-data wrapper",
        _ => "language",
    };
    let found = session.state.find(Class::Other(kind), None, &name.name);
    found.ok_or_else(|| {
        let message = format!("{noun} \"{}\" does not exist", name.name);
        Stop::failed("42704", message)
            .at(name.span)
            .missing(missing(MissingKind::Other, name))
    })
}

fn all_in_schemas(session: &Session, kind: ObjectKind, schemas: &[Word]) -> Applied<Vec<ObjectId>> {
    let mut ids = Vec::new();
    for word in schemas {
        let Some(schema) = session.state.schema(&word.text) else {
            session.tolerate(undefined_schema(&word.text, word.span))?;
            continue;
        };
        let inside = session.state.children(schema);
        let wanted = inside.filter(|(_, object)| is_of(kind, object));
        ids.extend(wanted.map(|(id, _)| id));
    }
    Ok(ids)
}

fn is_of(kind: ObjectKind, object: &Object) -> bool {
    let holder = Holder::of(object);
    match (kind, &object.kind) {
        (ObjectKind::Table, _) => holder == Some(Holder::Relation),
        (ObjectKind::Sequence, _) => holder == Some(Holder::Sequence),
        (ObjectKind::Function, Kind::Routine(routine)) => routine.kind != RoutineKind::Procedure,
        (ObjectKind::Procedure, Kind::Routine(routine)) => routine.kind == RoutineKind::Procedure,
        (ObjectKind::Routine, Kind::Routine(_)) => true,
        _ => false,
    }
}

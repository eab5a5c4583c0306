//! Objects as `DROP` and `COMMENT ON` name them.

use super::words::kind_noun;
use crate::{
    schema::{
        replay::{
            apply::{routine, table::relation as relations},
            failure::{Applied, Stop, missing, undefined_schema, written},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object as Held, Part},
                relation::RelationKind,
                types::TypeKind,
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::Name,
        statement::{
            Object, ObjectKind,
            routine::{RoutineReference, RoutineReferenceKind},
        },
    },
};

/// The object that a statement names; `None` for kinds that are not kept.
///
/// # Errors
///
/// Postgres' words when there is none, or one of another kind.
pub(in crate::schema::replay) fn object(
    session: &Session,
    object: &Object,
) -> Applied<Option<ObjectId>> {
    match object.kind {
        ObjectKind::Table
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::ForeignTable
        | ObjectKind::Index
        | ObjectKind::Sequence => relation(session, object.kind, &object.name).map(Some),
        ObjectKind::Type | ObjectKind::Domain => {
            data_type(session, object.kind, &object.name).map(Some)
        }
        ObjectKind::Function
        | ObjectKind::Procedure
        | ObjectKind::Aggregate
        | ObjectKind::Routine => routine_of(session, object).map(Some),
        ObjectKind::Trigger => hanging(session, object, Class::Trigger).map(Some),
        ObjectKind::Policy => hanging(session, object, Class::Policy).map(Some),
        ObjectKind::Rule => hanging(session, object, Class::Rule).map(Some),
        ObjectKind::Constraint => hanging(session, object, Class::Constraint).map(Some),
        ObjectKind::Schema => global(session, object, Class::Schema).map(Some),
        ObjectKind::Extension => global(session, object, Class::Extension).map(Some),
        ObjectKind::Publication => global(session, object, Class::Publication).map(Some),
        ObjectKind::Role => global(session, object, Class::Role).map(Some),
        ObjectKind::Collation
        | ObjectKind::Conversion
        | ObjectKind::Statistics
        | ObjectKind::TextSearchConfiguration
        | ObjectKind::TextSearchDictionary
        | ObjectKind::TextSearchParser
        | ObjectKind::TextSearchTemplate => other(session, object).map(Some),
        ObjectKind::AccessMethod
        | ObjectKind::EventTrigger
        | ObjectKind::ForeignDataWrapper
        | ObjectKind::Language
        | ObjectKind::Server
        | ObjectKind::Subscription => global(session, object, Class::Other(object.kind)).map(Some),
        ObjectKind::Cast
        | ObjectKind::Column
        | ObjectKind::Database
        | ObjectKind::Operator
        | ObjectKind::OperatorClass
        | ObjectKind::OperatorFamily
        | ObjectKind::Tablespace
        | ObjectKind::Transform
        | ObjectKind::UserMapping
        | ObjectKind::Other => Ok(None),
    }
}

fn check_schema(session: &Session, name: &Name) -> Applied {
    match &name.schema {
        Some(schema) if session.state.schema(schema).is_none() => {
            Err(undefined_schema(schema, name.span))
        }
        Some(_) | None => Ok(()),
    }
}

fn relation(session: &Session, kind: ObjectKind, name: &Name) -> Applied<ObjectId> {
    check_schema(session, name)?;
    let Some(id) = session.find(Class::Relation, name) else {
        let sqlstate = match kind {
            ObjectKind::Index | ObjectKind::ForeignTable => "42704",
            _ => "42P01",
        };
        let missing_kind = match kind {
            ObjectKind::Index => MissingKind::Index,
            _ => MissingKind::Relation,
        };
        let message = format!("{} \"{}\" does not exist", kind_noun(kind), name.name);
        return Err(Stop::failed(sqlstate, message)
            .at(name.span)
            .missing(missing(missing_kind, name)));
    };
    let found = session.state.object(id).and_then(relation_kind);
    if found == Some(kind) {
        return Ok(id);
    }
    let text = &name.name;
    let article = if kind == ObjectKind::Index { "an" } else { "a" };
    let stop = Stop::failed(
        "42809",
        format!("\"{text}\" is not {article} {}", kind_noun(kind)),
    );
    let hint = found.map(|found| {
        let noun = kind_noun(found);
        let article = if found == ObjectKind::Index {
            "an"
        } else {
            "a"
        };
        format!(
            "Use DROP {} to remove {article} {noun}.",
            noun.to_uppercase()
        )
    });
    Err(match hint {
        Some(hint) => stop.help(hint),
        None => stop,
    }
    .at(name.span))
}

/// What kind of relation an object is, in the words of statements.
pub(in crate::schema::replay) fn relation_kind(object: &Held) -> Option<ObjectKind> {
    match &object.kind {
        Kind::Relation(relation) => Some(match relation.kind {
            RelationKind::Table => ObjectKind::Table,
            RelationKind::View => ObjectKind::View,
            RelationKind::MaterializedView => ObjectKind::MaterializedView,
            RelationKind::ForeignTable => ObjectKind::ForeignTable,
            RelationKind::Composite => ObjectKind::Type,
        }),
        Kind::Index(_) => Some(ObjectKind::Index),
        Kind::Sequence(_) => Some(ObjectKind::Sequence),
        _ => None,
    }
}

/// A type; a composite type of its own is found as its relation, with which it goes.
fn data_type(session: &Session, kind: ObjectKind, name: &Name) -> Applied<ObjectId> {
    check_schema(session, name)?;
    let found = session.find(Class::Type, name).ok_or_else(|| {
        let message = format!("type \"{}\" does not exist", written(name));
        Stop::failed("42704", message)
            .at(name.span)
            .missing(missing(MissingKind::Type, name))
    })?;
    let held = session.type_kind(found);
    if kind == ObjectKind::Domain && !matches!(held, Some(TypeKind::Domain(_))) {
        let message = format!("\"{}\" is not a domain", written(name));
        return Err(Stop::failed("42809", message).at(name.span));
    }
    if let Some(&TypeKind::Composite(relation)) = held
        && let Some(Kind::Relation(relation_held)) =
            session.state.object(relation).map(|object| &object.kind)
        && relation_held.kind == RelationKind::Composite
    {
        return Ok(relation);
    }
    Ok(found)
}

fn routine_of(session: &Session, object: &Object) -> Applied<ObjectId> {
    let reference = RoutineReference {
        name: object.name.clone(),
        arguments: object.arguments.clone(),
    };
    let kind = match object.kind {
        ObjectKind::Procedure => RoutineReferenceKind::Procedure,
        ObjectKind::Aggregate => RoutineReferenceKind::Aggregate,
        ObjectKind::Routine => RoutineReferenceKind::Routine,
        _ => RoutineReferenceKind::Function,
    };
    routine::find::find(session, &reference, kind)
}

/// What hangs on a relation, or a constraint on a domain.
fn hanging(session: &Session, object: &Object, class: Class) -> Applied<ObjectId> {
    let Some(parent) = &object.relation else {
        return Err(Stop::Opaque("the relation is not named".into()));
    };
    check_schema(session, parent)?;
    let on_relation = session.find(Class::Relation, parent);
    let id = match on_relation {
        Some(id) => id,
        None if class == Class::Constraint => {
            let domain = session.find(Class::Type, parent);
            domain.ok_or_else(|| relations::undefined(session, parent))?
        }
        None => return Err(relations::undefined(session, parent)),
    };
    let name = &object.name.name;
    session.state.find(class, Some(id), name).ok_or_else(|| {
        let noun = kind_noun(object.kind);
        let table = &parent.name;
        let message = match object.kind {
            ObjectKind::Trigger | ObjectKind::Constraint | ObjectKind::Policy => {
                format!("{noun} \"{name}\" for table \"{table}\" does not exist")
            }
            _ => format!("{noun} \"{name}\" for relation \"{table}\" does not exist"),
        };
        Stop::failed("42704", message)
            .at(object.name.span)
            .missing(Missing {
                kind: match class {
                    Class::Trigger => MissingKind::Trigger,
                    Class::Policy => MissingKind::Policy,
                    Class::Constraint => MissingKind::Constraint,
                    _ => MissingKind::Other,
                },
                schema: None,
                relation: Some(table.to_string()),
                name: name.to_string(),
            })
    })
}

fn global(session: &Session, object: &Object, class: Class) -> Applied<ObjectId> {
    let name = &object.name.name;
    let found = session.state.find(class, None, name);
    found.ok_or_else(|| match class {
        Class::Schema => undefined_schema(name, object.name.span),
        _ => undefined(object),
    })
}

fn other(session: &Session, object: &Object) -> Applied<ObjectId> {
    check_schema(session, &object.name)?;
    let found = session.find(Class::Other(object.kind), &object.name);
    found.ok_or_else(|| undefined(object))
}

fn undefined(object: &Object) -> Stop {
    let noun = kind_noun(object.kind);
    let name = written(&object.name);
    let message = match object.kind {
        ObjectKind::Collation => {
            format!("collation \"{name}\" for encoding \"UTF8\" does not exist")
        }
        _ => format!("{noun} \"{name}\" does not exist"),
    };
    let kind = match object.kind {
        ObjectKind::Extension => MissingKind::Extension,
        ObjectKind::Publication => MissingKind::Publication,
        ObjectKind::Role => MissingKind::Role,
        _ => MissingKind::Other,
    };
    Stop::failed("42704", message)
        .at(object.name.span)
        .missing(missing(kind, &object.name))
}

/// An object as a whole.
pub(in crate::schema::replay) fn whole(id: ObjectId) -> super::cascade::Target {
    (id, Part::Whole)
}

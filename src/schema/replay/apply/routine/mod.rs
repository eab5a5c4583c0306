//! Functions, procedures and aggregates.

mod aggregate;

mod alter;

mod body;

pub(in crate::schema::replay) mod find;

mod procedural;

mod replace;

mod result;

mod signature;

mod variables;

use std::sync::Arc;

use crate::{
    schema::{
        catalog::routine::{ArgumentMode, RoutineKind, Volatility},
        replay::{
            failure::{Applied, Stop},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object},
                routine::{Argument, Returns, Routine},
                types::TypeRef,
            },
        },
        statement::{Missing, MissingKind},
    },
    sql::{
        name::{Identifier, TypeName},
        procedural::Block,
        statement::{
            Body, ObjectKind,
            routine::{self as model, AlterRoutine, CreateRoutine},
        },
    },
};

/// `CREATE FUNCTION`, `PROCEDURE` and `AGGREGATE`
///
/// # Errors
///
/// What Postgres says: it exists, a type is missing, the signature or the body does not fit.
pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateRoutine) -> Applied {
    let schema = session.creation_schema(&create.name)?;
    let language = language(session, create)?;
    let signature = signature::read(session, create)?;
    let existing = replace::existing(session, schema, &create.name.name, &signature);
    let routine = Routine {
        kind: kind(create.kind),
        arguments: signature.arguments,
        returns: signature.returns,
        language,
        volatility: volatility(create.volatility),
        security_definer: create.security_definer,
        settings: create.settings.clone(),
        body: create.body.clone().map(Arc::new),
        text: Some(Arc::clone(&session.text)),
    };
    if let Some(existing) = existing {
        replace::is_allowed(session, existing, create, &routine)?;
    }
    let mut depends = signature.depends;
    depends.extend(body::check(session, create, &routine)?);
    depends.sort();
    depends.dedup();
    match existing {
        Some(id) => {
            let definition = session.definition;
            session.state.change(id, |object| {
                object.kind = Kind::Routine(routine);
                object.depends = depends;
                object.definition = Some(definition);
            });
            super::trigger::assigns::refresh(session, id);
        }
        None => {
            let name = create.name.name.clone();
            let mut object = Object::new(name, Some(schema), Kind::Routine(routine));
            object.depends = depends;
            session.create(object);
        }
    }
    Ok(())
}

/// `ALTER FUNCTION`, `PROCEDURE`, `AGGREGATE` and `ROUTINE`
///
/// # Errors
///
/// What Postgres says: no such routine, or the new name is taken.
pub(in crate::schema::replay) fn alter(session: &mut Session, alter: &AlterRoutine) -> Applied {
    alter::apply(session, alter)
}

/// A function that comes with something else, by the types of its arguments.
pub(super) fn internal(types: Vec<Option<TypeRef>>, returns: Option<TypeRef>) -> Routine {
    let arguments = types.into_iter().map(|data_type| Argument {
        name: Identifier::default(),
        mode: ArgumentMode::In,
        data_type,
        has_default: false,
    });
    Routine {
        kind: RoutineKind::Function,
        arguments: arguments.collect(),
        returns: Returns {
            data_type: returns,
            set: false,
            nothing: false,
        },
        language: "internal".into(),
        volatility: Volatility::Immutable,
        security_definer: false,
        settings: Vec::new(),
        body: None,
        text: None,
    }
}

fn kind(kind: model::RoutineKind) -> RoutineKind {
    match kind {
        model::RoutineKind::Function => RoutineKind::Function,
        model::RoutineKind::Procedure => RoutineKind::Procedure,
        model::RoutineKind::Aggregate => RoutineKind::Aggregate,
    }
}

fn volatility(volatility: Option<model::Volatility>) -> Volatility {
    match volatility {
        Some(model::Volatility::Immutable) => Volatility::Immutable,
        Some(model::Volatility::Stable) => Volatility::Stable,
        Some(model::Volatility::Volatile) | None => Volatility::Volatile,
    }
}

/// Languages that an extension of the same name brings.
const LOADABLE: &[&str] = &[
    "plperl",
    "plperlu",
    "plpython3u",
    "pltcl",
    "pltclu",
    "plv8",
    "plrust",
];

/// The language of a routine, which must exist and come with a body.
fn language(session: &Session, create: &CreateRoutine) -> Applied<Identifier> {
    if create.kind == model::RoutineKind::Aggregate {
        return Ok("internal".into());
    }
    let language = match (&create.language, &create.body) {
        (Some(language), _) => language.clone(),
        // A body that is not quoted can only be SQL.
        (None, Some(Body::Expression(_) | Body::Sql(_))) => "sql".into(),
        (None, Some(Body::Procedural(_) | Body::Opaque(_)) | None) => {
            return Err(Stop::failed("42P13", "no language specified"));
        }
    };
    if create.body.is_none() {
        return Err(Stop::failed("42P13", "no function body specified"));
    }
    if find_language(session, &language).is_some() {
        return Ok(language);
    }
    let stop = Stop::failed("42704", format!("language \"{language}\" does not exist"));
    let stop = if LOADABLE.contains(&language.as_str()) {
        stop.help("Use CREATE EXTENSION to load the language into the database.")
    } else {
        stop
    };
    let missing = Missing {
        kind: MissingKind::Other,
        schema: None,
        relation: None,
        name: language.to_string(),
    };
    session.tolerate(stop.missing(missing))?;
    Ok(language)
}

fn find_language(session: &Session, language: &str) -> Option<ObjectId> {
    let language_class = Class::Other(ObjectKind::Language);
    let state = &session.state;
    state
        .find(language_class, None, language)
        .or_else(|| state.find(Class::Extension, None, language))
}

/// Whether a block outside of any routine compiles.
///
/// # Errors
///
/// What Postgres says before it runs any of it.
pub(in crate::schema::replay) fn compiles(session: &Session, block: &Block) -> Applied {
    procedural::compiles(session, block)
}

/// The type of a variable; `None` when it is not known here.
///
/// # Errors
///
/// What Postgres says when there is no such type.
pub(in crate::schema::replay) fn variable_type(
    session: &Session,
    data_type: &TypeName,
) -> Applied<Option<TypeRef>> {
    procedural::variable_type(session, data_type)
}

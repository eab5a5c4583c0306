//! Operators and casts that migrations or extensions define.

use crate::{
    schema::{
        catalog::routine::Volatility,
        replay::{
            apply::dependency,
            failure::{Applied, Stop, undefined_type, written},
            session::Session,
            state::{
                ObjectId,
                object::{Class, Kind, Object, Part, Strength},
                routine::{Operator, Routine},
                types::{Cast, CastContext, TypeRef},
            },
        },
    },
    sql::{
        name::{Name, TypeName},
        statement::operator::{self, CreateCast, CreateOperator},
    },
};

/// `CREATE OPERATOR`
pub(in crate::schema::replay) fn create(session: &mut Session, create: &CreateOperator) -> Applied {
    let left = optional(session, create.left.as_ref())?;
    let right = optional(session, create.right.as_ref())?;
    let Some(right) = right else {
        let message = "operator right argument type must be specified";
        return Err(Stop::failed("42P13", message).help("Postfix operators are not supported."));
    };
    let Some(name) = &create.function else {
        return Err(Stop::failed("42P13", "operator function must be specified"));
    };
    let inputs: Vec<TypeRef> = left.iter().chain([&right]).cloned().collect();
    let Some((function, result, volatility)) = function(session, name, &inputs) else {
        let words: Vec<String> = inputs
            .iter()
            .map(|data_type| session.format_type(data_type))
            .collect();
        let message = format!(
            "function {}({}) does not exist",
            written(name),
            words.join(", ")
        );
        return Err(Stop::failed("42883", message).at(name.span));
    };
    let schema = session.creation_schema(&create.name)?;
    let known = session
        .state
        .find_all(Class::Operator, Some(schema), &create.name.name)
        .iter()
        .any(|&id| is_same(session, id, left.as_ref(), &right));
    if known {
        let message = format!("operator {} already exists", create.name.name);
        return Err(Stop::failed("42723", message).at(create.name.span));
    }
    let needs: Vec<ObjectId> = inputs
        .iter()
        .map(|input| input.id)
        .chain([function])
        .collect();
    let kind = Kind::Operator(Operator {
        left,
        right,
        result,
        volatility,
    });
    let mut object = Object::new(create.name.name.clone(), Some(schema), kind);
    object.depends = lasting(session, needs);
    session.create(object);
    Ok(())
}

fn optional(session: &Session, name: Option<&TypeName>) -> Applied<Option<TypeRef>> {
    match name {
        Some(name) => session.data_type(name),
        None => Ok(None),
    }
}

/// A function of exactly these arguments, with what it returns.
fn function(
    session: &Session,
    name: &Name,
    inputs: &[TypeRef],
) -> Option<(ObjectId, TypeRef, Volatility)> {
    let schemas = match &name.schema {
        Some(schema) => vec![session.state.schema(schema)?],
        None => session.path(),
    };
    let takes = |routine: &Routine| {
        let types: Vec<_> = routine
            .inputs()
            .map(|input| input.data_type.as_ref())
            .collect();
        types.len() == inputs.len()
            && types
                .iter()
                .zip(inputs)
                .all(|(a, b)| a.is_some_and(|a| a.id == b.id && a.array == b.array))
    };
    schemas.into_iter().find_map(|schema| {
        let ids = session
            .state
            .find_all(Class::Routine, Some(schema), &name.name);
        ids.iter()
            .find_map(|&id| match &session.state.object(id)?.kind {
                Kind::Routine(routine) if takes(routine) => {
                    let result = routine.returns.data_type.clone()?;
                    Some((id, result, routine.volatility))
                }
                _ => None,
            })
    })
}

fn is_same(session: &Session, id: ObjectId, left: Option<&TypeRef>, right: &TypeRef) -> bool {
    match session.state.object(id).map(|object| &object.kind) {
        Some(Kind::Operator(operator)) => {
            operator.left.as_ref() == left && operator.right == *right
        }
        Some(_) | None => false,
    }
}

fn lasting(
    session: &Session,
    needs: Vec<ObjectId>,
) -> Vec<crate::schema::replay::state::object::Dependency> {
    let lasting = needs.into_iter().filter(|&id| !session.is_pinned(id));
    lasting
        .map(|id| dependency::on_object(id, Strength::Normal))
        .filter(|need| need.part == Part::Whole)
        .collect()
}

/// `CREATE CAST`
pub(in crate::schema::replay) fn create_cast(
    session: &mut Session,
    create: &CreateCast,
) -> Applied {
    let source = expected(session, &create.source)?;
    let target = expected(session, &create.target)?;
    let (Some(source), Some(target)) = (source, target) else {
        return Ok(());
    };
    let cast = Cast {
        source: source.clone(),
        target: target.clone(),
        context: match create.context {
            operator::CastContext::Explicit => CastContext::Explicit,
            operator::CastContext::Assignment => CastContext::Assignment,
            operator::CastContext::Implicit => CastContext::Implicit,
        },
        volatility: Volatility::Immutable,
    };
    let name = cast.name();
    if session.state.find(Class::Cast, None, &name).is_some() {
        let message = format!(
            "cast from type {} to type {} already exists",
            session.format_type(&source),
            session.format_type(&target)
        );
        return Err(Stop::failed("42710", message));
    }
    let mut object = Object::new(name, None, Kind::Cast(cast));
    object.depends = lasting(session, vec![source.id, target.id]);
    session.create(object);
    Ok(())
}

fn expected(session: &Session, name: &TypeName) -> Applied<Option<TypeRef>> {
    match session.data_type(name)? {
        Some(data_type) => Ok(Some(data_type)),
        None => session.tolerate(undefined_type(&name.name)).map(|()| None),
    }
}

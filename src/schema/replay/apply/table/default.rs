//! Defaults of columns, and the expressions of generated ones.

use super::inherit;
use crate::{
    schema::replay::{
        apply::{dependency, expression},
        failure::Applied,
        session::Session,
        state::{
            ColumnNumber, ObjectId,
            object::{Dependency, Part, Strength},
            relation::Generated,
            types::TypeRef,
        },
    },
    sql::{
        expression::{Expression, ExpressionKind},
        name::Identifier,
    },
};

/// Gives a column its default, or a generated column its expression.
///
/// # Errors
///
/// What Postgres says of the expression.
pub(in crate::schema::replay) fn set(
    session: &mut Session,
    relation: ObjectId,
    name: &Identifier,
    value: &Expression,
) -> Applied {
    let object = session.state.object(relation);
    let found = object.and_then(|object| object.relation()?.column(name));
    let Some((number, column)) = found else {
        return Ok(());
    };
    let column = column.clone();
    let typed = expression::default(session, relation, &column, value)?;
    let is_generated = matches!(column.generated, Some(Generated::Stored(_)));
    let part = if is_generated {
        Part::Column(number)
    } else {
        Part::Default(number)
    };
    let (uses, data_type) = match typed {
        Some(typed) => (typed.uses, typed.data_type),
        None => (Vec::new(), None),
    };
    let literal = session.builtin("unknown");
    let default_type = data_type.filter(|data_type| Some(data_type) != literal.as_ref());
    let needs = dependency::of_uses(session, &uses, part);
    remove(session, relation, number);
    session.depend(relation, needs);
    // A null default is none, as in Postgres.
    let is_null = is_null(session, value, column.data_type.as_ref());
    let text = session.slice(value.span).to_owned();
    session.state.change(relation, |object| {
        let relation = object.relation_mut();
        let Some(column) = relation.and_then(|relation| relation.numbered_mut(number)) else {
            return;
        };
        if is_generated {
            column.generated = Some(Generated::Stored(text));
        } else if !is_null {
            column.default = Some(text);
            column.default_type = default_type.or_else(|| column.data_type.clone());
        }
    });
    Ok(())
}

/// Whether a default is a constant null: one that is cut to a length is a call of a function, one
/// of a domain is still held against its checks.
fn is_null(session: &Session, value: &Expression, wanted: Option<&TypeRef>) -> bool {
    if wanted.is_some_and(|wanted| session.is_domain(wanted)) {
        return false;
    }
    let interval = session.builtin("interval").map(|interval| interval.id);
    let is_cut =
        wanted.is_some_and(|wanted| wanted.modifier.is_some() && Some(wanted.id) != interval);
    let inner = match &value.kind {
        ExpressionKind::Cast(inner, _) => inner,
        _ => value,
    };
    matches!(inner.kind, ExpressionKind::Null) && !is_cut
}

/// Takes away a column's default, and what that needs.
pub(in crate::schema::replay) fn remove(
    session: &mut Session,
    relation: ObjectId,
    number: ColumnNumber,
) {
    session.release(relation, Part::Default(number));
    let object = session.state.object(relation);
    let column = object.and_then(|object| object.relation()?.numbered(number));
    if column.is_none_or(|column| column.default.is_none()) {
        return;
    }
    session.state.change(relation, |object| {
        let relation = object.relation_mut();
        if let Some(column) = relation.and_then(|relation| relation.numbered_mut(number)) {
            column.default = None;
        }
    });
}

/// Gives a column the default or expression of another relation's column.
pub(in crate::schema::replay) fn copy(
    session: &mut Session,
    (from, number): (ObjectId, ColumnNumber),
    to: ObjectId,
    name: &Identifier,
) {
    let (Some(source), Some(target)) = (session.state.object(from), session.state.object(to))
    else {
        return;
    };
    let column = source.relation().and_then(|it| it.numbered(number));
    let place = target.relation().and_then(|it| it.column(name));
    let (Some(column), Some((place, _))) = (column, place) else {
        return;
    };
    let generated = column
        .generated
        .clone()
        .filter(|generated| matches!(generated, Generated::Stored(_)));
    let default = column.default.clone();
    let default_type = column.default_type.clone();
    let needs: Vec<Dependency> = source
        .depends
        .iter()
        .filter(|need| is_of_value(need, number))
        .copied()
        .collect();
    let mut needs = inherit::mapped_needs(session, &needs, from, to);
    for need in &mut needs {
        need.part = match need.part {
            Part::Default(_) => Part::Default(place),
            Part::Column(_) => Part::Column(place),
            Part::Whole => Part::Whole,
        };
    }
    session.depend(to, needs);
    session.state.change(to, |object| {
        let relation = object.relation_mut();
        if let Some(column) = relation.and_then(|relation| relation.numbered_mut(place)) {
            column.default = default;
            column.default_type = default_type;
            if generated.is_some() {
                column.generated = generated;
            }
        }
    });
}

/// Whether a column needs something for its default or expression, and not for its type.
fn is_of_value(need: &Dependency, number: ColumnNumber) -> bool {
    let is_expression = need.part == Part::Column(number)
        && need.column.is_some()
        && need.strength == Strength::Normal;
    need.part == Part::Default(number) || is_expression
}

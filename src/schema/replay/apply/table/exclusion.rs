//! Exclusion constraints.

use super::{key, pending::Key, relation};
use crate::{
    schema::replay::{
        analyze,
        apply::{
            expression::{self, Purpose},
            index::{
                build::{Draft, IfExists, IndexKey, Role, build},
                expression_name, key_of_column,
            },
        },
        failure::{Applied, Stop},
        session::Session,
        state::ObjectId,
    },
    sql::expression::{Expression, ExpressionKind},
};

/// Adds an exclusion constraint, by its access method, elements and condition.
///
/// # Errors
///
/// 42703 for columns, 42704 for types that the method cannot index, 42883 for operators.
pub(super) fn add(
    session: &mut Session,
    relation: ObjectId,
    key: &Key<'_>,
    (method, elements, filter): (&str, &[Expression], Option<&Expression>),
) -> Applied {
    let scope = expression::scope_of(session, relation);
    let filter = match filter {
        Some(filter) => {
            let typed = expression::condition(session, filter, &scope, Purpose::Predicate)?;
            Some(typed.map(|typed| typed.uses).unwrap_or_default())
        }
        None => None,
    };
    let mut keys = Vec::with_capacity(elements.len());
    for element in elements {
        keys.push(part(session, relation, element)?);
    }
    let draft = Draft {
        relation,
        name: key.name.map(|name| name.text.clone()),
        role: Role::Exclusion,
        method: method.into(),
        keys,
        include: Vec::new(),
        filter,
    };
    build(session, &draft, IfExists::Fail)?;
    for element in elements {
        match analyze::expression(session, element, &scope) {
            Ok(_) | Err(Stop::Opaque(_)) => {}
            Err(stop) => session.tolerate(stop)?,
        }
    }
    Ok(())
}

/// What an element compares, without the operator.
fn part(session: &mut Session, relation: ObjectId, element: &Expression) -> Applied<IndexKey> {
    let value = match &element.kind {
        ExpressionKind::Operator {
            left: Some(left),
            right: Some(right),
            ..
        } if left == right => left,
        _ => element,
    };
    if let ExpressionKind::Column(words) = &value.kind
        && let [word] = words.as_slice()
    {
        let found = relation::assume_column(session, relation, &word.text);
        let number = found.ok_or_else(|| key::missing_column(session, relation, word))?;
        return Ok(key_of_column(session, relation, number, &word.text));
    }
    let scope = expression::scope_of(session, relation);
    let typed = expression::analyse(session, value, &scope, Purpose::Index, None)?;
    Ok(IndexKey {
        column: None,
        name: expression_name(session, value),
        data_type: typed.as_ref().and_then(|typed| typed.data_type.clone()),
        class: None,
        uses: typed.map(|typed| typed.uses).unwrap_or_default(),
    })
}

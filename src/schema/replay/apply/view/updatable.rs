//! Whether rows can be written through a view: `view_query_is_auto_updatable`.

use crate::{
    schema::replay::{
        analyze::Analysed,
        session::Session,
        state::{ObjectId, object::Class},
    },
    sql::{
        expression::ExpressionKind,
        query::{FromKind, Query, QueryBody, Select},
    },
};

/// The one relation it reads, if `UPDATE` and `DELETE` of the view become those of that.
pub(super) fn target(session: &Session, query: &Query, analysed: &Analysed) -> Option<ObjectId> {
    let select = match &query.body {
        QueryBody::Select(select) => select,
        QueryBody::Table(name) if query.with.is_none() && query.limits.is_empty() => {
            return session.find(Class::Relation, name);
        }
        QueryBody::Table(_) | QueryBody::Set(..) | QueryBody::Values(_) => return None,
    };
    let is_plain = query.with.is_none()
        && query.limits.is_empty()
        && select.group_by.is_empty()
        && select.having.is_none()
        && !is_distinct(session, query, select);
    if is_plain && analysed.is_row_by_row && has_column(select) {
        only_relation(session, select)
    } else {
        None
    }
}

/// Whether the query is `SELECT DISTINCT`, which only the text tells.
fn is_distinct(session: &Session, query: &Query, select: &Select) -> bool {
    if !select.distinct_on.is_empty() {
        return true;
    }
    let text = session.slice(query.span);
    let mut words = text
        .split(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .filter(|word| !word.is_empty());
    let is = |word: Option<&str>, keyword: &str| {
        word.is_some_and(|word| word.eq_ignore_ascii_case(keyword))
    };
    is(words.next(), "select") && is(words.next(), "distinct")
}

fn only_relation(session: &Session, select: &Select) -> Option<ObjectId> {
    let [only] = select.from.as_slice() else {
        return None;
    };
    let FromKind::Relation(name) = &only.kind else {
        return None;
    };
    session.find(Class::Relation, name)
}

/// Whether at least one column is one of the relation's.
fn has_column(select: &Select) -> bool {
    select.targets.iter().any(|target| {
        matches!(
            target.value.kind,
            ExpressionKind::Column(_) | ExpressionKind::Star(_)
        )
    })
}

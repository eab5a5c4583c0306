//! Whether rows can be written through a view: `view_query_is_auto_updatable`.

use crate::{
    schema::replay::{
        analyze::Analysed,
        session::Session,
        state::{object::Class, relation::RelationKind},
    },
    sql::{
        expression::ExpressionKind,
        name::Name,
        query::{FromKind, Query, QueryBody, Select},
    },
};

/// Whether `UPDATE` and `DELETE` of the view become those of the one relation it reads.
pub(super) fn is_updatable(session: &Session, query: &Query, analysed: &Analysed) -> bool {
    let select = match &query.body {
        QueryBody::Select(select) => select,
        QueryBody::Table(name) => {
            return query.with.is_none() && query.limits.is_empty() && is_writable(session, name);
        }
        QueryBody::Set(..) | QueryBody::Values(_) => return false,
    };
    let is_plain = query.with.is_none()
        && query.limits.is_empty()
        && select.group_by.is_empty()
        && select.having.is_none()
        && !is_distinct(session, query, select);
    is_plain && analysed.is_row_by_row && reads_writable(session, select) && has_column(select)
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

fn reads_writable(session: &Session, select: &Select) -> bool {
    let [only] = select.from.as_slice() else {
        return false;
    };
    match &only.kind {
        FromKind::Relation(name) => is_writable(session, name),
        _ => false,
    }
}

fn is_writable(session: &Session, name: &Name) -> bool {
    let id = session.find(Class::Relation, name);
    let object = id.and_then(|id| session.state.object(id));
    let Some(relation) = object.and_then(|object| object.relation()) else {
        return false;
    };
    match relation.kind {
        RelationKind::Table | RelationKind::ForeignTable => true,
        RelationKind::View => relation.updatable,
        RelationKind::MaterializedView | RelationKind::Composite => false,
    }
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

//! Tables made from queries.

use super::Draft;
use crate::{
    schema::replay::{
        analyze::{self, Analysed, scope::Scope},
        failure::{Applied, Stop},
        session::Session,
        state::relation::Column,
    },
    sql::{name::Word, query::Query},
};

/// What the query gives, which is read before anything else of the statement.
///
/// # Errors
///
/// What Postgres says of the query.
pub(super) fn analyse(session: &Session, query: &Query) -> Applied<Analysed> {
    match analyze::query(session, query, &Scope::default()) {
        Ok(analysed) => return Ok(analysed),
        Err(Stop::Opaque(_)) => {}
        Err(stop) => session.tolerate(stop.within(query.span))?,
    }
    Ok(Analysed {
        open: true,
        ..Analysed::default()
    })
}

/// The columns of `CREATE TABLE … (names) AS query`.
///
/// # Errors
///
/// 42601 for too many names, 42701 for one that stands twice.
pub(super) fn columns(
    session: &Session,
    names: &[Word],
    (query, analysed): (&Query, Analysed),
    draft: &mut Draft<'_>,
) -> Applied {
    draft.open = analysed.open;
    let mut outputs = analysed.columns.into_iter();
    let mut names = names.iter();
    loop {
        let (name, data_type) = match (names.next(), outputs.next()) {
            (Some(name), Some(output)) => (name.text.clone(), output.data_type),
            (None, Some(output)) => (output.name, output.data_type),
            (Some(name), None) if draft.open => (name.text.clone(), None),
            (Some(name), None) => {
                let message = "too many column names were specified";
                return Err(Stop::failed("42601", message).at(name.span));
            }
            (None, None) => return Ok(()),
        };
        if draft.columns.iter().any(|column| column.name == name) {
            let message = format!("column \"{name}\" specified more than once");
            return Err(Stop::failed("42701", message).at(query.span));
        }
        let mut column = Column::new(name, data_type);
        column.definition = Some(session.definition);
        draft.columns.push(column);
    }
}

//! `DO` blocks and the calls of procedures, as far as they can be followed.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::Body;

pub(in crate::schema::replay) fn run(_session: &mut Session, _body: &Body) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

/// What calling a routine does; nothing when it cannot change the catalog.
pub(in crate::schema::replay) fn call(
    _session: &mut Session,
    _routine: crate::schema::replay::state::ObjectId,
    _arguments: &[crate::sql::expression::Expression],
) -> Applied {
    Ok(())
}

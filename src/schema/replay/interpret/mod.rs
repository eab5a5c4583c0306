//! `DO` blocks and the calls of procedures, as far as they can be followed.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::Body;

pub(in crate::schema::replay) fn run(_session: &mut Session, _body: &Body) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

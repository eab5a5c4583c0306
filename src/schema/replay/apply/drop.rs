//! `DROP` of anything, and what goes with it.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::Drop;

pub(in crate::schema::replay) fn apply(_session: &mut Session, _drop: &Drop) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

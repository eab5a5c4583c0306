//! Indexes.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::index::CreateIndex;

pub(in crate::schema::replay) fn create(_session: &mut Session, _create: &CreateIndex) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

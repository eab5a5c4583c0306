//! Schemas.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::CreateSchema;

pub(in crate::schema::replay) fn create(_session: &mut Session, _create: &CreateSchema) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

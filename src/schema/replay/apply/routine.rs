//! Functions, procedures and aggregates.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::routine::{AlterRoutine, CreateRoutine};

pub(in crate::schema::replay) fn create(
    _session: &mut Session,
    _create: &CreateRoutine,
) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn alter(_session: &mut Session, _alter: &AlterRoutine) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

//! Views and materialized views.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::table::CreateView;

pub(in crate::schema::replay) fn create(_session: &mut Session, _create: &CreateView) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

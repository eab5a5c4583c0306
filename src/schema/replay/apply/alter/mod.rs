//! `ALTER` of all relations.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::table::AlterTable;

pub(in crate::schema::replay) fn alter(_session: &mut Session, _alter: &AlterTable) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

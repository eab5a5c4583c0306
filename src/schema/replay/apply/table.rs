//! Tables, and `ALTER` of all relations.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::table::{AlterTable, CreateTable};

pub(in crate::schema::replay) fn create(_session: &mut Session, _create: &CreateTable) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn alter(_session: &mut Session, _alter: &AlterTable) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

//! Labels of enums.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::types::AlterEnum;

pub(in crate::schema::replay) fn alter(_session: &mut Session, _alter: &AlterEnum) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

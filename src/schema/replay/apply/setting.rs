//! `SET` and `RESET`.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::Statement;

pub(in crate::schema::replay) fn apply(_session: &mut Session, _statement: &Statement) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

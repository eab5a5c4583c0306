//! `COMMENT ON`.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::Object;

pub(in crate::schema::replay) fn apply(
    _session: &mut Session,
    _object: &Object,
    _text: Option<&str>,
) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

//! Grants and default privileges.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::{name::Word, statement::Grant};

pub(in crate::schema::replay) fn apply(_session: &mut Session, _grant: &Grant) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn default_privileges(
    _session: &mut Session,
    _schemas: &[Word],
    _grant: &Grant,
) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

//! Domains.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::types::{AlterDomain, CreateDomain};

pub(in crate::schema::replay) fn create(_session: &mut Session, _create: &CreateDomain) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn alter(_session: &mut Session, _alter: &AlterDomain) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

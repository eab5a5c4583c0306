//! Policies.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::statement::policy::{AlterPolicy, CreatePolicy};

pub(in crate::schema::replay) fn create(_session: &mut Session, _create: &CreatePolicy) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn alter(_session: &mut Session, _alter: &AlterPolicy) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

//! Objects that only have a name, rules and roles.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::{
    name::Word,
    statement::{Object, ObjectAction, Statement},
};

pub(in crate::schema::replay) fn create(_session: &mut Session, _statement: &Statement) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn create_rule(
    _session: &mut Session,
    _statement: &Statement,
) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn create_role(_session: &mut Session, _name: &Word) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn alter(
    _session: &mut Session,
    _object: &Object,
    _action: &ObjectAction,
) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

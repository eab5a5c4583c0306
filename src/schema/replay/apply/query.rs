//! Statements that read or change rows: only whether they can run, and what functions they call change.

use crate::schema::replay::{
    failure::{Applied, Stop},
    session::Session,
};
use crate::sql::{
    expression::Argument,
    name::Name,
    query::{Change, Query},
    statement::Statement,
};

pub(in crate::schema::replay) fn select(_session: &mut Session, _query: &Query) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn change(_session: &mut Session, _change: &Change) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn copy(_session: &mut Session, _statement: &Statement) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn truncate(_session: &mut Session, _names: &[Name]) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn refresh(_session: &mut Session, _name: &Name) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

pub(in crate::schema::replay) fn call(
    _session: &mut Session,
    _name: &Name,
    _arguments: &[Argument],
) -> Applied {
    Err(Stop::Opaque("it is not replayed yet".into()))
}

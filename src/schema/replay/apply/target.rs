//! The relation that a statement hangs something on.

use crate::{
    schema::replay::{
        failure::{Applied, Stop},
        session::{Mode, Session},
        state::{
            ObjectId,
            object::{Class, Kind, Object},
            relation::RelationKind,
        },
    },
    sql::name::Name,
};

/// What it must be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Wanted {
    Table,
    Any,
}

/// The relation of this name; in lenient mode one is assumed where it is missing.
///
/// # Errors
///
/// 42P01 or 3F000 when there is none, 42809 when it is of another kind.
pub(super) fn relation(session: &mut Session, name: &Name, wanted: Wanted) -> Applied<ObjectId> {
    match session.find(Class::Relation, name) {
        Some(id) => is_of(session, id, wanted)
            .map(|()| id)
            .map_err(|stop| stop.at(name.span)),
        None => match session.mode {
            Mode::Lenient => Ok(super::table::assume(session, name)),
            Mode::Strict => Err(super::table::relation::undefined(session, name)),
        },
    }
}

fn is_of(session: &Session, id: ObjectId, wanted: Wanted) -> Applied {
    let object = session.state.object(id);
    let is_table = object
        .and_then(Object::relation)
        .is_some_and(|relation| relation.kind == RelationKind::Table);
    if wanted == Wanted::Any || is_table {
        return Ok(());
    }
    let name = object.map_or("", |object| &object.name);
    Err(Stop::failed("42809", format!("\"{name}\" is not a table")))
}

/// What a relation is, as messages say it after its name: `a table`, `an index`.
pub(super) fn noun(object: &Object) -> &'static str {
    match &object.kind {
        Kind::Relation(relation) => match relation.kind {
            RelationKind::Table => "a table",
            RelationKind::View => "a view",
            RelationKind::MaterializedView => "a materialized view",
            RelationKind::ForeignTable => "a foreign table",
            RelationKind::Composite => "a composite type",
        },
        Kind::Index(_) => "an index",
        Kind::Sequence(_) => "a sequence",
        Kind::Schema
        | Kind::Type(_)
        | Kind::Routine(_)
        | Kind::Operator(_)
        | Kind::Cast(_)
        | Kind::Constraint(_)
        | Kind::Trigger(_)
        | Kind::Policy(_)
        | Kind::Rule
        | Kind::Extension
        | Kind::Publication(_)
        | Kind::Role
        | Kind::Other(_) => "an object",
    }
}

//! What objects need, as `pg_depend` has it.

use crate::schema::replay::{
    session::Session,
    state::{
        ObjectId,
        object::{Dependency, Part, Provenance, Strength},
        types::{TypeRef, Use},
    },
};

/// The needs of an object for what its expressions use; what is always there is left out.
pub(super) fn on_uses(session: &Session, uses: &[Use]) -> Vec<Dependency> {
    let lasting = uses
        .iter()
        .filter(|found| !is_pinned(session, found.object));
    lasting
        .map(|found| Dependency {
            part: Part::Whole,
            on: found.object,
            column: found.column,
            strength: Strength::Normal,
        })
        .collect()
}

/// The need of a part of an object for a type, unless the type is always there.
pub(super) fn on_type(
    session: &Session,
    part: Part,
    data_type: Option<&TypeRef>,
) -> Option<Dependency> {
    let data_type = data_type?;
    (!is_pinned(session, data_type.id)).then_some(Dependency {
        part,
        on: data_type.id,
        column: None,
        strength: Strength::Normal,
    })
}

/// Whether an object is Postgres' own, so that nobody can drop it.
pub(super) fn is_pinned(session: &Session, id: ObjectId) -> bool {
    let Some(object) = session.state.object(id) else {
        return true;
    };
    object.provenance == Provenance::Platform
        && object
            .parent
            .and_then(|schema| session.state.object(schema))
            .is_some_and(|schema| schema.name == "pg_catalog")
}

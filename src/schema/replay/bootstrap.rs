//! What a database holds before the first migration.

use super::{
    Platform,
    state::{
        State,
        object::{Kind, Object, Provenance},
    },
};

/// A new database.
pub fn state(platform: Platform) -> State {
    let mut state = State::default();
    for schema in ["pg_catalog", "information_schema", "public"] {
        let mut object = Object::new(schema.into(), None, Kind::Schema);
        object.provenance = Provenance::Platform;
        state.add(object);
    }
    match platform {
        Platform::Postgres | Platform::Supabase => {}
    }
    state.commit();
    state
}

//! What a database holds before the first migration.

mod extensions;

mod names;

mod platform;

mod postgres;

mod types;

use std::sync::OnceLock;

pub use self::{
    extensions::{Section, extension},
    types::{Types, types},
};
use super::{Platform, state::State};

/// A new database.
///
/// It is made once for each platform and copied from then on, so built-in objects have the same id
/// in every database of the process.
pub fn state(platform: Platform) -> State {
    match platform {
        Platform::Postgres => bare().clone(),
        Platform::Supabase => {
            static STATE: OnceLock<State> = OnceLock::new();
            STATE.get_or_init(|| platform::supabase(bare())).clone()
        }
    }
}

/// Postgres as `initdb` leaves it.
fn bare() -> &'static State {
    static STATE: OnceLock<State> = OnceLock::new();
    STATE.get_or_init(postgres::state)
}

#[cfg(test)]
mod tests {
    use super::{super::state::object::Class, Platform, state};

    #[test]
    fn what_is_built_in_is_found() {
        let state = state(Platform::Postgres);
        let catalog = state.schema("pg_catalog");
        let found = |class, name| !state.find_all(class, catalog, name).is_empty();
        for (class, name) in [
            (Class::Type, "int4"),
            (Class::Type, "anyelement"),
            (Class::Routine, "lower"),
            (Class::Operator, "||"),
            (Class::Relation, "pg_class"),
        ] {
            assert!(found(class, name), "{name}");
        }
        assert!(!found(Class::Type, "int"), "a word of the grammar only");
    }
}

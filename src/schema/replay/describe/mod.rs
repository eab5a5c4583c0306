//! The state to the catalog that is told to others.

use super::{session::Session, state::Mark};
use crate::schema::{catalog::Catalog, statement::Missing};

/// Something that is in one database and not in the other.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What a statement that needs it would miss.
    pub(super) missing: Missing,
    /// As Postgres names it: `table public.posts`.
    pub(super) words: String,
}

/// What a session holds; with a second one, what is only there as shadows.
pub(super) fn catalog(
    _strict: &Session,
    _intended: Option<&Session>,
    _files: &[String],
) -> Catalog {
    Catalog::default()
}

/// What `lenient` has had since `mark` and `strict` has not.
pub(super) fn only_in(_lenient: &Session, _mark: Mark, _strict: &Session) -> Vec<Item> {
    Vec::new()
}

/// Ends a session's temporary relations.
pub(super) fn drop_temporary(session: &mut Session) {
    let Some(schema) = session.state.schema("pg_temp") else {
        return;
    };
    let children: Vec<_> = session.state.children(schema).map(|(id, _)| id).collect();
    for id in children {
        session.state.remove(id);
    }
}

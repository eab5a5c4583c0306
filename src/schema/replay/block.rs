//! A transaction block and its savepoints.

use super::{
    failure::{Applied, Stop},
    state::Mark,
};
use crate::sql::name::Identifier;

/// A transaction block of the strict session.
pub(super) struct Block {
    pub(super) start: Mark,
    /// In the order they were set; a name may stand twice.
    pub(super) savepoints: Vec<(Identifier, Mark)>,
    /// The failed statement that aborted it.
    pub(super) aborted: Option<usize>,
}

impl Block {
    /// The place of the last savepoint of a name.
    ///
    /// # Errors
    ///
    /// 3B001 when there is none.
    pub(super) fn find(&self, name: &Identifier) -> Applied<usize> {
        let found = self.savepoints.iter().rposition(|(known, _)| known == name);
        found.ok_or_else(|| Stop::failed("3B001", format!("savepoint \"{name}\" does not exist")))
    }
}

/// What Postgres says of whatever follows a failure in a transaction.
pub(super) fn aborted() -> Stop {
    let message = "current transaction is aborted, commands ignored until end of transaction block";
    Stop::failed("25P02", message)
}

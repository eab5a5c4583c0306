//! A transaction block of the strict session: where it goes back to, and its savepoints.

use super::{
    failure::{Applied, Stop},
    session::{Session, Settings},
    state::Mark,
};
use crate::{
    schema::statement::SqlError,
    sql::{name::Identifier, statement::Transaction},
};

#[derive(Debug)]
pub(super) struct Block {
    start: Point,
    savepoints: Vec<(Identifier, Point)>,
    /// The failed statement that aborted it.
    pub aborted: Option<usize>,
}

/// A session as it was; what `SET` changed goes back with the rest.
#[derive(Clone, Debug)]
struct Point {
    mark: Mark,
    settings: Settings,
}

impl Point {
    fn now(session: &Session) -> Self {
        Self {
            mark: session.state.mark(),
            settings: session.clone_settings(),
        }
    }

    fn restore(&self, session: &mut Session) {
        session.state.roll_back(self.mark);
        session.restore_settings(self.settings.clone());
    }
}

impl Block {
    pub fn begin(session: &Session) -> Self {
        Self {
            start: Point::now(session),
            savepoints: Vec::new(),
            aborted: None,
        }
    }

    /// Whether an aborted block takes the statement: what ends it, or goes back to a savepoint.
    pub fn takes_when_aborted(transaction: &Transaction) -> bool {
        match transaction {
            Transaction::Commit
            | Transaction::Rollback
            | Transaction::CommitAndBegin
            | Transaction::RollbackAndBegin
            | Transaction::RollbackTo(_) => true,
            Transaction::Begin
            | Transaction::Savepoint(_)
            | Transaction::Release(_)
            | Transaction::Other => false,
        }
    }

    pub fn savepoint(&mut self, session: &Session, name: &Identifier) {
        self.savepoints.push((name.clone(), Point::now(session)));
    }

    /// # Errors
    ///
    /// 3B001 when there is no such savepoint.
    pub fn release(&mut self, name: &Identifier) -> Applied {
        let found = self.find(name)?;
        self.savepoints.truncate(found);
        Ok(())
    }

    /// # Errors
    ///
    /// 3B001 when there is no such savepoint.
    pub fn roll_back_to(&mut self, session: &mut Session, name: &Identifier) -> Applied {
        let found = self.find(name)?;
        self.savepoints.truncate(found + 1);
        self.savepoints[found].1.restore(session);
        self.aborted = None;
        Ok(())
    }

    pub fn roll_back(self, session: &mut Session) {
        self.start.restore(session);
    }

    fn find(&self, name: &Identifier) -> Applied<usize> {
        let mut savepoints = self.savepoints.iter();
        savepoints
            .rposition(|(known, _)| known == name)
            .ok_or_else(|| Stop::failed("3B001", format!("savepoint \"{name}\" does not exist")))
    }
}

/// The block that a statement can only stand in.
///
/// # Errors
///
/// 25P01 outside of one.
pub(super) fn expected<'a>(block: &'a mut Option<Block>, words: &str) -> Applied<&'a mut Block> {
    block.as_mut().ok_or_else(|| {
        let message = format!("{words} can only be used in transaction blocks");
        Stop::failed("25P01", message)
    })
}

/// What Postgres says of whatever follows a failure in a transaction.
pub(super) fn aborted() -> SqlError {
    SqlError {
        sqlstate: "25P02",
        message: "current transaction is aborted, commands ignored until end of transaction block"
            .to_owned(),
        help: None,
        missing: None,
    }
}

//! Failed statements by what made them fail.

use indexmap::IndexMap;

use crate::schema::statement::{Failed, Statements};

/// Statements that fail with the same words for reasons of their own, and all that falls with them.
#[derive(Debug)]
pub(super) struct Cause<'a> {
    /// The first of them.
    pub(super) root: &'a Failed,
    /// The others.
    pub(super) again: Vec<&'a Failed>,
    /// Statements that fail only because these did, in the order they were tried.
    pub(super) victims: Vec<&'a Failed>,
}

/// The causes, by the place of the first statement that fails for each.
pub(super) fn causes(statements: &Statements) -> Vec<Cause<'_>> {
    let failed = &statements.failed;
    let mut causes: IndexMap<(&str, &str), Cause<'_>> = IndexMap::new();
    let mut cause_of: Vec<Option<usize>> = vec![None; failed.len()];
    for (index, statement) in failed.iter().enumerate() {
        // A cause comes before what it causes.
        let earlier = statement.caused_by.filter(|&cause| cause < index);
        if let Some(cause) = earlier.and_then(|cause| cause_of[cause]) {
            causes[cause].victims.push(statement);
            cause_of[index] = Some(cause);
            continue;
        }
        let key = (statement.error.sqlstate, statement.error.message.as_str());
        let entry = causes.entry(key);
        cause_of[index] = Some(entry.index());
        entry
            .and_modify(|cause| cause.again.push(statement))
            .or_insert(Cause {
                root: statement,
                again: Vec::new(),
                victims: Vec::new(),
            });
    }
    causes.into_values().collect()
}

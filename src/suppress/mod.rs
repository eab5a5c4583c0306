//! Suppressions: comments that say which findings are meant to be there.

use crate::{finding::Finding, rules::Context};

/// Findings after suppression comments were applied.
#[derive(Debug, Default)]
pub struct Applied {
    pub findings: Vec<Finding>,
    /// Those that a comment hides, with its reason.
    pub suppressed: Vec<Suppressed>,
}

/// A finding that a comment hides.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Suppressed {
    pub finding: Finding,
    /// What the comment says after `--`.
    pub reason: Option<String>,
}

/// Takes out what comments suppress, and adds what is wrong with the comments.
pub fn apply(_context: &Context<'_>, findings: Vec<Finding>) -> Applied {
    Applied {
        findings,
        suppressed: Vec::new(),
    }
}

#![doc = include_str!("../../docs/rules/invalid-suppression.md")]

use super::Rule;
use crate::finding::Severity;

pub(crate) const RULE: Rule = Rule {
    id: "invalid-suppression",
    summary: "a suppression that cannot be read or names no rule",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/invalid-suppression.md"),
    // `suppress` finds them, once all other rules have said what there is to suppress.
    check: |_, _| {},
};

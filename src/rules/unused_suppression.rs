#![doc = include_str!("../../docs/rules/unused-suppression.md")]

use super::Rule;
use crate::finding::Severity;

pub(crate) const RULE: Rule = Rule {
    id: "unused-suppression",
    summary: "a suppression that hides nothing",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/unused-suppression.md"),
    // `suppress` finds them, once all other rules have said what there is to suppress.
    check: |_, _| {},
};

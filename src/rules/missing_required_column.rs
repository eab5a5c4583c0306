#![doc = include_str!("../../docs/rules/missing-required-column.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "missing-required-column",
    summary: "an insert leaves out a column that must have a value",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/missing-required-column.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::MissingRequiredColumn, context, outcome);
}

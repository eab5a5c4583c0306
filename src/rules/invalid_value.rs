#![doc = include_str!("../../docs/rules/invalid-value.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "invalid-value",
    summary: "a value is none that the column, filter or argument can take",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/invalid-value.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::InvalidValue, context, outcome);
}

#![doc = include_str!("../../docs/rules/invalid-query.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "invalid-query",
    summary: "a query that the server cannot read or carry out",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/invalid-query.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::InvalidQuery, context, outcome);
}

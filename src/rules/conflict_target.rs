#![doc = include_str!("../../docs/rules/conflict-target.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "conflict-target",
    summary: "an upsert names columns that no unique key consists of",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/conflict-target.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::ConflictTarget, context, outcome);
}

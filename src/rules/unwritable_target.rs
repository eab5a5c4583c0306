#![doc = include_str!("../../docs/rules/unwritable-target.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unwritable-target",
    summary: "a write goes to a view or column that takes none",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unwritable-target.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnwritableTarget, context, outcome);
}

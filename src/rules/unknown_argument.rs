#![doc = include_str!("../../docs/rules/unknown-argument.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unknown-argument",
    summary: "a call hands over an argument that the routine does not take",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-argument.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownArgument, context, outcome);
}

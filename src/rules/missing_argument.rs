#![doc = include_str!("../../docs/rules/missing-argument.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "missing-argument",
    summary: "a call leaves out an argument that the routine needs",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/missing-argument.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::MissingArgument, context, outcome);
}

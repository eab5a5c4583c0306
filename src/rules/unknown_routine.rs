#![doc = include_str!("../../docs/rules/unknown-routine.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unknown-routine",
    summary: "a call names a routine that the schema does not define",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-routine.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownRoutine, context, outcome);
}

#![doc = include_str!("../../docs/rules/unknown-column.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unknown-column",
    summary: "a query names a column that its relation does not have",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-column.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownColumn, context, outcome);
}

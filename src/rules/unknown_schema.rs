#![doc = include_str!("../../docs/rules/unknown-schema.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unknown-schema",
    summary: "a query names a schema that the API does not serve",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/unknown-schema.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownSchema, context, outcome);
}

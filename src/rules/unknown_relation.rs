#![doc = include_str!("../../docs/rules/unknown-relation.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unknown-relation",
    summary: "a query names a relation that the schema does not define",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-relation.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownRelation, context, outcome);
}

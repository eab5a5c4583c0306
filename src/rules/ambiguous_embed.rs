#![doc = include_str!("../../docs/rules/ambiguous-embed.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-embed",
    summary: "a select list embeds a relation that it has several relationships with",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/ambiguous-embed.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::AmbiguousEmbed, context, outcome);
}

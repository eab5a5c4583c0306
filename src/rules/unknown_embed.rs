#![doc = include_str!("../../docs/rules/unknown-embed.md")]

use super::{Context, Outcome, Rule};
use crate::{finding::Severity, postgrest::ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "unknown-embed",
    summary: "a select list embeds a relation that has no relationship with its own",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-embed.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    RULE.report(ProblemKind::UnknownEmbed, context, outcome);
}

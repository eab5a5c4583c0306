#![doc = include_str!("../../docs/rules/dynamic-relation.md")]

use super::{Context, Outcome, Rule};
use crate::{
    access::{Certainty, Reason, TargetKind},
    finding::Severity,
};

pub(super) const RULE: Rule = Rule {
    id: "dynamic-relation",
    summary: "a query whose relation or routine is known only at run time",
    severity: Severity::Note,
    docs: include_str!("../../docs/rules/dynamic-relation.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, access) in context.accesses.iter().enumerate() {
        let Certainty::Dynamic(reason) = access.certainty else {
            continue;
        };
        let what = match access.target.kind {
            TargetKind::Relation => "relation",
            TargetKind::Routine => "routine",
            TargetKind::Bucket | TargetKind::EdgeFunction => continue,
        };
        // What reaches a wrapper is held against the schema at its callers.
        if access.wrapper || access.target.name.is_some() || context.assigned[index].is_none() {
            continue;
        }
        let message = format!(
            "the {what} is not known before run time: it {}",
            words(reason)
        );
        let subject = context.subject(index, String::new(), reason.as_str().to_owned());
        let place = context.target_place(access);
        outcome.findings.push(RULE.finding(place, subject, message));
    }
}

/// Why a name is not known, as what follows "it".
fn words(reason: Reason) -> &'static str {
    match reason {
        Reason::Parameter => "comes from a parameter that no known call hands a name to",
        Reason::Request => "comes with a request or from the command line",
        Reason::Environment => "is an environment variable without a default",
        Reason::Computed => "is computed",
        Reason::MissingModule => "is defined in a module that is not among the files read",
        Reason::External => "comes from a library",
        Reason::TooMany => "may be one of more names than are worth listing",
        Reason::TooDeep => "is too deep or circular to follow",
        Reason::NoVerb => "belongs to a builder that no verb is called on",
        Reason::Unsupported => "is written in a form that tabletrace does not understand",
    }
}

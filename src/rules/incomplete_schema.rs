#![doc = include_str!("../../docs/rules/incomplete-schema.md")]

use super::{Context, Outcome, Rule};
use crate::finding::{Finding, Place, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "incomplete-schema",
    summary: "the sources of a schema seem to lack a part of it",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/incomplete-schema.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (database, completeness) in context.databases.iter().zip(context.completeness) {
        let mut reasons = completeness.gaps.clone();
        if completeness.lacks_many() {
            let (absent, used) = (completeness.absent, completeness.used);
            reasons.push(format!(
                "{absent} of the {used} relations that the code uses are in none of its sources"
            ));
        }
        if reasons.is_empty() {
            continue;
        }
        let name = match context.databases {
            [_] => String::new(),
            _ => database.name.clone(),
        };
        let whose = match name.as_str() {
            "" => String::new(),
            name => format!(" of `{name}`"),
        };
        let message = format!("the schema{whose} is not all known: {}", reasons.join("; "));
        let subject = Subject {
            database: name,
            ..Subject::default()
        };
        outcome.findings.push(Finding {
            help: Some(HELP.to_owned()),
            ..RULE.finding(Place::default(), subject, message)
        });
    }
}

const HELP: &str = "findings about names that it lacks are notes for now; add the migrations that \
                    are missing, or keep what the real database holds with `tabletrace snapshot`";

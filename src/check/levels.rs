//! Findings as severe as the user wants them.

use crate::{
    finding::{Finding, Severity},
    rules::{
        self, Context,
        options::{Level, Options},
    },
};

/// Takes out what the user does not want to hear, and sets the severity of the rest.
///
/// Doing it twice changes nothing.
pub(super) fn apply(context: &Context<'_>, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        !is_about_ignored(context, finding) && set_severity(context.options, finding)
    });
}

/// Whether a finding is about a relation of which nothing is to be said.
fn is_about_ignored(context: &Context<'_>, finding: &Finding) -> bool {
    if !is_about_relations(finding.rule) {
        return false;
    }
    let name = finding.subject.database.as_str();
    let mut databases = context.databases.iter();
    let database = databases.find(|database| name.is_empty() || database.name == name);
    let exposed = database.and_then(|database| database.exposed.first());
    let default = exposed.map_or("public", String::as_str);
    let ignored = &context.options.ignored_relations;
    ignored.hold(&finding.subject.target, default)
}

/// Whether the target of a rule's findings is a relation; names of other things may be the same.
fn is_about_relations(rule: &str) -> bool {
    !matches!(
        rule,
        "unknown-routine"
            | "unknown-argument"
            | "missing-argument"
            | "unused-routine"
            | "unknown-bucket"
            | "unknown-edge-function"
    )
}

/// Whether the finding stays; where its rule itself made it less severe, it remains so.
fn set_severity(options: &Options, finding: &mut Finding) -> bool {
    match options.level(finding.rule, &finding.place.path) {
        None => true,
        Some(Level::Off) => false,
        Some(Level::At(severity)) => {
            let usual = rules::by_id(finding.rule).map_or(Severity::Error, |rule| rule.severity);
            let is_lessened = finding.severity < usual;
            finding.severity = if is_lessened {
                severity.min(finding.severity)
            } else {
                severity
            };
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        finding::{Place, Subject},
        glob::NameGlobs,
        source::Sources,
    };

    fn finding(rule: &'static str, severity: Severity, target: &str) -> Finding {
        Finding {
            rule,
            severity,
            message: String::new(),
            place: Place::default(),
            labels: Vec::new(),
            help: None,
            subject: Subject {
                target: target.to_owned(),
                ..Subject::default()
            },
        }
    }

    fn applied(options: &Options, finding: Finding) -> Option<Severity> {
        let sources = Sources::default();
        let context = Context {
            sources: &sources,
            files: &[],
            accesses: &[],
            databases: &[],
            assigned: &[],
            problems: &[],
            completeness: &[],
            references: &[],
            options,
        };
        let mut findings = vec![finding];
        apply(&context, &mut findings);
        let once = findings.clone();
        apply(&context, &mut findings);
        assert_eq!(once, findings, "twice is as once");
        findings.first().map(|finding| finding.severity)
    }

    #[test]
    fn severities_are_set_and_what_a_rule_lessened_stays_so() {
        const RULE: &str = "unknown-relation";
        let check = |level, before, after| {
            let options = Options {
                levels: BTreeMap::from([(RULE, level)]),
                ..Options::default()
            };
            assert_eq!(
                applied(&options, finding(RULE, before, "a")),
                after,
                "{level:?}"
            );
        };
        check(Level::Off, Severity::Error, None);
        check(
            Level::At(Severity::Warning),
            Severity::Error,
            Some(Severity::Warning),
        );
        check(
            Level::At(Severity::Error),
            Severity::Note,
            Some(Severity::Note),
        );
        check(
            Level::At(Severity::Note),
            Severity::Warning,
            Some(Severity::Note),
        );
    }

    #[test]
    fn of_ignored_relations_nothing_is_said() {
        let options = Options {
            ignored_relations: NameGlobs::new(&["avatars".into()]).unwrap(),
            ..Options::default()
        };
        let is_kept =
            |rule, target| applied(&options, finding(rule, Severity::Error, target)).is_some();
        assert!(!is_kept("unknown-relation", "avatars"));
        assert!(is_kept("unknown-relation", "posts"));
        assert!(is_kept("unknown-bucket", "avatars"), "no relation");
    }
}

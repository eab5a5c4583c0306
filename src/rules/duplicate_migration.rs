#![doc = include_str!("../../docs/rules/duplicate-migration.md")]

use std::collections::BTreeMap;

use super::{Context, Outcome, Rule};
use crate::{
    finding::{Label, Severity, Subject},
    schema::source::{self, SourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "duplicate-migration",
    summary: "two migrations have the same version or the same content",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/duplicate-migration.md"),
    check,
};

/// Two files, the one that is reported last.
struct Pair<'a> {
    first: &'a str,
    second: &'a str,
    message: String,
    help: &'static str,
    severity: Severity,
}

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for (index, database) in context.databases.iter().enumerate() {
        let kind = database.sources.first().map(|source| source.kind);
        let files = &database.statements.files;
        let mut pairs = match kind {
            Some(SourceKind::SupabaseMigrations) => same_version(files),
            _ => Vec::new(),
        };
        if let Some(
            SourceKind::SupabaseMigrations
            | SourceKind::PrismaMigrations
            | SourceKind::DrizzleMigrations,
        ) = kind
        {
            pairs.extend(same_content(context, files));
        }
        for pair in pairs {
            let subject = Subject {
                database: context.name_of(index),
                target: pair.second.to_owned(),
                ..Subject::default()
            };
            let mut finding = RULE.finding(context.top_of(pair.second), subject, pair.message);
            finding.severity = pair.severity;
            finding.help = Some(pair.help.to_owned());
            finding.labels = vec![Label {
                place: context.top_of(pair.first),
                message: "the first one".to_owned(),
            }];
            outcome.findings.push(finding);
        }
    }
}

/// The CLI keeps versions under a primary key: the second of two fails.
fn same_version(files: &[String]) -> Vec<Pair<'_>> {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let mut pairs = Vec::new();
    for path in files {
        let name = name(path);
        let rest = name.trim_start_matches(|first: char| first.is_ascii_digit());
        let version = &name[..name.len() - rest.len()];
        if version.is_empty() || !rest.starts_with('_') {
            continue;
        }
        match known.get(version) {
            Some(&first) => pairs.push(Pair {
                first,
                second: path,
                message: format!(
                    "migration version `{version}` is taken by `{}` already",
                    self::name(first)
                ),
                help: "give it a number of its own: the Supabase CLI records each version once, and \
                       stops at the second",
                severity: RULE.severity,
            }),
            None => {
                known.insert(version, path);
            }
        }
    }
    pairs
}

fn same_content<'a>(context: &Context<'_>, files: &'a [String]) -> Vec<Pair<'a>> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut pairs = Vec::new();
    for path in files {
        let Some(file) = source::by_path(context.files, path) else {
            continue;
        };
        let says_something = file
            .text
            .lines()
            .any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"));
        if !says_something {
            continue;
        }
        let words = file.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match known.get(&words) {
            Some(&first) => pairs.push(Pair {
                first,
                second: path,
                message: format!("this migration repeats `{}` word for word", shown(first)),
                help: "delete the one that was never applied",
                severity: Severity::Warning,
            }),
            None => {
                known.insert(words, path);
            }
        }
    }
    pairs
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name of a migration: that of its folder where all files are called alike.
fn shown(path: &str) -> &str {
    let name = name(path);
    if name == "migration.sql" {
        let folder = path.strip_suffix("/migration.sql").unwrap_or(path);
        self::name(folder)
    } else {
        name
    }
}

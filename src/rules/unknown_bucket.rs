#![doc = include_str!("../../docs/rules/unknown-bucket.md")]

use std::collections::BTreeSet;

use super::{Context, Outcome, Rule, problem, severity};
use crate::{
    access::{Access, TargetKind},
    finding::{Finding, Severity},
    name::suggestion,
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-bucket",
    summary: "a call names a bucket that the project does not declare",
    severity: Severity::Warning,
    docs: include_str!("../../docs/rules/unknown-bucket.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for database in 0..context.databases.len() {
        let is_of = |index: &usize| context.assigned[*index] == Some(database);
        let of_kind = |index: &usize| context.accesses[*index].target.kind == TargetKind::Bucket;
        let all = (0..context.accesses.len()).filter(|index| is_of(index) && of_kind(index));
        let all: Vec<usize> = all.collect();
        if all.is_empty() {
            continue;
        }
        match declared(context, database, &all) {
            Ok(declared) => {
                let used = all.into_iter().filter(|index| !makes(context, *index));
                let findings = used.filter_map(|index| unknown(context, index, &declared));
                outcome.findings.extend(findings);
            }
            Err(reason) => outcome.skip(context, RULE.id, database, reason),
        }
    }
}

/// The buckets that there are, or why that is not known.
fn declared<'c>(
    context: &Context<'c>,
    database: usize,
    accesses: &[usize],
) -> Result<BTreeSet<&'c str>, &'static str> {
    let resources = &context.databases[database].resources;
    if resources.buckets_open {
        return Err("SQL makes buckets whose names are known only at run time");
    }
    let mut declared: BTreeSet<&str> = resources.buckets.iter().map(String::as_str).collect();
    for &index in accesses.iter().filter(|index| makes(context, **index)) {
        match &context.accesses[index].target.name {
            Some(name) => declared.insert(name),
            None => return Err("code makes buckets whose names are known only at run time"),
        };
    }
    if declared.is_empty() {
        return Err("no bucket is declared, so they are made elsewhere");
    }
    Ok(declared)
}

/// Whether an access is a call of `createBucket`.
fn makes(context: &Context<'_>, index: usize) -> bool {
    let Access {
        file, method_span, ..
    } = &context.accesses[index];
    context.sources.get(*file).slice(*method_span) == "createBucket"
}

fn unknown(context: &Context<'_>, index: usize, declared: &BTreeSet<&str>) -> Option<Finding> {
    let access = &context.accesses[index];
    let name = access.target.name.as_deref()?;
    if access.wrapper || declared.contains(name) {
        return None;
    }
    let message = format!("no bucket `{name}` is declared");
    let subject = context.subject(index, name.to_owned(), String::new());
    let near = suggestion::did_you_mean(name, declared.iter().copied());
    Some(Finding {
        severity: severity::of_access(RULE.severity, access),
        labels: Vec::from_iter(problem::origin(context, access)),
        help: Some(near.unwrap_or_else(|| {
            "declare it in `supabase/config.toml`, or insert it into `storage.buckets` \
                     in a migration"
                .to_owned()
        })),
        ..RULE.finding(context.target_place(access), subject, message)
    })
}

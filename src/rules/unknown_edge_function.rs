#![doc = include_str!("../../docs/rules/unknown-edge-function.md")]

use std::collections::BTreeSet;

use super::{Context, Outcome, Rule, problem, severity};
use crate::{
    access::TargetKind,
    finding::{Finding, Severity},
    name::suggestion,
};

pub(super) const RULE: Rule = Rule {
    id: "unknown-edge-function",
    summary: "a call names an edge function that the project does not hold",
    severity: Severity::Error,
    docs: include_str!("../../docs/rules/unknown-edge-function.md"),
    check,
};

fn check(context: &Context<'_>, outcome: &mut Outcome) {
    for database in 0..context.databases.len() {
        let mut used = Vec::new();
        for (index, access) in context.accesses.iter().enumerate() {
            let is_of_database = context.assigned[index] == Some(database);
            if is_of_database && access.target.kind == TargetKind::EdgeFunction {
                used.push(index);
            }
        }
        let known = functions(context, database);
        if used.is_empty() {
            continue;
        }
        if known.is_empty() {
            let reason = "the project holds no edge functions, so they are deployed from elsewhere";
            outcome.skip(context, RULE.id, database, reason);
            continue;
        }
        let findings = used
            .into_iter()
            .filter_map(|index| unknown(context, index, &known));
        outcome.findings.extend(findings);
    }
}

/// The folders of `supabase/functions` that hold code, and the functions that are configured.
fn functions<'c>(context: &Context<'c>, database: usize) -> BTreeSet<&'c str> {
    let database = &context.databases[database];
    let folder = match database.root.as_str() {
        "" => "supabase/functions/".to_owned(),
        root => format!("{root}/supabase/functions/"),
    };
    let inside = context.sources.files().iter();
    let inside = inside.filter_map(|file| file.path.strip_prefix(&folder));
    let folders = inside.filter_map(|path| Some(path.split_once('/')?.0));
    // What begins with an underscore is shared by functions and is none.
    let folders = folders.filter(|name| !name.starts_with(['_', '.']));
    let configured = database.resources.edge_functions.iter();
    folders.chain(configured.map(String::as_str)).collect()
}

fn unknown(context: &Context<'_>, index: usize, known: &BTreeSet<&str>) -> Option<Finding> {
    let access = &context.accesses[index];
    let written = access.target.name.as_deref()?;
    // What follows the name is the path that the function sees.
    let name = written.trim_start_matches('/');
    let name = name.split(['/', '?', '#']).next().unwrap_or(name);
    if access.wrapper || name.is_empty() || known.contains(name) {
        return None;
    }
    let message = format!("there is no edge function `{name}`");
    let subject = context.subject(index, name.to_owned(), String::new());
    let near = suggestion::did_you_mean(name, known.iter().copied());
    Some(Finding {
        severity: severity::of_access(RULE.severity, access),
        labels: Vec::from_iter(problem::origin(context, access)),
        help: Some(near.unwrap_or_else(|| format!("it would be in `supabase/functions/{name}`"))),
        ..RULE.finding(context.target_place(access), subject, message)
    })
}

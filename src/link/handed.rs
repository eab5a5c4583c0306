//! What callers in other files decide about: wrappers, repositories, functions that return builders.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    facts::{Export, FileFacts, FunctionId, Usage, Value},
    source::FileId,
};

use super::{
    Taken,
    program::Program,
    site::{Site, SiteKind, chain},
};

/// What each file hands to callers that matter.
pub(super) fn handed(
    program: &Program<'_>,
    sites: &[Site],
    asked: &BTreeSet<(FileId, FunctionId)>,
) -> BTreeMap<FileId, Taken> {
    let mut functions = asked.clone();
    for site in sites.iter().filter(|site| site.kind == SiteKind::Relation) {
        let Some(facts) = program.facts(site.file) else {
            continue;
        };
        let last = chain(facts, site.call).last().copied().unwrap_or(site.call);
        if last == site.call
            && let Usage::Returned(function) = facts.call(last).usage
        {
            functions.insert((site.file, function));
        }
    }
    let mut handed: BTreeMap<FileId, Taken> = BTreeMap::new();
    for (file, function) in functions {
        let Some(facts) = program.facts(file) else {
            continue;
        };
        let taken = exported_as(facts, function);
        match (handed.get_mut(&file), taken) {
            (Some(Taken::Names(known)), Taken::Names(names)) => known.extend(names),
            (Some(known), Taken::All) => *known = Taken::All,
            (Some(Taken::All), Taken::Names(_)) => {}
            (None, taken) => {
                handed.insert(file, taken);
            }
        }
    }
    handed
}

/// The names by which a function leaves its file; anything when it leaves as part of something.
fn exported_as(facts: &FileFacts, function: FunctionId) -> Taken {
    let is_it = |value: &Value| matches!(value, Value::Function(id) if *id == function);
    let mut names = BTreeSet::new();
    for export in &facts.exports {
        match export {
            Export::Value { name, value, .. } if is_it(facts.value(*value)) => {
                names.insert(facts.text(*name).to_owned());
            }
            Export::Local { name, local } => {
                let place = facts
                    .module_scope
                    .binary_search_by_key(local, |(name, _)| *name);
                let binding = place.map(|place| facts.binding(facts.module_scope[place].1));
                if binding.is_ok_and(|binding| {
                    binding
                        .sources
                        .iter()
                        .any(|&source| is_it(facts.value(source)))
                }) {
                    names.insert(facts.text(*name).to_owned());
                }
            }
            Export::Value { .. } | Export::From { .. } | Export::Star(_) | Export::Whole(_) => {}
        }
    }
    match names.is_empty() {
        true => Taken::All,
        false => Taken::Names(names),
    }
}

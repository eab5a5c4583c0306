//! What breaks when something is dropped or renamed, as output.

pub mod json;

pub mod markdown;

mod model;

#[cfg(feature = "cli")]
pub mod text;

use crate::{access::CodeUnit, report::visible::visible, survey::Survey};

use self::model::Entry;

/// The entry points that lead to a unit, the surest ways first.
pub(super) fn entries(survey: &Survey<'_>, unit: &CodeUnit) -> Vec<Entry> {
    let reach = &survey.analysis.reach;
    let reached = reach.reached.get(unit).into_iter().flatten();
    let mut reached: Vec<_> = reached.collect();
    reached.sort_by_key(|it| (it.over, it.entry));
    let entries = reached.into_iter().filter_map(|it| {
        let entry = reach.entries.get(it.entry)?;
        let file = survey.sources.get(entry.location.file);
        Some(Entry {
            kind: entry.kind.as_str(),
            name: entry.name.clone(),
            over: it.over.as_str(),
            file: file.path.clone(),
            line: file.position(entry.location.span.start).line,
        })
    });
    entries.collect()
}

/// Entry points in short: "page /posts, route GET /api/posts, 3 more".
pub(super) fn entries_in_short(entries: &[Entry]) -> String {
    const SHOWN: usize = 2;
    let mut parts: Vec<String> = entries
        .iter()
        .take(SHOWN)
        .map(|entry| format!("{} {}", entry.kind.replace('_', " "), visible(&entry.name)))
        .collect();
    if entries.len() > SHOWN {
        parts.push(format!("{} more", entries.len() - SHOWN));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests;

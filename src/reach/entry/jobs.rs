//! Folders of jobs, whose files something else takes up and runs.

use rustc_hash::FxHashSet;

use crate::{modules::path, source::FileId};

use super::{Place, stem};
use crate::reach::{EntryKind, EntryPoint, project::Project};

/// Folders whose files are jobs, as people name them.
const FOLDERS: [(&str, EntryKind); 9] = [
    ("jobs", EntryKind::Job),
    ("cron", EntryKind::Job),
    ("crons", EntryKind::Job),
    ("cronjobs", EntryKind::Job),
    ("tasks", EntryKind::Job),
    ("trigger", EntryKind::Job),
    ("workers", EntryKind::Worker),
    ("queues", EntryKind::Worker),
    ("processors", EntryKind::Worker),
];

/// Parts of names that say that a file is a job.
const NAMES: [&str; 7] = [
    "job",
    "cron",
    "task",
    "worker",
    "queue",
    "cycle",
    "processor",
];

/// Adds the jobs of such folders that are named as one and that something takes up which is
/// not run by hand.
///
/// What nothing imports is not run by anything that we know; what is an entry point already stays
/// what it is.
pub(super) fn add(project: &Project<'_>, entries: &mut Vec<EntryPoint>) {
    let known: FxHashSet<FileId> = entries.iter().map(|entry| entry.unit.file).collect();
    let by_hand = entries.iter().filter(|entry| !entry.kind.is_production());
    let by_hand: FxHashSet<FileId> = by_hand.map(|entry| entry.unit.file).collect();
    for (file, source) in project.sources.iter() {
        if known.contains(&file) {
            continue;
        }
        entries.extend(job(Place::of(project, file), &source.path, &by_hand));
    }
}

fn job(place: Place<'_>, at: &str, by_hand: &FxHashSet<FileId>) -> Option<EntryPoint> {
    if !at.ends_with(['s', 'x']) || at.ends_with(".d.ts") {
        return None;
    }
    let folder = path::parent(at);
    let (_, kind) = FOLDERS
        .iter()
        .find(|(name, _)| path::file_name(folder) == *name)?;
    let name = path::file_name(stem(at));
    let is_named = {
        let name = name.to_ascii_lowercase();
        NAMES.iter().any(|part| name.contains(part))
    };
    if !is_named || name.to_ascii_lowercase().ends_with("manager") {
        return None;
    }
    let mut importers = place.project.importers.direct(place.file);
    let taker = importers
        .find(|imported| !imported.import.is_type && !by_hand.contains(&imported.importer))?;
    let taker = &place.project.file(taker.importer).path;
    let because = format!("it lies in the folder of jobs `{folder}`, and `{taker}` takes it up");
    Some(place.module(*kind, name, because))
}

//! SQL that is in no source: put aside by its path, or run by hand.

use std::collections::BTreeMap;

use super::{
    candidate::{Candidate, Content},
    foreign, look_alike, paths,
    project::Remaining,
};
use crate::schema::source::{SchemaFile, Source, SourceKind};

/// Takes out the files whose paths say that they are backups, archives, uploads and the like.
pub(super) fn set_aside(remaining: &mut Remaining<'_>) {
    let files: Vec<&SchemaFile> = remaining.files().collect();
    for file in files {
        if let Some((path, reason)) = look_alike::never(&file.path) {
            remaining.leave_out(&[file], path, reason);
        }
    }
}

/// Every `schema.snapshot.json`, with the folder that it is in.
pub(super) fn snapshots(remaining: &mut Remaining<'_>) -> Vec<(String, Candidate)> {
    let files: Vec<&SchemaFile> = remaining
        .files()
        .filter(|file| paths::name(&file.path) == "schema.snapshot.json")
        .collect();
    remaining.take_all(&files);
    let candidates = files.into_iter().map(|file| {
        let source = Source {
            kind: SourceKind::Snapshot,
            path: file.path.clone(),
            files: 1,
        };
        let candidate = Candidate {
            sources: vec![source],
            content: Content::Texts(vec![file.path.clone()]),
        };
        (paths::parent(&file.path).to_owned(), candidate)
    });
    candidates.collect()
}

/// Says of the SQL that nothing has taken what it is, folder by folder.
pub(super) fn leave_out(remaining: &mut Remaining<'_>) {
    let mut folders: BTreeMap<(&str, String), Vec<&SchemaFile>> = BTreeMap::new();
    for file in remaining.files().filter(|file| file.path.contains(".sql")) {
        let name = paths::name(&file.path);
        let folder = paths::parent(&file.path);
        let system = || foreign::system_of_path(&file.path).or_else(|| foreign::system(&file.text));
        let reason = match look_alike::no_schema(name) {
            Some(reason) => reason.to_owned(),
            None if look_alike::example_folders(folder) > 0 => {
                "an example or a test, by its folder".to_owned()
            }
            None => match system() {
                Some(system) => format!("SQL of {system}"),
                None => "in no folder of migrations".to_owned(),
            },
        };
        folders.entry((folder, reason)).or_default().push(file);
    }
    for ((folder, reason), files) in folders {
        match files.as_slice() {
            [only] => remaining.leave_out(&files, &only.path, &reason),
            _ => {
                let path = paths::join(folder, "*.sql");
                let reason = format!("{} files, {reason}", files.len());
                remaining.leave_out(&files, &path, &reason);
            }
        }
    }
}

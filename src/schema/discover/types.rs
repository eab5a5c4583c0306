//! Generated types: files that export a `Database` type of the shape that Supabase generates.

use std::collections::BTreeSet;

use super::{
    candidate::{Candidate, Content},
    look_alike,
    project::Remaining,
};
use crate::{
    schema::{
        generated_types,
        source::{Source, SourceKind},
    },
    source::{Dialect, SourceFile},
};

/// A file of generated types.
#[derive(Debug)]
pub(super) struct GeneratedTypes {
    pub(super) path: String,
    /// The relations of all schemas, in lower case.
    pub(super) relations: BTreeSet<String>,
}

/// The files of generated types that are not put aside by their path.
pub(super) fn files(remaining: &mut Remaining<'_>) -> Vec<GeneratedTypes> {
    let is_test = |path: &str| path.contains(".test.") || path.contains(".spec.");
    let found: Vec<&SourceFile> = remaining
        .sources()
        .filter(|file| file.dialect == Dialect::TypeScript && !is_test(&file.path))
        .filter(|file| generated_types::is_generated_types(&file.text))
        .collect();
    let mut files = Vec::new();
    for file in found {
        if let Some((path, reason)) = look_alike::never(&file.path) {
            remaining.say_left_out(path, reason);
            continue;
        }
        let relations = relations(&file.text);
        // Without any, it may be the shape itself, as libraries declare it.
        if relations.is_empty() && !file.text.contains("definitions") {
            continue;
        }
        remaining.take(&file.path);
        files.push(GeneratedTypes {
            path: file.path.clone(),
            relations,
        });
    }
    files
}

impl GeneratedTypes {
    pub(super) fn candidate(&self) -> Candidate {
        Candidate {
            sources: vec![Source {
                kind: SourceKind::GeneratedTypes,
                path: self.path.clone(),
                files: 1,
            }],
            content: Content::Texts(vec![self.path.clone()]),
        }
    }
}

/// Puts the files in order: those that know most of the relations that are created first, then
/// those nearest to the root.
pub(super) fn sort(files: &mut [&GeneratedTypes], created: &BTreeSet<String>) {
    files.sort_by_cached_key(|file| {
        let known = file.relations.intersection(created).count();
        let depth = file.path.matches('/').count();
        (std::cmp::Reverse(known), depth, file.path.clone())
    });
}

/// The members that hold a `Row`.
fn relations(text: &str) -> BTreeSet<String> {
    let mut relations = BTreeSet::new();
    let mut before = "";
    for line in text.lines().map(str::trim) {
        if line.starts_with("Row: ")
            && let Some(name) = before.strip_suffix(": {")
        {
            relations.insert(name.trim_matches('"').to_ascii_lowercase());
        }
        if !line.is_empty() {
            before = line;
        }
    }
    relations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_are_those_with_rows() {
        let text = "export type Database = {\n  public: {\n    Tables: {\n      Posts: {\n        \
                    Row: {\n          id: string\n        }\n        Insert: {\n";
        assert_eq!(Vec::from_iter(relations(text)), ["posts"]);
    }
}

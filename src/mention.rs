//! Names that stand in texts as words.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::source::{FileId, Location, SourceFile, Sources, Span};

/// The first place in source code where each of some names stands as a word of its own, in the files
/// that `is_read` holds for; generated types are not looked at.
pub fn first(
    sources: &Sources,
    names: &BTreeSet<&str>,
    is_read: impl Fn(&SourceFile) -> bool + Sync,
) -> BTreeMap<String, Location> {
    if names.is_empty() {
        return BTreeMap::new();
    }
    let files: Vec<(FileId, &SourceFile)> = sources.iter().collect();
    let found: Vec<Vec<(String, Location)>> = files
        .into_par_iter()
        .filter(|(_, file)| is_read(file) && !is_generated(&file.text))
        .map(|(id, file)| {
            let mut seen = BTreeSet::new();
            let named =
                words(&file.text).filter(|(_, word)| names.contains(word) && seen.insert(*word));
            let named = named.map(|(at, word)| {
                let span = Span {
                    start: at as u32,
                    end: (at + word.len()) as u32,
                };
                (word.to_owned(), Location { file: id, span })
            });
            named.collect()
        })
        .collect();
    let mut first = BTreeMap::new();
    for (name, location) in found.into_iter().flatten() {
        first.entry(name).or_insert(location);
    }
    first
}

/// Whether code was written by `supabase gen types`: it names everything and uses nothing.
fn is_generated(text: &str) -> bool {
    text.contains("Relationships: [") && text.contains("Row: {")
}

/// The words of a text, with the byte that each begins at.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|character| !is_part(character));
        let end = rest.find(|character| !is_part(character));
        let word = &rest[..end.unwrap_or(rest.len())];
        if word.is_empty() {
            return None;
        }
        let at = text.len() - rest.len();
        rest = &rest[word.len()..];
        Some((at, word))
    })
}

//! Where things stand in SQL and in code, as findings point at them and words name them.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::{
    finding::Place,
    mention::{self, words},
    schema::{
        Database,
        catalog::Origin,
        references::Site,
        source::{self, SourceKind},
    },
    source::{SourceFile, Span},
};

impl Context<'_> {
    /// Where a name is defined: the first word of that name from the line of the origin on, within
    /// the statement; else the line.
    pub(super) fn defined(&self, origin: Option<&Origin>, name: &str) -> Place {
        let Some(origin) = origin else {
            return Place::default();
        };
        let path = origin.file.clone();
        let Some(file) = source::by_path(self.files, &path) else {
            return Place {
                path,
                span: Span::default(),
            };
        };
        let line = file.lines.line_span(&file.text, origin.line);
        let line = line.unwrap_or_default();
        let rest = file.text.get(line.start as usize..).unwrap_or_default();
        let statement = rest.split_inclusive(';').next().unwrap_or_default();
        let named = words(statement).find(|(_, word)| word.eq_ignore_ascii_case(name));
        let span = match named {
            Some((at, word)) => Span {
                start: line.start + at as u32,
                end: line.start + (at + word.len()) as u32,
            },
            None => trimmed(&file.text, line),
        };
        Place { path, span }
    }

    /// `FILE:LINE` of a place in source code or SQL.
    pub(super) fn at(&self, place: &Place) -> String {
        match self.sources.by_path(&place.path) {
            Some(file) => {
                let line = self.sources.get(file).position(place.span.start).line;
                format!("{}:{line}", place.path)
            }
            None => self.line(place),
        }
    }

    /// The first line of a file that says anything.
    pub(super) fn top_of(&self, path: &str) -> Place {
        let text = match self.sources.by_path(path) {
            Some(file) => self.sources.get(file).text.as_str(),
            None => source::by_path(self.files, path).map_or("", |file| &file.text),
        };
        let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
        let line = text[start..].lines().next().unwrap_or_default();
        Place {
            path: path.to_owned(),
            span: Span {
                start: start as u32,
                end: (start + line.trim_end().len()) as u32,
            },
        }
    }

    /// The first place in source code where each of some names stands as a word of its own; what
    /// describes a schema is not looked at.
    pub(super) fn mentions(&self, names: &BTreeSet<&str>) -> BTreeMap<String, Place> {
        let is_read = |file: &SourceFile| !self.is_schema(&file.path);
        let found = mention::first(self.sources, names, is_read).into_iter();
        found
            .map(|(name, location)| (name, self.place(location)))
            .collect()
    }

    /// The first place in the SQL of a database where a name stands in quotes, as in a row that says
    /// what is to be called.
    pub(super) fn quoted_in_sql(&self, database: &Database, name: &str) -> Option<Place> {
        let paths = database.statements.files.iter();
        let mut files = paths.filter_map(|path| source::by_path(self.files, path));
        files.find_map(|file| {
            let mut words = words(&file.text);
            let (at, word) = words.find(|&(at, word)| word == name && is_quoted(&file.text, at))?;
            Some(Place {
                path: file.path.clone(),
                span: Span {
                    start: at as u32,
                    end: (at + word.len()) as u32,
                },
            })
        })
    }

    fn is_schema(&self, path: &str) -> bool {
        source::by_path(self.files, path).is_some()
    }
}

impl From<Site> for Place {
    fn from(Site { path, span }: Site) -> Self {
        Self { path, span }
    }
}

/// Whether a file lies among the migrations of a database and is none that the Supabase CLI applies.
///
/// Where it applies none of them, somebody else does.
pub(super) fn is_passed_over(database: &Database, path: &str) -> bool {
    let files = &database.statements.files;
    let kind = database.sources.first().map(|source| source.kind);
    kind == Some(SourceKind::SupabaseMigrations)
        && !source::is_numbered(path)
        && files.iter().any(|file| file == path)
        && files.iter().any(|file| source::is_numbered(file))
}

/// Whether a place is between two quotes of its line that are no comment's.
fn is_quoted(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |feed| feed + 1);
    let before = &text[start..at];
    before.matches('\'').count() % 2 == 1 && !before.contains("--")
}

fn trimmed(text: &str, line: Span) -> Span {
    let slice = text.get(line.range()).unwrap_or_default();
    let indent = slice.len() - slice.trim_start().len();
    Span {
        start: line.start + indent as u32,
        end: line.start + slice.trim_end().len().max(indent) as u32,
    }
}

/// `1 statement`, `3 statements`
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

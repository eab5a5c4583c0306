//! Every text that was read, by its path: source code and SQL alike.

use crate::{
    finding::Place,
    schema::source::{self, SchemaFile},
    source::{LineIndex, Position, SourceFile, Sources, Span},
};

/// A file that was read.
#[derive(Clone, Copy, Debug)]
pub struct TextFile<'a> {
    /// Relative to the project root, `/`-separated.
    pub path: &'a str,
    pub text: &'a str,
    pub lines: &'a LineIndex,
}

/// The files of a run.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    pub sources: &'a Sources,
    /// Ordered by path.
    pub files: &'a [SchemaFile],
}

/// Where a finding begins and ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Range {
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

impl<'a> Texts<'a> {
    /// The file at exactly this path.
    pub fn file(self, path: &str) -> Option<TextFile<'a>> {
        let source = self.sources.by_path(path);
        let source = source.map(|file| TextFile::from(self.sources.get(file)));
        source.or_else(|| source::by_path(self.files, path).map(TextFile::from))
    }

    /// Where a place is; the start of the file when its text is not known.
    pub fn range(self, place: &Place) -> Range {
        let begin = Position { line: 1, column: 1 };
        self.file(&place.path).map_or(
            Range {
                start: begin,
                end: begin,
            },
            |file| Range {
                start: file.position(place.span.start),
                end: file.position(place.span.end),
            },
        )
    }
}

impl<'a> TextFile<'a> {
    /// The position of a byte offset; an offset past the end is the end.
    pub fn position(self, offset: u32) -> Position {
        self.lines.position(self.text, offset)
    }

    /// The text of a span, empty when the span is not of this file.
    pub fn slice(self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

impl<'a> From<&'a SourceFile> for TextFile<'a> {
    fn from(file: &'a SourceFile) -> Self {
        Self {
            path: &file.path,
            text: &file.text,
            lines: file.lines(),
        }
    }
}

impl<'a> From<&'a SchemaFile> for TextFile<'a> {
    fn from(file: &'a SchemaFile) -> Self {
        Self {
            path: &file.path,
            text: &file.text,
            lines: &file.lines,
        }
    }
}

//! Files, and places in them.

use std::sync::OnceLock;

/// A file of the program, as an index into [`Sources`].
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    bitcode::Encode,
    bitcode::Decode,
)]
pub struct FileId(pub u32);

/// A half-open range `start..end` of bytes in one file.
///
/// Bytes everywhere inside the program; only `report` counts lines and columns.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    bitcode::Encode,
    bitcode::Decode,
)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The bytes as a range, to slice a text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly within.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A span of a file.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Location {
    pub file: FileId,
    pub span: Span,
}

/// The languages read, each with its grammar and, for the last three, its way of embedding scripts.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Dialect {
    TypeScript,
    Tsx,
    JavaScript,
    Vue,
    Svelte,
    Astro,
}

impl Dialect {
    pub const ALL: [Self; 6] = [
        Self::TypeScript,
        Self::Tsx,
        Self::JavaScript,
        Self::Vue,
        Self::Svelte,
        Self::Astro,
    ];

    /// The dialect of a file by its extension, or `None` when the file is not source code.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let (_, extension) = name.rsplit_once('.')?;
        match extension {
            "ts" | "mts" | "cts" => Some(Self::TypeScript),
            "tsx" => Some(Self::Tsx),
            "js" | "jsx" | "mjs" | "cjs" => Some(Self::JavaScript),
            "vue" => Some(Self::Vue),
            "svelte" => Some(Self::Svelte),
            "astro" => Some(Self::Astro),
            _ => None,
        }
    }
}

/// Whether the file declares types only (`.d.ts`, `.d.mts`, `.d.cts`).
pub fn is_declaration(path: &str) -> bool {
    [".d.ts", ".d.mts", ".d.cts"]
        .iter()
        .any(|suffix| path.ends_with(suffix))
}

/// One source file as it was read.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to the project root, `/`-separated.
    pub path: String,
    pub text: String,
    pub dialect: Dialect,
    lines: LineIndex,
}

/// A line and a column, both 1-based; the column counts characters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

impl SourceFile {
    pub fn new(path: String, text: String, dialect: Dialect) -> Self {
        Self {
            path,
            text,
            dialect,
            lines: LineIndex::default(),
        }
    }

    /// Where the lines of the text are.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The position of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// The text of a span, empty when the span is not of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Where the 1-based line starts and ends, without its line feed.
    pub fn line_span(&self, line: u32) -> Option<Span> {
        self.lines.line_span(&self.text, line)
    }
}

/// Where the lines of one text are, found out when first asked.
///
/// Always asked about the same text.
#[derive(Debug, Default)]
pub struct LineIndex {
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of [`BLOCK`] bytes.
    characters: OnceLock<Vec<u32>>,
}

/// How many bytes are counted through for one position: lines can be megabytes long.
const BLOCK: usize = 4096;

impl LineIndex {
    /// The position of a byte offset; an offset past the end is the end.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let starts = self.line_starts(text);
        let line = starts.partition_point(|&start| start <= offset) - 1;
        let start = starts[line] as usize;
        let end = (offset as usize).min(text.len());
        let column = self.characters_before(text, end) - self.characters_before(text, start);
        // A byte order mark has no width.
        let mark = u32::from(start == 0 && end > 0 && text.starts_with('\u{feff}'));
        let column = column - mark;
        Position {
            line: line as u32 + 1,
            column: column + 1,
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> u32 {
        let bytes = text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let mut before = 0;
            let mut blocks = vec![0];
            for block in bytes.chunks(BLOCK) {
                before += characters_in(block);
                blocks.push(before);
            }
            blocks
        });
        let block = offset / BLOCK;
        blocks[block] + characters_in(&bytes[block * BLOCK..offset])
    }

    /// Where the 1-based line starts and ends, without its line feed.
    pub fn line_span(&self, text: &str, line: u32) -> Option<Span> {
        let starts = self.line_starts(text);
        let start = *starts.get(line.checked_sub(1)? as usize)?;
        let end = starts
            .get(line as usize)
            .map_or(text.len() as u32, |next| next - 1);
        Some(Span { start, end })
    }

    fn line_starts(&self, text: &str) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let feeds = memchr::memchr_iter(b'\n', text.as_bytes());
            std::iter::once(0)
                .chain(feeds.map(|feed| feed as u32 + 1))
                .collect()
        })
    }
}

/// How many characters begin in the bytes: those that continue one are not counted.
fn characters_in(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
}

/// All files of a run, ordered by path.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Sorts the files by path; a path given twice is kept once.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Self { files }
    }

    /// The files, ordered by path.
    pub fn into_files(self) -> Vec<SourceFile> {
        self.files
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn get(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    /// The file at exactly this path.
    pub fn by_path(&self, path: &str) -> Option<FileId> {
        let index = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path));
        Some(FileId(index.ok()? as u32))
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &SourceFile)> {
        let numbered = self.files.iter().enumerate();
        numbered.map(|(index, file)| (FileId(index as u32), file))
    }

    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let file = SourceFile::new(
            "a.ts".into(),
            "\u{feff}a\r\nüb\n".into(),
            Dialect::TypeScript,
        );
        let at = |offset| {
            let position = file.position(offset);
            (position.line, position.column)
        };
        assert_eq!(at(3), (1, 1), "a byte order mark has no width");
        assert_eq!(at(6), (2, 1));
        assert_eq!(at(8), (2, 2), "ü is two bytes and one column");
        assert_eq!(at(99), (3, 1));
    }

    #[test]
    fn positions_in_long_lines_are_exact() {
        let text = format!("x\n{}", "aü".repeat(BLOCK));
        let file = SourceFile::new("a.ts".into(), text, Dialect::TypeScript);
        for pairs in [0, 1, BLOCK / 3, BLOCK - 1, BLOCK] {
            let position = file.position(2 + 3 * pairs as u32);
            assert_eq!((position.line, position.column), (2, 2 * pairs as u32 + 1));
        }
    }

    #[test]
    fn extensions_name_dialects() {
        assert_eq!(Dialect::of_path("a/b.test.mts"), Some(Dialect::TypeScript));
        assert_eq!(Dialect::of_path("a.b/c"), None);
        assert!(is_declaration("types/db.d.ts"));
    }
}

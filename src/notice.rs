//! What could not be read, and what that costs.

/// Something about our reading of the input that the user should know.
///
/// A notice never ends the run; what it is about is missing from the result, and nothing else is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Notice {
    /// Relative to the project root; empty when the notice is about the whole run.
    pub path: String,
    /// 1-based, when the notice is about one line.
    pub line: Option<u32>,
    pub kind: NoticeKind,
    /// One sentence without a full stop, naming the thing.
    pub message: String,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum NoticeKind {
    /// The file or folder could not be opened.
    Unreadable,
    /// The file is not UTF-8; what is not was replaced.
    InvalidUtf8,
    /// The file is over the size limit and was left out.
    TooLarge,
    /// A minified bundle, left out.
    Minified,
    /// Output of a generator, left out.
    Generated,
    /// Part of the file did not parse; the rest was read.
    SyntaxError,
    /// An ignore file, package manifest or compiler configuration could not be used.
    Manifest,
    /// Part of what describes a schema is not known without something else.
    Schema,
    /// The cache could not be read or written.
    Cache,
}

impl NoticeKind {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::TooLarge => "too-large",
            Self::Minified => "minified",
            Self::Generated => "generated",
            Self::SyntaxError => "syntax-error",
            Self::Manifest => "manifest",
            Self::Schema => "schema",
            Self::Cache => "cache",
        }
    }
}

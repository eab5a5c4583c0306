//! The text around a place, as miette draws it: a window of the file, however long the file is.

use std::{error, fmt};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::{secrets, texts::TextFile};
use crate::source::{Position, Span};

/// How many bytes of a line are shown before and after the place.
const REACH: usize = 120;

/// A part of a file around one place, its secrets masked.
#[derive(Debug)]
pub(in crate::report) struct Window<'a> {
    path: &'a str,
    text: String,
    /// Where `text` begins in the file.
    start: usize,
    position: Position,
    /// Where what is underlined begins.
    label_position: Position,
    /// What is underlined, as offsets in the file.
    label: SourceSpan,
}

impl<'a> Window<'a> {
    /// The lines around the start of `span`; what is further along its line is cut.
    pub(in crate::report) fn new(file: TextFile<'a>, span: Span) -> Self {
        let text = file.text;
        let at = boundary(text, (span.start as usize).min(text.len()));
        let line = file.position(at as u32).line;
        let whole = lines(file, line, line);
        let around = lines(file, line.saturating_sub(1), line + 1);
        let (start, end) = if whole.1 - whole.0 > 2 * REACH || around.1 - around.0 > 6 * REACH {
            let start = boundary(text, at.saturating_sub(REACH).max(whole.0));
            (start, boundary(text, (at + REACH).min(whole.1)))
        } else {
            around
        };
        let label_end = boundary(
            text,
            (span.end as usize).clamp(at, end.min(whole.1).max(at)),
        );
        Self {
            path: file.path,
            text: secrets::mask_in_place(&text[start..end]).into_owned(),
            start,
            position: file.position(start as u32),
            label_position: file.position(at as u32),
            label: (at, label_end - at).into(),
        }
    }
}

impl SourceCode for Window<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = self.start + self.text.len();
        if span.offset() < self.start || span.offset() + span.len() > end {
            return Err(MietteError::OutOfBounds);
        }
        // Without lines around it, the place itself is asked for: it stands over the drawing.
        let position = match lines_before {
            0 => self.label_position,
            _ => self.position,
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.to_owned(),
            self.text.as_bytes(),
            (self.start, self.text.len()).into(),
            position.line as usize - 1,
            position.column as usize - 1,
            self.text.lines().count(),
        )))
    }
}

/// From the start of the first to the end of the last line, as far as there are such lines.
fn lines(file: TextFile<'_>, first: u32, last: u32) -> (usize, usize) {
    let span = |line| file.lines.line_span(file.text, line);
    let start = span(first.max(1)).map_or(0, |span| span.start as usize);
    let end = span(last).map_or(file.text.len(), |span| span.end as usize);
    (start, end.max(start))
}

/// The last boundary of a character at or before an offset within the text.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset)
        .rev()
        .find(|&offset| text.is_char_boundary(offset))
        .unwrap_or_default()
}

/// A diagnostic at a window, which a report of miette would have to own.
#[derive(Debug)]
pub(in crate::report) struct Drawing<'a> {
    diagnostic: MietteDiagnostic,
    window: Option<Window<'a>>,
}

impl<'a> Drawing<'a> {
    pub(in crate::report) fn new(diagnostic: MietteDiagnostic, window: Option<Window<'a>>) -> Self {
        let diagnostic = match &window {
            Some(window) => diagnostic.with_label(LabeledSpan::underline(window.label)),
            None => diagnostic,
        };
        Self { diagnostic, window }
    }

    /// The drawing for a terminal of `width` columns, styles included.
    pub(in crate::report) fn text(&self, width: usize) -> String {
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode())
            .with_links(false)
            .with_primary_span_start()
            .with_width(width);
        let mut text = String::new();
        // Nothing but the text could refuse to be written to.
        let drawn = handler.render_report(&mut text, self);
        drawn.map(|()| text).unwrap_or_default()
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic.fmt(f)
    }
}

impl error::Error for Drawing<'_> {}

impl Diagnostic for Drawing<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.code()
    }

    fn severity(&self) -> Option<miette::Severity> {
        self.diagnostic.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.diagnostic.help()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.diagnostic.labels()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.window.as_ref().map(|window| window as &dyn SourceCode)
    }
}

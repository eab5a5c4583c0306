//! Places in code and SQL, each once, with the text that stands there.

use rustc_hash::FxHashMap;

use super::{
    model::{Place, Text},
    strings::Strings,
};
use crate::{
    access::{Access, Certainty},
    operation::Operation,
    report::{
        Report, excerpt,
        texts::{TextFile, Texts},
    },
    schema::{catalog::Origin, references::Site},
    source::{Location, Span},
};

/// The places of a page.
pub(super) struct Places<'a> {
    report: &'a Report<'a>,
    /// After how many characters code is cut; none is shown for zero.
    cut: usize,
    pub(super) strings: Strings,
    pub(super) list: Vec<Place>,
    indexes: FxHashMap<Place, u32>,
}

impl<'a> Places<'a> {
    pub(super) fn new(report: &'a Report<'a>, cut: usize) -> Self {
        Self {
            report,
            cut,
            strings: Strings::default(),
            list: Vec::new(),
            indexes: FxHashMap::default(),
        }
    }

    /// Where an access is made, as doing `operation`.
    pub(super) fn of_access(&mut self, access: &Access, operation: Option<Operation>) -> u32 {
        let position = self.report.position(access.file, access.method_span);
        let location = Location {
            file: access.file,
            span: access.statement_span,
        };
        let code = (self.cut > 0).then(|| self.report.excerpt(location, self.cut));
        let code = code.map(|code| self.strings.index(&code));
        let path = self.strings.index(&self.report.file(access.file).path);
        let certainty = match access.certainty {
            Certainty::Literal => None,
            Certainty::Constant | Certainty::Passed | Certainty::OneOf | Certainty::Dynamic(_) => {
                Some(access.certainty.as_str())
            }
        };
        let operation = operation.map(Operation::as_str);
        self.add(Place(path, position.line, code, operation, certainty))
    }

    /// A place in code, without its text.
    pub(super) fn at(&mut self, location: Location) -> u32 {
        let position = self.report.position(location.file, location.span);
        let path = self.strings.index(&self.report.file(location.file).path);
        self.add(Place(path, position.line, None, None, None))
    }

    /// Where something is defined.
    pub(super) fn of_origin(&mut self, origin: &Origin) -> u32 {
        let path = self.strings.index(&origin.file);
        self.add(Place(path, origin.line, None, None, None))
    }

    /// A line of a file, which counts from one.
    pub(super) fn of_line(&mut self, path: &str, line: u32) -> u32 {
        let path = self.strings.index(path);
        self.add(Place(path, line, None, None, None))
    }

    /// A name in SQL, with the line that it stands in.
    pub(super) fn of_site(&mut self, site: &Site, operation: Option<Operation>) -> u32 {
        let path = self.strings.index(&site.path);
        let operation = operation.map(Operation::as_str);
        let texts = Texts {
            sources: self.report.sources,
            files: self.report.survey.files,
        };
        let Some(file) = texts.file(&site.path) else {
            return self.add(Place(path, 1, None, operation, None));
        };
        let line = file.position(site.span.start).line;
        let code = self.line(file, line, site.span);
        self.add(Place(path, line, code, operation, None))
    }

    fn line(&mut self, file: TextFile<'_>, line: u32, name: Span) -> Option<Text> {
        if self.cut == 0 {
            return None;
        }
        let span = file.lines.line_span(file.text, line)?;
        // A line of a dump can be megabytes long; what is before the name may hold half a secret.
        let is_long = name.end.saturating_sub(span.start) as usize > excerpt::LIMIT;
        let span = if is_long { name } else { span };
        let code = excerpt::folded(file.slice(span), self.cut);
        Some(self.strings.index(&code))
    }

    fn add(&mut self, place: Place) -> u32 {
        let next = self.list.len() as u32;
        let index = *self.indexes.entry(place.clone()).or_insert(next);
        if index == next {
            self.list.push(place);
        }
        index
    }
}

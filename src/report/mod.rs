//! The analysis as output: one module per format, all drawing from one [`Report`].

pub mod check;

pub mod csv;

mod data_flow;

pub mod dot;

pub mod excerpt;

pub mod flows;

pub mod html;

pub mod impact;

pub mod json;

mod label;

pub mod map_diff;

pub mod markdown;

pub mod mermaid;

#[cfg(feature = "cli")]
pub mod page;

#[cfg(feature = "cli")]
pub mod path;

pub mod schema;

pub mod secrets;

#[cfg(feature = "cli")]
pub mod text;

pub mod texts;

#[cfg(feature = "cli")]
pub mod uses;

#[cfg(feature = "cli")]
pub mod why;

pub mod visible;

#[cfg(feature = "cli")]
mod window;

pub mod words;

use std::collections::BTreeSet;

use crate::{
    access::{Access, SchemaRef, Step, TargetKind},
    analysis::Analysis,
    map::{
        DataMap,
        class::Classes,
        summary::{self, Summary},
        totals::Totals,
        view::{self, View},
    },
    notice::NoticeKind,
    source::{FileId, Location, Position, SourceFile, Sources, Span},
    survey::Survey,
};

/// An analysis, with everything that more than one format needs worked out.
#[derive(Debug)]
pub struct Report<'a> {
    pub survey: &'a Survey<'a>,
    pub sources: &'a Sources,
    pub analysis: &'a Analysis,
    pub map: DataMap,
    /// Every target whose name is known, and every relation of the databases, ordered by kind,
    /// name and schema.
    pub summaries: Vec<Summary>,
    /// How much depends on each relation.
    pub classes: Classes,
    pub totals: Totals,
    /// What of the map is drawn.
    pub drawn: view::Options,
    /// The accesses in output order: file, line, column, operation, target.
    order: Vec<usize>,
}

impl<'a> Report<'a> {
    pub fn new(survey: &'a Survey<'a>) -> Self {
        let Survey {
            sources, analysis, ..
        } = survey;
        let accesses = &analysis.accesses;
        let mut order: Vec<usize> = (0..accesses.len()).collect();
        order.sort_by_key(|&index| sort_key(&accesses[index]));
        let map = DataMap::of(survey);
        Self {
            survey,
            sources,
            analysis,
            summaries: summary::summaries(survey, &map),
            classes: Classes::of(survey, &map),
            map,
            totals: Totals::of(accesses),
            drawn: view::Options::default(),
            order,
        }
    }

    /// The diagrams that are asked for.
    pub fn view(&self) -> View {
        View::of(self.survey, &self.map, &self.drawn)
    }

    /// The name of an access's target, `None` when it is not known.
    fn target_label(&self, access: &Access) -> Option<String> {
        summary::object_of(self.survey, access).map(|object| object.label())
    }

    /// The accesses in output order.
    pub fn accesses(&self) -> impl Iterator<Item = &'a Access> {
        let accesses = &self.analysis.accesses;
        self.order.iter().map(|&index| &accesses[index])
    }

    /// The targets of one kind, those with the most accesses first.
    pub fn by_frequency(&self, kind: TargetKind) -> Vec<&Summary> {
        let of_kind = self.summaries.iter().filter(|summary| summary.kind == kind);
        let mut found: Vec<&Summary> = of_kind.collect();
        found.sort_by_key(|summary| std::cmp::Reverse(summary.counts.total()));
        found
    }

    /// How many files did not parse, at least in part.
    pub fn unparsed_files(&self) -> usize {
        let notices = self.analysis.notices.iter();
        let unparsed: BTreeSet<&str> = notices
            .filter(|notice| notice.kind == NoticeKind::SyntaxError)
            .map(|notice| notice.path.as_str())
            .collect();
        unparsed.len()
    }

    /// How much is known, in one line: "8 accesses, 7 resolved (87.5 %), 1 dynamic".
    pub fn coverage_line(&self) -> String {
        let totals = &self.totals;
        let permille = totals.coverage_permille();
        let mut line = format!(
            "{}, {} resolved ({}.{} %), {} dynamic",
            words::counted(totals.accesses, "access", "accesses"),
            words::grouped(totals.resolved),
            permille / 10,
            permille % 10,
            words::grouped(totals.dynamic()),
        );
        let unparsed = self.unparsed_files();
        if unparsed > 0 {
            line += &format!("; {}", words::notices(NoticeKind::SyntaxError, unparsed));
        }
        line
    }

    fn file(&self, file: FileId) -> &'a SourceFile {
        self.sources.get(file)
    }

    fn position(&self, file: FileId, span: Span) -> Position {
        self.file(file).position(span.start)
    }

    /// `path:line:column` of where a span starts.
    fn place(&self, file: FileId, span: Span) -> String {
        let Position { line, column } = self.position(file, span);
        format!("{}:{line}:{column}", self.file(file).path)
    }

    fn excerpt(&self, location: Location, limit: usize) -> String {
        excerpt::excerpt(self.file(location.file), location.span, limit)
    }

    /// The source of the whole chain.
    fn code(&self, access: &Access) -> String {
        let location = Location {
            file: access.file,
            span: access.statement_span,
        };
        self.excerpt(location, excerpt::LIMIT)
    }

    fn step_code(&self, step: &Step) -> String {
        self.excerpt(step.location, excerpt::LIMIT)
    }
}

fn sort_key(access: &Access) -> impl Ord {
    let Access {
        file,
        method_span,
        operation,
        target,
        ..
    } = access;
    (*file, *method_span, *operation, target.clone())
}

/// The schema that the code names.
fn named_schema(schema: &SchemaRef) -> Option<&str> {
    match schema {
        SchemaRef::Named(schema) => Some(schema),
        SchemaRef::Default | SchemaRef::Unknown => None,
    }
}

#[cfg(test)]
mod tests;

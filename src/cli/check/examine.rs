//! One state of a project, held against the rules.

use std::collections::BTreeSet;

use tabletrace::{
    cache::Cache,
    check::{self, Checked, Subjects},
    finding::Place,
    link::Depth,
    report::texts::Texts as ReportTexts,
    rules::options::Options,
    unread::Unread,
};

use crate::cli::{
    error::CliError,
    input::Texts,
    scope::Scope,
    survey::{self, SubjectArguments, Surveyed},
};

/// What a state of a project was found to be.
#[derive(Debug)]
pub(in crate::cli) struct Examined {
    pub(in crate::cli) surveyed: Surveyed,
    pub(in crate::cli) checked: Checked,
}

/// Looks at the state that the texts are in.
///
/// The databases of `known`, another state of the project, are taken where their texts are the same.
pub(in crate::cli) fn examine(
    arguments: &SubjectArguments,
    texts: &Texts,
    cache: &Cache,
    known: Option<&Examined>,
) -> Result<Examined, CliError> {
    let known = known.map(|known| &known.surveyed);
    let surveyed = survey::survey(arguments, texts, cache, Depth::Accesses, known)?;
    Ok(Examined::of(surveyed, texts))
}

/// Looks at the state that the texts are in as if they told of no schema.
pub(super) fn examine_without_schema(texts: &Texts, cache: &Cache) -> Result<Examined, CliError> {
    let surveyed = survey::survey_without_schema(texts, cache, Depth::Accesses)?;
    Ok(Examined::of(surveyed, texts))
}

/// What the user sets about rules, and what they must know of the project beside.
fn options(set: &Options, unread: &[Unread]) -> Options {
    let unread = unread.iter();
    let unread = unread.map(|unread| format!("{} ({})", unread.what, unread.example_path));
    Options {
        unread: unread.collect(),
        ..set.clone()
    }
}

impl Examined {
    fn of(surveyed: Surveyed, texts: &Texts) -> Self {
        let checked = check::check(
            Subjects {
                sources: &texts.inputs.sources,
                files: &surveyed.files,
                accesses: &surveyed.analysis.accesses,
                databases: &surveyed.databases,
            },
            &options(&texts.config.rules, &surveyed.analysis.unread),
        );
        Self { surveyed, checked }
    }

    /// The names of the databases that a part of the project asks.
    pub(super) fn asked(&self, scope: &Scope, texts: &Texts) -> BTreeSet<&str> {
        let accesses = self.surveyed.analysis.accesses.iter();
        let held = accesses.zip(&self.checked.assigned).filter(|(access, _)| {
            let file = texts.inputs.sources.get(access.file);
            scope.holds(&file.path)
        });
        held.filter_map(|(_, assigned)| Some(self.surveyed.databases[(*assigned)?].name.as_str()))
            .collect()
    }

    /// Takes out what is not about the part asked for.
    pub(super) fn narrow(&mut self, scope: &Scope, texts: &Texts) {
        let mut assigned = std::mem::take(&mut self.checked.assigned).into_iter();
        let holds = |file| scope.holds(&texts.inputs.sources.get(file).path);
        let accesses = self.surveyed.analysis.accesses.iter();
        self.checked.assigned = accesses
            .zip(&mut assigned)
            .filter(|(access, _)| holds(access.file))
            .map(|(_, assigned)| assigned)
            .collect();
        scope.narrow(&mut self.surveyed.analysis, &texts.inputs.sources);
        let is_about = |path: &str| scope.is_about(path);
        self.surveyed
            .notices
            .retain(|notice| is_about(&notice.path));
        let suppressed = &mut self.checked.suppressed;
        suppressed.retain(|suppressed| is_about(&suppressed.finding.place.path));
    }

    /// The text of the line that a place is on, without what surrounds it.
    pub(super) fn line(&self, texts: &Texts, place: &Place) -> String {
        let all = ReportTexts {
            sources: &texts.inputs.sources,
            files: &self.surveyed.files,
        };
        let Some(file) = all.file(&place.path) else {
            return String::new();
        };
        let line = file.position(place.span.start).line;
        let span = file.lines.line_span(file.text, line);
        span.map_or("", |span| file.slice(span)).trim().to_owned()
    }
}

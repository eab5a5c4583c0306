//! One state of a project, looked at as a whole.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args;
use tabletrace::{
    analysis::{self, Analysis},
    cache::Cache,
    check::{self, Checked, Subjects},
    finding::Place,
    notice::Notice,
    report::{schema::text::left_out_words, texts::Texts as ReportTexts},
    rules::options::Options,
    schema::{
        Database, assemble,
        discover::Found,
        source::{LeftOut, SchemaFile},
    },
    unread::Unread,
};

use crate::cli::{
    error::CliError,
    input::{self, InputArguments, Texts},
    scope::Scope,
    sources::{self, Gathered, Origin},
    terminal::Terminal,
};

#[derive(Args, Clone, Debug, Default)]
pub(in crate::cli) struct SubjectArguments {
    /// Hold the code against this source and look for no other: a folder, a file or the address
    /// of a database (repeatable; SQL is applied in the order given)
    #[arg(long, value_name = "SOURCE")]
    schema: Vec<String>,

    #[command(flatten)]
    input: InputArguments,
}

/// What a state of a project was found to be.
#[derive(Debug)]
pub(in crate::cli) struct Examined {
    pub(in crate::cli) analysis: Analysis,
    /// The texts that the databases were read from, ordered by path.
    pub(in crate::cli) files: Vec<SchemaFile>,
    found: Vec<Found>,
    pub(in crate::cli) databases: Vec<Database>,
    pub(in crate::cli) checked: Checked,
    pub(in crate::cli) notices: Vec<Notice>,
    /// What looks like a source of schema and was not used.
    left_out: Vec<LeftOut>,
}

impl SubjectArguments {
    /// The project of the paths; a list of files says only what of it is reported.
    pub(in crate::cli) fn load(
        &self,
        paths: &[PathBuf],
        terminal: &Terminal,
    ) -> Result<Texts, CliError> {
        let mut arguments = self.input.clone();
        let Some(list) = arguments.files_from.take() else {
            return input::load_texts(&arguments, paths, terminal);
        };
        let listed = input::listed(&list)?;
        let mut texts = input::load_texts(&arguments, paths, terminal)?;
        texts.scope = Scope::listed(&texts.root, &listed);
        Ok(texts)
    }

    pub(in crate::cli) fn open_cache(&self, root: &Path) -> Cache {
        let (cache, _) = input::open_cache(&self.input, root);
        cache
    }

    /// The sources of schema that are named, on the command line or in the configuration.
    pub(super) fn named_sources(&self, texts: &Texts) -> Vec<String> {
        let databases = texts.config.databases.iter();
        let configured = databases.flat_map(|database| &database.schema);
        let configured = texts.config.schema.iter().chain(configured);
        self.schema.iter().chain(configured).cloned().collect()
    }

    fn gather(&self, texts: &Texts) -> Result<Gathered, CliError> {
        if self.schema.is_empty() {
            return sources::configured(texts);
        }
        let origin = Origin {
            root: &texts.root,
            base: Path::new(""),
            state: &texts.state,
        };
        sources::named(origin, &self.schema)
    }
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
    examine_against(arguments.gather(texts)?, texts, cache, known)
}

/// Looks at the state that the texts are in as if they told of no schema.
pub(super) fn examine_without_schema(texts: &Texts, cache: &Cache) -> Result<Examined, CliError> {
    examine_against(Gathered::default(), texts, cache, None)
}

fn examine_against(
    mut gathered: Gathered,
    texts: &Texts,
    cache: &Cache,
    known: Option<&Examined>,
) -> Result<Examined, CliError> {
    let analysis = analysis::analyse(&texts.inputs, cache);
    let mut notices = [
        &gathered.notices[..],
        &analysis.notices,
        &texts.inputs.notices,
    ]
    .concat();
    let found = std::mem::take(&mut gathered.databases);
    let databases = match known {
        Some(known) if known.is_of(&found, &gathered.files) => known.databases.clone(),
        Some(_) | None => assemble(&found, &gathered.files, &mut notices)?,
    };
    notices.sort();
    notices.dedup();
    let checked = check::check(
        Subjects {
            sources: &texts.inputs.sources,
            files: &gathered.files,
            accesses: &analysis.accesses,
            databases: &databases,
        },
        &options(&texts.config.rules, &analysis.unread),
    );
    Ok(Examined {
        analysis,
        files: gathered.files,
        found,
        databases,
        checked,
        notices,
        left_out: gathered.left_out,
    })
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

fn assemble(
    found: &[Found],
    files: &[SchemaFile],
    notices: &mut Vec<Notice>,
) -> Result<Vec<Database>, CliError> {
    let mut databases = Vec::new();
    for found in found {
        let options = assemble::Options {
            others: assemble::Others::Keep,
            ..assemble::Options::default()
        };
        let (database, said) = assemble::database(found.clone(), files, &options)?;
        databases.push(database);
        notices.extend(said);
    }
    Ok(databases)
}

impl Examined {
    /// Whether its databases are made of exactly these texts.
    fn is_of(&self, found: &[Found], files: &[SchemaFile]) -> bool {
        let is_same = |(a, b): (&SchemaFile, &SchemaFile)| a.path == b.path && a.text == b.text;
        self.found == found
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(is_same)
    }

    /// Says, to whoever wants to hear all, what looks like a source of schema and is none.
    pub(super) fn say_left_out(&self, terminal: &Terminal) {
        let databases = self.databases.iter();
        let of_databases = databases.flat_map(|database| &database.left_out);
        for left_out in self.left_out.iter().chain(of_databases) {
            terminal.detail(&format!("left out {}", left_out_words(left_out)));
        }
    }

    /// The names of the databases that a part of the project asks.
    pub(super) fn asked(&self, scope: &Scope, texts: &Texts) -> BTreeSet<&str> {
        let accesses = self.analysis.accesses.iter();
        let held = accesses.zip(&self.checked.assigned).filter(|(access, _)| {
            let file = texts.inputs.sources.get(access.file);
            scope.holds(&file.path)
        });
        held.filter_map(|(_, assigned)| Some(self.databases[(*assigned)?].name.as_str()))
            .collect()
    }

    /// Takes out what is not about the part asked for.
    pub(super) fn narrow(&mut self, scope: &Scope, texts: &Texts) {
        let mut assigned = std::mem::take(&mut self.checked.assigned).into_iter();
        let holds = |file| scope.holds(&texts.inputs.sources.get(file).path);
        let accesses = self.analysis.accesses.iter();
        self.checked.assigned = accesses
            .zip(&mut assigned)
            .filter(|(access, _)| holds(access.file))
            .map(|(_, assigned)| assigned)
            .collect();
        scope.narrow(&mut self.analysis, &texts.inputs.sources);
        let is_about = |path: &str| scope.is_about(path);
        self.notices.retain(|notice| is_about(&notice.path));
        let suppressed = &mut self.checked.suppressed;
        suppressed.retain(|suppressed| is_about(&suppressed.finding.place.path));
    }

    /// The text of the line that a place is on, without what surrounds it.
    pub(super) fn line(&self, texts: &Texts, place: &Place) -> String {
        let all = ReportTexts {
            sources: &texts.inputs.sources,
            files: &self.files,
        };
        let Some(file) = all.file(&place.path) else {
            return String::new();
        };
        let line = file.position(place.span.start).line;
        let span = file.lines.line_span(file.text, line);
        span.map_or("", |span| file.slice(span)).trim().to_owned()
    }
}

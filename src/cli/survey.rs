//! One state of a project, read as a whole: what its code does, and what its databases hold.

use std::path::{Path, PathBuf};

use clap::Args;
use tabletrace::{
    analysis::{self, Analysis},
    cache::Cache,
    link::Depth,
    notice::Notice,
    report::schema::text::left_out_words,
    schema::{
        Database, assemble,
        discover::Found,
        source::{LeftOut, SchemaFile},
    },
    survey::Survey,
};

use super::{
    error::CliError,
    input::{self, InputArguments, Texts},
    scope::Scope,
    sources::{self, Gathered, Origin},
    terminal::Terminal,
};

#[derive(Args, Clone, Debug, Default)]
pub(super) struct SubjectArguments {
    /// Hold the code against this source and look for no other: a folder, a file or the address
    /// of a database (repeatable; SQL is applied in the order given)
    #[arg(long, value_name = "SOURCE")]
    schema: Vec<String>,

    #[command(flatten)]
    input: InputArguments,
}

#[derive(Args, Clone, Debug, Default)]
pub(super) struct ProjectArguments {
    /// Look for no schema, and at code alone
    #[arg(long, conflicts_with = "schema", help_heading = "Input")]
    no_schema: bool,

    #[command(flatten)]
    subject: SubjectArguments,
}

/// A project as it is on the disk.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) texts: Texts,
    pub(super) surveyed: Surveyed,
}

/// What a state of a project was found to be.
#[derive(Debug)]
pub(super) struct Surveyed {
    pub(super) analysis: Analysis,
    /// The texts that the databases were read from, ordered by path.
    pub(super) files: Vec<SchemaFile>,
    found: Vec<Found>,
    pub(super) databases: Vec<Database>,
    pub(super) notices: Vec<Notice>,
    /// What looks like a source of schema and was not used.
    left_out: Vec<LeftOut>,
}

impl SubjectArguments {
    /// The project of the paths; a list of files says only what of it is reported.
    pub(super) fn load(&self, paths: &[PathBuf], terminal: &Terminal) -> Result<Texts, CliError> {
        let mut arguments = self.input.clone();
        let Some(list) = arguments.files_from.take() else {
            return input::load_texts(&arguments, paths, terminal);
        };
        let listed = input::listed(&list)?;
        let mut texts = input::load_texts(&arguments, paths, terminal)?;
        texts.scope = Scope::listed(&texts.root, &listed);
        Ok(texts)
    }

    pub(super) fn open_cache(&self, root: &Path) -> Cache {
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

/// The project of the paths, or of the current folder when there are none.
///
/// All of it is read and linked; the accesses are those of the paths alone.
pub(super) fn load(
    arguments: &ProjectArguments,
    paths: &[PathBuf],
    depth: Depth,
    terminal: &Terminal,
) -> Result<Project, CliError> {
    let ProjectArguments { no_schema, subject } = arguments;
    let texts = subject.load(paths, terminal)?;
    let cache = subject.open_cache(&texts.root);
    let mut surveyed = if *no_schema {
        survey_without_schema(&texts, &cache, depth)?
    } else {
        survey(subject, &texts, &cache, depth, None)?
    };
    surveyed.notices.extend(cache.save());
    surveyed.say_left_out(terminal);
    texts
        .scope
        .narrow(&mut surveyed.analysis, &texts.inputs.sources);
    let is_about = |notice: &Notice| texts.scope.is_about(&notice.path);
    surveyed.notices.retain(is_about);
    // What is reported is what was read.
    surveyed.analysis.notices.clone_from(&surveyed.notices);
    Ok(Project { texts, surveyed })
}

impl Project {
    pub(super) fn survey(&self) -> Survey<'_> {
        self.surveyed.survey(&self.texts)
    }
}

/// Looks at the state that the texts are in.
///
/// The databases of `known`, another state of the project, are taken where their texts are the same.
pub(super) fn survey(
    arguments: &SubjectArguments,
    texts: &Texts,
    cache: &Cache,
    depth: Depth,
    known: Option<&Surveyed>,
) -> Result<Surveyed, CliError> {
    survey_with(arguments.gather(texts)?, texts, cache, depth, known)
}

/// Looks at the state that the texts are in as if they told of no schema.
pub(super) fn survey_without_schema(
    texts: &Texts,
    cache: &Cache,
    depth: Depth,
) -> Result<Surveyed, CliError> {
    survey_with(Gathered::default(), texts, cache, depth, None)
}

fn survey_with(
    mut gathered: Gathered,
    texts: &Texts,
    cache: &Cache,
    depth: Depth,
    known: Option<&Surveyed>,
) -> Result<Surveyed, CliError> {
    let analysis = analysis::analyse(&texts.inputs, cache, depth);
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
    Ok(Surveyed {
        analysis,
        files: gathered.files,
        found,
        databases,
        notices,
        left_out: gathered.left_out,
    })
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

impl Surveyed {
    /// Code and databases beside each other, for the map and the reports.
    pub(super) fn survey<'a>(&'a self, texts: &'a Texts) -> Survey<'a> {
        Survey::new(
            &texts.inputs.sources,
            &self.analysis,
            &self.databases,
            &self.files,
            &texts.config.rules.belongings,
        )
        .with_declared(&texts.config.rules.declared)
    }

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
}

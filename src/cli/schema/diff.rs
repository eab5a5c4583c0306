//! `tabletrace schema diff`: two sources compared by meaning.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use tabletrace::{
    report::schema::diff::{DiffReport, json, markdown, text},
    schema::{
        assemble,
        catalog::Catalog,
        diff,
        discover::{Found, candidate::Candidate},
        source::SourceKind,
    },
    walk::{project_root, state::State},
};

use crate::cli::{
    UNSATISFIED,
    error::CliError,
    input::{self, InputArguments},
    output::{self, Format, FormatArgument},
    sources::{self, Gathered, Origin},
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(in crate::cli) struct Arguments {
    /// A source as for `--schema`, or a kind of source that is found in the project: migrations,
    /// schemas, prisma, drizzle, types or snapshot
    #[arg(value_name = "A")]
    left: String,

    /// What A is compared with
    #[arg(value_name = "B")]
    right: String,

    /// Write to FILE, in the format that its extension stands for (.json, .md, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, markdown or text; with `=FILE` into a file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<DiffFormat>>,

    /// The database whose sources are meant
    #[arg(long, value_name = "NAME")]
    database: Option<String>,

    #[command(flatten)]
    input: InputArguments,
}

/// A format of differences.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum DiffFormat {
    Json,
    Markdown,
    Text,
}

impl Format for DiffFormat {
    const TEXT: Self = Self::Text;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Json, &["json"], &["json"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
        (Self::Text, &["text"], &["txt"]),
    ];
}

impl DiffFormat {
    fn write(self, report: &DiffReport<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(report, out),
            Self::Markdown => markdown::write(report, out),
            Self::Text => text::write(report, out),
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    let mut gathered = Gathered::default();
    let names = [&arguments.left, &arguments.right];
    if names.iter().any(|name| kinds(name).is_some()) {
        let texts = input::load_texts(&arguments.input, &[], terminal)?;
        gathered = sources::configured(&texts)?;
        gathered.say_left_out(terminal);
        gathered = gathered.required(&texts.root)?;
        gathered.choose(arguments.database.as_deref())?;
    }
    let root = project_root(Path::new("."));
    let origin = Origin {
        root: &root,
        base: Path::new(""),
        state: &State::new(),
    };
    let [left, right] = {
        let mut found = Vec::new();
        for name in names {
            found.push(match kinds(name) {
                Some(kinds) => candidate(name, kinds, &gathered.databases)?,
                None => sources::one_named(origin, name, &mut gathered)?,
            });
        }
        [found.remove(0), found.remove(0)]
    };
    gathered.sort();
    let options = assemble::Options::default();
    let mut catalog = |candidate: &Candidate| -> Catalog {
        let read = assemble::catalog(candidate, &gathered.files, &options).unwrap_or_default();
        gathered.notices.extend(read.notices);
        read.catalog
    };
    let differences = diff::diff(&catalog(&left), &catalog(&right));
    let report = DiffReport {
        left: &left.sources,
        right: &right.sources,
        differences: &differences,
    };
    for destination in &destinations {
        destination.write(terminal, |format, _, out| format.write(&report, out))?;
    }
    gathered.sort();
    if !destinations.iter().any(output::Destination::shows_summary) {
        terminal.say(&report.summary());
    }
    terminal.list_notices(&gathered.notices);
    Ok(if differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(UNSATISFIED)
    })
}

/// The kinds of sources that a word stands for.
fn kinds(word: &str) -> Option<&'static [SourceKind]> {
    match word {
        "migrations" => Some(&[
            SourceKind::SupabaseMigrations,
            SourceKind::PrismaMigrations,
            SourceKind::DrizzleMigrations,
            SourceKind::Sql,
            SourceKind::Dump,
        ]),
        "schemas" => Some(&[SourceKind::SupabaseSchemas]),
        "prisma" => Some(&[SourceKind::PrismaSchema]),
        "drizzle" => Some(&[SourceKind::DrizzleSchema]),
        "types" => Some(&[SourceKind::GeneratedTypes]),
        "snapshot" => Some(&[SourceKind::Snapshot]),
        _ => None,
    }
}

/// The most trusted source of one of the kinds, of the only database that has one.
fn candidate(word: &str, kinds: &[SourceKind], databases: &[Found]) -> Result<Candidate, CliError> {
    let of_kind = |found: &'_ Found| -> Option<Candidate> {
        let mut candidates = found.candidates.iter();
        candidates
            .find(|candidate| kinds.contains(&candidate.kind()))
            .cloned()
    };
    let with_one: Vec<(&Found, Candidate)> = databases
        .iter()
        .filter_map(|found| Some((found, of_kind(found)?)))
        .collect();
    match with_one.as_slice() {
        [(_, only)] => Ok(only.clone()),
        [] => Err(CliError::NoSuchSource {
            word: word.to_owned(),
        }),
        several => Err(CliError::ManySources {
            word: word.to_owned(),
            databases: several
                .iter()
                .map(|(found, _)| found.name.clone())
                .collect(),
        }),
    }
}

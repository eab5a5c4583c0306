//! `tabletrace schema`: what the databases of a project hold.

mod diff;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand, ValueEnum};
use tabletrace::{
    report::schema::{
        SchemaReport, json, markdown, sql,
        text::{self, coverage_line, left_out_line, left_out_words},
    },
    schema::{
        Database, assemble,
        replay::{Apply, Outcome},
    },
    walk::{project_root, state::State},
};

use super::{
    error::CliError,
    input::{self, InputArguments},
    output::{self, Format, FormatArgument},
    sources::{self, Gathered, Origin},
    terminal::Terminal,
};

#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<SchemaCommand>,

    /// Folders whose databases are shown; all of their project is read [default: all of it]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Read this source and look for no other: a folder, a file or the address of a database
    /// (repeatable; SQL is applied in the order given)
    #[arg(long, value_name = "SOURCE")]
    schema: Vec<String>,

    /// Write to FILE, in the format that its extension stands for (.json, .sql, .md, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, sql, markdown or text; with `=FILE` into a file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<SchemaFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    /// Apply no migration after this one: a file's name, or the number that it begins with
    #[arg(long, value_name = "VERSION")]
    at: Option<String>,

    /// Show only what Postgres would really have, nothing that a failed statement would create
    #[arg(long)]
    strict: bool,

    /// Who applies the migrations
    #[arg(long, value_enum, default_value_t = Applier::Psql, value_name = "TOOL")]
    apply: Applier,

    /// Show only this database
    #[arg(long, value_name = "NAME")]
    database: Option<String>,

    #[command(flatten)]
    input: InputArguments,
}

#[derive(Debug, Subcommand)]
enum SchemaCommand {
    /// Compare two sources by meaning; exit with 1 when they differ
    Diff(diff::Arguments),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Applier {
    /// Each statement by itself, and on after an error
    Psql,
    /// One transaction for each file, and an end at the first failure
    Supabase,
}

/// A format of schemas.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SchemaFormat {
    Json,
    Sql,
    Markdown,
    Text,
}

impl Format for SchemaFormat {
    const TEXT: Self = Self::Text;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Json, &["json"], &["json"]),
        (Self::Sql, &["sql"], &["sql"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
        (Self::Text, &["text"], &["txt"]),
    ];
}

impl SchemaFormat {
    fn write(self, report: &SchemaReport<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(report, out),
            Self::Sql => sql::write(report, out),
            Self::Markdown => markdown::write(report, out),
            Self::Text => text::write(report, width, out),
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if let Some(SchemaCommand::Diff(arguments)) = &arguments.command {
        return diff::run(arguments, terminal);
    }
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    let gathered = gather(arguments, terminal)?;
    let options = assemble::Options {
        apply: match arguments.apply {
            Applier::Psql => Apply::Psql,
            Applier::Supabase => Apply::Supabase,
        },
        outcome: if arguments.strict {
            Outcome::Strict
        } else {
            Outcome::Intended
        },
        at: arguments.at.clone(),
        ..assemble::Options::default()
    };
    let Gathered {
        databases: found,
        files,
        mut notices,
        left_out: _,
    } = gathered;
    let mut databases = Vec::new();
    for found in found {
        let (database, said) = assemble::database(found, &files, &options)?;
        databases.push(database);
        notices.extend(said);
    }
    notices.sort();
    notices.dedup();
    let report = SchemaReport {
        databases: &databases,
        files: &files,
        notices: &notices,
    };
    for destination in &destinations {
        destination.write(terminal, |format, width, out| {
            format.write(&report, width, out)
        })?;
    }
    let is_shown = destinations.iter().any(output::Destination::shows_summary);
    say(&databases, is_shown, terminal);
    terminal.list_notices(&notices);
    Ok(ExitCode::SUCCESS)
}

/// The databases asked for.
fn gather(arguments: &Arguments, terminal: &Terminal) -> Result<Gathered, CliError> {
    let here = arguments.paths.first();
    let here = here.map_or(Path::new("."), PathBuf::as_path);
    let mut gathered = if arguments.schema.is_empty() {
        let texts = input::load_texts(&arguments.input, &arguments.paths, terminal)?;
        let gathered = sources::configured(&texts)?;
        gathered.say_left_out(terminal);
        gathered.required(&texts.root)?
    } else {
        let root = project_root(here);
        let origin = Origin {
            root: &root,
            base: Path::new(""),
            state: &State::new(),
        };
        sources::named(origin, &arguments.schema)?
    };
    gathered.choose(arguments.database.as_deref())?;
    Ok(gathered)
}

/// Says which sources were left out, and the summary unless it is shown anyway.
fn say(databases: &[Database], is_shown: bool, terminal: &Terminal) {
    for database in databases {
        if !is_shown {
            terminal.say(&format!("{}: {}", database.name, coverage_line(database)));
        }
        if let Some(short) = left_out_line(&database.left_out) {
            let long = database.left_out.iter().map(left_out_words);
            terminal.say_short_or_long(&short, long.map(|words| format!("left out {words}")));
        }
    }
}

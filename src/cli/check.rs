//! `tabletrace check`: the code held against the schema.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::{
    check::{self, Subjects},
    rules::options::Options,
    schema::assemble,
};

use super::{
    error::CliError,
    input::{self, InputArguments},
    output, sources,
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    input: InputArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let texts = input::load_texts(&arguments.input, &arguments.paths, terminal)?;
    let analysis = input::analysis_of(&arguments.input, &texts.root, &texts.inputs);
    let gathered = sources::configured(texts, terminal)?;
    let mut databases = Vec::new();
    for found in gathered.databases {
        let (database, _) = assemble::database(
            found,
            &gathered.files,
            &assemble::Options {
                others: assemble::Others::Keep,
                ..assemble::Options::default()
            },
        )?;
        databases.push(database);
    }
    let checked = check::check(
        Subjects {
            sources: &gathered.sources,
            files: &gathered.files,
            accesses: &analysis.accesses,
            databases: &databases,
        },
        &Options::default(),
    );
    output::to_stdout(|out| {
        for finding in &checked.findings {
            let path = &finding.place.path;
            let severity = finding.severity.as_str();
            writeln!(
                out,
                "{path}: {severity}[{}]: {}",
                finding.rule, finding.message
            )?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

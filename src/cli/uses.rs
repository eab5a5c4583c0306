//! `tabletrace uses`: who touches one relation, and where.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::{
    link::Depth,
    report::{Report, uses},
};

use super::{
    UNSATISFIED,
    error::CliError,
    output,
    survey::{self, ProjectArguments},
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A relation, a column of one (`posts.title`), a routine, bucket or edge function, with or
    /// without its schema
    #[arg(value_name = "NAME")]
    name: String,

    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let project = survey::load(&arguments.project, &arguments.paths, Depth::Flows, terminal)?;
    let survey = project.survey();
    let report = Report::new(&survey);
    let name = &arguments.name;
    let subjects = uses::subjects(&report, name);
    if subjects.is_empty() {
        terminal.notices(&project.surveyed.notices, &survey.analysis.statistics);
        let hint = match uses::nearest(&report, name) {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        terminal.insist(&format!("nothing is called `{name}`{hint}"));
        return Ok(ExitCode::from(UNSATISFIED));
    }
    output::to_stdout(|out| uses::write(&report, &subjects, terminal.width(), out))?;
    terminal.notices(&project.surveyed.notices, &survey.analysis.statistics);
    Ok(ExitCode::SUCCESS)
}

//! `tabletrace map`: everything that the code does with the database.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::{
    link::Depth,
    report::{Report, json},
};

use super::{
    UNSATISFIED,
    error::CliError,
    output::{self, FormatArgument, MapFormat},
    survey::{self, ProjectArguments},
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write to FILE, in the format that its extension stands for (.json, .csv, .html, .md, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, csv, html, markdown or text; with `=FILE` into a file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<MapFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    /// Exit with 1 when less than PERCENT of the accesses are resolved
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,

    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    // What is wrong with the output should not be said only after all the work.
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    let project = survey::load(&arguments.project, &arguments.paths, Depth::Flows, terminal)?;
    let survey = project.survey();
    let report = Report::new(&survey);
    for destination in &destinations {
        destination.write(terminal, |format, width, out| {
            format.write(&report, width, out)
        })?;
    }
    terminal.notices(&project.surveyed.notices, &survey.analysis.statistics);
    if !destinations.iter().any(output::Destination::shows_summary) {
        terminal.say(&report.coverage_line());
    }
    match arguments.min_coverage {
        Some(percent) if !report.totals.covers(percent) => {
            terminal.insist(&format!(
                "fewer than {percent} % of the accesses are resolved"
            ));
            Ok(ExitCode::from(UNSATISFIED))
        }
        Some(_) | None => Ok(ExitCode::SUCCESS),
    }
}

/// A number from 0 to 100, with or without a percent sign.
fn percent(argument: &str) -> Result<f64, String> {
    let number = argument.trim_end_matches('%').trim_end().parse();
    match number {
        Ok(number) if (0.0..=100.0).contains(&number) => Ok(number),
        Ok(_) | Err(_) => Err("not a number from 0 to 100".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_bounded() {
        assert_eq!(percent("92.5"), Ok(92.5));
        assert_eq!(percent("100 %"), Ok(100.0));
        for wrong in ["-1", "100.1", "NaN", "most", ""] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
    }
}

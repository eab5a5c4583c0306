//! `tabletrace map`: everything that the code does with the database.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::{
    link::Depth,
    map::{
        node::Node,
        path::named::{Named, named, nearest},
        view::{Options, Tests, focus::Focus},
    },
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

    /// Write to FILE, in the format that its extension stands for (.json, .csv, .html, .md, .mmd,
    /// .dot, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, csv, html, markdown, mermaid, dot or text; with `=FILE` into a file
    /// (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<MapFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    /// Exit with 1 when less than PERCENT of the accesses are resolved
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,

    #[command(flatten)]
    drawing: DrawingArguments,

    #[command(flatten)]
    project: ProjectArguments,
}

/// What of the map is drawn.
#[derive(Args, Debug)]
#[command(next_help_heading = "Diagrams")]
struct DrawingArguments {
    /// Draw what is around NAME: a relation, routine, unit, file or entry point
    #[arg(long, value_name = "NAME")]
    focus: Option<String>,

    /// How many edges away from the focus is drawn [default: 1]
    #[arg(long, value_name = "N", requires = "focus")]
    depth: Option<usize>,

    /// Merge code by folder, to a depth of N folders from the root; 0 makes all code one shape
    #[arg(long, value_name = "N")]
    collapse: Option<usize>,

    /// Draw tests, too
    #[arg(long)]
    with_tests: bool,
}

impl DrawingArguments {
    /// The option that says something about diagrams, when one does.
    fn given(&self) -> Option<&'static str> {
        let given = [
            ("--focus", self.focus.is_some()),
            ("--collapse", self.collapse.is_some()),
            ("--with-tests", self.with_tests),
        ];
        let mut given = given.into_iter();
        given
            .find(|(_, is_given)| *is_given)
            .map(|(option, _)| option)
    }

    /// What is drawn; the error is what is wrong with the focus, for the user.
    fn options(&self, report: &Report<'_>) -> Result<Options, String> {
        let focus = match &self.focus {
            None => None,
            Some(name) => Some(Focus {
                nodes: focused(report, name)?,
                depth: self.depth.unwrap_or(1),
            }),
        };
        Ok(Options {
            focus,
            collapse: self.collapse,
            tests: if self.with_tests {
                Tests::Drawn
            } else {
                Tests::LeftOut
            },
        })
    }
}

/// The nodes that a name means.
fn focused(report: &Report<'_>, name: &str) -> Result<Vec<Node>, String> {
    match named(report.survey, &report.map, name) {
        Named::One(nodes) => {
            let nodes = nodes.into_iter().map(|node| report.map.graph[node].clone());
            Ok(nodes.collect())
        }
        Named::Several(labels) => {
            let labels: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
            Err(format!("`{name}` may be {}", labels.join(", ")))
        }
        Named::None => Err(match nearest(&report.map, name) {
            Some(nearest) => {
                format!("nothing on the map is called `{name}`; did you mean `{nearest}`?")
            }
            None => format!("nothing on the map is called `{name}`"),
        }),
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    // What is wrong with the output should not be said only after all the work.
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    if let Some(option) = arguments.drawing.given()
        && !destinations.iter().any(|one| one.format().draws())
    {
        return Err(CliError::NoDiagram { option });
    }
    let project = survey::load(&arguments.project, &arguments.paths, Depth::Flows, terminal)?;
    let survey = project.survey();
    let mut report = Report::new(&survey);
    match arguments.drawing.options(&report) {
        Ok(drawn) => report.drawn = drawn,
        Err(wrong) => {
            terminal.insist(&wrong);
            return Ok(ExitCode::from(UNSATISFIED));
        }
    }
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

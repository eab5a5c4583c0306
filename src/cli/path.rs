//! `tabletrace path`: how data can get from one thing to another.

use std::{collections::BTreeSet, path::PathBuf, process::ExitCode};

use clap::Args;
use petgraph::graph::NodeIndex;
use tabletrace::{
    link::Depth,
    map::path::{
        Moves,
        named::{self, Named},
    },
    report::{Report, path},
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
    /// Where data comes from: a relation, routine, bucket, edge function, unit of code, file or
    /// entry point
    #[arg(value_name = "FROM")]
    from: String,

    /// Where it goes
    #[arg(value_name = "TO")]
    to: String,

    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Show at most so many ways
    #[arg(long, value_name = "N", default_value_t = 3)]
    limit: usize,

    #[command(flatten)]
    project: ProjectArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let project = survey::load(&arguments.project, &arguments.paths, Depth::Flows, terminal)?;
    let survey = project.survey();
    let report = Report::new(&survey);
    let ends = [&arguments.from, &arguments.to].map(|name| end(&report, name, terminal));
    terminal.notices(&project.surveyed.notices, &survey.analysis.statistics);
    let [Some(from), Some(to)] = ends else {
        return Ok(ExitCode::from(UNSATISFIED));
    };
    let moves = Moves::of(&survey, &report.map, &report.classes);
    let ways = moves.ways(&from, &to, arguments.limit.max(1));
    if ways.is_empty() {
        let near = path::near(&report, &from, &to);
        let Arguments { from, to, .. } = arguments;
        terminal.insist(&format!("no way leads from `{from}` to `{to}`; {near}"));
        return Ok(ExitCode::from(UNSATISFIED));
    }
    output::to_stdout(|out| path::write(&report, &ways, out))?;
    Ok(ExitCode::SUCCESS)
}

/// The nodes of a name; says so when it means nothing, or several things.
fn end(report: &Report<'_>, name: &str, terminal: &Terminal) -> Option<BTreeSet<NodeIndex>> {
    match named::named(report.survey, &report.map, name) {
        Named::One(nodes) => Some(nodes),
        Named::Several(labels) => {
            let labels: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
            terminal.insist(&format!("`{name}` may be {}", labels.join(", ")));
            None
        }
        Named::None => {
            let hint = match named::nearest(&report.map, name) {
                Some(nearest) => format!("; did you mean `{nearest}`?"),
                None => String::new(),
            };
            terminal.insist(&format!("nothing on the map is called `{name}`{hint}"));
            None
        }
    }
}

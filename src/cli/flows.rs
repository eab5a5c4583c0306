//! `tabletrace flows`: which data goes from which relation to which other.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use petgraph::graph::NodeIndex;
use tabletrace::{
    link::Depth,
    report::{
        Report,
        flows::{self, Coincidences, Shown, json, markdown, text},
        uses,
    },
};

use super::{
    UNSATISFIED,
    error::CliError,
    output::{self, Format, FormatArgument},
    survey::{self, ProjectArguments},
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Show the flows through this relation, with or without its schema
    #[arg(value_name = "RELATION")]
    relation: Option<String>,

    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Show at most so many flows; the JSON holds all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    /// Also list where the same unit reads one relation and writes another, and no dependence is
    /// seen
    #[arg(long)]
    co_occurring: bool,

    /// Write to FILE, in the format that its extension stands for (.json, .md, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, markdown or text; with `=FILE` into a file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<FlowsFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    #[command(flatten)]
    project: ProjectArguments,
}

/// A format of the flows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum FlowsFormat {
    Json,
    Markdown,
    Text,
}

impl Format for FlowsFormat {
    const TEXT: Self = Self::Text;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Json, &["json"], &["json"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
        (Self::Text, &["text"], &["txt"]),
    ];
}

impl FlowsFormat {
    fn write(self, shown: &Shown<'_>, width: usize, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(shown, out),
            Self::Markdown => markdown::write(shown, out),
            Self::Text => text::write(shown, width, out),
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    let project = survey::load(&arguments.project, &arguments.paths, Depth::Flows, terminal)?;
    let survey = project.survey();
    let report = Report::new(&survey);
    let about = match &arguments.relation {
        None => None,
        Some(name) => match relation(&report, name, terminal) {
            Some(node) => Some(node),
            None => return Ok(ExitCode::from(UNSATISFIED)),
        },
    };
    let mut shown = Shown::new(&report, about);
    shown.limit = arguments.limit;
    if arguments.co_occurring {
        shown.coincidences = Coincidences::Shown;
    }
    for destination in &destinations {
        destination.write(terminal, |format, width, out| {
            format.write(&shown, width, out)
        })?;
    }
    terminal.notices(&project.surveyed.notices, &survey.analysis.statistics);
    Ok(ExitCode::SUCCESS)
}

/// The relation of a name; says so when there is none, or several.
fn relation(report: &Report<'_>, name: &str, terminal: &Terminal) -> Option<NodeIndex> {
    match flows::relations(report, name)[..] {
        [node] => Some(node),
        [] => {
            let hint = match uses::nearest(report, name) {
                Some(nearest) => format!("; did you mean `{nearest}`?"),
                None => String::new(),
            };
            terminal.insist(&format!("nothing reads or writes `{name}`{hint}"));
            None
        }
        ref several => {
            let labels = several.iter().map(|&node| report.map.graph[node].label());
            let labels: Vec<String> = labels.map(|label| format!("`{label}`")).collect();
            terminal.insist(&format!("`{name}` may be {}", labels.join(" or ")));
            None
        }
    }
}

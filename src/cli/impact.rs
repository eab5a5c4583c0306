//! `tabletrace impact`: what breaks when something is dropped or renamed.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use tabletrace::{
    link::Depth,
    map::impact::{
        Change, Impact,
        subject::{self, Subject},
    },
    report::impact::{json, markdown, text},
    survey::Survey,
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
    /// A relation, a column of one (`posts.title`), a routine, bucket or edge function; with its
    /// schema, its database (`web:posts`) or its kind (`routine:posts`) where that is needed
    #[arg(value_name = "NAME", required_unless_present = "json_schema")]
    name: Option<String>,

    /// Files and folders to report; all of their project is read [default: the current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// What breaks when it is dropped, as is asked for without this
    #[arg(long)]
    drop: bool,

    /// What breaks when it is renamed: all but what Postgres mends itself
    #[arg(long, value_name = "NEW", conflicts_with = "drop")]
    rename: Option<String>,

    /// Write to FILE, in the format that its extension stands for (.json, .md, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, markdown or text; with `=FILE` into a file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<ImpactFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    #[command(flatten)]
    project: ProjectArguments,
}

/// A format of what breaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum ImpactFormat {
    Json,
    Markdown,
    Text,
}

impl Format for ImpactFormat {
    const TEXT: Self = Self::Text;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Json, &["json"], &["json"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
        (Self::Text, &["text"], &["txt"]),
    ];
}

impl ImpactFormat {
    fn write(self, survey: &Survey<'_>, impact: &Impact, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(survey, impact, out),
            Self::Markdown => markdown::write(survey, impact, out),
            Self::Text => text::write(survey, impact, out),
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let Some(name) = arguments.name.as_ref().filter(|_| !arguments.json_schema) else {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    };
    // What is wrong with the output should not be said only after all the work.
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    let project = survey::load(&arguments.project, &arguments.paths, Depth::Flows, terminal)?;
    let survey = project.survey();
    let notices = &project.surveyed.notices;
    let subject = match meant(&survey, name) {
        Ok(subject) => subject,
        Err(message) => {
            terminal.notices(notices, &survey.analysis.statistics);
            terminal.insist(&message);
            return Ok(ExitCode::from(UNSATISFIED));
        }
    };
    let change = match &arguments.rename {
        Some(new) => Change::Rename(new.clone()),
        None => Change::Drop,
    };
    let impact = Impact::of(&survey, &subject, &change);
    for destination in &destinations {
        destination.write(terminal, |format, _, out| {
            format.write(&survey, &impact, out)
        })?;
    }
    terminal.notices(notices, &survey.analysis.statistics);
    Ok(if impact.breaks() {
        ExitCode::from(UNSATISFIED)
    } else {
        ExitCode::SUCCESS
    })
}

/// What a name means, or what to say when it means nothing or too much.
fn meant(survey: &Survey<'_>, name: &str) -> Result<Subject, String> {
    let mut found = subject::named(survey, name);
    if found.len() > 1 {
        let ways: Vec<String> = found
            .iter()
            .map(|subject| format!("`{}`", subject.unambiguous(survey)))
            .collect();
        return Err(format!(
            "`{name}` means several things: {}",
            ways.join(", ")
        ));
    }
    let Some(subject) = found.pop() else {
        let hint = match subject::nearest(survey, name) {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        return Err(format!("nothing is called `{name}`{hint}"));
    };
    if let (Some(column), Some(relation)) = (&subject.column, subject.relation(survey))
        && relation.column(column).is_none()
        && !relation.open
    {
        let hint = match subject::nearest_column(relation, column) {
            Some(nearest) => format!("; did you mean `{}.{nearest}`?", relation.name),
            None => String::new(),
        };
        return Err(format!(
            "`{}` has no column `{column}`{hint}",
            relation.name
        ));
    }
    Ok(subject)
}

//! `tabletrace why`: why a call is held to touch the database, or is not.

use std::{path::PathBuf, process::ExitCode, str::FromStr};

use clap::Args;
use tabletrace::{
    report::{
        Report,
        why::{self, Question},
    },
    survey::Survey,
};

use super::{
    UNSATISFIED,
    error::CliError,
    input::{self, InputArguments},
    output,
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The line with the call (`src/jobs/plan.ts:12`); a column says which of several is meant
    #[arg(value_name = "FILE:LINE[:COLUMN]")]
    place: Place,

    #[command(flatten)]
    input: InputArguments,
}

/// A place as compilers print it.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Place {
    path: PathBuf,
    line: u32,
    column: Option<u32>,
}

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(argument: &str) -> Result<Self, Self::Err> {
        let mut path = argument.trim_end_matches(':');
        let mut numbers = Vec::new();
        while numbers.len() < 2
            && let Some((rest, number)) = path.rsplit_once(':')
            && let Ok(number) = number.parse::<u32>()
        {
            path = rest;
            numbers.push(number);
        }
        let (line, column) = match numbers[..] {
            [column, line] => (line, Some(column)),
            [line] => (line, None),
            _ => return Err("not of the form FILE:LINE or FILE:LINE:COLUMN"),
        };
        if path.is_empty() || line == 0 {
            return Err("not of the form FILE:LINE or FILE:LINE:COLUMN; lines count from 1");
        }
        let path = PathBuf::from(path);
        Ok(Self { path, line, column })
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let Place { path, line, column } = &arguments.place;
    // A path that is relative to the root is as good: it is what other output shows.
    let within = if path.exists() {
        path.clone()
    } else {
        PathBuf::from(".")
    };
    let project = input::load_around(&arguments.input, &within, terminal)?;
    terminal.notices(&project.analysis.notices, &project.analysis.statistics);
    let Some(file) = project.file(path) else {
        let path = path.clone();
        return Err(if within == path {
            CliError::NotRead { path }
        } else {
            CliError::MissingPath { path }
        });
    };
    let survey = Survey::of_code(&project.sources, &project.analysis);
    let report = Report::new(&survey);
    let question = Question {
        file,
        line: *line,
        column: *column,
    };
    let answer = why::answer(&report, question);
    if answer.is_empty() {
        let hint = match why::nearest(&report, question) {
            Some(nearest) => format!("; the nearest access is at {nearest}"),
            None => ", nor anywhere else in the file".to_owned(),
        };
        terminal.insist(&format!("nothing on line {line} touches a database{hint}"));
        return Ok(ExitCode::from(UNSATISFIED));
    }
    output::to_stdout(|out| why::write(&report, &answer, out))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_the_right() {
        let place = |argument: &str| {
            let place: Place = argument.parse().ok()?;
            Some((place.path.to_str()?.to_owned(), place.line, place.column))
        };
        assert_eq!(place("a.ts:12"), Some(("a.ts".into(), 12, None)));
        assert_eq!(place("a.ts:12:5:"), Some(("a.ts".into(), 12, Some(5))));
        assert_eq!(place("C:\\a.ts:1"), Some(("C:\\a.ts".into(), 1, None)));
        assert_eq!(place("a:7:1:2"), Some(("a:7".into(), 1, Some(2))));
        for wrong in ["a.ts", "a.ts:", ":1", "a.ts:0", "a.ts:x", ""] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}

//! Findings in the formats asked for.

use std::{
    env,
    fs::OpenOptions,
    io::{self, Write},
    path::PathBuf,
};

use tabletrace::report::check::{
    CheckReport, concise,
    full::{self, Detail},
    github, gitlab, json, markdown, sarif,
};

use crate::cli::{
    error::CliError,
    output::{self, Destination, Format},
    terminal::Terminal,
};

/// A format of findings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CheckFormat {
    Full,
    Concise,
    Json,
    GitHub,
    GitLab,
    Sarif,
    Markdown,
}

impl Format for CheckFormat {
    const TEXT: Self = Self::Full;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Full, &["full", "text"], &["txt"]),
        (Self::Concise, &["concise"], &[]),
        (Self::Json, &["json"], &["json"]),
        (Self::GitHub, &["github"], &[]),
        (Self::GitLab, &["gitlab"], &[]),
        (Self::Sarif, &["sarif"], &["sarif"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
    ];
}

impl CheckFormat {
    fn write(
        self,
        report: &CheckReport<'_>,
        detail: Detail,
        width: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Self::Full => full::write(report, detail, width, out),
            Self::Concise => concise::write(report, out),
            Self::Json => json::write(report, out),
            Self::GitHub => github::write(report, out),
            Self::GitLab => gitlab::write(report, out),
            Self::Sarif => sarif::write(report, out),
            Self::Markdown => markdown::write(report, out),
        }
    }
}

/// Writes the report to all its destinations.
///
/// In a job of GitHub Actions the text for the terminal is followed by annotations, and it and they
/// by a summary of the job.
pub(super) fn write(
    report: &CheckReport<'_>,
    destinations: &[Destination<CheckFormat>],
    detail: Detail,
    terminal: &Terminal,
) -> Result<(), CliError> {
    let mut is_on_github = false;
    for destination in destinations {
        destination.write(terminal, |format, width, out| {
            format.write(report, detail, width, out)
        })?;
        if destination.shows_summary() && env::var_os("GITHUB_ACTIONS").is_some() {
            output::to_stdout(|out| github::write(report, out))?;
            is_on_github = true;
        }
        is_on_github |= destination.is_to_stdout(CheckFormat::GitHub);
    }
    if is_on_github {
        append_summary(report)?;
    }
    Ok(())
}

/// Adds Markdown to the summary of the job, where GitHub says which file that is.
fn append_summary(report: &CheckReport<'_>) -> Result<(), CliError> {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let path = PathBuf::from(path);
    let append = || -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        let mut text = Vec::new();
        markdown::write(report, &mut text)?;
        file.write_all(&text)
    };
    append().map_err(|source| CliError::Output {
        path: path.clone(),
        source,
    })
}

//! `tabletrace rules`: every rule with its severity.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use serde::Serialize;
use tabletrace::{
    finding::Severity,
    report::text::style::{DIM, HEADING, WARNING},
    rules::RULES,
};

use super::{error::CliError, output};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// How to list them
    #[arg(
        long,
        alias = "output-format",
        value_enum,
        default_value_t = ListFormat::Text,
        value_name = "FORMAT"
    )]
    format: ListFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ListFormat {
    Text,
    Json,
}

/// A rule in JSON.
#[derive(Debug, Serialize)]
struct Entry {
    id: &'static str,
    severity: Severity,
    summary: &'static str,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    output::to_stdout(|out| match arguments.format {
        ListFormat::Text => text(out),
        ListFormat::Json => json(out),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn text(out: &mut dyn Write) -> io::Result<()> {
    let longest = RULES.iter().map(|rule| rule.id.len()).max();
    let longest = longest.unwrap_or_default();
    writeln!(
        out,
        "{HEADING}{:longest$}  severity  reports{HEADING:#}",
        "rule"
    )?;
    for rule in RULES {
        let (id, severity, summary) = (rule.id, rule.severity.as_str(), rule.summary);
        let style = match rule.severity {
            Severity::Error | Severity::Warning => WARNING,
            Severity::Note => DIM,
        };
        writeln!(
            out,
            "{id:longest$}  {style}{severity:8}{style:#}  {summary}"
        )?;
    }
    writeln!(
        out,
        "\n{DIM}`tabletrace explain RULE` says more about one{DIM:#}"
    )
}

fn json(out: &mut dyn Write) -> io::Result<()> {
    let entries = RULES.iter().map(|rule| Entry {
        id: rule.id,
        severity: rule.severity,
        summary: rule.summary,
    });
    serde_json::to_writer_pretty(&mut *out, &Vec::from_iter(entries))?;
    writeln!(out)
}

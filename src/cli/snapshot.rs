//! `tabletrace snapshot`: what a live database holds, kept in a file.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::schema::snapshot;

use super::{error::CliError, output, sources, terminal::Terminal};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The address of the database
    #[arg(
        long,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true,
        required_unless_present = "print_queries"
    )]
    database_url: Option<String>,

    /// Write to FILE instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Print the query that makes a snapshot, for an SQL editor; what that exports as JSON or CSV
    /// is a source of schema, too
    #[arg(long)]
    print_queries: bool,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let text = match &arguments.database_url {
        Some(url) if !arguments.print_queries => {
            let snapshot = sources::live(url)?;
            let relations = snapshot.catalog.relations.len();
            terminal.say(&format!(
                "{relations} relations, Postgres {}",
                snapshot.server
            ));
            snapshot.to_json()
        }
        Some(_) | None => snapshot::QUERY.to_owned(),
    };
    match &arguments.output {
        Some(path) => output::to_file(path, |out| out.write_all(text.as_bytes()))?,
        None => output::to_stdout(|out| out.write_all(text.as_bytes()))?,
    }
    Ok(ExitCode::SUCCESS)
}

//! The command line: one module per subcommand, and what they share.

mod baseline;

mod change;

mod check;

mod completions;

mod diff;

mod error;

mod explain;

mod flows;

mod impact;

mod init;

mod input;

mod map;

mod output;

mod path;

mod progress;

mod rules;

mod schema;

mod scope;

mod snapshot;

mod sources;

mod survey;

mod terminal;

mod uses;

mod why;

use std::{io, process::ExitCode};

use clap::{Parser, Subcommand};

use self::{
    error::CliError,
    terminal::{Terminal, TerminalArguments},
};

/// The result is there, but is not what was asked for: coverage too low, name unknown.
const UNSATISFIED: u8 = 1;

/// The run failed.
const FAILED: u8 = 2;

/// Finds every place where TypeScript and JavaScript code touches the database.
#[derive(Debug, Parser)]
#[command(name = "tabletrace", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    terminal: TerminalArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Hold the code against the schema; what a bare `tabletrace` does
    Check(Box<check::Arguments>),
    /// Keep the findings that are there today in a file that hides them
    Baseline(baseline::Arguments),
    /// Write a `tabletrace.toml` that fits the project
    Init(init::Arguments),
    /// Map what the code reads and writes, where, and through which function
    Map(map::Arguments),
    /// Show who reads and writes one relation, or uses one routine, bucket or edge function
    Uses(uses::Arguments),
    /// Show which data goes from which relation to which other, and what carries it
    Flows(Box<flows::Arguments>),
    /// Show how data can get from one relation, routine, unit or entry point to another
    Path(path::Arguments),
    /// Show what a change does to the map: who reads and writes what that did not before
    Diff(diff::Arguments),
    /// Show everything that breaks when a relation, column or routine is dropped or renamed
    Impact(impact::Arguments),
    /// Explain why a call is held to touch the database, or is not
    Why(why::Arguments),
    /// Show what the databases hold, replaying migrations the way Postgres applies them
    Schema(Box<schema::Arguments>),
    /// Keep what a live database holds in a file
    Snapshot(snapshot::Arguments),
    /// Print the page of a rule: what it reports, why, and what is right
    Explain(explain::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Print a script that completes commands in a shell
    Completions(completions::Arguments),
}

/// What there is when no command is named.
#[derive(Debug, Parser)]
struct Bare {
    #[command(flatten)]
    check: check::Arguments,
}

/// Parses the command line and runs what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(&cli.terminal);
    let result = match &cli.command {
        Some(Command::Check(arguments)) => check::run(arguments, &terminal),
        Some(Command::Init(arguments)) => init::run(arguments, &terminal),
        Some(Command::Baseline(arguments)) => baseline::run(arguments, &terminal),
        Some(Command::Map(arguments)) => map::run(arguments, &terminal),
        Some(Command::Uses(arguments)) => uses::run(arguments, &terminal),
        Some(Command::Flows(arguments)) => flows::run(arguments, &terminal),
        Some(Command::Path(arguments)) => path::run(arguments, &terminal),
        Some(Command::Diff(arguments)) => diff::run(arguments, &terminal),
        Some(Command::Impact(arguments)) => impact::run(arguments, &terminal),
        Some(Command::Why(arguments)) => why::run(arguments, &terminal),
        Some(Command::Schema(arguments)) => schema::run(arguments, &terminal),
        Some(Command::Snapshot(arguments)) => snapshot::run(arguments, &terminal),
        Some(Command::Explain(arguments)) => explain::run(arguments, &terminal),
        Some(Command::Rules(arguments)) => rules::run(arguments),
        Some(Command::Completions(arguments)) => completions::run(arguments),
        None => check::run(&Bare::parse_from(["tabletrace"]).check, &terminal),
    };
    match result {
        Ok(code) => code,
        // Whoever reads our output has enough of it, and that is no failure.
        Err(CliError::Stdout(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            terminal.error(error);
            ExitCode::from(FAILED)
        }
    }
}

#[cfg(test)]
mod tests;

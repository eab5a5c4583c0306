//! The terminal: its width, its colours, and what is said on standard error.

use std::{
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
};

use anstream::ColorChoice;
use clap::{Args, ValueEnum};
use tabletrace::{
    analysis::Statistics,
    notice::{Notice, NoticeKind},
    report::{
        text::style::{DIM, WARNING},
        words,
    },
};

use super::error::CliError;

/// The width of text that goes to a file or a pipe.
pub(super) const PLAIN_WIDTH: usize = 100;

#[derive(Args, Debug)]
pub(super) struct TerminalArguments {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,

    /// List every notice, and say what was read
    #[arg(long, short, global = true)]
    verbose: bool,

    /// Say nothing but the result and errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set; elsewhere with `CLICOLOR_FORCE`
    Auto,
    Always,
    Never,
}

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// Where the user sits.
#[derive(Debug)]
pub(super) struct Terminal {
    verbosity: Verbosity,
}

impl Terminal {
    /// Sets the colours of the whole program by the way.
    pub(super) fn new(arguments: &TerminalArguments) -> Self {
        match arguments.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
        let verbosity = match (arguments.quiet, arguments.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        };
        Self { verbosity }
    }

    /// The columns of standard output.
    pub(super) fn width(&self) -> usize {
        if !io::stdout().is_terminal() {
            return PLAIN_WIDTH;
        }
        match terminal_size::terminal_size() {
            Some((width, _)) => usize::from(width.0),
            None => PLAIN_WIDTH,
        }
    }

    /// Whether a progress bar has a place to be.
    pub(super) fn shows_progress(&self) -> bool {
        self.verbosity != Verbosity::Quiet && io::stderr().is_terminal()
    }

    /// Says one line, unless the user wants quiet.
    pub(super) fn say(&self, line: &str) {
        if self.verbosity != Verbosity::Quiet {
            to_stderr(line);
        }
    }

    /// Says one line to whoever wants to hear all.
    pub(super) fn detail(&self, line: &str) {
        if self.verbosity == Verbosity::Verbose {
            to_stderr(line);
        }
    }

    /// Says one line that the exit code is about, quiet or not.
    pub(super) fn insist(&self, line: &str) {
        to_stderr(line);
    }

    /// Says what could not be read: in short, or notice by notice.
    pub(super) fn notices(&self, notices: &[Notice], statistics: &Statistics) {
        self.list_notices(notices);
        if self.verbosity == Verbosity::Verbose {
            self.say(&format!("{DIM}{}{DIM:#}", statistics_line(statistics)));
        }
    }

    /// Says what could not be read, of a run that parses no source code.
    pub(super) fn list_notices(&self, notices: &[Notice]) {
        match self.verbosity {
            Verbosity::Quiet => {}
            Verbosity::Normal if notices.is_empty() => {}
            Verbosity::Normal => {
                let kinds = notice_kinds(notices);
                self.say(&format!(
                    "{WARNING}note:{WARNING:#} {kinds} {DIM}(-v lists them){DIM:#}"
                ));
            }
            Verbosity::Verbose => {
                for notice in notices {
                    self.say(&notice_line(notice));
                }
            }
        }
    }

    /// Says in short or at length: one line, or many.
    pub(super) fn say_short_or_long(&self, short: &str, long: impl Iterator<Item = String>) {
        match self.verbosity {
            Verbosity::Quiet => {}
            Verbosity::Normal => to_stderr(short),
            Verbosity::Verbose => long.for_each(|line| to_stderr(&line)),
        }
    }

    /// Draws an error and its causes.
    pub(super) fn error(&self, error: CliError) {
        let mut stderr = anstream::stderr();
        let is_colourful = stderr.current_choice() != ColorChoice::Never;
        // A hook that is already set draws errors just as well.
        let _ = miette::set_hook(Box::new(move |_| {
            let options = miette::MietteHandlerOpts::new().color(is_colourful);
            Box::new(options.build())
        }));
        // There is nowhere left to complain to.
        let _ = writeln!(stderr, "{:?}", miette::Report::new(error));
    }
}

/// A closed standard error loses the line and nothing else.
fn to_stderr(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// "2 files could not be read, 1 minified bundle left out".
fn notice_kinds(notices: &[Notice]) -> String {
    let mut by_kind: BTreeMap<NoticeKind, usize> = BTreeMap::new();
    for notice in notices {
        *by_kind.entry(notice.kind).or_default() += 1;
    }
    let phrases: Vec<String> = by_kind
        .into_iter()
        .map(|(kind, number)| words::notices(kind, number))
        .collect();
    phrases.join(", ")
}

fn notice_line(notice: &Notice) -> String {
    let place = match notice.line {
        _ if notice.path.is_empty() => String::new(),
        Some(line) => format!("{}:{line}: ", notice.path),
        None => format!("{}: ", notice.path),
    };
    let kind = notice.kind.as_str();
    let message = tabletrace::report::secrets::mask(&notice.message);
    format!("{place}{WARNING}{kind}{WARNING:#}: {message}")
}

fn statistics_line(statistics: &Statistics) -> String {
    format!(
        "parsed {} of {} ({}.{} MB)",
        words::grouped(statistics.parsed),
        words::counted(statistics.files, "source file", "source files"),
        statistics.parsed_bytes / 1_000_000,
        statistics.parsed_bytes / 100_000 % 10,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(path: &str, line: Option<u32>, kind: NoticeKind) -> Notice {
        Notice {
            path: path.into(),
            line,
            kind,
            message: "it is".into(),
        }
    }

    #[test]
    fn notices_are_counted_by_kind() {
        let notices = [
            notice("b.ts", None, NoticeKind::Minified),
            notice("a.ts", Some(1), NoticeKind::SyntaxError),
            notice("c.ts", None, NoticeKind::Minified),
        ];
        assert_eq!(
            notice_kinds(&notices),
            "2 minified bundles left out, 1 file did not fully parse"
        );
        let line = anstream::adapter::strip_str(&notice_line(&notices[1])).to_string();
        assert_eq!(line, "a.ts:1: syntax-error: it is");
    }

    #[test]
    fn megabytes_have_one_decimal() {
        let statistics = Statistics {
            files: 12_430,
            parsed: 1,
            parsed_bytes: 3_460_000,
        };
        assert_eq!(
            statistics_line(&statistics),
            "parsed 1 of 12,430 source files (3.4 MB)"
        );
    }
}

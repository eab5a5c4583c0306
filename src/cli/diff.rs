//! `tabletrace diff`: what a change does to the map.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use tabletrace::{
    cache::Cache,
    link::Depth,
    map::{
        DataMap,
        diff::{Before, MapDiff, record::Record},
    },
    report::map_diff::{headline::headline, json, markdown, text},
};

use super::{
    change::{self, Against, Change},
    error::CliError,
    input::Texts,
    output::{self, Format, FormatArgument},
    survey::{self, SubjectArguments, Surveyed},
    terminal::Terminal,
};

#[derive(Args, Debug)]
#[command(mut_arg("files_from", |argument| argument.help(
    "Report the code of the files that FILE lists, one a line or NUL-separated; `-` is standard \
     input"
)))]
pub(super) struct Arguments {
    /// The work tree against the commit at which it parted from BASE; `A..B` compares two commits,
    /// `A...B` a commit with the one at which it parted from A
    #[arg(value_name = "BASE", required_unless_present_any = ["staged", "json_schema"])]
    base: Option<String>,

    /// Files and folders whose code is reported; all of their project is read [default: the
    /// current folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The index against the last commit
    #[arg(long, conflicts_with = "base")]
    staged: bool,

    /// Write to FILE, in the format that its extension stands for (.json, .md, .txt)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The format: json, markdown or text; with `=FILE` into a file (repeatable)
    #[arg(long, visible_alias = "output-format", value_name = "NAME[=FILE]")]
    format: Vec<FormatArgument<DiffFormat>>,

    /// Print the JSON Schema of the JSON format, and read nothing
    #[arg(long)]
    json_schema: bool,

    #[command(flatten)]
    subject: SubjectArguments,
}

/// A format of what a change does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum DiffFormat {
    Json,
    Markdown,
    Text,
}

impl Format for DiffFormat {
    const TEXT: Self = Self::Text;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Json, &["json"], &["json"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
        (Self::Text, &["text"], &["txt"]),
    ];
}

impl DiffFormat {
    fn write(self, diff: &MapDiff, width: usize, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(diff, out),
            Self::Markdown => markdown::write(diff, out),
            Self::Text => text::write(diff, width, out),
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", json::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let destinations = output::destinations(&arguments.format, arguments.output.as_deref())?;
    let against = match &arguments.base {
        Some(base) => against(base),
        None => Against::LastCommit,
    };
    let subject = &arguments.subject;
    let mut texts = subject.load(&arguments.paths, terminal)?;
    let cache = subject.open_cache(&texts.root);
    let change = change::enter(against, subject, &mut texts)?;
    let mut after = surveyed(subject, &texts, &cache, None)?;
    let before = before(subject, &mut texts, &cache, (&change, &after))?;
    after.notices.extend(cache.save());
    after.say_left_out(terminal);
    let survey = after.survey(&texts);
    let map = DataMap::of(&survey);
    let diff = MapDiff::of(before, &survey, &map, &change.renamed);
    for destination in &destinations {
        destination.write(terminal, |format, width, out| {
            format.write(&diff, width, out)
        })?;
    }
    terminal.notices(&after.notices, &after.analysis.statistics);
    if !destinations.iter().any(output::Destination::shows_summary) {
        terminal.say(&headline(&diff));
    }
    Ok(ExitCode::SUCCESS)
}

/// What a name of a base on the command line means; a side of `..` that is left out is `HEAD`, as
/// for git.
fn against(base: &str) -> Against<'_> {
    let or_head = |name| match name {
        "" => "HEAD",
        name => name,
    };
    if let Some((from, head)) = base.split_once("...") {
        return Against::Parted {
            from: or_head(from),
            head: or_head(head),
        };
    }
    match base.split_once("..") {
        Some((base, head)) => Against::Commits {
            base: or_head(base),
            head: or_head(head),
        },
        None => Against::Reference(base),
    }
}

/// Looks at the state that the texts are in.
fn surveyed(
    subject: &SubjectArguments,
    texts: &Texts,
    cache: &Cache,
    known: Option<&Surveyed>,
) -> Result<Surveyed, CliError> {
    let found = survey::survey(subject, texts, cache, Depth::Flows, known);
    let mut surveyed = change::or_without_schema(found, || {
        survey::survey_without_schema(texts, cache, Depth::Flows)
    })?;
    let scope = &texts.scope;
    scope.narrow(&mut surveyed.analysis, &texts.inputs.sources);
    surveyed
        .notices
        .retain(|notice| scope.is_about(&notice.path));
    Ok(surveyed)
}

/// Looks at the earlier state.
fn before(
    subject: &SubjectArguments,
    texts: &mut Texts,
    cache: &Cache,
    (change, after): (&Change, &Surveyed),
) -> Result<Before, CliError> {
    change.before(texts, |texts| {
        let surveyed = surveyed(subject, texts, cache, Some(after))?;
        let survey = surveyed.survey(texts);
        let record = Record::of(&survey, &DataMap::of(&survey));
        Ok(Before {
            record,
            databases: surveyed.databases,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_a_reference_or_a_range() {
        let commits = |base, head| Against::Commits { base, head };
        let parted = |from, head| Against::Parted { from, head };
        let cases = [
            ("main", Against::Reference("main")),
            ("a..b", commits("a", "b")),
            ("..b", commits("HEAD", "b")),
            ("a..", commits("a", "HEAD")),
            ("a...b", parted("a", "b")),
            ("v1.0...", parted("v1.0", "HEAD")),
        ];
        for (base, expected) in cases {
            assert_eq!(against(base), expected, "{base}");
        }
    }
}

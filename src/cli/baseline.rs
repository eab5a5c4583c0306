//! `tabletrace baseline`: findings that are there today, kept in a file that hides them.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::{
    baseline::{Baseline, file},
    report::{check::Counts, words::counted},
};

use super::{
    check::{examine, read_baseline},
    error::CliError,
    output,
    scope::Scope,
    survey::SubjectArguments,
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The project, by a folder in it [default: the current folder]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Only take out what is no longer there
    #[arg(long)]
    prune: bool,

    /// Print the JSON Schema of the file, and read nothing
    #[arg(long)]
    json_schema: bool,

    #[command(flatten)]
    subject: SubjectArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    if arguments.json_schema {
        output::to_stdout(|out| writeln!(out, "{:#}", file::schema()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = arguments.path.as_slice();
    let mut texts = arguments.subject.load(path, terminal)?;
    texts.scope = Scope::All;
    let known = if arguments.prune {
        read_baseline(&texts)?
    } else {
        None
    };
    let cache = arguments.subject.open_cache(&texts.root);
    let mut examined = examine::examine(&arguments.subject, &texts, &cache, None)?;
    examined.surveyed.notices.extend(cache.save());
    terminal.list_notices(&examined.surveyed.notices);
    let findings = examined.checked.findings;
    let target = texts.root.join(file::FILE);
    let Some(known) = known else {
        if arguments.prune {
            terminal.say(&format!("there is no `{}` to prune", file::FILE));
            return Ok(ExitCode::SUCCESS);
        }
        let baseline = Baseline::of(&findings);
        output::to_file(&target, |out| out.write_all(baseline.to_json().as_bytes()))?;
        let counts = Counts::of(&findings).words();
        terminal.say(&format!("wrote {counts} to `{}`", file::FILE));
        return Ok(ExitCode::SUCCESS);
    };
    let stale = known.apply(findings).stale;
    let pruned = known.without(&stale);
    output::to_file(&target, |out| out.write_all(pruned.to_json().as_bytes()))?;
    let gone = counted(stale.count(), "finding is", "findings are");
    let left = counted(pruned.count(), "finding", "findings");
    terminal.say(&format!(
        "{gone} no longer there; `{}` keeps {left}",
        file::FILE
    ));
    Ok(ExitCode::SUCCESS)
}

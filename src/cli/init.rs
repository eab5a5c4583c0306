//! `tabletrace init`: a configuration to begin with.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tabletrace::{
    config::{
        self,
        template::{FoundDatabase, template},
    },
    report::{schema::source_line, words::counted},
    schema::discover::Found,
};

use super::{
    error::CliError,
    input::{self, InputArguments},
    output,
    scope::Scope,
    sources,
    terminal::Terminal,
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The project, by a folder in it [default: the current folder]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Write the file anew where there is one
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    input: InputArguments,
}

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, CliError> {
    let mut texts =
        input::load_texts_unconfigured(&arguments.input, arguments.path.as_slice(), terminal)?;
    let path = texts.root.join(config::FILE);
    if path.exists() && !arguments.force {
        return Err(CliError::Exists { path });
    }
    texts.scope = Scope::All;
    let gathered = sources::configured(&texts)?;
    let found: Vec<FoundDatabase> = gathered.databases.iter().map(described).collect();
    output::to_file(&path, |out| out.write_all(template(&found).as_bytes()))?;
    let databases = counted(found.len(), "database", "databases");
    terminal.say(&format!("wrote `{}` for {databases}", config::FILE));
    Ok(ExitCode::SUCCESS)
}

fn described(found: &Found) -> FoundDatabase {
    let candidates = found.candidates.iter();
    let sources = candidates.flat_map(|candidate| &candidate.sources);
    FoundDatabase {
        name: found.name.clone(),
        root: found.root.clone(),
        sources: sources
            .map(|source| (source.path.clone(), source_line(source)))
            .collect(),
    }
}
